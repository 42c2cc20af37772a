import type { EfficiencyStudyResult } from '../../../../src-shared/contracts/result.ts';
import type { ResultAxis } from '../../../../src-shared/contracts/resultEfficiency.ts';
import { layoutFigure } from '../../../../src-shared/figure/layout.ts';
import { panelRanges } from '../../../../src-shared/figure/panels.ts';
import type { FigureSpec, Layer, PointsLayer } from '../../../../src-shared/figure/spec.ts';
import { svgOf } from '../../../../src-shared/figure/svg.ts';
import { escape } from '../../../../src-shared/figure/tex.ts';
import type { Counted, CountedBy } from './counting.ts';

/** An efficiency in a bin with its counts; NaN where there is no value. */
export interface BinValue {
  total: number;
  passed: number;
  efficiency: number;
  errorLow: number;
  errorHigh: number;
}

/** Where the bins of these axes stand in an answer; null where it has them not. The last axis is the fastest. */
export function cellsOf(
  answer: Counted,
  axes: readonly ResultAxis[],
): { entry: Counted['axes'][number]; cells: { index: number[]; cell: number }[] } | null {
  const shape = (some: readonly { variable: string; edges: readonly number[] }[]) =>
    some.map(({ variable, edges }) => `${variable} ${edges.join()}`).join('\n');
  const entry = answer.axes.find(({ variables }) => shape(variables) === shape(axes));
  if (!entry) return null;
  const cells = axes.reduce(
    (made, { edges }) =>
      made.flatMap(({ index, cell }) =>
        edges
          .slice(1)
          .map((_, bin) => ({ index: [...index, bin], cell: cell * (edges.length + 1) + bin + 1 })),
      ),
    [{ index: [] as number[], cell: 0 }],
  );
  return { entry, cells };
}

function valueAt(
  { total, passed, estimates }: Pick<Counted['axes'][number], 'total' | 'passed' | 'estimates'>,
  cell: number,
): BinValue {
  return {
    total: total[cell],
    passed: passed[cell],
    efficiency: estimates?.efficiency[cell] ?? NaN,
    errorLow: estimates?.errorLow[cell] ?? NaN,
    errorHigh: estimates?.errorHigh[cell] ?? NaN,
  };
}

/** The values of the first point of an answer in the bins of these axes; empty where it has them not. */
export function binValues(answer: Counted, axes: readonly ResultAxis[]): BinValue[] {
  const found = cellsOf(answer, axes);
  return found ? found.cells.map(({ cell }) => valueAt(found.entry, cell)) : [];
}

