import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  axisEdges,
  categoryAxis,
  integerAxis,
  NON_FINITE,
  regularAxis,
  sameAxis,
  variableAxis,
  type HistogramAxis,
} from '../../../src-main/engine/statistics/axis.ts';
import { centresOf } from '../../../src-main/engine/statistics/edges.ts';
import {
  binContents,
  countHistogram,
  fill,
  fillCounts,
  fillWeights,
  merge,
  weightHistogram,
} from '../../../src-main/engine/statistics/histogram.ts';
import { sumsOf } from '../../../src-main/engine/statistics/neumaier.ts';
import {
  entriesOf,
  outsideOf,
  projection,
  totalWeights,
} from '../../../src-main/engine/statistics/projection.ts';
import { slotsOfRows } from '../../../src-main/engine/statistics/slots.ts';

/** The definition: compare with the edge values, nothing else. */
function slotByComparison(edges: readonly number[], x: number): number {
  if (!Number.isFinite(x)) return NON_FINITE;
  return edges.filter((edge) => edge <= x).length;
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const around = (edges: readonly number[]) =>
  edges.flatMap((edge) => {
    const step = Math.max(Math.abs(edge) * 2 ** -52, Number.MIN_VALUE);
    return [edge, edge - step, edge + step, edge - step / 2];
  });
const regular = fc
  .tuple(
    fc.integer({ min: 1, max: 2000 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
  )
  .map(([bins, low, width]): HistogramAxis => regularAxis(bins, low, low + width));
const variable = fc
  .uniqueArray(fc.oneof(finite, fc.integer({ min: -20, max: 20 })), { minLength: 2, maxLength: 40 })
  .map((edges) => [...new Set(edges.map((x) => x + 0))].sort((a, b) => a - b))
  .filter((edges) => edges.length > 1)
  .map((edges): HistogramAxis => variableAxis(edges));

describe('bins', () => {
  it('are those of comparing with the edge values, at and around every edge', () => {
    fc.assert(
      fc.property(fc.oneof(regular, variable), fc.array(fc.double(), { maxLength: 20 }), (axis, more) => {
        const edges = axisEdges(axis);
        const every = Math.max(1, Math.floor(edges.length / 50));
        const values = [...around(edges.filter((_, i) => i % every === 0)), ...more];
        const slots = slotsOfRows([axis], [Float64Array.from(values)], values.length);
        expect([...slots]).toEqual(values.map((x) => slotByComparison(edges, x)));
      }),
      { numRuns: 300 },
    );
  });

  it('float32 values are compared as the doubles that they are', () => {
    const axis = regularAxis(10, 0, 1);
    const values = Float32Array.from([0.1, 0.2, 0.3, 0.7, 0.9]);
    const expected = Array.from(values, (x) => slotByComparison(axisEdges(axis), x));
    expect([...slotsOfRows([axis], [values], 5)]).toEqual(expected);
  });

  it('take integers and names; unlisted names go to the overflow', () => {
    const runs = slotsOfRows([integerAxis(3, 6)], [[2, 3, 4, 5, 6, 3.9, NaN]], 7);
    expect([...runs]).toEqual([0, 1, 2, 3, 4, 1, NON_FINITE]);
    const names = slotsOfRows([categoryAxis(['data22', 7])], [['data22', 7, 'other', 8, NaN]], 5);
    expect([...names]).toEqual([0, 1, 2, 2, NON_FINITE]);
  });

  it('an infinite outer edge takes everything finite', () => {
    const axis = variableAxis([-Infinity, 0, 10, Infinity]);
    const values = [-1e308, 0, 10, 1e308, Infinity, -Infinity, NaN];
    expect([...slotsOfRows([axis], [values], 7)]).toEqual([1, 2, 3, 3, NON_FINITE, NON_FINITE, NON_FINITE]);
  });
});

describe('edges', () => {
  it('of an axis: refused when they do not ascend', () => {
    for (const edges of [[1], [1, 1], [2, 1], [0, NaN, 2]]) expect(() => variableAxis(edges)).toThrow(/edge/);
    for (const [bins, low, high] of [
      [0, 0, 1],
      [1.5, 0, 1],
      [10, 1, 1],
      [10, 0, Infinity],
      [1e9, 0, 1],
      [1000, 1, 1 + 1e-15],
    ] as const) {
      expect(() => regularAxis(bins, low, high)).toThrow();
    }
    expect(() => categoryAxis(['a', 'a'])).toThrow();
    expect(() => integerAxis(3, 3)).toThrow();
    expect(centresOf([0, 2, 10])).toEqual([1, 6]);
  });

  it('make axes the same whatever their kind', () => {
    expect(sameAxis(regularAxis(3, 0, 3), integerAxis(0, 3))).toBe(true);
    expect(sameAxis(regularAxis(3, 0, 3), variableAxis([0, 1, 2, 4]))).toBe(false);
    expect(sameAxis(categoryAxis([0, 1, 2]), integerAxis(0, 2))).toBe(false);
  });
});

const rows = fc.array(
  fc.record({
    x: fc.oneof(fc.double({ min: -2, max: 12, noNaN: true }), fc.constantFrom(NaN, Infinity, 0, 10)),
    y: fc.oneof(fc.integer({ min: -3, max: 8 }), fc.constant(NaN)),
    w: fc.oneof(fc.double({ min: -3, max: 5, noNaN: true }), fc.constant(NaN)),
  }),
  { maxLength: 200 },
);
const axes = [regularAxis(5, 0, 10), integerAxis(0, 5)];
type Rows = { x: number; y: number; w: number }[];
function counted(of: Rows) {
  const histogram = countHistogram(axes);
  fill(histogram, [of.map((r) => r.x), of.map((r) => r.y)]);
  return histogram;
}
function weighted(of: Rows) {
  const histogram = weightHistogram(axes);
  fill(
    histogram,
    [of.map((r) => r.x), of.map((r) => r.y)],
    of.map((r) => r.w),
  );
  return histogram;
}

describe('filling', () => {
  it('loses no row: slots and nonFinite add up', () => {
    fc.assert(
      fc.property(rows, (of) => {
        const histogram = counted(of);
        expect(entriesOf(histogram) + histogram.nonFinite).toBe(of.length);
        expect(histogram.nonFinite).toBe(
          of.filter((r) => !Number.isFinite(r.x) || !Number.isFinite(r.y)).length,
        );
        const bins = binContents(histogram).counts;
        of.forEach((r) => {
          if (r.x >= 0 && r.x < 10 && r.y >= 0 && r.y < 5) bins[Math.floor(r.x / 2) * 5 + r.y]!--;
        });
        expect([...bins].every((n) => n === 0)).toBe(true);
      }),
    );
  });

  it('sums weights and their squares', () => {
    fc.assert(
      fc.property(rows, (of) => {
        const histogram = weighted(of);
        const good = of.filter((r) => [r.x, r.y, r.w].every(Number.isFinite));
        const { sumWeights, sumWeightsSquared } = totalWeights(histogram);
        expect(histogram.nonFinite).toBe(of.length - good.length);
        expect(entriesOf(histogram)).toBe(good.length);
        expect(sumWeights).toBeCloseTo(
          good.reduce((s, r) => s + r.w, 0),
          9,
        );
        expect(sumWeightsSquared).toBeCloseTo(
          good.reduce((s, r) => s + r.w * r.w, 0),
          9,
        );
        const bins = binContents(histogram);
        expect(bins.sumWeights!.length).toBe(25);
      }),
    );
  });

  it('of chosen rows is filling them alone', () => {
    fc.assert(
      fc.property(rows, (of) => {
        const decisions = Uint8Array.from(of, (_, i) => i % 3);
        const slots = slotsOfRows(axes, [of.map((r) => r.x), of.map((r) => r.y)], of.length);
        const chosen = of.filter((_, i) => i % 3 === 1);
        const counts = countHistogram(axes);
        fillCounts(counts, slots, { decisions, value: 1 });
        expect(counts).toEqual(counted(chosen));
        const weights = weightHistogram(axes);
        fillWeights(
          weights,
          slots,
          of.map((r) => r.w),
          { decisions, value: 1 },
        );
        expect(weights).toEqual(weighted(chosen));
      }),
    );
  });

  it('without weights gives every row weight 1; counts take no weights', () => {
    const histogram = weightHistogram([regularAxis(2, 0, 2)]);
    fill(histogram, [[0.5, 1.5, 1.5]]);
    expect([...sumsOf(histogram.sumWeights)]).toEqual([0, 1, 2, 0]);
    expect(() => fill(countHistogram([regularAxis(2, 0, 2)]), [[1]], [1])).toThrow(RangeError);
    expect(() => fill(histogram, [[1], [2]])).toThrow(RangeError);
  });
});

describe('merging', () => {
  it('counts: any grouping and order gives what filling in one go gives', () => {
    fc.assert(
      fc.property(rows, rows, rows, (a, b, c) => {
        const left = counted(a);
        merge(left, counted(b));
        merge(left, counted(c));
        const right = counted(b);
        merge(right, counted(c));
        merge(right, counted(a));
        expect(left).toEqual(counted([...a, ...b, ...c]));
        expect(right).toEqual(left);
      }),
    );
  });

  it('weights: the same parts in the same order give the same bits, and the sums are right', () => {
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        const once = weighted(a);
        merge(once, weighted(b));
        const twice = structuredClone(weighted(a));
        merge(twice, structuredClone(weighted(b)));
        expect(twice).toEqual(once);
        const all = weighted([...a, ...b]);
        sumsOf(all.sumWeights).forEach((value, i) => {
          expect(Math.abs(sumsOf(once.sumWeights)[i]! - value)).toBeLessThanOrEqual(
            1e-14 * Math.max(1, Math.abs(value)),
          );
        });
        expect(once.counts).toEqual(all.counts);
      }),
    );
  });

  it('refuses other axes and other storages', () => {
    const a = countHistogram([regularAxis(2, 0, 2)]);
    expect(() => merge(a, countHistogram([regularAxis(3, 0, 2)]))).toThrow(RangeError);
    expect(() => merge(a, weightHistogram([regularAxis(2, 0, 2)]))).toThrow(RangeError);
    expect(() => merge(a, countHistogram([]))).toThrow(RangeError);
  });
});

describe('projection', () => {
  it('is filling fewer axes, under- and overflow included', () => {
    fc.assert(
      fc.property(rows, (of) => {
        const good = of.filter((r) => Number.isFinite(r.x) && Number.isFinite(r.y));
        const onX = countHistogram([axes[0]!]);
        fill(onX, [good.map((r) => r.x)]);
        const projected = projection(counted(of), [0]);
        expect(projected.counts).toEqual(onX.counts);
        expect(outsideOf(counted(of), 0)).toEqual({
          under: good.filter((r) => r.x < 0).length,
          over: good.filter((r) => r.x >= 10).length,
        });
        const swapped = countHistogram([axes[1]!, axes[0]!]);
        fill(swapped, [of.map((r) => r.y), of.map((r) => r.x)]);
        expect(projection(counted(of), [1, 0])).toEqual(swapped);
        const sums = projection(weighted(of), [1]);
        expect(totalWeights(sums).sumWeights).toBeCloseTo(totalWeights(weighted(of)).sumWeights, 10);
      }),
    );
  });

  it('refuses axes that are not there', () => {
    expect(() => projection(countHistogram(axes), [2])).toThrow(RangeError);
    expect(() => projection(countHistogram(axes), [0, 0])).toThrow(RangeError);
  });
});
