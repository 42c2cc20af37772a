import fs from 'node:fs';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ColumnPlan } from '../../../src-main/engine/root/columnPlan.ts';
import { openColumns } from '../../../src-main/engine/root/columnReader.ts';
import { findKey, listKeys } from '../../../src-main/engine/root/directory.ts';
import { readTree } from '../../../src-main/engine/root/readTree.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import type { RootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { memorySource } from '../../../src-main/native/fileSource.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { fixture } from '../../shared.ts';
import { builtFile, directoryRecord, keyBytes, keyList, LIST } from './builtFile.ts';

/** Hand-made files that claim the impossible. Each ends in a message of its own, at once, and names the file. */
function problem(use: () => unknown): UserError {
  const start = performance.now();
  try {
    use();
  } catch (error) {
    expect(performance.now() - start).toBeLessThan(1000);
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

function open(bytes: Uint8Array): RootFile {
  return openRootFile(memorySource('evil.root', bytes), createCodecs());
}

const tree = (seek: number, more = {}): Buffer => keyBytes({ className: 'TTree', name: 't', seek, ...more });
const folder = (name: string, seek: number): Buffer =>
  keyBytes({ className: 'TDirectory', name, seek, objlen: 48 });

/** Folders in folders: the list of each at 400 + 200 i, its record behind the key at 100 more. */
function nested(depth: number): Buffer {
  const pieces: [number, Buffer][] = [];
  for (let i = 0; i < depth; i++) {
    const key = folder('d', 400 + 200 * i);
    const place = { seek: 500 + 200 * i, directory: 400 + 200 * i };
    const list = keyList('TDirectoryFile', [folder('d', 400 + 200 * (i + 1))], 1, place);
    const record = directoryRecord(place.seek, list.length, place.directory);
    pieces.push([400 + 200 * i, Buffer.concat([key, record])]);
    pieces.push([500 + 200 * i, list]);
  }
  return builtFile(keyList('TFile', [folder('d', 400)]), pieces, 800 + 200 * depth);
}

/** A file with one folder at 900, whose record and list may lie. */
function oneFolder(record: Buffer, place = { seek: 1100, directory: 900 }): Buffer {
  const list = keyList('TDirectoryFile', [], 0, place);
  return builtFile(keyList('TFile', [folder('d', 900)]), [
    [900, Buffer.concat([folder('d', 900), record])],
    [1100, list],
  ]);
}

const cases: [what: string, bytes: () => Uint8Array, code: string, message: RegExp][] = [
  ['an empty file', () => new Uint8Array(0), 'not-root', /it has 0 bytes/],
  ['a web page', () => Buffer.from('<html>404</html>'.repeat(20)), 'not-root', /does not begin with "root"/],
  [
    'a header alone',
    () => builtFile(keyList('TFile', [])).subarray(0, 120),
    'damaged',
    /header says 4000 bytes, there are 120: it was cut short/,
  ],
  [
    'a file cut in its list of keys',
    () => builtFile(keyList('TFile', [])).subarray(0, 310),
    'damaged',
    /header says 4000 bytes, there are 310: it was cut short/,
  ],
  [
    'a list that no directory wrote',
    () => builtFile(keyList('TTree', [])),
    'damaged',
    /no list of keys stands/,
  ],
  [
    '2^31 - 1 keys',
    () => builtFile(keyList('TFile', [tree(900)], 0x7fffffff)),
    'damaged',
    /claims 2147483647 keys/,
  ],
  ['-1 keys', () => builtFile(keyList('TFile', [tree(900)], -1)), 'damaged', /claims -1 keys/],
  [
    'a key that was hidden',
    () => builtFile(keyList('TFile', [tree(900)], 0), [[900, tree(900)]]),
    'damaged',
    /says 0 keys/,
  ],
  [
    'a key longer than its object',
    () => builtFile(keyList('TFile', [tree(900, { nbytes: 3 })])),
    'damaged',
    /impossible lengths/,
  ],
  [
    'a negative object',
    () => builtFile(keyList('TFile', [tree(900, { objlen: -5 })])),
    'damaged',
    /object of -5/,
  ],
  [
    'an object of 2 GB',
    () => builtFile(keyList('TFile', [tree(900, { objlen: 0x7fffffff, nbytes: 100 })])),
    'unsupported',
    /2147483647 bytes is more/,
  ],
  [
    'an object behind the end',
    () => builtFile(keyList('TFile', [tree(1e8)])),
    'damaged',
    /lie outside the file/,
  ],
  [
    'a key that is its own list',
    () => builtFile(keyList('TFile', [tree(LIST)])),
    'damaged',
    /evil.root, t: needs 4 bytes/,
  ],
  [
    'a tree without anything',
    () => builtFile(keyList('TFile', [tree(900)]), [[900, tree(900)]]),
    'damaged',
    /needs 4 bytes/,
  ],
  ['a folder whose record is zeroed', () => oneFolder(Buffer.alloc(48)), 'damaged', /says it stands at 0/],
  [
    'the record of another folder',
    () => oneFolder(directoryRecord(1100, 60, 700)),
    'damaged',
    /directory at byte 900 says it stands at 700/,
  ],
  [
    'the list of another folder',
    () => oneFolder(directoryRecord(1100, 60, 900), { seek: 1100, directory: 700 }),
    'damaged',
    /says that it is that of 700/,
  ],
  [
    'a list that was moved',
    () => oneFolder(directoryRecord(1100, 60, 900), { seek: 1300, directory: 900 }),
    'damaged',
    /belongs at byte 1300/,
  ],
  [
    'a folder where another one is listed',
    () => builtFile(keyList('TFile', [folder('d', 900)]), [[900, folder('e', 900)]]),
    'damaged',
    /lists TDirectoryFile d;1 of 48 bytes at byte 900, there stands TDirectoryFile e;1/,
  ],
  [
    'an empty list with room, beside a tree',
    () => {
      const top = keyBytes({ className: 'TFile', name: 'evil', seek: 100, objlen: 162 });
      const list = keyList('TFile', [Buffer.alloc(100)], 0);
      const size = list.length;
      return builtFile(list, [
        [100, top],
        [300 + size, tree(300 + size)],
      ]);
    },
    'damaged',
    /says 0 keys, a TTree t stands at byte/,
  ],
  ['folders 100 deep', () => nested(100), 'damaged', /nested deeper than 64/],
  [
    'a folder that contains itself',
    () =>
      builtFile(keyList('TFile', [folder('d', 900)]), [
        [900, Buffer.concat([folder('d', 900), directoryRecord(LIST, 100, 900)])],
      ]),
    'damaged',
    /contains itself/,
  ],
];

describe('evil files', () => {
  it.each(cases)('%s', (_, bytes, code, message) => {
    const error = problem(() => {
      const file = open(bytes());
      const [key] = listKeys(file);
      return readTree(file, key.path);
    });
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.where?.file).toBe('evil.root');
  });
});

/** The uncompressed fixture with its tree's numbers patched: as ROOT wrote it, but for one lie. */
const original = fs.readFileSync(fixture('root/codec_none.root'));

function planOf(bytes: Uint8Array, name: string): { file: RootFile; plan: ColumnPlan } {
  const file = open(bytes);
  const plan = readTree(file, 'Events').columns.find((column) => column.name === name);
  if (plan === undefined) throw new Error(`no column ${name}`);
  return { file, plan };
}

function readColumn(bytes: Uint8Array, name: string): unknown {
  const { file, plan } = planOf(bytes, name);
  return openColumns(file, [plan]).read(0, plan.entries, { verify: true });
}

/** Position of the number in the tree's object that says where the first basket of a column lies. */
function seekPlace(name: string): number {
  const { file, plan } = planOf(original, name);
  const key = findKey(file, 'Events');
  const wanted = Buffer.alloc(8);
  wanted.writeBigInt64BE(BigInt(plan.baskets.seek[0]));
  return original.indexOf(wanted, key.seek);
}

/** The fixture with a basket of its own behind the end, in place of a column's first. */
function withBasket(
  name: string,
  basket: (original: Buffer, keylen: number) => Buffer,
  home = original.length,
): Buffer {
  const { plan } = planOf(original, name);
  const seek = plan.baskets.seek[0];
  const old = original.subarray(seek, seek + plan.baskets.bytes[0]);
  const fresh = basket(Buffer.from(old), old.readInt16BE(14));
  const bytes = Buffer.concat([original, fresh]);
  const place = seekPlace(name);
  bytes.writeBigInt64BE(BigInt(original.length), place);
  const size = Buffer.alloc(4);
  size.writeInt32BE(plan.baskets.bytes[0]);
  bytes.writeInt32BE(fresh.length, original.lastIndexOf(size, place));
  fresh.writeInt32BE(fresh.length, 0);
  fresh.writeBigInt64BE(BigInt(home), 18);
  fresh.copy(bytes, original.length);
  return bytes;
}

function patch(basket: Buffer, edit: (basket: Buffer) => void): Buffer {
  edit(basket);
  return basket;
}

/** A compressed block with its header, which may lie about sizes. */
function block(tag: string, content: Buffer, size: number, packed = content.length): Buffer {
  const head = Buffer.from(`${tag}\b      `, 'latin1');
  head.writeUIntLE(packed, 3, 3);
  head.writeUIntLE(size, 6, 3);
  return Buffer.concat([head, content]);
}

/** A basket of `objlen` decompressed bytes from blocks. */
function compressed(basket: Buffer, keylen: number, objlen: number, blocks: readonly Buffer[]): Buffer {
  const key = basket.subarray(0, keylen);
  key.writeInt32BE(objlen, 6);
  key.writeInt32BE(Math.min(objlen, 0x7fff0000) + keylen, keylen - 5);
  return Buffer.concat([key, ...blocks]);
}

const zeros = (size: number): Buffer => zlib.deflateSync(Buffer.alloc(size), { level: 9 });

const baskets: [what: string, column: string, bytes: () => Uint8Array, code: string, message: RegExp][] = [
  [
    'a basket before the file',
    'event',
    () => patchSeek('event', -1n),
    'damaged',
    /list of baskets is damaged/,
  ],
  ['a basket at 2^52', 'event', () => patchSeek('event', 2n ** 52n), 'damaged', /does not fit into the file/],
  ['a basket that is the header', 'event', () => patchSeek('event', 100n), 'damaged', /no key of a basket/],
  [
    'another number of entries',
    'event',
    () => withBasket('event', (b, k) => patch(b, () => b.writeInt32BE(7, k - 9))),
    'damaged',
    /says 7 entries/,
  ],
  [
    'values beyond the basket',
    'event',
    () => withBasket('event', (b, k) => patch(b, () => b.writeInt32BE(0x7fffffff, k - 5))),
    'damaged',
    /entries in 21474/,
  ],
  [
    'a key longer than the basket',
    'event',
    () => withBasket('event', (b) => patch(b, () => b.writeInt16BE(0x7fff, 14))),
    'damaged',
    /no key of a basket/,
  ],
  [
    'a basket of another place',
    'event',
    () => withBasket('event', (b) => b, 1234),
    'damaged',
    /says it belongs at byte 1234/,
  ],
  [
    'a basket of 2 GB',
    'event',
    () => withBasket('event', (b, k) => compressed(b, k, 0x7fffffff, [zeros(10)])),
    'unsupported',
    /2147483647 bytes is more/,
  ],
  [
    'an algorithm that is not known',
    'event',
    () => withBasket('event', (b, k) => compressed(b, k, 1000, [block('QQ', zeros(1000), 1000)])),
    'unsupported',
    /unknown algorithm/,
  ],
  [
    'a block that claims more than its algorithm can give',
    'event',
    () => withBasket('event', (b, k) => compressed(b, k, 9_000_000, [block('ZL', zeros(10), 9_000_000)])),
    'damaged',
    /claims to give 9000000: no ZL block can/,
  ],
  [
    'blocks that are too few',
    'event',
    () => withBasket('event', (b, k) => compressed(b, k, 5000, [block('ZL', zeros(1000), 1000)])),
    'damaged',
    /4000 bytes are missing/,
  ],
  [
    'a block that gives less than it says',
    'event',
    () => withBasket('event', (b, k) => compressed(b, k, 5000, [block('ZL', zeros(1000), 5000)])),
    'damaged',
    /event basket 0/,
  ],
  [
    '40 MB of zeros in 40 kB where 1200 bytes belong',
    'event',
    () =>
      withBasket('event', (b, k) =>
        compressed(
          b,
          k,
          40_000_000,
          [1, 2, 3, 4].map(() => block('ZL', zeros(10_000_000), 10_000_000)),
        ),
      ),
    'damaged',
    /5000000 values stand there, 112 are expected|values stand there/,
  ],
  [
    'a table of entries with 2^31 - 1 rows',
    'Muon_pt',
    () => withBasket('Muon_pt', (b, k) => patch(b, () => b.writeInt32BE(0x7fffffff, b.readInt32BE(k - 5)))),
    'damaged',
    /2147483647 rows/,
  ],
  [
    'a table of entries that disagrees with the counter',
    'Muon_pt',
    () => withBasket('Muon_pt', (b, k) => patch(b, () => b.writeInt32BE(k + 4, b.readInt32BE(k - 5) + 8))),
    'damaged',
    /by the counter nMuon/,
  ],
  [
    'a counter of -1 muons',
    'Muon_pt',
    () => withBasket('nMuon', (b, k) => patch(b, () => b.writeInt32BE(-1, k + 8))),
    'damaged',
    /by the counter|counter has the value/,
  ],
  [
    'a counter of 2^30 muons',
    'Muon_pt',
    () => withBasket('nMuon', (b, k) => patch(b, () => b.writeInt32BE(1 << 30, k + 8))),
    'damaged',
    /by the counter nMuon/,
  ],
  [
    'a vector of 2^31 - 1 values',
    'iso',
    () => withBasket('iso', (b, k) => patch(b, () => b.writeInt32BE(0x7fffffff, k + 6))),
    'damaged',
    /stands no vector/,
  ],
  [
    'a vector with another byte count',
    'iso',
    () => withBasket('iso', (b, k) => patch(b, () => b.writeInt32BE(0x40000000 + 99, k))),
    'damaged',
    /byte count says 103/,
  ],
  [
    'a vector stored member by member',
    'iso',
    () => withBasket('iso', (b, k) => patch(b, () => b.writeInt16BE(0x4009, k + 4))),
    'unsupported',
    /member by member/,
  ],
];

function patchSeek(name: string, seek: bigint): Uint8Array {
  const bytes = Buffer.from(original);
  bytes.writeBigInt64BE(seek, seekPlace(name));
  return bytes;
}

describe('evil baskets', () => {
  it.each(baskets)('%s', (_, column, bytes, code, message) => {
    const content = bytes();
    const error = problem(() => readColumn(content, column));
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
    expect(error.where?.file).toBe('evil.root');
    expect(error.where?.object).toMatch(/^Events\//);
  });

  it('leave the other columns readable', () => {
    const bytes = patchSeek('event', 2n ** 52n);
    const { file, plan } = planOf(bytes, 'Muon_pt');
    const found = openColumns(file, [plan]).read(0, plan.entries, { verify: true });
    expect(found.get('Muon_pt')?.values.length).toBe(619);
  });
});
