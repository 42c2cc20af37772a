/** A compensated sum as plain data: its value is `sum + compensation`. Start with {@link emptySum}. */
export interface CompensatedSum {
  sum: number;
  compensation: number;
}

/** Compensated sums of a row of bins: element i's value is sums[i] + compensations[i]. */
export interface CompensatedSums {
  sums: Float64Array;
  compensations: Float64Array;
}

/** The sum of nothing. */
export function emptySum(): CompensatedSum {
  return { sum: 0, compensation: 0 };
}

/** n sums of nothing. */
export function emptySums(n: number): CompensatedSums {
  return { sums: new Float64Array(n), compensations: new Float64Array(n) };
}

/**
 * Adds a value, in place, by Neumaier's variant of Kahan's summation (ZAMM 54 (1974) 39): the error of n additions is about one
 * rounding of the result plus n eps^2 times the sum of magnitudes. Infinite and NaN values make the sum NaN or infinite as
 * plain addition would.
 */
export function addTo(total: CompensatedSum, value: number): void {
  const sum = total.sum + value;
  if (Number.isFinite(sum)) {
    total.compensation +=
      Math.abs(total.sum) >= Math.abs(value) ? total.sum - sum + value : value - sum + total.sum;
  }
  total.sum = sum;
}

/** Adds values[from...to) in order, in place. */
export function addAllTo(
  total: CompensatedSum,
  values: ArrayLike<number>,
  from = 0,
  to = values.length,
): void {
  let { sum, compensation } = total;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    const next = sum + value;
    if (Math.abs(next) < Infinity) {
      compensation += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    }
    sum = next;
  }
  total.sum = sum;
  total.compensation = compensation;
}

/** Adds value to element i, in place. */
export function addToBin(total: CompensatedSums, i: number, value: number): void {
  const before = total.sums[i]!;
  const sum = before + value;
  if (Math.abs(sum) < Infinity) {
    total.compensations[i]! +=
      Math.abs(before) >= Math.abs(value) ? before - sum + value : value - sum + before;
  }
  total.sums[i] = sum;
}

/**
 * Adds another sum, in place: first its sum, then its compensation, each as one value. The same partial sums merged in the
 * same order give the same bits; another order may differ in the last one.
 */
export function mergeSum(total: CompensatedSum, other: CompensatedSum): void {
  addTo(total, other.sum);
  addTo(total, other.compensation);
}

/** {@link mergeSum} for every element. */
export function mergeSums(total: CompensatedSums, other: CompensatedSums): void {
  for (let i = 0; i < total.sums.length; i++) {
    addToBin(total, i, other.sums[i]!);
    addToBin(total, i, other.compensations[i]!);
  }
}

/** The value of a sum, rounded once. */
export function sumOf(total: CompensatedSum): number {
  return total.sum + total.compensation;
}

/** The values of all elements, rounded once each. */
export function sumsOf(total: CompensatedSums): Float64Array {
  return total.sums.map((sum, i) => sum + total.compensations[i]!);
}

/** Compensated sum of values in order. */
export function compensatedSum(values: ArrayLike<number>): number {
  const total = emptySum();
  addAllTo(total, values);
  return sumOf(total);
}
