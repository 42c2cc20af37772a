import { linearTicks, logTicks } from './ticks.ts';
import type { AxisTicks } from './ticks.ts';

const FAR = 1e6;

/** Maps values to a coordinate that is linear on the page (`u`) and that to the page. */
export interface AxisScale {
  log: boolean;
  /** Edges as values. */
  lo: number;
  hi: number;
  /** Page coordinates of the edges. */
  from: number;
  to: number;
}

/** The coordinate that is linear on the page: the value or its decimal logarithm (NaN for what a logarithmic axis cannot show). */
export function linearised(value: number, log: boolean): number {
  if (!log) return value;
  return value > 0 ? Math.log10(value) : NaN;
}

/** Inverse of {@link linearised}. */
export function fromLinearised(u: number, log: boolean): number {
  return log ? 10 ** u : u;
}

/** Page coordinate of a value, at most a million units off; what a logarithmic axis cannot show lies far before its lower edge. */
export function onPage(scale: AxisScale, value: number): number {
  const lo = linearised(scale.lo, scale.log);
  const hi = linearised(scale.hi, scale.log);
  const u = linearised(value, scale.log);
  if (Number.isNaN(u) && !Number.isNaN(value)) return scale.from - FAR * Math.sign(scale.to - scale.from);
  const at = scale.from + ((u - lo) / (hi - lo)) * (scale.to - scale.from);
  return Math.min(FAR, Math.max(-FAR, at));
}

/** Ticks of a scale with at most `maxMajor` intervals between labelled ones. */
export function ticksOf(scale: AxisScale, maxMajor: number): AxisTicks {
  return scale.log ? logTicks(scale.lo, scale.hi, maxMajor) : linearTicks(scale.lo, scale.hi, maxMajor);
}
