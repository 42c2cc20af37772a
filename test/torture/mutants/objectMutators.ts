import { HOSTILE } from './byteMutators.ts';
import type { Dice } from './dice.ts';

const BYTE_COUNT = 0x40000000;
const CLASS_BIT = 0x80000000;
const LONGEST_TEXT = 254;
const TEXTS = [
  '',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  'a\0b',
  'TBranchElement',
  'TBranch',
  'TLeafF',
  'TLeafL',
  'TLeafElement',
  'TObjArray',
  'TStreamerInfo',
  'vector<vector<vector<float> > >',
  'vector<float>',
  'vector<string>',
  'map<int,vector<float> >',
  'unsigned long long',
  'Float16_t',
  'Double32_t',
  '[0,0,32]',
  '[1e999,-1e999,64]',
  'x[n][n][n]/D',
  'x[2147483647]/D',
  'n',
  'a'.repeat(LONGEST_TEXT),
  '<'.repeat(200),
  '\u00ff\u00fe\u0080',
];

interface Text {
  at: number;
  length: number;
}

/** Texts with a length byte before them. */
function textsIn(bytes: Buffer): Text[] {
  const found: Text[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const length = bytes[at]!;
    if (length < 2 || length > 200 || at + 1 + length > bytes.length) continue;
    let end = at + 1;
    while (end < at + 1 + length && bytes[end]! >= 32 && bytes[end]! < 127) end++;
    if (end < at + 1 + length) continue;
    found.push({ at, length });
    at += length;
  }
  return found;
}

/** Places of 32-bit words that a condition takes. */
function wordsIn(bytes: Buffer, is: (word: number, at: number) => boolean): number[] {
  const found: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at++) if (is(bytes.readUInt32BE(at), at)) found.push(at);
  return found;
}

function changeText(bytes: Buffer, { pick, chance, below }: Dice): Buffer {
  const texts = textsIn(bytes);
  if (texts.length === 0) return bytes;
  const { at, length } = pick(texts);
  if (chance(0.25)) {
    bytes[at] = pick([0, 1, length - 1, length + 1, 254, 255]);
    return bytes;
  }
  const other = pick(texts);
  const text = chance(0.5)
    ? Buffer.from(bytes.subarray(other.at + 1, other.at + 1 + other.length))
    : Buffer.from(pick(TEXTS), 'latin1');
  if (chance(0.5)) {
    text.copy(bytes, at + 1, 0, Math.min(text.length, length));
    if (text.length < length && chance(0.5)) bytes.fill(32, at + 1 + text.length, at + 1 + length);
    return bytes;
  }
  const rest = bytes.subarray(at + 1 + length + (chance(0.1) ? below(8) : 0));
  return Buffer.concat([bytes.subarray(0, at), Buffer.of(text.length), text, rest]);
}

function changeWord(bytes: Buffer, { pick, chance, below }: Dice): void {
  const kind = below(4);
  const wanted: ((word: number, at: number) => boolean)[] = [
    (word, at) => (word & 0xff000000) === BYTE_COUNT && (word & 0xffffff) <= bytes.length - at,
    (word) => word >>> 24 === CLASS_BIT >>> 24 && (word & 0xffffff) <= bytes.length + 100,
    (word) => word > 0 && word < 100_000,
    () => true,
  ];
  const places = wordsIn(bytes, wanted[kind]!);
  if (places.length === 0) return;
  const at = pick(places);
  const word = bytes.readUInt32BE(at);
  const nearby = (word + pick([-4, -2, -1, 1, 2, 4, 100, 1 << 16])) >>> 0;
  const self = ((kind === 1 ? CLASS_BIT : 0) | (at + below(120))) >>> 0;
  const other = bytes.readUInt32BE(pick(places));
  const hostile = (pick(HOSTILE) | (chance(0.3) ? BYTE_COUNT : 0)) >>> 0;
  bytes.writeUInt32BE(pick([nearby, self, other, hostile, hostile]), at);
}

function cutOrRepeat(bytes: Buffer, { below, chance }: Dice): Buffer {
  const at = below(bytes.length);
  const length = chance(0.5) ? 1 + below(16) : 1 + below(bytes.length);
  if (chance(0.4)) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
  const from = below(bytes.length);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, from + length), bytes.subarray(at)]);
}

/** A decompressed object (TTree, streamer infos, histogram, list of keys, basket) with one to four changes to its counts, references, texts and lengths. */
export function changedObject(original: Buffer, dice: Dice): Buffer {
  let bytes: Buffer = Buffer.from(original);
  for (let left = 1 + dice.below(4); left > 0 && bytes.length > 8; left--) {
    const kind = dice.below(100);
    const at = dice.below(bytes.length - 8);
    if (kind < 40) changeWord(bytes, dice);
    else if (kind < 62) bytes = changeText(bytes, dice);
    else if (kind < 72) bytes.writeInt32BE(dice.pick(HOSTILE), at);
    else if (kind < 78)
      bytes.writeInt16BE(dice.pick([0, 1, 2, 3, 9, 10, 12, 13, 19, 20, 21, -1, 0x4000]), at);
    else if (kind < 82) bytes.writeBigInt64BE(BigInt(dice.pick(HOSTILE)), at);
    else if (kind < 86) bytes.writeDoubleBE(dice.pick([NaN, Infinity, -0, 1e308, 5e-324]), at);
    else if (kind < 92) bytes[at]! ^= 1 << dice.below(8);
    else if (kind < 96) bytes.copyWithin(at, dice.below(bytes.length), dice.below(bytes.length));
    else bytes = cutOrRepeat(bytes, dice);
  }
  return bytes;
}
