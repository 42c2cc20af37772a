import type { ColumnValues, ElementType, ValueArray } from '../../engine/root/tree.ts';

/** Count, sum and extremes of a column's values, all entries flattened. */
export interface ColumnSummary {
  type: string;
  count: number;
  /** Over finite values; booleans count as 0 and 1. Null for text. */
  sum: number | null;
  /** Null for text and where there is no finite value. */
  min: number | null;
  max: number | null;
  nonFinite: number;
  /** 64-bit integers: the sum with all its digits. */
  sumExact?: string;
}

/** So many 32-bit integers can be added in a double without losing a digit. */
const EXACT_BLOCK = 1 << 20;

/** Adds up the values of one column, range by range. Integers exactly, others with Neumaier's compensation (Z. angew. Math. Mech. 54 (1974) 39). */
export class Summary {
  readonly #type: string;
  readonly #element: ElementType;
  #count = 0;
  #nonFinite = 0;
  #integer = 0n;
  #sum = 0;
  #lost = 0;
  #min = Infinity;
  #max = -Infinity;

  constructor(type: string, element: ElementType) {
    this.#type = type;
    this.#element = element;
  }

  /** Adds a range of the column. */
  add({ values, strings }: ColumnValues): void {
    if (strings !== null) {
      this.#count += strings.length;
      return;
    }
    this.#count += values.length;
    if (values instanceof Float32Array || values instanceof Float64Array) this.#addReal(values);
    else if (values instanceof BigInt64Array || values instanceof BigUint64Array) this.#addLong(values);
    else this.#addInteger(values);
  }

  #addReal(values: Float32Array | Float64Array): void {
    let sum = this.#sum;
    let lost = this.#lost;
    let min = this.#min;
    let max = this.#max;
    let nonFinite = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value - value !== 0) {
        nonFinite++;
        continue;
      }
      const next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.#sum = sum;
    this.#lost = lost;
    this.#min = min;
    this.#max = max;
    this.#nonFinite += nonFinite;
  }

  #addInteger(values: Exclude<ValueArray, BigInt64Array | BigUint64Array>): void {
    let min = this.#min;
    let max = this.#max;
    for (let from = 0; from < values.length; from += EXACT_BLOCK) {
      const end = Math.min(values.length, from + EXACT_BLOCK);
      let sum = 0;
      for (let i = from; i < end; i++) {
        const value = values[i];
        sum += value;
        if (value < min) min = value;
        if (value > max) max = value;
      }
      this.#integer += BigInt(sum);
    }
    this.#min = min;
    this.#max = max;
  }

  /** Upper and lower halves are added apart: doubles stay exact, and a BigInt per value would be slow. */
  #addLong(values: BigInt64Array | BigUint64Array): void {
    const lows = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    const signed = values instanceof BigInt64Array;
    const highs = signed ? new Int32Array(values.buffer, values.byteOffset, 2 * values.length) : lows;
    for (let from = 0; from < values.length; from += EXACT_BLOCK) {
      const end = Math.min(values.length, from + EXACT_BLOCK);
      let high = 0;
      let low = 0;
      for (let i = from; i < end; i++) {
        const upper = highs[2 * i + 1];
        const lower = lows[2 * i];
        high += upper;
        low += lower;
        const value = upper * 4294967296 + lower;
        if (value < this.#min) this.#min = value;
        if (value > this.#max) this.#max = value;
      }
      this.#integer += BigInt(high) * 4294967296n + BigInt(low);
    }
  }

  /** The summary of all ranges added so far. */
  result(): ColumnSummary {
    const base = { type: this.#type, count: this.#count };
    if (this.#element === 'string') return { ...base, sum: null, min: null, max: null, nonFinite: 0 };
    const isReal = this.#element === 'float32' || this.#element === 'float64';
    const hasValues = this.#count > this.#nonFinite;
    const summary: ColumnSummary = {
      ...base,
      sum: isReal ? this.#sum + this.#lost : Number(this.#integer),
      min: hasValues ? this.#min + 0 : null,
      max: hasValues ? this.#max + 0 : null,
      nonFinite: this.#nonFinite,
    };
    const isLong = this.#element === 'int64' || this.#element === 'uint64';
    return isLong ? { ...summary, sumExact: this.#integer.toString() } : summary;
  }
}
