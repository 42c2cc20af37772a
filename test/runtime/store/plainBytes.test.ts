import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBytes, toBytes } from '../../../src-main/runtime/store/plainBytes.ts';

/* Source of truth: the value itself, compared with Object.is in its depth (toStrictEqual) and typed arrays byte by byte. */

const views = [
  ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array],
  ...[Float32Array, Float64Array, BigInt64Array, BigUint64Array],
];

describe('plain data as bytes', () => {
  it('comes back bit for bit', () => {
    const any = fc.anything({
      withTypedArray: true,
      withBigInt: true,
      withMap: true,
      withSet: true,
      withDate: true,
      withNullPrototype: false,
    });
    fc.assert(
      fc.property(any, (value) => {
        expect(fromBytes(toBytes(value))).toStrictEqual(structuredClone(value));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps signs of zero, payloads of NaN and subnormals of typed arrays', () => {
    const words = new BigUint64Array([0x8000000000000000n, 0x7ff800000000beefn, 1n, 0xfff0000000000000n]);
    const back = fromBytes(toBytes({ x: new Float64Array(words.buffer), y: -0, z: NaN })) as {
      x: Float64Array;
      y: number;
      z: number;
    };
    expect(new BigUint64Array(back.x.buffer)).toEqual(words);
    expect(Object.is(back.y, -0) && Number.isNaN(back.z)).toBe(true);
  });

  it.each(views)('of a view of a large buffer only its own part, as an array of its own: %o', (Type) => {
    const large = new ArrayBuffer(1 << 20);
    const bytes = toBytes({ odd: 'x', view: new Type(large, 800, 3) });
    expect(bytes.length).toBeLessThan(100);
    const { view } = fromBytes(bytes) as { view: Uint8Array };
    expect(view).toBeInstanceOf(Type);
    expect([view.byteOffset, view.length, view.buffer.byteLength]).toEqual([
      0,
      3,
      3 * Type.BYTES_PER_ELEMENT,
    ]);
    expect(() => structuredClone(view, { transfer: [view.buffer] })).not.toThrow();
  });

  it('takes a Buffer for the bytes that it holds, as structured clone does', () => {
    const back = fromBytes(toBytes(Buffer.from('abc')));
    expect(back).toStrictEqual(new Uint8Array([97, 98, 99]));
    expect(Buffer.isBuffer(back)).toBe(false);
  });

  it('bytes that are no such data throw an Error', () => {
    const good = toBytes(['a', new Float64Array(3)]);
    for (const bytes of [good.subarray(0, 5), good.subarray(0, -9), Buffer.alloc(40), Buffer.from('x')]) {
      expect(() => fromBytes(bytes)).toThrow(Error);
    }
  });
});
