import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  binomialEfficiency,
  efficiencyInterval,
  type EfficiencyIntervalKind,
} from '../../../src-main/engine/statistics/efficiencyInterval.ts';
import { incompleteBeta } from '../../../src-main/engine/statistics/beta.ts';
import { ONE_SIGMA } from '../../../src-main/engine/statistics/normal.ts';
import { fixture, sharedData } from '../../shared.ts';

/** ROOT's names of the kinds, and the tolerance: ROOT bisects the last two to 2^-30. */
const kinds: [EfficiencyIntervalKind, string, number][] = [
  ['clopper-pearson', 'clopperPearson', 1e-10],
  ['wilson', 'wilson', 1e-10],
  ['agresti-coull', 'agrestiCoull', 1e-10],
  ['normal', 'normal', 1e-10],
  ['uniform', 'bayesUniformCentral', 1e-10],
  ['jeffreys', 'bayesJeffreysCentral', 1e-10],
  ['mid-p', 'midP', 2e-9],
  ['feldman-cousins', 'feldmanCousins', 2e-9],
];
const everyKind = kinds.map(([kind]) => kind);

interface Row {
  k: number;
  n: number;
  cl: number;
}

function worstDifference(
  kind: EfficiencyIntervalKind,
  rows: (Row & { interval: [number, number] })[],
): number {
  return Math.max(
    ...rows.map(({ k, n, cl, interval }) => {
      const { low, high } = efficiencyInterval(kind, k, n, cl)!;
      return Math.max(Math.abs(low - interval[0]), Math.abs(high - interval[1]));
    }),
  );
}

const stored = JSON.parse(readFileSync(fixture('statistics/intervals.json'), 'utf8')) as {
  unweighted: (Row & Record<string, [number, number]>)[];
};

describe.each(kinds)('%s', (kind, name, tolerance) => {
  it("equals TEfficiency's static function (ROOT 6.40) on chosen counts", () => {
    const rows = stored.unweighted
      .filter((row) => row[name])
      .map((row) => ({ ...row, interval: row[name]! }));
    expect(rows.length).toBeGreaterThan(50);
    expect(worstDifference(kind, rows)).toBeLessThan(tolerance);
  });

  const dir = sharedData();
  it.skipIf(!dir)('equals ROOT and scipy on all reference rows', () => {
    const text = readFileSync(path.join(dir!, 'reference/efficiency_intervals.json'), 'utf8');
    const all = (
      JSON.parse(text) as {
        unweighted: (Row & {
          root: Record<string, [number, number]>;
          scipy: Record<string, [number, number]>;
        })[];
      }
    ).unweighted;
    expect(all.length).toBe(258);
    const rows = all
      .filter((row) => row.n > 0)
      .flatMap((row) => [row.root[name], row.scipy[name]].map((interval) => ({ ...row, interval })))
      .filter((row): row is typeof row & { interval: [number, number] } => row.interval !== undefined);
    expect(worstDifference(kind, rows)).toBeLessThan(tolerance);
  });

  it('answers no trials with null and a reason', () => {
    expect(efficiencyInterval(kind, 0, 0, ONE_SIGMA)).toBeNull();
    expect(binomialEfficiency(kind, 0, 0, ONE_SIGMA)).toEqual({
      efficiency: null,
      errorLow: null,
      errorHigh: null,
      reason: 'no entries',
    });
  });

  it('stays in order within [0, 1], mirrors with passing and failing exchanged, widens with the level', () => {
    const counts = fc
      .integer({ min: 1, max: 250 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    const level = fc.double({ min: 0.05, max: 0.995, noNaN: true });
    fc.assert(
      fc.property(counts, level, ([k, n], cl) => {
        const { value, low, high } = efficiencyInterval(kind, k, n, cl)!;
        const mirrored = efficiencyInterval(kind, n - k, n, cl)!;
        expect(value).toBe(k / n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(high).toBeGreaterThanOrEqual(low);
        expect(Math.abs(low + mirrored.high - 1)).toBeLessThan(1e-13);
        expect(Math.abs(high + mirrored.low - 1)).toBeLessThan(1e-13);
        const wider = efficiencyInterval(kind, k, n, Math.min(0.999, cl * 1.01))!;
        expect(wider.low).toBeLessThanOrEqual(low + 1e-13);
        expect(wider.high).toBeGreaterThanOrEqual(high - 1e-13);
      }),
      { numRuns: 200 },
    );
  });

  it('moves up with the number that passes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), (n, pick) => {
        const k = pick % n;
        const lower = efficiencyInterval(kind, k, n, 0.9)!;
        const upper = efficiencyInterval(kind, k + 1, n, 0.9)!;
        const slack = kind === 'normal' ? 1 : 1e-13;
        expect(upper.low).toBeGreaterThanOrEqual(lower.low - slack);
        expect(upper.high).toBeGreaterThanOrEqual(lower.high - slack);
      }),
    );
  });

  it('gives positive distances; refuses impossible counts', () => {
    for (const [k, n] of [
      [0, 5],
      [5, 5],
      [3, 7],
    ] as const) {
      const { errorLow, errorHigh } = binomialEfficiency(kind, k, n, ONE_SIGMA);
      expect(Math.min(errorLow!, errorHigh!)).toBeGreaterThanOrEqual(0);
    }
    for (const [k, n, cl] of [
      [6, 5, 0.9],
      [-1, 5, 0.9],
      [1.5, 5, 0.9],
      [1, 5, 1],
      [1, 5, 0],
      [NaN, 5, 0.9],
    ] as const) {
      expect(() => efficiencyInterval(kind, k, n, cl)).toThrow(RangeError);
    }
  });
});

