/** How a Float16_t or Double32_t stands in the file (TBufferFile::WriteFloat16, WriteDouble32). */
export type FloatPacking =
  /** Double32_t without a range: a float32. */
  | { as: 'float' }
  /** `[min, max, bits]`: an unsigned 32-bit integer, value = integer / factor + min. */
  | { as: 'range'; factor: number; min: number }
  /** No range but a number of mantissa bits: one byte of exponent, two of sign and mantissa. */
  | { as: 'bits'; bits: number };

/** Bytes of one packed value. */
export function packedWidth(packing: FloatPacking): number {
  return packing.as === 'bits' ? 3 : 4;
}

/** The angles that a range may name, longest spelling first (TStreamerElement's GetRange). */
const ANGLES: [string, number][] = [
  ['2pi', 2 * Math.PI],
  ['2*pi', 2 * Math.PI],
  ['twopi', 2 * Math.PI],
  ['pi/2', Math.PI / 2],
  ['pi/4', Math.PI / 4],
  ['pi', Math.PI],
];

function bound(text: string): number {
  const name = text.toLowerCase().replaceAll(' ', '');
  const angle = ANGLES.find(([spelling]) => name.includes(spelling));
  if (angle !== undefined) return name.includes('-') ? -angle[1] : angle[1];
  const value = Number.parseFloat(name);
  return Number.isNaN(value) ? 0 : value;
}

/**
 * The packing that a member's comment or a leaf's title declares: `[min, max]`, `[min, max, bits]`, also behind a dimension `[n]`.
 * Bits outside 2-32 count as 32, as in ROOT; without min < max, fewer than 15 bits ask for a short mantissa.
 */
export function floatPacking(kind: 'Float16_t' | 'Double32_t', comment: string): FloatPacking {
  const ranges = [...comment.matchAll(/\[([^\][]*)\]/g)].slice(0, 2).map((match) => match[1].split(','));
  const range = ranges.find((parts) => parts.length >= 2);
  let mantissa = kind === 'Float16_t' ? 12 : 0;
  if (range !== undefined) {
    const [min, max] = [bound(range[0]), bound(range[1])];
    let bits = range.length > 2 ? Number.parseInt(range[2], 10) : 32;
    if (!(bits >= 2 && bits <= 32)) bits = 32;
    const steps = bits < 32 ? 2 ** bits : 0xffffffff;
    if (min < max) return { as: 'range', factor: steps / (max - min), min };
    if (bits < 15) mantissa = bits;
    else if (Math.trunc(min) !== 0) mantissa = Math.trunc(min);
  }
  return mantissa === 0 ? { as: 'float' } : { as: 'bits', bits: mantissa };
}

const scratch = new DataView(new ArrayBuffer(4));

/** Unpacks `count` values that start at byte `at`, `stride` bytes apart. */
export function unpackFloats(
  packing: FloatPacking,
  bytes: DataView,
  at: number,
  count: number,
  target: Float32Array | Float64Array,
  from: number,
): void {
  if (packing.as === 'float') {
    for (let i = 0; i < count; i++) target[from + i] = bytes.getFloat32(at + 4 * i);
  } else if (packing.as === 'range') {
    const { factor, min } = packing;
    for (let i = 0; i < count; i++) target[from + i] = bytes.getUint32(at + 4 * i) / factor + min;
  } else {
    const { bits } = packing;
    const mask = 2 ** (bits + 1) - 1;
    for (let i = 0; i < count; i++) {
      const exponent = bytes.getUint8(at + 3 * i);
      const mantissa = bytes.getUint16(at + 3 * i + 1);
      scratch.setUint32(0, ((exponent << 23) | ((mantissa & mask) << (23 - bits))) >>> 0);
      const value = scratch.getFloat32(0);
      target[from + i] = (mantissa & (1 << (bits + 1))) !== 0 ? -value : value;
    }
  }
}
