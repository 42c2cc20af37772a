import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binned, equalEdges } from '../../../src-main/studies/efficiency/quick/binned.ts';
import type { SampledQuantity } from '../../../src-main/studies/efficiency/quick/distribution.ts';

// Source of truth: the values themselves, counted one by one.

const sample = (values: number[]): SampledQuantity => ({
  ...{ dataset: 'a', label: 'A', events: 1, whole: true, problem: null, unit: 'GeV' },
  values: Float64Array.from(values),
});
const value = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom(NaN, Infinity, -Infinity, 0, 90),
);

describe('sampled values in bins', () => {
  it('are all there, each in its bin', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), fc.array(value, { maxLength: 40 }), (one, other) => {
        const edges = [-10, 0, 25, 1e5];
        const found = binned('x', [sample(one), sample(other)], [80, 100], edges, null);
        expect(found.edges[0]!).toBeLessThanOrEqual(80);
        for (const [i, values] of [one, other].entries()) {
          const { counts, under, over, missing, bins } = found.datasets[i]!;
          const within = (list: readonly number[]) =>
            list.slice(1).map((high, b) => values.filter((x) => x >= list[b]! && x < high).length);
          expect(counts).toEqual(within(found.edges));
          expect(bins).toEqual(within(edges));
          expect(missing).toBe(values.filter((x) => !Number.isFinite(x)).length);
          expect(counts.reduce((sum, c) => sum + c, under + over + missing)).toBe(values.length);
        }
      }),
    );
  });

  it('that are few whole numbers stand in the middle of bins', () => {
    expect(binned('n', [sample([2, 2, 3, 5])], [2], null, null).edges).toEqual([1.5, 2.5, 3.5, 4.5, 5.5]);
  });

  it('of nothing have edges all the same', () => {
    const { edges, datasets } = binned('n', [sample([])], [], null, 4);
    expect(edges.length).toBeGreaterThan(2);
    expect(datasets[0]!.counts.every((count) => count === 0)).toBe(true);
  });
});

describe('edges of equal statistics', () => {
  it('have about equally many values in every bin, and none outside', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1000 }), (bins, seed) => {
        const values = Float64Array.from(
          { length: 4000 },
          (_, i) => -30 * Math.log(1 - (i + 0.5) / 4000) + seed,
        );
        const edges = equalEdges(values, bins);
        expect(edges).toHaveLength(bins + 1);
        const counts = edges
          .slice(1)
          .map((high, b) => values.filter((x) => x >= edges[b]! && x < high).length);
        expect(counts.reduce((sum, one) => sum + one, 0)).toBe(4000);
        for (const count of counts) expect(Math.abs(count / (4000 / bins) - 1)).toBeLessThan(0.2);
      }),
    );
  });

  it('ascend where values are equal, and are none where all are', () => {
    const edges = equalEdges(Float64Array.from([1, 1, 1, 1, 2, 2, 3]), 6);
    expect(edges.every((edge, i) => i === 0 || edge > edges[i - 1]!)).toBe(true);
    expect(equalEdges(Float64Array.from([4, 4, 4]), 3)).toEqual([]);
    expect(equalEdges(Float64Array.from([]), 3)).toEqual([]);
  });
});
