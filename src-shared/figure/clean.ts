import { UserError } from '../userError.ts';
import type { AxisSpec, FigureSpec, Layer, MapSpec, PanelSpec } from './spec.ts';

/** Largest magnitude that an axis shows; its inverse is the smallest. */
export const LARGEST = 1e60;

function bounded(value: number): number {
  return Math.abs(value) < 1 / LARGEST ? 0 : Math.min(LARGEST, Math.max(-LARGEST, value));
}

function finiteOrNull(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : bounded(value);
}

function errorOf(value: number | null | undefined): number | null {
  return value === null || value === undefined || Number.isNaN(value) ? null : bounded(Math.abs(value));
}

function isNarrow(lo: number, hi: number): boolean {
  return !(hi - lo > Math.max(1e-9 * Math.max(Math.abs(lo), Math.abs(hi)), 1 / LARGEST));
}

function checkedEdges(edges: readonly number[], figure: string): number[] {
  const ascending = edges.every((edge, i) => Math.abs(edge) <= LARGEST && (i === 0 || edge > edges[i - 1]!));
  if (edges.length < 2 || !ascending || isNarrow(edges[0]!, edges.at(-1)!))
    throw new UserError(
      'document',
      `figure "${figure}": bin edges must be two or more ascending numbers, not ${edges.join(', ')}`,
    );
  return [...edges];
}

function checkedAxis(axis: AxisSpec, figure: string): AxisSpec {
  if (axis.range === undefined) return axis;
  const [lo, hi] = axis.range;
  const narrow = isNarrow(lo, hi);
  const outside = !(Math.abs(lo) <= LARGEST && Math.abs(hi) <= LARGEST);
  if (narrow || outside || (axis.scale === 'log' && !(lo > 1 / LARGEST)))
    throw new UserError(
      'document',
      `figure "${figure}": the axis "${axis.label}" cannot show the range ${lo} to ${hi}`,
      {
        hint: axis.scale === 'log' ? 'a logarithmic axis needs 0 < low < high' : 'give the lower value first',
      },
    );
  return axis;
}

function cleanLayer(layer: Layer, figure: string): Layer {
  if (layer.kind === 'line') return { ...layer, x: layer.x.map(bounded), y: layer.y.map(bounded) };
  const edges = checkedEdges(layer.edges, figure);
  const bins = edges.slice(1).map((_, i) => i);
  const values = (list: readonly (number | null)[]): (number | null)[] =>
    bins.map((i) => finiteOrNull(list[i]));
  if (layer.kind === 'band') return { ...layer, edges, low: values(layer.low), high: values(layer.high) };
  if (layer.kind === 'steps') return { ...layer, edges, y: values(layer.y) };
  const errors = (list: readonly (number | null)[]): (number | null)[] => bins.map((i) => errorOf(list[i]));
  return {
    ...layer,
    edges,
    y: values(layer.y),
    errorLow: errors(layer.errorLow),
    errorHigh: errors(layer.errorHigh),
  };
}

function cleanPanel(panel: PanelSpec, figure: string): PanelSpec {
  const { reference, ...rest } = panel;
  const kept = reference !== undefined && Number.isFinite(reference) ? { reference: bounded(reference) } : {};
  const layers = panel.layers.map((layer) => cleanLayer(layer, figure));
  return { ...rest, ...kept, y: checkedAxis(panel.y, figure), layers };
}

function cleanMap(map: MapSpec, figure: string): MapSpec {
  const { centre, ...rest } = map;
  return {
    ...rest,
    ...(centre !== undefined && Number.isFinite(centre) && { centre: bounded(centre) }),
    x: checkedAxis(map.x, figure),
    y: checkedAxis(map.y, figure),
    z: checkedAxis({ ...map.z, scale: 'linear' }, figure),
    xEdges: checkedEdges(map.xEdges, figure),
    yEdges: checkedEdges(map.yEdges, figure),
    cells: map.cells.map((column) => column.map(finiteOrNull)),
  };
}

/**
 * The figure with gaps for values that are not finite and without what no axis can show.
 * @throws UserError `document` for edges that do not ascend and impossible ranges.
 */
export function cleanFigure(spec: FigureSpec): FigureSpec {
  return {
    ...spec,
    ...(spec.x !== undefined && { x: checkedAxis(spec.x, spec.name) }),
    ...(spec.panels !== undefined && { panels: spec.panels.map((panel) => cleanPanel(panel, spec.name)) }),
    ...(spec.map !== undefined && { map: cleanMap(spec.map, spec.name) }),
  };
}
