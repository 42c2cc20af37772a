import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineShifts } from '../../../src-main/engine/statistics/shifts.ts';

const shift = fc.double({ min: -1, max: 1, noNaN: true });
const sources = fc.array(fc.oneof(fc.tuple(shift), fc.tuple(shift, shift)), { maxLength: 8 });

// Source of truth: sums worked out by hand, and what the rules imply of each other; 1e-15.
describe('combined shifts', () => {
  it('up and down apart, changes without sides in both directions', () => {
    const shifts = [[0.03, -0.04], [0.04], [0.01, 0.02]];
    const found = combineShifts(shifts, 'quadrature', 0);
    expect(found.high).toBeCloseTo(Math.sqrt(0.03 ** 2 + 0.04 ** 2 + 0.02 ** 2), 15);
    expect(found.low).toBeCloseTo(Math.sqrt(0.04 ** 2 + 0.04 ** 2), 15);
    expect(combineShifts(shifts, 'envelope', 0)).toEqual({ low: 0.04, high: 0.04 });
    expect(combineShifts(shifts, 'rms', 0).high).toBeCloseTo(
      Math.sqrt((0.03 ** 2 + 0.04 ** 2 + 0.04 ** 2 + 0.01 ** 2 + 0.02 ** 2) / 5),
      15,
    );
    const larger = combineShifts(shifts, 'larger-than-statistics', 0.03);
    expect(larger.high).toBeCloseTo(Math.sqrt(0.03 ** 2 + 0.04 ** 2), 15);
  });

  it('are nothing without variations, never negative, and the envelope is never above the quadrature', () => {
    for (const rule of ['quadrature', 'envelope', 'rms', 'larger-than-statistics'] as const)
      expect(combineShifts([], rule, 0)).toEqual({ low: 0, high: 0 });
    fc.assert(
      fc.property(sources, fc.double({ min: 0, max: 1, noNaN: true }), (all, statistical) => {
        const [full, envelope, part] = (['quadrature', 'envelope', 'larger-than-statistics'] as const).map(
          (rule) => combineShifts(all, rule, statistical),
        );
        for (const side of ['low', 'high'] as const) {
          expect(envelope![side]).toBeGreaterThanOrEqual(0);
          expect(envelope![side]).toBeLessThanOrEqual(full![side] * (1 + 1e-15));
          expect(part![side]).toBeLessThanOrEqual(full![side]);
        }
      }),
    );
  });
});
