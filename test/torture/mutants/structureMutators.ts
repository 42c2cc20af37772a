import zlib from 'node:zlib';
import { decompressObject } from '../../../src-main/engine/root/compression.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import type { Dice } from './dice.ts';
import type { FileLayout, Part } from './layoutOf.ts';
import { changedObject } from './objectMutators.ts';

const codecs = createCodecs();
const LARGEST_BLOCK = 0xffffff;
const BIG_FILE = 1_000_000;
const LONG_KEY = 1000;

/** The decompressed object of a record; its bytes as they are where they are not compressed blocks (a list of keys with room to grow). */
function objectOf(bytes: Buffer, { at, length, keyLength, plain }: Part): Buffer {
  const stored = bytes.subarray(at + keyLength, at + length);
  if (plain) return stored;
  const size = bytes.readInt32BE(at + 6);
  const range = { source: bytes, start: at + keyLength, end: at + length, size, where: {} };
  try {
    return decompressObject(codecs, range);
  } catch {
    return stored;
  }
}

function deflated(object: Buffer, { pick, chance }: Dice): Buffer {
  if (object.length === 0 || object.length > LARGEST_BLOCK || chance(0.2)) return object;
  const zstd = chance(0.2);
  const packed = zstd ? zlib.zstdCompressSync(object) : zlib.deflateSync(object, { level: pick([1, 6, 9]) });
  const head = Buffer.from(zstd ? 'ZS\u0001      ' : 'ZL\b      ', 'latin1');
  head.writeUIntLE(packed.length, 3, 3);
  head.writeUIntLE(object.length, 6, 3);
  return packed.length + head.length < object.length ? Buffer.concat([head, packed]) : object;
}

interface Move {
  part: Part;
  at: number;
  length: number;
  size: number;
}

/** Everything that says where an object stands and how long it is: its own key, its line in a list of keys, the header. */
function announce(bytes: Buffer, original: Buffer, { part, at, length, size }: Move): void {
  const wide = original.readInt16BE(part.at + 4) > LONG_KEY;
  const writeSeek = (place: number): void => {
    if (wide) bytes.writeBigInt64BE(BigInt(at), place);
    else bytes.writeInt32BE(at, place);
  };
  const head = original.subarray(part.at, part.at + (wide ? 26 : 22));
  for (let copy = bytes.indexOf(head); copy >= 0; copy = bytes.indexOf(head, copy + 4)) {
    if (copy === part.at && at !== part.at) continue;
    bytes.writeInt32BE(length, copy);
    bytes.writeInt32BE(size, copy + 6);
    writeSeek(copy + 18);
  }
  const big = original.readInt32BE(4) >= BIG_FILE;
  const infoSeek = big ? 45 : 37;
  const standsAt = big ? Number(original.readBigInt64BE(infoSeek)) : original.readInt32BE(infoSeek);
  if (standsAt !== part.at) return;
  if (big) bytes.writeBigInt64BE(BigInt(at), infoSeek);
  else bytes.writeInt32BE(at, infoSeek);
  bytes.writeInt32BE(length, infoSeek + (big ? 8 : 4));
}

/** The file with another object in place of one, compressed; behind the end where it takes more room. `honest`: sizes and places say so. */
function replaced(original: Buffer, part: Part, object: Buffer, dice: Dice): Buffer {
  const honest = dice.chance(0.85);
  const content = deflated(object, dice);
  const length = part.keyLength + content.length;
  const key = original.subarray(part.at, part.at + part.keyLength);
  const size = object.length;
  if (length <= part.length) {
    const bytes = Buffer.from(original);
    content.copy(bytes, part.at + part.keyLength);
    bytes.fill(0, part.at + length, part.at + part.length);
    if (part.className === 'TBasket') bytes.writeInt32BE(size, part.at + 6);
    else if (honest) announce(bytes, original, { part, at: part.at, length, size });
    return bytes;
  }
  const bytes = Buffer.concat([original, key, content]);
  const big = original.readInt32BE(4) >= BIG_FILE;
  if (big) bytes.writeBigInt64BE(BigInt(bytes.length), 12);
  else bytes.writeInt32BE(bytes.length, 12);
  if (honest) {
    announce(bytes, original, { part, at: original.length, length, size });
  } else {
    announce(bytes, original, { part, at: original.length, length: part.length, size });
  }
  return bytes;
}

/** Objects other than baskets can be moved; a basket must keep its room. */
function partOf({ parts }: FileLayout, { pick, chance }: Dice): Part | null {
  const baskets = parts.filter(({ className }) => className === 'TBasket');
  const others = parts.filter(({ className }) => className !== 'TBasket');
  const trees = others.filter(({ className }) => /^TTree$|^TNtuple/.test(className));
  const infos = others.filter(({ name }) => name === 'StreamerInfo');
  const kinds = [trees, trees, trees, infos, infos, others, baskets].filter((kind) => kind.length > 0);
  if (kinds.length === 0) return null;
  return pick(chance(0.5) && trees.length > 0 ? trees : pick(kinds));
}

/** A copy in which one object was decompressed, changed (or replaced by one of another file) and compressed again, with valid checksums. */
export function changedStructure(
  original: Buffer,
  layout: FileLayout,
  donor: () => { bytes: Buffer; layout: FileLayout },
  dice: Dice,
): Buffer {
  const part = partOf(layout, dice);
  if (part === null) return Buffer.from(original);
  const own = objectOf(original, part);
  if (!dice.chance(0.06)) return replaced(original, part, changedObject(own, dice), dice);
  const { bytes, layout: foreign } = donor();
  const same = foreign.parts.filter(({ className }) => className === part.className);
  const object = same.length > 0 ? objectOf(bytes, dice.pick(same)) : own;
  return replaced(original, part, dice.chance(0.5) ? object : changedObject(object, dice), dice);
}
