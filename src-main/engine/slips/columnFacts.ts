import type { ValueArray } from '../root/tree.ts';

/** A value that stands in a column far more often than its neighbourhood. */
export interface Spike {
  value: number;
  count: number;
}

/** What a sample of a column's values looks like. */
export interface ColumnFacts {
  /** Values looked at. */
  sampled: number;
  /** Not a number or infinite. */
  nonFinite: number;
  /** Of the finite values outside the spikes; null when there are none. */
  min: number | null;
  median: number | null;
  max: number | null;
  /** Values that look like "not there": -999, -99, -9999, -1 and their like. */
  spikes: Spike[];
}

const CANDIDATES = [-99999, -9999, -999, -99, -1, 99, 999, 9999, 99999];
const NEIGHBOURHOOD = 0.1;
const LEAST_CANDIDATE = 1 - NEIGHBOURHOOD;
const LEAST_COUNT = 3;
const LEAST_SHARE = 0.0005;
const CONTRAST = 3;

/** Whether -1 is one of the few values of a sign or a charge and so a measurement. */
function isSign(values: readonly number[]): boolean {
  return values.every((value) => value === -1 || value === 0 || value === 1) && values.includes(1);
}

/**
 * Values that stand exactly at a customary "not there" number (-1, +-99, +-999, +-9999, +-99999) at least three times, in at least
 * 0.05 % of the sample and three times as often as all other values within 10 % of it. A distribution that merely runs through
 * the number has no spike, nor has a column of signs.
 */
export function sentinelFacts(values: ValueArray | readonly number[]): Spike[] {
  const counts = new Float64Array(CANDIDATES.length);
  const neighbours = new Float64Array(CANDIDATES.length);
  const distinct = new Set<number>();
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (distinct.size < 4) distinct.add(value);
    if (!(Math.abs(value) > LEAST_CANDIDATE)) continue;
    for (let k = 0; k < CANDIDATES.length; k++) {
      const distance = Math.abs(value - CANDIDATES[k]);
      if (distance === 0) counts[k]++;
      else if (distance < Math.abs(CANDIDATES[k]) * NEIGHBOURHOOD) neighbours[k]++;
    }
  }
  const least = Math.max(LEAST_COUNT, values.length * LEAST_SHARE);
  const signs = isSign([...distinct]);
  return CANDIDATES.map((value, k) => ({ value, count: counts[k] })).filter(
    ({ value, count }, k) => count >= least && count >= CONTRAST * neighbours[k] && !(value === -1 && signs),
  );
}

/** Summarises a sample of a column, in the file's own units. */
export function columnFacts(values: ValueArray | readonly number[]): ColumnFacts {
  const spikes = sentinelFacts(values);
  const outside = new Set(spikes.map(({ value }) => value));
  const kept = new Float64Array(values.length);
  let n = 0;
  let nonFinite = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (!Number.isFinite(value)) nonFinite++;
    else if (!outside.has(value)) kept[n++] = value;
  }
  const sorted = kept.subarray(0, n).sort();
  return {
    sampled: values.length,
    nonFinite,
    min: sorted[0] ?? null,
    median: sorted[n >> 1] ?? null,
    max: sorted[n - 1] ?? null,
    spikes,
  };
}
