import { binsOf, firstBinSlot, sameAxis, slotsOf, type AxisValues, type HistogramAxis } from './axis.ts';
import { NON_FINITE } from './axis.ts';
import { addToBin, emptySums, mergeSums, sumsOf, type CompensatedSums } from './neumaier.ts';
import { slotsOfRows } from './slots.ts';

/**
 * A histogram of raw counts as plain data (structured clone keeps it). Counts are whole numbers in doubles: exact up to
 * 2^53 per slot. The storage has one number per slot (underflow, bins, overflow of every axis), the last axis fastest.
 */
export interface CountHistogram {
  storage: 'counts';
  axes: HistogramAxis[];
  counts: Float64Array;
  /** Rows with a NaN or infinite value on some axis: in no slot. */
  nonFinite: number;
}

/**
 * A histogram of weights: raw counts, sums of weights and of squared weights (compensated sums) per slot.
 * A row whose weight is not finite is in no slot and counted in `nonFinite`.
 */
export interface WeightHistogram {
  storage: 'weights';
  axes: HistogramAxis[];
  counts: Float64Array;
  sumWeights: CompensatedSums;
  sumWeightsSquared: CompensatedSums;
  nonFinite: number;
}

/** A histogram: axes times storage. */
export type Histogram = CountHistogram | WeightHistogram;

/** Which rows of a fill take part: those where decisions[row] is `value`. */
export interface RowChoice {
  decisions: Uint8Array;
  value: number;
}

function storageSize(axes: readonly HistogramAxis[]): number {
  const size = axes.reduce((product, axis) => product * slotsOf(axis), 1);
  if (size > 2 ** 27) throw new RangeError(`a histogram of ${size} bins is too large`);
  return size;
}

/** An empty histogram of raw counts, of any number of axes. */
export function countHistogram(axes: readonly HistogramAxis[]): CountHistogram {
  return {
    storage: 'counts',
    axes: [...axes],
    counts: new Float64Array(storageSize(axes)),
    nonFinite: 0,
  };
}

/** An empty histogram of weights, of any number of axes. */
export function weightHistogram(axes: readonly HistogramAxis[]): WeightHistogram {
  const size = storageSize(axes);
  return {
    storage: 'weights',
    axes: [...axes],
    counts: new Float64Array(size),
    sumWeights: emptySums(size),
    sumWeightsSquared: emptySums(size),
    nonFinite: 0,
  };
}

/** Adds rows whose slots are known ({@link slotsOfRows}) to the raw counts, in place. */
export function fillCounts(histogram: CountHistogram, slots: Int32Array, choice?: RowChoice): void {
  const { counts } = histogram;
  const { decisions, value } = choice ?? { decisions: null, value: 0 };
  let nonFinite = 0;
  for (let row = 0; row < slots.length; row++) {
    if (decisions !== null && decisions[row] !== value) continue;
    const slot = slots[row]!;
    if (slot === NON_FINITE) nonFinite++;
    else counts[slot]!++;
  }
  histogram.nonFinite += nonFinite;
}

/** Adds rows whose slots are known ({@link slotsOfRows}) with their weights, in row order, in place. */
export function fillWeights(
  histogram: WeightHistogram,
  slots: Int32Array,
  weights: ArrayLike<number>,
  choice?: RowChoice,
): void {
  const { counts, sumWeights, sumWeightsSquared } = histogram;
  for (let row = 0; row < slots.length; row++) {
    if (choice && choice.decisions[row] !== choice.value) continue;
    const slot = slots[row]!;
    const weight = weights[row]!;
    if (slot === NON_FINITE || !Number.isFinite(weight)) {
      histogram.nonFinite++;
      continue;
    }
    counts[slot]!++;
    addToBin(sumWeights, slot, weight);
    addToBin(sumWeightsSquared, slot, weight * weight);
  }
}

/** Fills with values, one array per axis, and weights where the storage has them, in place. */
export function fill(
  histogram: Histogram,
  columns: readonly AxisValues[],
  weights?: ArrayLike<number>,
): void {
  const rows = columns[0]?.length ?? 0;
  const slots = slotsOfRows(histogram.axes, columns, rows);
  if (histogram.storage === 'counts') {
    if (weights) throw new RangeError('a histogram of counts takes no weights');
    fillCounts(histogram, slots);
  } else {
    fillWeights(histogram, slots, weights ?? new Float64Array(rows).fill(1));
  }
}

/** Adds another histogram with the same axes and storage, in place. Counts are exact; weights repeat to the bit in the same order. */
export function merge(into: Histogram, other: Histogram): void {
  const same =
    into.axes.length === other.axes.length && into.axes.every((axis, i) => sameAxis(axis, other.axes[i]!));
  if (!same || into.storage !== other.storage) {
    throw new RangeError('only histograms with the same axes and storage can be merged');
  }
  for (let i = 0; i < into.counts.length; i++) into.counts[i]! += other.counts[i]!;
  into.nonFinite += other.nonFinite;
  if (into.storage === 'weights' && other.storage === 'weights') {
    mergeSums(into.sumWeights, other.sumWeights);
    mergeSums(into.sumWeightsSquared, other.sumWeightsSquared);
  }
}

/** The contents of a histogram's bins, without under- and overflow, the last axis fastest. */
export interface BinContents {
  counts: Float64Array;
  /** For weights. */
  sumWeights?: Float64Array;
  sumWeightsSquared?: Float64Array;
}

/** Storage positions of the bins, without under- and overflow, the last axis fastest. */
export function binSlots(axes: readonly HistogramAxis[]): Int32Array {
  let slots = Int32Array.of(0);
  for (const axis of axes) {
    const bins = binsOf(axis);
    const next = new Int32Array(slots.length * bins);
    slots.forEach((slot, i) => {
      for (let bin = 0; bin < bins; bin++) {
        next[i * bins + bin] = slot * slotsOf(axis) + firstBinSlot(axis) + bin;
      }
    });
    slots = next;
  }
  return slots;
}

/** What stands in the bins, without under- and overflow, the last axis fastest. */
export function binContents(histogram: Histogram): BinContents {
  const slots = binSlots(histogram.axes);
  const pick = (from: Float64Array) => Float64Array.from(slots, (slot) => from[slot]!);
  const counts = pick(histogram.counts);
  if (histogram.storage === 'counts') return { counts };
  return {
    counts,
    sumWeights: pick(sumsOf(histogram.sumWeights)),
    sumWeightsSquared: pick(sumsOf(histogram.sumWeightsSquared)),
  };
}
