import type { EfficiencyStudyResult } from '../../../../src-shared/contracts/result.ts';
import type { ResultAxis } from '../../../../src-shared/contracts/resultEfficiency.ts';
import { layoutFigure } from '../../../../src-shared/figure/layout.ts';
import type { FigureSpec, PointsLayer, TeX } from '../../../../src-shared/figure/spec.ts';
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

/** Points of one state of the working point in every dataset. */
export interface Drawn {
  counted: CountedBy;
  /** What the legend says behind the dataset. */
  label: TeX;
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

/** The study's figure of a working point with points of several states of it, without scale factors and bands. */
export function movedFigure(
  spec: FigureSpec,
  result: Pick<EfficiencyStudyResult, 'datasets'>,
  axes: readonly ResultAxis[],
  states: readonly Drawn[],
  text: readonly string[],
): FigureSpec {
  const [panel] = spec.panels ?? [];
  const names = Object.keys(states[0].counted);
  const looks = looksOf(spec, result, names);
  const step = 1 + Math.max(...Object.values(looks).map(({ style }) => style));
  const layers = states.flatMap(({ counted, label }, state) =>
    names.flatMap((name): PointsLayer[] => {
      const values = binValues(counted[name], axes);
      if (values.length === 0) return [];
      const look = looks[name];
      return [
        {
          kind: 'points',
          ...look,
          label: `${look.label}, ${label}`,
          style: look.style + state * step,
          edges: axes[0].edges,
          y: values.map(({ efficiency }) => orNull(efficiency)),
          errorLow: values.map(({ errorLow }) => orNull(errorLow)),
          errorHigh: values.map(({ errorHigh }) => orNull(errorHigh)),
        },
      ];
    }),
  );
  const banded = panel?.layers.some(({ kind }) => kind === 'band') ?? false;
  return {
    ...spec,
    name: `${spec.name}_moved`,
    title: `${spec.title}, thresholds moved`,
    size: 'single',
    text: [...spec.text.filter((line) => !(banded && line.startsWith('Bands: '))), ...text.map(escape)],
    panels: [{ y: panel?.y ?? { label: 'Efficiency' }, layers, weight: 1 }],
  };
}

/** A drawing, and the range of its y axis. */
export interface DrawnFigure {
  svg: string;
  range: [number, number];
}

/** This range, wider where points lie beyond it. */
function holding(spec: FigureSpec, [low, high]: readonly [number, number]): [number, number] {
  const values = (spec.panels?.[0]?.layers ?? []).flatMap((layer) =>
    layer.kind === 'points' ? layer.y.filter((y) => y !== null) : [],
  );
  return [Math.min(low, ...values), Math.max(high, ...values)];
}

/** Draws a figure on the y range that suits it best, or, where one is held, on that: wider where points lie beyond it. */
export function drawMoved(spec: FigureSpec, held: readonly [number, number] | null): DrawnFigure {
  const range = held && holding(spec, held);
  const panels = spec.panels?.map((panel) => (range ? { ...panel, y: { ...panel.y, range } } : panel));
  const list = layoutFigure({ ...spec, ...(panels && { panels }) });
  return { svg: svgOf(list, { idPrefix: 'moved' }), range: list.panels[0].y.range };
}
