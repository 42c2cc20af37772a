import type { ValueArray } from '../root/tree.ts';

/**
 * What tells events apart: event number within luminosity section, run and simulated sample. Columns that a dataset does not use are null and
 * count as 0. Integers; run, section and sample of 32 bits.
 */
export interface EventNumbers {
  entries: number;
  sample: ValueArray | null;
  run: ValueArray | null;
  section: ValueArray | null;
  event: ValueArray;
  /** Something that events of different samples do not share, where nothing names the sample: bits of a generated quantity. */
  mark?: Uint32Array | null;
}

/** Numbers that an event's place in the order has: sample, run, section, event. */
export const PARTS = 4;

/** Compares two places, each of {@link PARTS} numbers from `i` and `j` on. */
export function comparePlaces(a: ArrayLike<number>, i: number, b: ArrayLike<number>, j: number): number {
  for (let part = 0; part < PARTS; part++) {
    const difference = a[i + part] - b[j + part];
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Low and high word of every event number, interleaved; signed and smaller types are sign-extended. */
export function eventWords(values: ValueArray): Uint32Array {
  if (values instanceof BigUint64Array || values instanceof BigInt64Array)
    return new Uint32Array(values.buffer as ArrayBuffer, values.byteOffset, 2 * values.length);
  const words = new Uint32Array(2 * values.length);
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    words[2 * i] = value;
    words[2 * i + 1] = Math.floor(value / 2 ** 32);
  }
  return words;
}

/** The number that two words make; beyond 2^53 rounded, in the same order. */
export function numberOfWords(low: number, high: number): number {
  return high * 2 ** 32 + low;
}
