import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openColumns } from '../../../src-main/engine/root/columnReader.ts';
import { readTree } from '../../../src-main/engine/root/readTree.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { memorySource } from '../../../src-main/native/fileSource.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { branchPlaces, keyOf, patched, PLAIN, treePlaces } from './treePlaces.ts';

/*
 * Files as ROOT wrote them but for one lie in their descriptions. Each ends in a message of its own, at once, that names file, object
 * and place. Source of truth: the fixture, read without the lie by its own test.
 */

const LARGEST = 0x7fffffff;
const event = branchPlaces('event');
const muonPt = branchPlaces('Muon_pt');
const tree = treePlaces();
const infos = PLAIN.readInt32BE(37);
const infoKey = PLAIN.readInt16BE(infos + 14);

/** Reads every column that the file says can be read, and gives the first error. */
function problemOf(bytes: Buffer, column?: string): UserError {
  const began = performance.now();
  try {
    const file = openRootFile(memorySource('evil.root', bytes), createCodecs());
    const { columns } = readTree(file, 'Events');
    for (const plan of columns)
      if (column === undefined || plan.name === column)
        openColumns(file, [plan]).read(0, plan.entries, { verify: true });
  } catch (error) {
    expect(performance.now() - began).toBeLessThan(1000);
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Puts an object of one's own in place of the tree's, compressed as told. */
function treeOf(content: Buffer, size: number): Buffer {
  const key = keyOf(PLAIN, 'Events');
  const bytes = Buffer.concat([PLAIN, PLAIN.subarray(key.seek, key.seek + key.keylen), content]);
  const head = PLAIN.subarray(key.seek, key.seek + 22);
  for (let at = bytes.indexOf(head); at >= 0; at = bytes.indexOf(head, at + 1)) {
    if (at === key.seek) continue;
    bytes.writeInt32BE(key.keylen + content.length, at);
    bytes.writeInt32BE(size, at + 6);
    bytes.writeInt32BE(PLAIN.length, at + 18);
  }
  return bytes;
}

function block(tag: string, content: Buffer, size: number, packed = content.length): Buffer {
  const head = Buffer.from(`${tag}\b      `, 'latin1');
  head.writeUIntLE(packed, 3, 3);
  head.writeUIntLE(size, 6, 3);
  return Buffer.concat([head, content]);
}

/** Places where a text with its length byte stands behind a place. */
function textAt(text: string, from: number): number {
  return PLAIN.indexOf(Buffer.concat([Buffer.of(text.length), Buffer.from(text, 'latin1')]), from);
}

/** TLeaf described as derived from TLeafF, which is derived from TLeaf. */
function circle(bytes: Buffer): void {
  const leaf = textAt('TLeaf', infos);
  const base = textAt('TNamed', leaf);
  bytes.write('TLeafF', base + 1, 'latin1');
  const title = base + 7;
  bytes.writeInt32BE(0, title + 1 + PLAIN[title]!);
}

const big = (bytes: Buffer, value: bigint, at: number): number => bytes.writeBigInt64BE(value, at);
const int = (bytes: Buffer, value: number, at: number): number => bytes.writeInt32BE(value, at);

const trees: [what: string, edit: (bytes: Buffer) => unknown, code: string, message: RegExp][] = [
  ['-1 entries', (b) => big(b, -1n, tree.entries), 'damaged', /claims -1 entries/],
  ['2^62 entries', (b) => big(b, 2n ** 62n, tree.entries), 'damaged', /claims 46116860184\d+ entries/],
  [
    '10^12 entries',
    (b) => big(b, 10n ** 12n, tree.entries),
    'unsupported',
    /it has 400 entries from 0 on, the tree has 1000000000000/,
  ],
  [
    '-1 ranges of clusters',
    (b) => int(b, -1, tree.clusterRanges),
    'damaged',
    /fClusterRangeEnd has no length/,
  ],
  [
    'a tree of 1 GB',
    (b) => int(b, 0x40000000 | (1 << 29), tree.object),
    'damaged',
    /claims 5368709\d\d bytes/,
  ],
  [
    'a tree of an unknown version',
    (b) => b.writeInt16BE(999, tree.object + 4),
    'unsupported',
    /version 999 of class TTree/,
  ],
  ['no byte count', (b) => int(b, 20, tree.object), 'damaged', /no byte count/],
];

const branches: [what: string, edit: (bytes: Buffer) => unknown, code: string, message: RegExp][] = [
  ['-1 baskets', (b) => int(b, -1, event.writeBasket), 'damaged', /-1 baskets/],
  [
    '10^7 baskets in lists of 10',
    (b) => int(b, 1e7, event.writeBasket),
    'damaged',
    /10000000 baskets in lists of 10/,
  ],
  [
    'lists of 2^31 - 1 baskets',
    (b) => int(b, LARGEST, event.maxBaskets),
    'damaged',
    /needs 8589934588 bytes/,
  ],
  ['lists of -1 baskets', (b) => int(b, -1, event.maxBaskets), 'damaged', /fBasketBytes has no length/],
  [
    'more entries than the tree',
    (b) => big(b, 401n, event.entries),
    'unsupported',
    /it has \d+ entries from 0 on, the tree has 400/,
  ],
  [
    'fewer entries than the tree',
    (b) => big(b, 399n, event.entries),
    'unsupported',
    /it has \d+ entries from 0 on, the tree has 400/,
  ],
  ['baskets in falling order', (b) => big(b, 300n, event.entry + 8), 'damaged', /baskets/],
  ['a first basket that is not at 0', (b) => big(b, 5n, event.entry), 'damaged', /baskets|entries/],
  ['a basket of -5 bytes', (b) => int(b, -5, event.bytes), 'damaged', /list of baskets|basket of -5/],
  [
    'a basket of 2^31 - 1 bytes',
    (b) => int(b, LARGEST, event.bytes),
    'damaged',
    /basket of 2147483647 bytes/,
  ],
  ['a basket of 1 byte', (b) => int(b, 1, event.bytes), 'damaged', /basket of 1 bytes/],
  [
    'two baskets in one place',
    (b) => b.copy(b, event.seek + 8, event.seek, event.seek + 8),
    'damaged',
    /no key of a basket|says/,
  ],
  [
    'the basket of another column',
    (b) => b.copy(b, event.seek, muonPt.seek, muonPt.seek + 8),
    'damaged',
    /no key of a basket/,
  ],
  [
    '2^31 - 1 branches below',
    (b) => int(b, LARGEST, event.branches + 17),
    'damaged',
    /claims 2147483647 objects/,
  ],
  ['-1 leaves', (b) => int(b, -1, event.leaves + 17), 'damaged', /claims -1 objects/],
  ['leaves longer than the tree', (b) => int(b, 0x4fffffff, event.leaves), 'damaged', /claims \d+ bytes/],
  [
    'a leaf of a class that is its own place',
    (b) => int(b, -0x80000000 | (event.leaves + 25 - tree.object), event.leaves + 25),
    'damaged',
    /class|object/,
  ],
];

const descriptions: [what: string, edit: (bytes: Buffer) => unknown, code: string, message: RegExp][] = [
  ['base classes in a circle', circle, 'damaged', /no byte count/],
  [
    'a place of the streamer infos behind the end',
    (b) => int(b, 1e9, 37),
    'damaged',
    /outside the file|lie outside/,
  ],
  ['streamer infos at -1', (b) => int(b, -1, 37), 'damaged', /outside the file/],
  [
    'streamer infos where a tree stands',
    (b) => int(b, keyOf(PLAIN, 'Events').seek, 37),
    'damaged',
    /something else/,
  ],
  ['2^31 - 1 streamer infos', (b) => int(b, LARGEST, infos + infoKey + 17), 'damaged', /2147483647 objects/],
  [
    'a class that nobody describes',
    (b) => b.write('TBrunch', textAt('TBranch', infos) + 1, 'latin1'),
    'unsupported',
    /does not describe version 13 of class TBranch/,
  ],
  ['a header that says 2 GB', (b) => int(b, LARGEST, 12), 'damaged', /header says 2147483647 bytes/],
  ['a first record at 0', (b) => int(b, 0, 8), 'damaged', /top directory would start/],
  ['a name of 2^31 - 1 bytes', (b) => int(b, LARGEST, 28), 'damaged', /top directory would start/],
  ['a name of -1 bytes', (b) => int(b, -1, 28), 'damaged', /top directory would start/],
];

const objects: [what: string, bytes: () => Buffer, code: string, message: RegExp][] = [
  [
    'a tree of 40 MB of zeros',
    () =>
      treeOf(
        Buffer.concat(
          [1, 2, 3, 4].map(() => block('ZL', zlib.deflateSync(Buffer.alloc(1e7), { level: 9 }), 1e7)),
        ),
        4e7,
      ),
    'damaged',
    /no byte count/,
  ],
  [
    'a tree beyond 64 MB',
    () => treeOf(block('ZL', Buffer.alloc(100), 1000), 65 << 20),
    'unsupported',
    /68157440 bytes is more/,
  ],
  [
    'a zlib block without its end',
    () => treeOf(block('ZL', zlib.deflateSync(Buffer.alloc(5000, 'abc')).subarray(0, 20), 5000), 5000),
    'damaged',
    /zlib/,
  ],
  [
    'a zlib block with more than it says',
    () => treeOf(block('ZL', zlib.deflateSync(Buffer.alloc(9000)), 5000), 5000),
    'damaged',
    /zlib/,
  ],
  [
    'a zstd frame with a window of 2 TB',
    () => treeOf(block('ZS', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 1, 0, 0]), 300), 300),
    'damaged',
    /zstd/,
  ],
  [
    'an lz4 block that points before its start',
    () => treeOf(block('L4', Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0x10, 65, 0xff, 0xff, 0]), 300), 300),
    'damaged',
    /lz4|L4/i,
  ],
  [
    'an xz stream with a dictionary of 4 GB',
    () =>
      treeOf(
        block(
          'XZ',
          Buffer.from('fd377a585a000001692 2de3602002101 28000000'.replaceAll(' ', ''), 'hex'),
          300,
        ),
        300,
      ),
    'damaged',
    /xz|lzma/i,
  ],
  [
    'an old block that is noise',
    () => treeOf(block('CS', Buffer.alloc(40, 0xff), 300), 300),
    'damaged',
    /deflate|block/,
  ],
  [
    'a block longer than its object',
    () => treeOf(block('ZL', Buffer.alloc(50), 300, 9999), 300),
    'damaged',
    /claims 9999 of 50 bytes/,
  ],
  [
    'blocks of no bytes for ever',
    () => treeOf(Buffer.concat(Array.from({ length: 500 }, () => block('ZL', Buffer.alloc(0), 0))), 300),
    'damaged',
    /claims 0 of \d+ bytes/,
  ],
];

describe('evil trees', () => {
  it.each([...trees, ...descriptions])('%s', (_, edit, code, message) => {
    const error = problemOf(patched(edit));
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
    expect(error.where?.file).toBe('evil.root');
    expect(error.where?.object ?? error.where?.offset).toBeDefined();
  });

  it.each(objects)('%s', (_, bytes, code, message) => {
    const error = problemOf(bytes());
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
    expect(error.where).toEqual({ file: 'evil.root', object: 'Events', offset: PLAIN.length });
  });
});

describe('evil branches', () => {
  it.each(branches)('%s', (_, edit, code, message) => {
    const error = problemOf(patched(edit), 'event');
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
    expect(error.where?.file).toBe('evil.root');
    expect(error.where?.object).toMatch(/^Events\/event/);
  });
});
