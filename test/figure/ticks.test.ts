import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearTicks, logTicks } from '../../src-shared/figure/ticks.ts';

const labels = (lo: number, hi: number, n: number): string[] =>
  linearTicks(lo, hi, n).major.map(({ label }) => label);

describe('ticks: values worked out by hand', () => {
  it('uses steps of 1, 2, 2.5 and 5 with the decimals that the step needs', () => {
    expect(labels(0.83, 0.97, 7)).toEqual(['0.84', '0.86', '0.88', '0.90', '0.92', '0.94', '0.96']);
    expect(labels(0.9, 1, 5)).toEqual(['0.90', '0.92', '0.94', '0.96', '0.98', '1.00']);
    expect(labels(0.9, 1, 4)).toEqual(['0.900', '0.925', '0.950', '0.975', '1.000']);
    expect(labels(10, 78, 8)).toEqual(['10', '20', '30', '40', '50', '60', '70']);
    expect(labels(-2.5, 2.5, 5)).toEqual(['−2', '−1', '0', '1', '2']);
  });

  it('takes powers of ten out of long labels', () => {
    const ticks = linearTicks(0, 600000, 6);
    expect(ticks.exponent).toBe(3);
    expect(ticks.major.at(-1)).toEqual({ value: 600000, label: '600' });
    expect(linearTicks(0, 0.0005, 5).exponent).toBe(-6);
  });

  it('labels decades, or 1, 2, 5 on short logarithmic axes', () => {
    expect(logTicks(10, 500, 8).major.map(({ label }) => label)).toEqual([
      '10',
      '20',
      '50',
      '100',
      '200',
      '500',
    ]);
    expect(logTicks(1, 1e6, 8).major.map(({ label }) => label)).toEqual([
      '1',
      '10',
      '10^{2}',
      '10^{3}',
      '10^{4}',
      '10^{5}',
      '10^{6}',
    ]);
    expect(logTicks(0.01, 10, 8).major.map(({ label }) => label)).toEqual(['0.01', '0.1', '1', '10']);
  });

  it('stays inside, in order, with distinct labels', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e7, max: 1e7, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e7, noNaN: true }),
        fc.integer({ min: 2, max: 10 }),
        (lo, span, n) => {
          fc.pre(span > 1e-6 * Math.abs(lo));
          const { major } = linearTicks(lo, lo + span, n);
          expect(major.length).toBeLessThanOrEqual(n + 1);
          expect(new Set(major.map(({ label }) => label)).size).toBe(major.length);
          for (const { value } of major)
            expect(value >= lo - 1e-5 * span && value <= lo + 1.00001 * span).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });
});
