import { describe, expect, it } from 'vitest';
import { floatPacking, unpackFloats } from '../../../src-main/engine/root/packedFloat.ts';

/** Rules of ROOT's TStreamerElement (comment) and TBufferFile (bytes); values as the fixture packed.root has them are tested there. */
describe('declared packing of Float16_t and Double32_t', () => {
  it.each([
    ['Double32_t', '', { as: 'float' }],
    ['Double32_t', 'x/d', { as: 'float' }],
    ['Float16_t', '', { as: 'bits', bits: 12 }],
    ['Float16_t', '[0,0,10]', { as: 'bits', bits: 10 }],
    ['Double32_t', '[0, 0, 14]', { as: 'bits', bits: 14 }],
    ['Double32_t', '[0,0,16]', { as: 'float' }],
    ['Double32_t', '[0, 100]', { as: 'range', factor: 0xffffffff / 100, min: 0 }],
    ['Float16_t', '[n] [-1, 1, 16]', { as: 'range', factor: 65536 / 2, min: -1 }],
    ['Double32_t', '[-pi, pi, 20]', { as: 'range', factor: 2 ** 20 / (2 * Math.PI), min: -Math.PI }],
    ['Double32_t', '[0, twopi, 8]', { as: 'range', factor: 256 / (2 * Math.PI), min: 0 }],
    [
      'Double32_t',
      '[-Pi/2, 2*pi, 99]',
      { as: 'range', factor: 0xffffffff / (2.5 * Math.PI), min: -Math.PI / 2 },
    ],
    ['Double32_t', '[3]', { as: 'float' }],
  ] as const)('%s "%s"', (kind, comment, expected) => {
    expect(floatPacking(kind, comment)).toEqual(expected);
  });

  it('unpacks sign, exponent and short mantissa', () => {
    const bytes = new DataView(Uint8Array.of(127, 0x08, 0x00, 128, 0x24, 0x00).buffer);
    const target = new Float32Array(2);
    unpackFloats({ as: 'bits', bits: 12 }, bytes, 0, 2, target, 0);
    expect(Array.from(target)).toEqual([1.5, -2.5]);
  });
});
