import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  histogramOf,
  rangeOfMost,
  searchEdges,
  stepOf,
} from '../../../src-renderer/studies/efficiency/threshold/distribution.ts';
import { multiple, roundEdges, roundStep } from '../../../src-shared/figure/roundEdges.ts';

// Source of truth: the values themselves, counted one by one; exact.

const belowEach = (edges: readonly number[], values: readonly number[]) =>
  edges.map((edge) => values.filter((value) => value < edge).length);

describe('a distribution from cumulative counts', () => {
  it('has every value in its bin, below, above or missing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { maxLength: 200 }),
        fc.nat(20),
        (values, missing) => {
          const edges = [-1, -0.5, 0, 0.25, 1];
          const made = histogramOf(edges, belowEach(edges, values), values.length + missing, missing);
          const inside = edges
            .slice(1)
            .map((high, i) => values.filter((value) => value >= edges[i]! && value < high).length);
          expect(made.counts).toEqual(inside);
          expect([made.under, made.over, made.missing]).toEqual([
            values.filter((value) => value < -1).length,
            values.filter((value) => value >= 1).length,
            missing,
          ]);
        },
      ),
    );
  });

  it('is looked for in ascending edges that one request can ask', () => {
    const edges = searchEdges();
    expect(edges.length).toBeLessThanOrEqual(64);
    expect(edges).toEqual([...edges].sort((a, b) => a - b));
    expect([Math.min(...edges), Math.max(...edges)]).toEqual([-1e5, 1e5]);
  });

  it('is shown where most of it lies', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => i / 10_000);
    const edges = searchEdges();
    const coarse = rangeOfMost(histogramOf(edges, belowEach(edges, values), 10_000, 0))!;
    expect(coarse[0]).toBeLessThanOrEqual(0.002);
    expect(coarse[1]).toBeGreaterThanOrEqual(0.985);
    expect(coarse[1]).toBeLessThan(2.2);
    expect(rangeOfMost(histogramOf(edges, belowEach(edges, []), 0, 0))).toBeNull();
  });

  it('has at most 52 bins of round width that hold the threshold', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e4, max: 1e4, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e5, noNaN: true }),
        fc.double({ min: -1e4, max: 1e4, noNaN: true }),
        (low, width, threshold) => {
          const edges = roundEdges([low, low + width], [threshold]);
          expect(edges.length).toBeGreaterThan(1);
          expect(edges.length).toBeLessThanOrEqual(54);
          expect(edges[0]).toBeLessThanOrEqual(threshold + 1e-5 * Math.abs(threshold) + 1e-6);
          expect(edges.at(-1)).toBeGreaterThanOrEqual(threshold - 1e-5 * Math.abs(threshold) - 1e-6);
          expect(edges).toEqual([...edges].sort((a, b) => a - b));
        },
      ),
    );
    expect(roundEdges([0, 0.13], [0.045]).slice(0, 3)).toEqual([0, 0.005, 0.01]);
  });

  it('moves its threshold in round steps without binary dust', () => {
    expect([0.0031, 0.05, 7, 0.2, 1].map(roundStep)).toEqual([0.005, 0.05, 10, 0.2, 1]);
    expect(stepOf([0, 0.005])).toBe(0.0005);
    expect([multiple(0.0005, 120), multiple(0.2, 3), multiple(5, -3)]).toEqual([0.06, 0.6, -15]);
  });
});
