import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addAllTo,
  addTo,
  compensatedSum,
  emptySum,
  mergeSum,
  sumOf,
} from '../../../src-main/engine/statistics/neumaier.ts';

/** The exact sum of doubles, rounded once, in integers of 2^-1074. */
function exactSum(values: number[]): number {
  const view = new DataView(new ArrayBuffer(8));
  let total = 0n;
  for (const value of values) {
    view.setFloat64(0, value);
    const bits = view.getBigUint64(0);
    const exponent = (bits >> 52n) & 0x7ffn;
    const fraction = bits & 0xfffffffffffffn;
    const size = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
    total += bits >> 63n ? -size : size;
  }
  let shift = 0n;
  let size = total < 0n ? -total : total;
  while (size >= 1n << 64n) {
    size = (size >> 1n) | (size & 1n);
    shift++;
  }
  return Number(total < 0n ? -size : size) * 2 ** Number(shift - 537n) * 2 ** -537;
}

const values = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { maxLength: 300 });

describe('compensated sums', () => {
  it('are within one rounding and n eps^2 of the magnitudes of the exact sum', () => {
    fc.assert(
      fc.property(values, (xs) => {
        const exact = exactSum(xs);
        const magnitude = xs.reduce((s, x) => s + Math.abs(x), 0);
        const allowed = 2 ** -52 * Math.abs(exact) + xs.length * 2 ** -100 * magnitude;
        expect(Math.abs(compensatedSum(xs) - exact)).toBeLessThanOrEqual(allowed);
      }),
    );
  });

  it('merged parts are as good as one sum, and repeat to the bit', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const merged = () => {
          const [x, y] = [emptySum(), emptySum()];
          addAllTo(x, a);
          b.forEach((value) => addTo(y, value));
          mergeSum(x, y);
          return x;
        };
        const exact = exactSum([...a, ...b]);
        const magnitude = [...a, ...b].reduce((s, x) => s + Math.abs(x), 0);
        expect(merged()).toEqual(merged());
        expect(Math.abs(sumOf(merged()) - exact)).toBeLessThanOrEqual(
          2 ** -52 * Math.abs(exact) + 700 * 2 ** -100 * magnitude,
        );
      }),
    );
  });

  it('keep what plain addition loses', () => {
    expect(compensatedSum([1, 1e100, 1, -1e100])).toBe(2);
    expect(compensatedSum(new Float64Array(10).fill(0.1))).toBe(1);
    expect(compensatedSum([])).toBe(0);
  });

  it('carry infinite values and NaN as addition does', () => {
    expect(compensatedSum([1, Infinity, 1])).toBe(Infinity);
    expect(compensatedSum([1, -Infinity])).toBe(-Infinity);
    expect(compensatedSum([Infinity, -Infinity])).toBeNaN();
    expect(compensatedSum([1, NaN])).toBeNaN();
  });
});
