import type { AxisSpec, FigureSpec, MapSpec } from '../../../src-shared/figure/spec.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { HistogramResult } from './histogram.ts';
import { MOST_CELLS } from './storedFigure.ts';

/** Cells that have their counts written into them where there is room. */
const MOST_TEXTS = 400;

function below(under: number, over: number): string[] {
  return [under > 0 ? `${under} below` : '', over > 0 ? `${over} above` : ''].filter((part) => part !== '');
}

function entriesText({ entries, underflow, overflow, nonFinite, outside, axes }: HistogramResult): string {
  const parts = outside
    ? outside.flatMap(({ under, over }, axis) => {
        const sides = below(under, over);
        return sides.length > 0 ? [`${axes[axis].variable}: ${sides.join(', ')}`] : [];
      })
    : below(underflow, overflow);
  if (nonFinite > 0) parts.push(`${nonFinite} without a value`);
  return `${entries} entries${parts.length > 0 ? ` (${parts.join(outside ? '; ' : ', ')})` : ''}`;
}

function momentsText({ statistics, axes }: HistogramResult): string[] {
  if (!statistics || statistics.mean.includes(null)) return [];
  const { mean, deviation, correlation } = statistics;
  const shown = (value: number | null) =>
    value === null ? '?' : String(Number(value.toPrecision(4))).replace('-', '\u2212');
  const of = axes.map(({ variable, unit }, axis) => {
    const spread = `${shown(mean[axis])}, spread ${shown(deviation[axis])}`;
    return `${variable}: mean ${spread}${unit === null ? '' : ` ${unit}`}`;
  });
  if (correlation === null) return [of.join('; ')];
  return [of.join('; '), `correlation ${correlation.toFixed(3).replace('-', '\u2212')}`];
}

function axisSpec({ variable, unit, edges }: HistogramResult['axes'][number]): AxisSpec {
  return {
    label: variable,
    range: [edges[0], edges[edges.length - 1]],
    ...(unit !== null && { unit }),
  };
}

/** Values by bin of x and of y. */
function columnsOf<T>(values: readonly T[], rows: number): T[][] {
  return Array.from({ length: values.length / rows }, (_, ix) => values.slice(ix * rows, (ix + 1) * rows));
}

function mapOf({ axes: [x, y], counts, sumWeights }: HistogramResult): MapSpec {
  const rows = y.edges.length - 1;
  if (counts.length > MOST_CELLS) {
    throw new UserError(
      'too-large',
      `${counts.length / rows} times ${rows} bins are more than the ${MOST_CELLS} that a figure shows`,
    );
  }
  const values = (sumWeights ?? counts).map((value, bin) => (counts[bin] === 0 ? null : value));
  const shown = values.filter((value) => value !== null);
  const texts = sumWeights ? undefined : values.map((value) => (value === null ? null : String(value)));
  return {
    x: axisSpec(x),
    y: axisSpec(y),
    z: {
      label: sumWeights ? 'Sum of weights' : 'Entries',
      range: [Math.min(0, ...shown), shown.length > 0 ? Math.max(...shown) : 1],
    },
    xEdges: x.edges,
    yEdges: y.edges,
    cells: columnsOf(values, rows),
    entries: columnsOf(counts, rows),
    ...(texts && texts.length <= MOST_TEXTS && { texts: columnsOf(texts, rows) }),
  };
}

/**
 * The figure of a histogram: sums of weights where it is weighted, counts else, with the cut and what lies outside as text. In two
 * dimensions a map, bins without entries white. Throws a UserError `too-large` with more bins than can be seen.
 */
export function histogramFigure(histogram: HistogramResult, title: string): FigureSpec {
  const [axis, other] = histogram.axes;
  const text = [title];
  if (histogram.where !== null) text.push(histogram.where);
  text.push(entriesText(histogram), ...momentsText(histogram));
  const shown: FigureSpec = {
    name: 'histogram',
    title: other ? `${other.variable} against ${axis.variable} of ${title}` : `${axis.variable} of ${title}`,
    style: 'plain',
    status: null,
    text,
    size: 'single',
  };
  if (other) return { ...shown, map: mapOf(histogram) };
  const y = histogram.sumWeights ?? histogram.counts;
  return {
    ...shown,
    x: axisSpec(axis),
    panels: [
      {
        y: { label: histogram.sumWeights ? 'Sum of weights' : 'Entries' },
        layers: [{ kind: 'steps', label: '', edges: axis.edges, y, style: 0 }],
        weight: 1,
      },
    ],
  };
}