/** Probability that the interval contains p, summed over all outcomes of n trials. */
function coverage(kind: EfficiencyIntervalKind, n: number, p: number, cl: number): number {
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    const { low, high } = efficiencyInterval(kind, k, n, cl)!;
    if (p < low || p > high) continue;
    const atLeast = (i: number) => (i <= 0 ? 1 : i > n ? 0 : incompleteBeta(p, i, n - i + 1));
    sum += atLeast(k) - atLeast(k + 1);
  }
  return sum;
}

describe('coverage', () => {
  it('Clopper-Pearson and Feldman-Cousins never cover less than the level', () => {
    const p = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), p, fc.constantFrom(ONE_SIGMA, 0.9), (n, at, cl) => {
        expect(coverage('clopper-pearson', n, at, cl)).toBeGreaterThanOrEqual(cl - 1e-10);
        expect(coverage('feldman-cousins', n, at, cl)).toBeGreaterThanOrEqual(cl - 1e-10);
      }),
      { numRuns: 60 },
    );
  });

  it('mid-P and the Bayesian intervals cover the level on average over p (uniform prior: exactly)', () => {
    const n = 20;
    const steps = Array.from({ length: 999 }, (_, i) => (i + 1) / 1000);
    for (const kind of ['mid-p', 'jeffreys', 'uniform'] as const) {
      const mean = steps.reduce((sum, p) => sum + coverage(kind, n, p, 0.9), 0) / steps.length;
      expect(mean).toBeGreaterThan(0.88);
      expect(mean).toBeLessThan(0.93);
      if (kind === 'uniform') expect(Math.abs(mean - 0.9)).toBeLessThan(2e-3);
    }
  });
});

describe('conventions', () => {
  it('the published Clopper-Pearson values at one standard deviation (1e-6)', () => {
    const expected: [number, number, number, number][] = [
      [0, 10, 0, 0.168149],
      [9, 10, 0.705865, 0.982873],
      [10, 10, 0.831851, 1],
      [90, 100, 0.860397, 0.930332],
      [995, 1000, 0.991632, 0.997158],
    ];
    for (const [k, n, low, high] of expected) {
      const interval = efficiencyInterval('clopper-pearson', k, n, 0.682689492137)!;
      expect(interval.low).toBeCloseTo(low, 6);
      expect(interval.high).toBeCloseTo(high, 6);
    }
  });

  it('a credible interval beside passed/total has distance 0 on that side', () => {
    expect(efficiencyInterval('uniform', 0, 10, ONE_SIGMA)!.low).toBeGreaterThan(0);
    expect(binomialEfficiency('uniform', 0, 10, ONE_SIGMA).errorLow).toBe(0);
    expect(binomialEfficiency('jeffreys', 10, 10, ONE_SIGMA).errorHigh).toBe(0);
  });

  it('Feldman-Cousins beyond 250 entries is a hole with a reason', () => {
    expect(efficiencyInterval('feldman-cousins', 250, 251, ONE_SIGMA)).toBeNull();
    expect(binomialEfficiency('feldman-cousins', 250, 251, ONE_SIGMA).reason).toMatch(
      /up to 250 entries.*251/,
    );
  });

  it('10,000 Clopper-Pearson intervals take well under a second', () => {
    const begin = performance.now();
    for (let i = 0; i < 10_000; i++) {
      const n = 1 + Math.floor((i * i) / 1000);
      efficiencyInterval('clopper-pearson', Math.floor(n * 0.93), n, ONE_SIGMA);
    }
    expect(performance.now() - begin).toBeLessThan(3000);
  });

  it('works for counts up to 10^12 in every kind but Feldman-Cousins', () => {
    for (const kind of everyKind.filter((k) => k !== 'feldman-cousins')) {
      const { low, high } = efficiencyInterval(kind, 9e11, 1e12, ONE_SIGMA)!;
      expect((high - low) / 2 / Math.sqrt(0.09 / 1e12)).toBeCloseTo(1, 3);
    }
  });
});
