import zlib from 'node:zlib';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCodecs } from '../../src-main/native/codecs.ts';
import { fixture } from '../shared.ts';
import { canariesAlive, decoded, guardedBlock } from './blocks.ts';
import { rootRecords } from './rootBlocks.ts';
import type { RootRecord } from './rootBlocks.ts';

// Source of truth: ROOT 6.40 wrote one tree with each of its codecs and without compression; the baskets must be equal to the byte.
const codecs = createCodecs();

function content(record: RootRecord): Uint8Array {
  if (record.plain) return record.plain;
  return Buffer.concat(
    record.blocks.map(({ tag, bytes, size }) => {
      const block = guardedBlock(tag, bytes, size);
      codecs.decompress(block);
      expect(canariesAlive(block)).toBe(true);
      return decoded(block);
    }),
  );
}

function baskets(name: string): { texts: Uint8Array[]; tags: Set<string> } {
  const records = rootRecords(fixture(`root/${name}.root`)).filter(
    (record) => record.className === 'TBasket',
  );
  const tags = new Set(records.flatMap((record) => record.blocks.map((block) => block.tag)));
  return { texts: records.map(content), tags };
}

describe('blocks that ROOT wrote', () => {
  const expected = baskets('codec_none').texts;

  it.each([
    ['zlib', 'ZL'],
    ['zlib9', 'ZL'],
    ['lzma', 'XZ'],
    ['old', 'CS'],
    ['lz4', 'L4'],
    ['lz4hc', 'L4'],
    ['zstd', 'ZS'],
  ])('codec_%s.root: all baskets as without compression', (name, tag) => {
    const { texts, tags } = baskets(`codec_${name}`);
    expect([...tags]).toEqual([tag]);
    expect(texts.length).toBe(expected.length);
    texts.forEach((text, i) => expect(Buffer.compare(text, expected[i]!)).toBe(0));
  });

  it('large_basket.root: blocks of 16 MB', () => {
    const records = rootRecords(fixture('root/large_basket.root')).filter(
      (record) => record.className === 'TBasket',
    );
    const large = records.filter((record) => record.blocks.length > 1);
    expect(large.flatMap((record) => record.blocks.map((block) => block.tag))).toEqual(
      expect.arrayContaining(['ZS', 'ZL', 'XZ']),
    );
    for (const record of large) {
      const blocks = record.blocks.map(({ tag, bytes, size }) => {
        const target = new Uint8Array(size);
        codecs.decompress({
          tag,
          source: bytes,
          start: 0,
          end: bytes.length,
          target,
          at: 0,
          size,
          need: size,
        });
        return target;
      });
      const text = Buffer.concat(blocks);
      const width = { ZL: 4, ZS: 8, XZ: 8 }[record.blocks[0]!.tag as 'ZL'];
      for (const entry of [0, 4095, 4096, 2_000_000]) {
        const at = entry * width;
        const value =
          width === 4
            ? text.readInt32BE(at)
            : record.blocks[0]!.tag === 'ZS'
              ? Number(text.readBigInt64BE(at))
              : text.readDoubleBE(at);
        expect(value).toBe(Math.floor(entry / 4096));
      }
    }
  });

  it('zstd frames of ROOT carry no checksum', () => {
    const blocks = rootRecords(fixture('root/codec_zstd.root')).flatMap((record) =>
      record.blocks.filter((block) => block.tag === 'ZS'),
    );
    expect(blocks.length).toBeGreaterThan(5);
    expect(blocks.every((block) => (block.bytes[4]! & 4) === 0)).toBe(true);
  });

  it('crc32 and sha256 of this Node are those that xz means', () => {
    expect(zlib.crc32('123456789')).toBe(0xcbf43926);
    expect(createHash('sha256').update('').digest('hex').slice(0, 8)).toBe('e3b0c442');
  });
});
