import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centresOf } from '../../../src-main/engine/statistics/edges.ts';
import { binomialTrend } from '../../../src-main/engine/statistics/trend.ts';
import { logLikelihood } from '../../../src-main/engine/statistics/trendLikelihood.ts';
import { fixture, sharedData } from '../../shared.ts';

interface Expected {
  slopePer10: number;
  error: number;
  deviance: number;
  pearson: number;
  ndf: number;
  binsUsed: number;
}

function compare(edges: number[], passed: number[], total: number[], expected: Expected): void {
  const trend = binomialTrend(centresOf(edges), passed, total, 10);
  expect(trend).toMatchObject({ status: 'converged', ndf: expected.ndf, binsUsed: expected.binsUsed });
  for (const [got, wanted] of [
    [trend.slope, expected.slopePer10],
    [trend.error, expected.error],
    [trend.deviance, expected.deviance],
    [trend.pearson, expected.pearson],
  ]) {
    expect(Math.abs(got! / wanted! - 1)).toBeLessThan(1e-9);
  }
}

describe('trend against the reference, 1e-9 relative', () => {
  it('in stored counts', () => {
    const { edges, trends } = JSON.parse(readFileSync(fixture('statistics/isolation.json'), 'utf8')) as {
      edges: number[];
      trends: (Expected & { total: number[]; passed: number[] })[];
    };
    for (const row of trends) compare(edges, row.passed, row.total, row);
  });

  const dir = sharedData();
  it.skipIf(!dir)('in all samples and working points', () => {
    const read = (name: string) => JSON.parse(readFileSync(path.join(dir!, 'reference', name), 'utf8'));
    const counts = read('isolation_counts.json');
    const results = read('isolation_results.json');
    for (const [sample, { trend }] of Object.entries(results.files) as [
      string,
      { trend: Record<string, Expected> },
    ][]) {
      const { tagged } = counts.files[sample].actualInteractionsPerCrossing;
      for (const [point, expected] of Object.entries(trend))
        compare(counts.edges, tagged[point], tagged.total, expected);
    }
  });
});

const counts = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 300 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([n, e]) => ({ n, k: Math.round(n * e) })),
  { minLength: 2, maxLength: 12 },
);

describe('trend of any counts', () => {
  it('ends at the maximum: no nearby line within [0, 1] is more likely', () => {
    fc.assert(
      fc.property(counts, (bins) => {
        const centres = bins.map((_, i) => i * 4 + 12);
        const trend = binomialTrend(
          centres,
          bins.map((b) => b.k),
          bins.map((b) => b.n),
          1,
        );
        if (trend.status === 'failed') {
          expect(trend.reason).toMatch(/filled bins|all probes pass|no probe passes/);
          return;
        }
        const filled = bins.map((b, i) => ({ ...b, centre: centres[i]! })).filter((b) => b.n > 0);
        const [low, high] = [filled[0]!.centre, filled.at(-1)!.centre];
        const rows = filled.map((b) => ({
          position: (b.centre - low) / (high - low),
          passed: b.k,
          total: b.n,
        }));
        const at = (x: number) => Math.min(1, Math.max(0, trend.intercept! + trend.slope! * x));
        const best = logLikelihood(rows, [at(low), at(high)]);
        for (const du of [-1e-3, 0, 1e-3]) {
          for (const dv of [-1e-3, 0, 1e-3]) {
            const ends = [at(low) + du, at(high) + dv] as [number, number];
            if (ends.some((end) => end < 0 || end > 1)) continue;
            expect(logLikelihood(rows, ends)).toBeLessThanOrEqual(best + 1e-9 * Math.max(1, Math.abs(best)));
          }
        }
        if (trend.status === 'converged') expect(trend.error).toBeGreaterThan(0);
        else
          expect(trend).toMatchObject({
            status: 'at-limit',
            error: null,
            reason: expect.stringMatching(/reaches [01]/),
          });
      }),
      { numRuns: 500 },
    );
  });

  it('mirrors when passing and failing are exchanged, and scales with the variable', () => {
    fc.assert(
      fc.property(counts, (bins) => {
        const centres = bins.map((_, i) => i + 0.5);
        const total = bins.map((b) => b.n);
        const trend = binomialTrend(
          centres,
          bins.map((b) => b.k),
          total,
          1,
        );
        const mirrored = binomialTrend(
          centres,
          bins.map((b) => b.n - b.k),
          total,
          1,
        );
        const stretched = binomialTrend(
          centres.map((x) => x * 10),
          bins.map((b) => b.k),
          total,
          10,
        );
        if (trend.status === 'failed') return;
        expect(mirrored.slope).toBeCloseTo(-trend.slope!, 7);
        expect(stretched.slope).toBeCloseTo(trend.slope!, 7);
        if (trend.error !== null && mirrored.error !== null)
          expect(mirrored.error / trend.error).toBeCloseTo(1, 5);
      }),
    );
  });

  it('goes through two bins exactly, with the errors of both (worked by hand)', () => {
    const trend = binomialTrend([10, 20], [80, 60], [100, 100], 10);
    expect(trend.slope).toBeCloseTo(-0.2, 12);
    expect(trend.error).toBeCloseTo(Math.sqrt(0.8 * 0.2 + 0.6 * 0.4) / 10, 10);
    expect(trend.intercept).toBeCloseTo(1, 12);
    expect(trend.interceptError).toBeCloseTo(Math.sqrt(4 * 0.0016 + 0.0024), 10);
    expect(trend).toMatchObject({ ndf: 0, binsUsed: 2 });
    expect(trend.deviance).toBeCloseTo(0, 10);
    expect(trend.correlation).toBeCloseTo(
      -(2 * 0.0016 + 0.0024) / Math.sqrt((4 * 0.0016 + 0.0024) * 0.004),
      10,
    );
  });
});

describe('trends that do not exist', () => {
  it.each([
    [[1, 2, 3], [0, 0, 0], [0, 0, 0], 'fewer than two filled bins'],
    [[1, 2, 3], [0, 5, 0], [0, 9, 0], 'fewer than two filled bins'],
    [[1, 2, 3], [4, 5, 6], [4, 5, 6], 'all probes pass'],
    [[1, 2, 3], [0, 0, 0], [4, 5, 6], 'no probe passes'],
    [[1, Infinity], [1, 2], [4, 5], 'a filled bin has no centre: its edge is infinite'],
  ])('%j %j of %j: %s', (centres, passed, total, reason) => {
    expect(binomialTrend(centres, passed, total, 10)).toMatchObject({
      status: 'failed',
      slope: null,
      error: null,
      reason,
    });
  });

  it('says so when the best line touches 1', () => {
    const trend = binomialTrend([1, 2, 3], [50, 100, 100], [100, 100, 100], 1);
    expect(trend.status).toBe('at-limit');
    expect(trend.reason).toMatch(/reaches 1/);
    expect(trend.slope! * 3 + trend.intercept!).toBeCloseTo(1, 12);
  });
});
