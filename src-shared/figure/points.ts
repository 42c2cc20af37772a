import type { AxisScale } from './scale.ts';
import { onPage } from './scale.ts';
import type { PanelSpec, PointsLayer } from './spec.ts';

/** Marker radius of points whose bins are not narrow. */
export const MARKER_SIZE = 4.4;

/** Page geometry of a bin's point: x of its marker, and the edges of the bin. */
export interface BinOnPage {
  x: number;
  left: number;
  right: number;
  /** Radius of the marker. */
  size: number;
}

const GAP = 7.4;
const SMALLEST = 1.9;

/** Number of data layers before this one and in all, of those with the same binning as it. */
function rank(panel: PanelSpec, layer: PointsLayer): [number, number] {
  const edges = layer.edges.join();
  const same = panel.layers.filter(
    (other) => other.kind === 'points' && other.role === 'data' && other.edges.join() === edges,
  );
  return [same.indexOf(layer), same.length];
}

/** Where the points of a layer stand: at the bin's centre, data layers that share bins shifted apart so that none hides another. */
export function binsOnPage(panel: PanelSpec, layer: PointsLayer, scale: AxisScale): BinOnPage[] {
  const [place, count] = layer.role === 'data' ? rank(panel, layer) : [0, 1];
  const at = layer.edges.map((edge) => onPage(scale, edge));
  const widths = at.slice(1).map((right, i) => Math.abs(right - at[i]!));
  const typical = widths.sort((a, b) => a - b)[Math.floor(widths.length / 2)] ?? 0;
  const size = Math.max(SMALLEST, Math.min(MARKER_SIZE, 0.42 * typical));
  return layer.edges.slice(0, -1).map((low, i) => {
    const high = layer.edges[i + 1]!;
    const [left, right] = [at[i]!, at[i + 1]!];
    const centre = onPage(scale, scale.log ? Math.sqrt(low * high) : (low + high) / 2);
    const step = Math.min(GAP, Math.abs(right - left) / (count + 1));
    return { x: centre + (place - (count - 1) / 2) * step, left, right, size };
  });
}
