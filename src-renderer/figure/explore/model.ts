import { plainText } from '../../../src-shared/figure/describe.ts';
import { extentsOf, robustInterval } from '../../../src-shared/figure/range.ts';
import type { AxisSpec, FigureSpec, Layer, PanelSpec } from '../../../src-shared/figure/spec.ts';

/** A value in a bin, as it is drawn and told. */
export interface ExploredBin {
  low: number;
  high: number;
  value: number | null;
  /** Positive distances; null where there are none. */
  errorLow: number | null;
  errorHigh: number | null;
  /** Raw counts of an efficiency. */
  passed?: number;
  total?: number;
}

/** A layer of the figure, or of the same figure of another run. */
export interface ExploredSeries {
  /** What the legend shows and hides together: points, band and ratio of a dataset. */
  group: string;
  /** Index of the panel. */
  panel: number;
  kind: Layer['kind'];
  style: number;
  dashed: boolean;
  /** Of simulation: markers without filling. */
  open: boolean;
  /** Of another run. */
  overlaid: boolean;
  bins: ExploredBin[];
  /** Lines only. */
  points: [number, number][];
}

/** An entry of the legend. */
export interface ExploredGroup {
  id: string;
  label: string;
  style: number;
  overlaid: boolean;
}

/** An axis in words and numbers. */
export interface ExploredAxis {
  title: string;
  range: [number, number];
  log: boolean;
}

/** A figure against one axis, as the exploring view shows it. */
export interface ExploredLines {
  kind: 'lines';
  name: string;
  title: string;
  x: ExploredAxis;
  panels: { y: ExploredAxis; reference: number | null; weight: number }[];
  groups: ExploredGroup[];
  series: ExploredSeries[];
}

/** The same figure of another run. */
export interface OverlaidFigure {
  run: string;
  title: string;
  spec: FigureSpec;
}

/** `p_T [GeV]`. */
export function axisTitle({ label, unit }: AxisSpec): string {
  const words = plainText(label).replace(/\s+/g, ' ');
  return words + (unit === undefined ? '' : ` [${plainText(unit)}]`);
}

function binsOf(layer: Layer): ExploredBin[] {
  if (layer.kind === 'line') return [];
  return layer.edges.slice(1).map((high, i): ExploredBin => {
    const place = { low: layer.edges[i], high };
    if (layer.kind === 'band') {
      const [low, up] = [layer.low[i] ?? null, layer.high[i] ?? null];
      const value = low === null || up === null ? null : (low + up) / 2;
      const half = value === null ? null : up! - value;
      return { ...place, value, errorLow: half, errorHigh: half };
    }
    const value = layer.y[i] ?? null;
    if (layer.kind === 'steps') return { ...place, value, errorLow: null, errorHigh: null };
    const { errorLow, errorHigh, counts } = layer;
    const counted = counts && { passed: counts.passed[i], total: counts.total[i] };
    return { ...place, value, errorLow: errorLow[i] ?? null, errorHigh: errorHigh[i] ?? null, ...counted };
  });
}

function seriesOf(layer: Layer, panel: number, prefix: string): ExploredSeries {
  return {
    group: `${prefix}${layer.style}`,
    panel,
    kind: layer.kind,
    style: layer.style,
    dashed: 'dashed' in layer && layer.dashed === true,
    open: layer.kind === 'points' && layer.role === 'simulation',
    overlaid: prefix !== '',
    bins: binsOf(layer),
    points: layer.kind === 'line' ? layer.x.map((x, i): [number, number] => [x, layer.y[i]]) : [],
  };
}

function groupsOf(panels: readonly PanelSpec[], prefix: string, run: string): ExploredGroup[] {
  const groups = new Map<string, ExploredGroup>();
  for (const { style, label } of panels.flatMap(({ layers }) => layers)) {
    const id = `${prefix}${style}`;
    const words = label ? plainText(label) : '';
    if ((groups.get(id)?.label ?? '') !== '') continue;
    groups.set(id, { id, label: words, style, overlaid: prefix !== '' });
  }
  return [...groups.values()].map((group) => {
    return { ...group, label: [group.label || 'values', run].filter(Boolean).join(', ') };
  });
}

function xRange(x: AxisSpec, panels: readonly PanelSpec[]): [number, number] {
  if (x.range) return x.range;
  const all = panels.flatMap(({ layers }) => layers.flatMap((one) => ('edges' in one ? one.edges : one.x)));
  return all.length > 0 ? [Math.min(...all), Math.max(...all)] : [0, 1];
}

function yRange({ y, layers, reference }: PanelSpec): [number, number] {
  if (y.range) return y.range;
  const found = robustInterval(layers.flatMap((layer) => extentsOf(layer, false)));
  const [low, high] = found ?? [0, 1];
  const counts = layers.every(({ kind }) => kind === 'steps') && low >= 0;
  const least = counts ? 0 : Math.min(low, reference ?? low);
  const most = Math.max(high, reference ?? high);
  const margin = 0.08 * (most - least || Math.abs(most) || 1);
  return [counts ? 0 : least - margin, most + margin];
}

/** A figure against one axis as data for the exploring view; null for a figure that has no such panels. */
export function exploredLines(
  spec: FigureSpec,
  overlays: readonly OverlaidFigure[] = [],
): ExploredLines | null {
  const { x, panels } = spec;
  if (!x || !panels || panels.length === 0) return null;
  const others = overlays.map(({ run, title, spec: { panels: layers = [] } }) => {
    return { prefix: `${run} `, title, panels: layers.slice(0, panels.length) };
  });
  const all = [{ prefix: '', title: '', panels }, ...others];
  return {
    kind: 'lines',
    name: spec.name,
    title: plainText(spec.title),
    x: { title: axisTitle(x), range: xRange(x, panels), log: x.scale === 'log' },
    panels: panels.map((panel) => ({
      y: { title: axisTitle(panel.y), range: yRange(panel), log: panel.y.scale === 'log' },
      reference: panel.reference ?? null,
      weight: panel.weight,
    })),
    groups: all.flatMap(({ prefix, title, panels: some }) => groupsOf(some, prefix, title)),
    series: all.flatMap(({ prefix, panels: some }) =>
      some.flatMap(({ layers }, panel) => layers.map((layer) => seriesOf(layer, panel, prefix))),
    ),
  };
}
