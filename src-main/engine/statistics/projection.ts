import { firstBinSlot, slotsOf, type HistogramAxis } from './axis.ts';
import { countHistogram, weightHistogram, type Histogram } from './histogram.ts';
import { addToBin, compensatedSum, sumsOf, type CompensatedSums } from './neumaier.ts';

/** For every slot of the whole storage: its slot in the projection on `kept`. */
function projectedSlots(axes: readonly HistogramAxis[], kept: readonly number[]): Int32Array {
  const strides = new Array<number>(axes.length).fill(0);
  let stride = 1;
  for (const axis of [...kept].reverse()) {
    strides[axis] = stride;
    stride *= slotsOf(axes[axis]!);
  }
  let slots = Int32Array.of(0);
  axes.forEach((axis, a) => {
    const n = slotsOf(axis);
    const next = new Int32Array(slots.length * n);
    slots.forEach((slot, i) => {
      for (let k = 0; k < n; k++) next[i * n + k] = slot + k * strides[a]!;
    });
    slots = next;
  });
  return slots;
}

function project(from: CompensatedSums, slots: Int32Array, into: CompensatedSums): void {
  slots.forEach((slot, i) => {
    addToBin(into, slot, from.sums[i]!);
    addToBin(into, slot, from.compensations[i]!);
  });
}

/**
 * The histogram on some of its axes (their positions, in the wanted order), summed over all slots of the others, under- and
 * overflow too, so that nothing is lost. Rows that are nonFinite on any axis stay nonFinite.
 */
export function projection<H extends Histogram>(histogram: H, kept: readonly number[]): H {
  const axes = kept.map((axis) => histogram.axes[axis]);
  if (axes.some((axis) => axis === undefined) || new Set(kept).size < kept.length) {
    throw new RangeError(`no axes ${kept.join(', ')} in a histogram of ${histogram.axes.length}`);
  }
  const slots = projectedSlots(histogram.axes, kept);
  const result =
    histogram.storage === 'counts'
      ? countHistogram(axes as HistogramAxis[])
      : weightHistogram(axes as HistogramAxis[]);
  slots.forEach((slot, i) => (result.counts[slot]! += histogram.counts[i]!));
  result.nonFinite = histogram.nonFinite;
  if (histogram.storage === 'weights' && result.storage === 'weights') {
    project(histogram.sumWeights, slots, result.sumWeights);
    project(histogram.sumWeightsSquared, slots, result.sumWeightsSquared);
  }
  return result as H;
}

/** Raw counts outside one axis: below its bins and beyond them, summed over all slots of the other axes. */
export function outsideOf(histogram: Histogram, axis: number): { under: number; over: number } {
  const { axes, counts } = projection(histogram, [axis]);
  const under = firstBinSlot(axes[0]!) === 1 ? counts[0]! : 0;
  return { under, over: counts[counts.length - 1]! };
}

/** Raw number of rows filled, under- and overflow included, `nonFinite` not. */
export function entriesOf(histogram: Histogram): number {
  return compensatedSum(histogram.counts);
}

/** Sums of weights and of their squares over all slots; for counts both are the number of entries. */
export function totalWeights(histogram: Histogram): { sumWeights: number; sumWeightsSquared: number } {
  if (histogram.storage === 'counts') {
    const entries = entriesOf(histogram);
    return { sumWeights: entries, sumWeightsSquared: entries };
  }
  return {
    sumWeights: compensatedSum(sumsOf(histogram.sumWeights)),
    sumWeightsSquared: compensatedSum(sumsOf(histogram.sumWeightsSquared)),
  };
}
