import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samePlainData } from '../../../src-main/engine/pipeline/equal.ts';

// Source of truth: structured clone gives equal data; exact.

describe('samePlainData', () => {
  it('finds clones equal', () => {
    const data = fc.json().map((text) => JSON.parse(text) as unknown);
    fc.assert(
      fc.property(data, (value) => {
        expect(samePlainData(value, structuredClone(value))).toBe(true);
      }),
    );
    const rich = {
      a: new Float64Array([1, NaN, -0]),
      b: new Map([[1, [2n]]]),
      c: new Set(['x']),
      d: undefined,
    };
    expect(samePlainData(rich, structuredClone(rich))).toBe(true);
  });

  it.each([
    [0, -0],
    [[1], { 0: 1 }],
    [new Float64Array([1]), new Float32Array([1])],
    [new Float64Array([1]), new Float64Array([1, 2])],
    [new Float64Array([1, 0]), new Float64Array([1, -0])],
    [
      ['a', ['b', 1]],
      ['a', ['b', 2]],
    ],
    [new Map([[1, 2]]), new Map([[1, 3]])],
    [new Map([[1, 2]]), new Map([[2, 2]])],
    [new Set([1]), new Set([2])],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: undefined }, { b: undefined }],
    [null, {}],
    [1, '1'],
    [new ArrayBuffer(1), new ArrayBuffer(1)],
  ])('tells %o from %o', (a, b) => {
    expect(samePlainData(a, b)).toBe(false);
  });
});
