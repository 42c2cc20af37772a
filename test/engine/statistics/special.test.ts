import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaQuantile, betaTails, incompleteBeta } from '../../../src-main/engine/statistics/beta.ts';
import { chiSquareSurvival, gammaTails, logGamma } from '../../../src-main/engine/statistics/gamma.ts';
import {
  erf,
  erfc,
  normalProbability,
  normalQuantile,
  ONE_SIGMA,
  standardDeviations,
} from '../../../src-main/engine/statistics/normal.ts';
import { fixture } from '../../shared.ts';

const reference = JSON.parse(readFileSync(fixture('statistics/special.json'), 'utf8')) as Record<
  string,
  number[][]
>;

function worst(rows: number[][], f: (...x: number[]) => number): number {
  return Math.max(...rows.map((row) => Math.abs(f(...row.slice(0, -1)) / row.at(-1)! - 1)));
}

describe('special functions against mpmath (40 digits), relative', () => {
  it.each([
    ['logGamma', logGamma, 2e-15],
    ['erf', erf, 2e-15],
    ['erfc', erfc, 1e-14],
    ['normalQuantile', normalQuantile, 1e-14],
    ['chiSquareSurvival', chiSquareSurvival, 2e-14],
    ['incompleteBeta', incompleteBeta, 3e-13],
  ] as const)('%s', (name, f, tolerance) => {
    expect(reference[name]!.length).toBeGreaterThan(30);
    expect(worst(reference[name]!, f as (...x: number[]) => number)).toBeLessThan(tolerance);
  });

  it('finds the argument of every incomplete beta value: quantile(I_x) is x to the slope of I', () => {
    for (const [x, a, b, p] of reference['incompleteBeta']! as [number, number, number, number][]) {
      if (p < 1e-290 || p > 0.9999) continue;
      expect(Math.abs(betaQuantile(p, a, b) / x - 1)).toBeLessThan(1e-11);
    }
  });
});

describe('edges of the domains', () => {
  it('gives the limits', () => {
    expect([erf(0), erf(Infinity), erf(-Infinity), erfc(30), erfc(-30)]).toEqual([0, 1, -1, 0, 2]);
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(0.5)]).toEqual([-Infinity, Infinity, 0]);
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
    expect([chiSquareSurvival(0, 4), chiSquareSurvival(Infinity, 4), chiSquareSurvival(-1, 4)]).toEqual([
      1, 0, 1,
    ]);
    expect(logGamma(Infinity)).toBe(Infinity);
    expect([logGamma(1), logGamma(2)]).toEqual([0, 0]);
  });

  it('is NaN outside', () => {
    const values = [
      logGamma(0),
      logGamma(-1),
      normalQuantile(-0.1),
      normalQuantile(NaN),
      betaQuantile(2, 1, 1),
    ];
    for (const value of [
      ...values,
      chiSquareSurvival(1, 0),
      incompleteBeta(NaN, 1, 1),
      gammaTails(-1, 1).lower,
    ]) {
      expect(value).toBeNaN();
    }
  });

  it('knows one standard deviation', () => {
    expect(standardDeviations(ONE_SIGMA)).toBeCloseTo(1, 14);
    expect(standardDeviations(0.95)).toBeCloseTo(1.959963984540054, 13);
  });
});

const shape = fc.double({ min: 0.3, max: 5000, noNaN: true });
const inside = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });

describe('identities', () => {
  it('I_x(a, b) mirrors, and its quantile inverts it', () => {
    fc.assert(
      fc.property(inside, shape, shape, (x, a, b) => {
        const tails = betaTails(x, 1 - x, a, b);
        const mirrored = betaTails(1 - x, 1 - (1 - x), b, a);
        expect(tails.lower + tails.upper).toBeCloseTo(1, 14);
        expect(Math.abs(tails.lower - mirrored.upper)).toBeLessThan(1e-11);
      }),
    );
    fc.assert(
      fc.property(inside, shape, shape, (p, a, b) => {
        const x = betaQuantile(p, a, b);
        if (p <= 0.5 && x > 1e-250) {
          expect(Math.abs(incompleteBeta(x, a, b) / p - 1)).toBeLessThan(1e-10 * Math.max(1, x / (1 - x)));
        }
        expect(betaQuantile(p, b, a) + betaQuantile(1 - p, a, b)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('Gamma(x + 1) = x Gamma(x), to 1e-14 of the larger logarithm', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e5, noNaN: true }), (x) => {
        const difference = logGamma(x + 1) - logGamma(x) - Math.log(x);
        expect(Math.abs(difference)).toBeLessThan(1e-14 * Math.max(1, logGamma(x + 1)));
      }),
    );
  });

  it('the normal quantile inverts the probability', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 5, noNaN: true }), (z) => {
        const p = normalProbability(z);
        const tolerance = z <= 0 ? 1e-13 : 1e-10;
        expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(tolerance * Math.max(1, Math.abs(z)));
      }),
    );
  });

  it('chi2 with 2 degrees of freedom is an exponential; the survival falls with chi2', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1000, noNaN: true }),
        fc.integer({ min: 1, max: 300 }),
        (x, ndf) => {
          expect(Math.abs(chiSquareSurvival(x, 2) / Math.exp(-x / 2) - 1)).toBeLessThan(1e-12);
          expect(chiSquareSurvival(x + 1, ndf)).toBeLessThanOrEqual(chiSquareSurvival(x, ndf) + 1e-15);
        },
      ),
    );
  });
});
