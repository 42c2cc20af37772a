import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialEfficiency } from '../../../src-main/engine/statistics/efficiencyInterval.ts';
import { countsAsSums, hole, type EfficiencyEstimate } from '../../../src-main/engine/statistics/estimate.ts';
import { scaleFactor, type ScaleFactor } from '../../../src-main/engine/statistics/scaleFactor.ts';
import {
  sameSignEfficiency,
  weightedEfficiency,
} from '../../../src-main/engine/statistics/weightedEfficiency.ts';
import { fixture } from '../../shared.ts';

const { weighted } = JSON.parse(readFileSync(fixture('statistics/intervals.json'), 'utf8')) as {
  weighted: Record<'sumW' | 'sumW2' | 'passW' | 'passW2' | 'efficiency' | 'normalWeighted', number>[];
};
const { scaleFactors } = JSON.parse(readFileSync(fixture('statistics/isolation.json'), 'utf8')) as {
  scaleFactors: {
    total: number[];
    passed: number[];
    simulation: ({ efficiency: number; error: number } | null)[];
    expected: ({ value: number; errorLow: number; errorHigh: number } | null)[];
  }[];
};

describe('weighted efficiency', () => {
  it('equals the reference sums, one of them with negative weights, and TEfficiency (ROOT 6.40), 1e-12 relative', () => {
    expect(weighted.length).toBe(4);
    for (const { sumW, sumW2, passW, passW2, efficiency, normalWeighted } of weighted) {
      const estimate = weightedEfficiency(sumW, sumW2, passW, passW2);
      expect(Math.abs(estimate.efficiency! / efficiency - 1)).toBeLessThan(1e-12);
      expect(Math.abs(estimate.errorHigh! / normalWeighted - 1)).toBeLessThan(1e-12);
      expect(estimate.errorLow).toBe(estimate.errorHigh);
    }
  });

  it('with equal weights is the normal interval', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.nat(),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (n, pick, w) => {
          const k = pick % (n + 1);
          const estimate = weightedEfficiency(n * w, n * w * w, k * w, k * w * w);
          expect(estimate.efficiency).toBeCloseTo(k / n, 12);
          expect(estimate.errorLow).toBeCloseTo(Math.sqrt(((k / n) * (1 - k / n)) / n), 6);
        },
      ),
    );
  });

  it('is a hole with a reason where the sums allow no efficiency', () => {
    const reasons = [
      weightedEfficiency(0, 0, 0, 0),
      weightedEfficiency(-1, 5, 1, 2),
      weightedEfficiency(0, 2, 1, 1),
      weightedEfficiency(1, 5, 2, 3),
      weightedEfficiency(1, 5, -0.5, 3),
      weightedEfficiency(NaN, 5, 1, 3),
    ];
    for (const estimate of reasons)
      expect(estimate).toMatchObject({ efficiency: null, errorLow: null, errorHigh: null });
    expect(reasons.map((estimate) => estimate.reason)).toEqual([
      'no entries',
      'the sum of weights is not positive',
      'the sum of weights is not positive',
      'the ratio 2 of the sums is outside 0 to 1',
      'the ratio -0.5 of the sums is outside 0 to 1',
      'a sum of weights is not finite',
    ]);
  });
});

describe('same-sign subtraction', () => {
  it('follows its formula, worked by hand: 90 of 100 opposite, 4 of 10 same sign', () => {
    const estimate = sameSignEfficiency(countsAsSums(90, 100), countsAsSums(4, 10));
    const e = 86 / 90;
    expect(estimate.efficiency).toBe(e);
    const expected = Math.sqrt((1 - e) ** 2 * (90 + 4) + e ** 2 * (10 + 6)) / 90;
    expect(estimate.errorLow).toBeCloseTo(expected, 15);
    expect(estimate.errorHigh).toBe(estimate.errorLow);
  });

  it('without same-sign probes is the weighted efficiency', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.nat(), (n, pick) => {
        const k = pick % (n + 1);
        expect(sameSignEfficiency(countsAsSums(k, n), countsAsSums(0, 0))).toEqual(
          weightedEfficiency(n, n, k, k),
        );
      }),
    );
  });

  it('is a hole where the subtraction leaves nothing physical', () => {
    const reason = (a: [number, number], b: [number, number]) =>
      sameSignEfficiency(countsAsSums(...a), countsAsSums(...b)).reason;
    expect(reason([0, 0], [0, 0])).toBe('no entries');
    expect(reason([5, 10], [3, 10])).toBe('nothing is left after the same-sign subtraction');
    expect(reason([10, 10], [0, 2])).toBe('the ratio 1.25 of the sums is outside 0 to 1');
    expect(reason([1, 10], [2, 2])).toBe('the ratio -0.125 of the sums is outside 0 to 1');
  });
});

describe('scale factors', () => {
  it('equal the reference (Clopper-Pearson over weighted simulation) to 1e-9, holes where it has none', () => {
    let compared = 0;
    for (const { total, passed, simulation, expected } of scaleFactors) {
      expected.forEach((wanted, i) => {
        const data = binomialEfficiency('clopper-pearson', passed[i]!, total[i]!, 0.682689492137086);
        const of = simulation[i];
        const mc = of
          ? { efficiency: of.efficiency, errorLow: of.error, errorHigh: of.error }
          : hole('no entries');
        const factor = scaleFactor(data, mc);
        if (wanted === null) {
          expect(factor.reason).toMatch(/no entries/);
          return;
        }
        compared++;
        for (const key of ['value', 'errorLow', 'errorHigh'] as const) {
          expect(Math.abs(factor[key]! / wanted[key] - 1)).toBeLessThan(1e-9);
        }
      });
    }
    expect(compared).toBeGreaterThan(28);
  });

  it("data's high goes with simulation's low", () => {
    const data: EfficiencyEstimate = { efficiency: 0.8, errorLow: 0.1, errorHigh: 0.02 };
    const mc: EfficiencyEstimate = { efficiency: 0.5, errorLow: 0.03, errorHigh: 0.2 };
    const factor = scaleFactor(data, mc);
    expect(factor.value).toBe(1.6);
    expect(factor.errorHigh).toBeCloseTo(1.6 * Math.hypot(0.02 / 0.8, 0.03 / 0.5), 15);
    expect(factor.errorLow).toBeCloseTo(1.6 * Math.hypot(0.1 / 0.8, 0.2 / 0.5), 15);
  });

  it('names the side that makes a hole', () => {
    const good: EfficiencyEstimate = { efficiency: 0.8, errorLow: 0.1, errorHigh: 0.02 };
    const zero: EfficiencyEstimate = { efficiency: 0, errorLow: 0, errorHigh: 0.1 };
    const none: ScaleFactor = { value: null, errorLow: null, errorHigh: null };
    expect(scaleFactor(zero, good)).toEqual({ ...none, reason: 'data: the efficiency is 0' });
    expect(scaleFactor(good, zero, { data: 'data22', simulation: 'zmumu' })).toEqual({
      ...none,
      reason: 'zmumu: the efficiency is 0',
    });
    expect(scaleFactor(hole('no entries'), hole('x')).reason).toBe('data: no entries; simulation: x');
  });
});
