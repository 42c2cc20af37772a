import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFloat64, writeFloat64 } from '../../src-shared/contracts/float64.ts';

const write = writeFloat64({ encode: (bytes) => Buffer.from(bytes).toString('base64') });
const read = readFloat64({ decode: (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) });

// Source of truth: the arrays themselves; every bit.
describe('arrays of numbers in JSON', () => {
  it('come back bit for bit, wherever they stand', () => {
    fc.assert(
      fc.property(fc.float64Array(), fc.jsonValue(), (array, other) => {
        const value = { list: [array, { deep: array.subarray(1) }], other };
        const back = JSON.parse(JSON.stringify(value, write), read) as typeof value;
        expect(back.list).toEqual([array, { deep: array.subarray(1).slice() }]);
        expect(JSON.stringify(back.other)).toBe(JSON.stringify(other));
      }),
    );
  });
});
