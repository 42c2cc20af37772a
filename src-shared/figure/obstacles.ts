import { binsOnPage } from './points.ts';
import { extentsOf } from './range.ts';
import { linearised, onPage } from './scale.ts';
import type { AxisScale } from './scale.ts';
import type { Layer, PanelSpec } from './spec.ts';

/** Something drawn that labels must not cover: page interval in x, interval of the linearised value in y, and ink around it on the page. */
export interface Obstacle {
  left: number;
  right: number;
  low: number;
  high: number;
  pad: number;
}

const LINE_PIECES = 48;

function ofPoints(
  panel: PanelSpec,
  layer: Layer & { kind: 'points' },
  x: AxisScale,
  log: boolean,
): Obstacle[] {
  const bins = binsOnPage(panel, layer, x);
  return extentsOf(layer, log).flatMap(({ index, value, low, high }) => {
    const bin = bins[index];
    if (bin === undefined) return [];
    const half = bin.size + 1;
    const marker = { left: bin.x - half, right: bin.x + half, low: value, high: value, pad: half + 1 };
    const bar = { left: bin.x - 2, right: bin.x + 2, low, high, pad: 1 };
    const level = { left: bin.left, right: bin.right, low: value, high: value, pad: 2 };
    return layer.role === 'simulation' ? [marker, bar, level] : [marker, bar];
  });
}

function ofBins(layer: Layer & { kind: 'steps' | 'band' }, x: AxisScale, log: boolean): Obstacle[] {
  const extents = extentsOf(layer, log);
  return extents.flatMap(({ index, low, high }, i) => {
    const [left, right] = [onPage(x, layer.edges[index]!), onPage(x, layer.edges[index + 1]!)];
    const next = extents[i + 1];
    const own: Obstacle[] = [{ left, right, low, high, pad: 2 }];
    if (next !== undefined && next.index === index + 1)
      own.push({
        left: right - 2,
        right: right + 2,
        low: Math.min(low, next.low),
        high: Math.max(high, next.high),
        pad: 2,
      });
    return own;
  });
}

function ofLine(layer: Layer & { kind: 'line' }, x: AxisScale, log: boolean): Obstacle[] {
  const found: Obstacle[] = [];
  for (let i = 0; i + 1 < layer.x.length; i++) {
    const [x0, x1] = [onPage(x, layer.x[i]!), onPage(x, layer.x[i + 1]!)];
    const [u0, u1] = [linearised(layer.y[i]!, log), linearised(layer.y[i + 1]!, log)];
    if (![x0, x1, u0, u1].every(Number.isFinite)) continue;
    const pieces = Math.min(LINE_PIECES, Math.max(1, Math.ceil(Math.abs(x1 - x0) / 12)));
    for (let k = 0; k < pieces; k++) {
      const at = (v0: number, v1: number, t: number): number => v0 + ((v1 - v0) * t) / pieces;
      const [xa, xb, ua, ub] = [at(x0, x1, k), at(x0, x1, k + 1), at(u0, u1, k), at(u0, u1, k + 1)];
      found.push({
        left: Math.min(xa, xb) - 1,
        right: Math.max(xa, xb) + 1,
        low: Math.min(ua, ub),
        high: Math.max(ua, ub),
        pad: 2,
      });
    }
  }
  return found;
}

/** What labels must not cover in a panel. */
export function obstaclesOf(panel: PanelSpec, x: AxisScale): Obstacle[] {
  const log = panel.y.scale === 'log';
  const found = panel.layers.flatMap((layer) => {
    if (layer.kind === 'points') return ofPoints(panel, layer, x, log);
    return layer.kind === 'line' ? ofLine(layer, x, log) : ofBins(layer, x, log);
  });
  const reference = panel.reference === undefined ? NaN : linearised(panel.reference, log);
  if (Number.isFinite(reference))
    found.push({
      left: Math.min(x.from, x.to),
      right: Math.max(x.from, x.to),
      low: reference,
      high: reference,
      pad: 2,
    });
  const [left, right] = [Math.min(x.from, x.to), Math.max(x.from, x.to)];
  return found.filter((o) => o.right > left && o.left < right);
}
