import type { Dice } from './dice.ts';
import type { FileLayout } from './layoutOf.ts';

/** Integers that lead calculations astray. */
export const HOSTILE = [
  0,
  1,
  -1,
  -2,
  2,
  127,
  128,
  255,
  256,
  1000,
  0x7fff,
  0x8000,
  0xffff,
  0x10000,
  1 << 24,
  0x3fffffff,
  0x40000000,
  0x40000001,
  0x7ffffff0,
  0x7fffffff,
  -0x80000000,
  -0x7fffffff,
];

const HEADER = 64;
const BLOCK_HEADER = 9;

/** A place where the reader looks: the header, a key, a block's header, metadata; or any. */
function placeIn(bytes: Buffer, { parts }: FileLayout, { below, chance, pick }: Dice): number {
  if (chance(0.5) || parts.length === 0) return below(bytes.length);
  if (chance(0.15)) return below(HEADER);
  const metadata = parts.filter(({ className }) => className !== 'TBasket');
  const { at, length, keyLength, className } = pick(chance(0.6) && metadata.length > 0 ? metadata : parts);
  const structure = className === 'TFile' || className.startsWith('TDirectory');
  return at + below(structure ? length : Math.min(length, keyLength + BLOCK_HEADER));
}

function flipBits(bytes: Buffer, at: number, { below }: Dice): void {
  for (let left = 1 + below(4); left > 0; left--) {
    const place = Math.min(bytes.length - 1, at + below(8));
    bytes[place]! ^= 1 << below(8);
  }
}

function writeHostile(bytes: Buffer, at: number, { pick, below, chance }: Dice): void {
  const value = chance(0.2) ? bytes.length + below(3) - 1 : pick(HOSTILE);
  const size = pick([1, 2, 4, 4, 4, 8]);
  const place = Math.max(0, Math.min(at, bytes.length - size));
  if (size === 8)
    bytes.writeBigInt64BE(BigInt.asIntN(64, BigInt(value) * (chance(0.3) ? 0x100000001n : 1n)), place);
  else if (size === 4) bytes.writeInt32BE(value | 0, place);
  else if (size === 2) bytes.writeUInt16BE(value & 0xffff, place);
  else bytes[place] = value & 0xff;
}

function exchangeParts(bytes: Buffer, { parts }: FileLayout, { pick }: Dice): void {
  const one = pick(parts);
  const twins = parts.filter(({ at, length }) => at !== one.at && length === one.length);
  const other = pick(twins.length > 0 ? twins : parts);
  const length = Math.min(one.length, other.length);
  const kept = Buffer.from(bytes.subarray(one.at, one.at + length));
  bytes.copyWithin(one.at, other.at, other.at + length);
  kept.copy(bytes, other.at);
}

/** A copy with one to three changes: bits, hostile integers, a cut, zeroed, copied, moved, exchanged stretches. */
export function changedBytes(original: Buffer, layout: FileLayout, dice: Dice): Buffer {
  const { below, chance } = dice;
  let bytes: Buffer = Buffer.from(original);
  for (let left = 1 + below(3); left > 0 && bytes.length > 8; left--) {
    const at = Math.min(placeIn(bytes, layout, dice), bytes.length - 1);
    const kind = below(100);
    const stretch = chance(0.3) ? 1 + below(4096) : 1 + below(64);
    if (kind < 28) flipBits(bytes, at, dice);
    else if (kind < 36) bytes[at] = below(256);
    else if (kind < 66) writeHostile(bytes, at, dice);
    else if (kind < 72) bytes = bytes.subarray(0, at + 1);
    else if (kind < 80) bytes.fill(chance(0.7) ? 0 : 0xff, at, Math.min(bytes.length, at + stretch));
    else if (kind < 88) {
      const from = below(bytes.length);
      bytes.copyWithin(at, from, Math.min(bytes.length, from + stretch));
    } else if (kind < 92) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + stretch)]);
    else if (kind < 95) {
      const from = below(bytes.length);
      bytes = Buffer.concat([
        bytes.subarray(0, at),
        bytes.subarray(from, from + stretch),
        bytes.subarray(at),
      ]);
    } else if (layout.parts.length > 1 && bytes.length === original.length)
      exchangeParts(bytes, layout, dice);
    else flipBits(bytes, at, dice);
  }
  return bytes;
}
