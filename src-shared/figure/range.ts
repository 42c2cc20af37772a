import { LARGEST } from './clean.ts';
import { fromLinearised, linearised } from './scale.ts';
import type { AxisSpec, Layer, PanelSpec } from './spec.ts';
import { minorStep } from './ticks.ts';

/** A value with its uncertainty on the linearised coordinate of a y axis. */
export interface Extent {
  value: number;
  low: number;
  high: number;
}

/** Extents of a layer's points, levels or band edges, with their bin or vertex; nulls and what the axis cannot show are left out. */
export function extentsOf(layer: Layer, log: boolean): (Extent & { index: number })[] {
  const u = (value: number): number => linearised(value, log);
  const found: (Extent & { index: number })[] = [];
  const add = (index: number, value: number, low: number, high: number): void => {
    if (!Number.isFinite(u(value))) return;
    const top = Number.isFinite(u(high)) ? u(high) : u(value);
    const bottom = Number.isFinite(u(low)) ? u(low) : Math.max(2 * u(value) - top, -Math.log10(LARGEST));
    found.push({ index, value: u(value), low: Math.min(bottom, u(value)), high: Math.max(top, u(value)) });
  };
  if (layer.kind === 'band') {
    layer.low.forEach((low, i) => {
      const high = layer.high[i] ?? null;
      if (low !== null && high !== null) add(i, (low + high) / 2, low, high);
    });
    return found;
  }
  layer.y.forEach((y, i) => {
    if (y === null) return;
    if (layer.kind !== 'points') add(i, y, y, y);
    else add(i, y, y - Math.abs(layer.errorLow[i] ?? 0), y + Math.abs(layer.errorHigh[i] ?? 0));
  });
  return found;
}

const IMPRECISE = 6;
const GROWTH = 1.3;

/** Interval that shows all precise points with their errors; points whose error is more than six times the median are let in only where they widen it by less than 30 %. */
export function robustInterval(extents: readonly Extent[]): [number, number] | null {
  const spreads = extents.map((e) => e.high - e.low).filter((s) => s > 0);
  const middle = spreads.sort((a, b) => a - b)[Math.floor((spreads.length - 1) / 2)] ?? 0;
  const precise = extents.filter((e) => e.high - e.low <= IMPRECISE * middle || e.high === e.low);
  if (precise.length === 0) return null;
  let lo = Math.min(...precise.map((e) => e.low));
  let hi = Math.max(...precise.map((e) => e.high));
  const limit = GROWTH * Math.max(hi - lo, middle);
  const rest = extents.filter((e) => !precise.includes(e)).sort((a, b) => a.high - a.low - (b.high - b.low));
  const widen = (low: number, high: number): void => {
    const [a, b] = [Math.min(lo, low), Math.max(hi, high)];
    if (b - a <= limit) [lo, hi] = [a, b];
  };
  for (const e of rest) {
    widen(e.value, e.value);
    if (e.value >= lo && e.value <= hi) widen(e.low, e.high);
  }
  return [lo, hi];
}

/** The interval of a panel's y axis that holds its layers and reference with a margin, linearised; before head-room for labels. Empty panels give [0, 1]. */
export function panelInterval(panel: PanelSpec, margin: number): [number, number] {
  const log = panel.y.scale === 'log';
  const extents = panel.layers.flatMap((layer) => extentsOf(layer, log));
  const reference = panel.reference === undefined ? NaN : linearised(panel.reference, log);
  let [lo, hi] = robustInterval(extents) ?? (Number.isFinite(reference) ? [reference, reference] : [0, 1]);
  if (Number.isFinite(reference)) [lo, hi] = [Math.min(lo, reference), Math.max(hi, reference)];
  if (!(hi - lo > 1e-9 * Math.max(Math.abs(lo), Math.abs(hi), log ? 1 : 0))) {
    const half = log ? 0.5 : Math.max(Math.abs(lo) * 0.05, lo === 0 ? 0.5 : 0);
    [lo, hi] = [lo - half, hi + half];
  }
  const positive = !log && lo >= 0;
  const anchored =
    positive && (panel.layers.some((layer) => layer.kind === 'steps') ? lo < 0.5 * hi : lo < 0.15 * hi);
  const span = hi - lo;
  hi += margin * span;
  lo = anchored ? 0 : lo - margin * span;
  return [positive ? Math.max(0, lo) : lo, hi];
}

/** Rounds an interval outwards to the axis' minor ticks (of a tenth of a decade on a logarithmic axis). */
export function roundedInterval(
  [lo, hi]: [number, number],
  log: boolean,
  maxMajor: number,
): [number, number] {
  const step = log ? 0.1 : minorStep(hi - lo, maxMajor);
  const clean = (value: number): number => Number(value.toPrecision(12));
  return [clean(Math.floor(lo / step + 1e-6) * step), clean(Math.ceil(hi / step - 1e-6) * step)];
}

/** The range of the shared x axis: the given one, else from the first to the last edge or vertex of all layers. */
export function xRange(axis: AxisSpec, panels: readonly PanelSpec[]): [number, number] {
  if (axis.range !== undefined) return axis.range;
  const log = axis.scale === 'log';
  const values = panels
    .flatMap((panel) => panel.layers)
    .flatMap((layer) => (layer.kind === 'line' ? layer.x : layer.edges))
    .filter((value) => Number.isFinite(linearised(value, log)));
  if (values.length === 0) return log ? [1, 10] : [0, 1];
  const [lo, hi] = [Math.min(...values), Math.max(...values)];
  if (hi > lo) return [lo, hi];
  return log ? [lo / 2, lo * 2] : [lo - 0.5, lo + 0.5];
}

/** A range as values from its linearised form. */
export function rangeOf([lo, hi]: [number, number], log: boolean): [number, number] {
  return [fromLinearised(lo, log), fromLinearised(hi, log)];
}
