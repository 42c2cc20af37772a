import type { AxisSpec, FigureSpec, PanelSpec, TeX } from '../../../src-shared/figure/spec.ts';
import { escape } from '../../../src-shared/figure/tex.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { HistogramAxis, RootHistogram } from '../../engine/root/histogram.ts';

const MOST_BINS = 20_000;
/** Cells of a map that a figure shows. */
export const MOST_CELLS = 40_000;
const DRAWN = /^(TH[12][CSILFD]|TProfile)$/;

/** Whether {@link storedFigure} draws objects of a class. */
export function isDrawn(className: string): boolean {
  return DRAWN.test(className);
}

/** ROOT's TLatex begins commands with `#`, the typesetter's labels with a backslash. */
function label(text: string): TeX {
  return /[\\$~]/.test(text) ? escape(text) : text.replace(/#(?=[A-Za-z{}])/g, '\\');
}

function ends({ edges }: HistogramAxis): [number, number] {
  return [edges[0], edges[edges.length - 1]];
}

function axisSpec(axis: HistogramAxis, other: string): AxisSpec {
  return { label: label(axis.title) || other, range: ends(axis) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/**
 * The mean of a profile's bin and its error as ROOT gives it without options: the spread over the square root of the effective
 * number of entries (TProfile::GetBinError, TProfileHelper).
 */
function profileBin(histogram: RootHistogram, cell: number): { y: number | null; error: number | null } {
  const { contents, sumw2, binEntries, binSumw2 } = histogram;
  const weight = binEntries![cell];
  if (weight === 0) return { y: null, error: null };
  const mean = contents[cell] / weight;
  const effective = binSumw2 && binSumw2[cell] > 0 ? weight ** 2 / binSumw2[cell] : weight;
  const spread = sumw2 ? Math.sqrt(Math.abs(sumw2[cell] / weight - mean ** 2)) : 0;
  return { y: finite(mean), error: finite(spread / Math.sqrt(effective)) };
}

function linePanel(histogram: RootHistogram): PanelSpec {
  const [axis] = histogram.axes;
  const { contents, sumw2, binEntries } = histogram;
  const edges = [...axis.edges];
  const cells = edges.slice(1).map((_, bin) => bin + 1);
  if (binEntries || sumw2) {
    const values = cells.map((cell) =>
      binEntries
        ? profileBin(histogram, cell)
        : { y: finite(contents[cell]), error: finite(Math.sqrt(sumw2![cell])) },
    );
    const errors = values.map(({ error }) => error);
    return {
      y: { label: binEntries ? 'Mean' : 'Contents' },
      layers: [
        {
          ...{ kind: 'points', label: '', edges, style: 0, role: 'data' },
          ...{ y: values.map(({ y }) => y), errorLow: errors, errorHigh: errors },
        },
      ],
      weight: 1,
    };
  }
  const y = cells.map((cell) => finite(contents[cell]));
  return { y: { label: 'Contents' }, layers: [{ kind: 'steps', label: '', edges, y, style: 0 }], weight: 1 };
}

function outside(histogram: RootHistogram): string {
  if (histogram.axes.length > 1 || histogram.binEntries) return '';
  const { contents } = histogram;
  const [below, above] = [contents[0], contents[contents.length - 1]];
  return below === 0 && above === 0 ? '' : ` (${below} below, ${above} above)`;
}

function tooMany(histogram: RootHistogram, path: string): UserError | null {
  const bins = histogram.axes.reduce((product, { edges }) => product * (edges.length - 1), 1);
  const most = histogram.axes.length === 1 ? MOST_BINS : MOST_CELLS;
  if (bins <= most) return null;
  return new UserError('too-large', `${bins} bins are more than the ${most} that a figure shows`, {
    where: { object: path },
  });
}

/**
 * The figure of a stored TH1, TH2 or TProfile: contents, with errors where the histogram keeps squared weights. Throws UserErrors:
 * `too-large` with more bins than can be seen, `unsupported` for other classes.
 */
export function storedFigure(histogram: RootHistogram, path: string): FigureSpec {
  if (!isDrawn(histogram.class)) {
    throw new UserError('unsupported', `a ${histogram.class} is not drawn as a figure`, {
      where: { object: path },
    });
  }
  const refused = tooMany(histogram, path);
  if (refused) throw refused;
  const [x, y] = histogram.axes;
  const title = label(histogram.title) || escape(histogram.name);
  const shown: FigureSpec = {
    name: 'histogram',
    title,
    style: 'plain',
    status: null,
    text: [title, `${histogram.entries} entries${outside(histogram)}`],
    size: 'single',
  };
  if (!y) return { ...shown, x: axisSpec(x, 'x'), panels: [linePanel(histogram)] };
  const columns = x.edges.length + 1;
  const cells = Array.from({ length: columns - 2 }, (_, ix) =>
    Array.from({ length: y.edges.length - 1 }, (__, iy) =>
      finite(histogram.contents[ix + 1 + (iy + 1) * columns]),
    ),
  );
  const [xEdges, yEdges] = [[...x.edges], [...y.edges]];
  const map = { x: axisSpec(x, 'x'), y: axisSpec(y, 'y'), z: { label: 'Contents' }, xEdges, yEdges, cells };
  return { ...shown, map };
}