/** The value of the first point of an answer over all probes. */
export function overallValue({ overall }: Counted): BinValue {
  return valueAt(overall, 0);
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** How a dataset looks in the figures of the study; one that they do not show gets the next style. */
export function looksOf(
  spec: FigureSpec,
  { datasets }: Pick<EfficiencyStudyResult, 'datasets'>,
  names: readonly string[],
): Record<string, Pick<PointsLayer, 'label' | 'style' | 'role'>> {
  const points = (spec.panels?.[0]?.layers ?? []).filter((layer) => layer.kind === 'points');
  let next = 1 + Math.max(-1, ...points.map(({ style }) => style));
  return Object.fromEntries(
    names.map((name) => {
      const { label, kind } = datasets[name] ?? { label: name, kind: 'data' };
      const found = points.find((layer) => layer.label === label);
      return [name, { label, role: kind, style: found?.style ?? next++ }];
    }),
  );
}

/** Counts as the study has them and now, with what each is called: `< 0.045` and `< 0.06`. */
export interface MovedPoints {
  before: CountedBy;
  study: string;
  /** Null where nothing is moved. */
  after: CountedBy | null;
  now: string;
}

function pointsLayer(
  look: Pick<PointsLayer, 'label' | 'style' | 'role'>,
  edges: number[],
  values: readonly BinValue[],
) {
  return {
    kind: 'points' as const,
    ...look,
    edges,
    y: values.map(({ efficiency }) => orNull(efficiency)),
    errorLow: values.map(({ errorLow }) => orNull(errorLow)),
    errorHigh: values.map(({ errorHigh }) => orNull(errorHigh)),
  };
}

type Looks = Record<string, Pick<PointsLayer, 'label' | 'style' | 'role'>>;

/** One dataset: points of both. Several: points of now over dashed steps of the study, in the colours of the study's figures. */
function layersOf(
  { before, study, after, now }: MovedPoints,
  looks: Looks,
  axes: readonly ResultAxis[],
): Layer[] {
  const [{ edges }] = axes;
  const names = Object.keys(before).filter((name) => cellsOf(before[name], axes));
  const points = (counted: CountedBy, name: string, label: string, style: number) =>
    pointsLayer({ ...looks[name], label, style }, edges, binValues(counted[name], axes));
  if (!after) return names.map((name) => points(before, name, looks[name].label, looks[name].style));
  if (names.length === 1) {
    const { label, style } = looks[names[0]];
    return [
      points(before, names[0], `${label}, ${escape(study)}`, style),
      points(after, names[0], `${label}, ${escape(now)}`, style + 1),
    ];
  }
  const steps = names.map((name): Layer => {
    const y = binValues(before[name], axes).map(({ efficiency }) => orNull(efficiency));
    return { kind: 'steps', label: '', edges, y, style: looks[name].style, dashed: true };
  });
  return [...steps, ...names.map((name) => points(after, name, looks[name].label, looks[name].style))];
}

/**
 * The study's figure of a working point with the efficiencies of moved thresholds, without scale factors and bands.
 * @param raw whether the study has weights or a subtraction that these counts have not
 */
export function movedFigure(
  spec: FigureSpec,
  result: Pick<EfficiencyStudyResult, 'datasets'>,
  axes: readonly ResultAxis[],
  moved: MovedPoints,
  text: readonly string[],
  raw: boolean,
): FigureSpec {
  const [panel] = spec.panels ?? [];
  const names = Object.keys(moved.before);
  const layers = layersOf(moved, looksOf(spec, result, names), axes);
  const banded = panel?.layers.some(({ kind }) => kind === 'band') ?? false;
  const [several, both] = [names.length > 1, moved.after !== null];
  const said = !both
    ? [[...new Set([moved.study, 'as in the study'])].join(', ')]
    : several
      ? [`Points: ${moved.now}; dashed: ${moved.study}`]
      : [];
  const counted = [...said, ...(raw ? ['raw counts'] : [])].join('; ');
  return {
    ...spec,
    name: `${spec.name}_moved`,
    title: `${spec.title}, thresholds moved`,
    size: 'single',
    text: [
      ...spec.text.filter((line) => !(banded && line.startsWith('Bands: '))),
      ...[...text, ...(counted === '' ? [] : [counted])].map(escape),
    ],
    panels: [{ y: panel?.y ?? { label: 'Efficiency' }, layers, weight: 1 }],
  };
}

/** Where the first panel of a drawing lies: the range of its y axis, and the upper edge of its frame on the page. */
export interface HeldPanel {
  range: [number, number];
  top: number;
}

/** A drawing. */
export interface DrawnFigure extends HeldPanel {
  svg: string;
}

/** This range, wider where points lie beyond it. */
function holding(spec: FigureSpec, [low, high]: readonly [number, number]): [number, number] {
  const values = (spec.panels?.[0]?.layers ?? []).flatMap((layer) =>
    layer.kind === 'points' ? layer.y.filter((y) => y !== null) : [],
  );
  return [Math.min(low, ...values), Math.max(high, ...values)];
}

function ranged(spec: FigureSpec, range: [number, number]): FigureSpec {
  const panels = (spec.panels ?? []).map((panel) => ({ ...panel, y: { ...panel.y, range } }));
  return { ...spec, panels };
}

/**
 * Draws a figure on the y range that suits it best, or, where a panel is held, on that one's: wider where points lie beyond it or
 * need the room of the labels, so that the frame stays where it is.
 */
export function drawMoved(spec: FigureSpec, held: HeldPanel | null): DrawnFigure {
  let list = layoutFigure(held ? ranged(spec, holding(spec, held.range)) : spec);
  if (held && list.panels[0].frame.y !== held.top) {
    list = layoutFigure(ranged(spec, panelRanges(spec, held.range)[0]));
  }
  const { frame, y } = list.panels[0];
  return { svg: svgOf(list, { idPrefix: 'moved' }), range: y.range, top: frame.y };
}
