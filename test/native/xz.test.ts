import fs from 'node:fs';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createCodecs } from '../../src-main/native/codecs.ts';
import { fixture } from '../shared.ts';
import { canariesAlive, decoded, guardedBlock, mutated, seeded } from './blocks.ts';
import { rootRecords } from './rootBlocks.ts';

// Source of truth: liblzma 5.4.1 (test/fixtures/make/make_xz_streams.py), ROOT's own blocks. Exact.
const codecs = createCodecs();
const streams = JSON.parse(fs.readFileSync(fixture('root/xz_streams.json'), 'utf8')) as {
  plain: string;
  stored: string;
  blocks: [name: string, bytes: string][];
  refused: [name: string, bytes: string][];
};
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const cases = streams.blocks.map(
  ([name, bytes]) =>
    [name, bytesOf(bytes), bytesOf(name === 'stored' ? streams.stored : streams.plain)] as const,
);

function patchedFooter(stream: Uint8Array, at: number, byte: number): Uint8Array {
  const bytes = Buffer.from(stream);
  const footer = bytes.subarray(-12);
  footer[at] = byte;
  footer.writeUInt32LE(zlib.crc32(footer.subarray(4, 10)), 0);
  return bytes;
}

describe('xz streams', () => {
  it.each(cases)('%s: full and partial', (_name, bytes, plain) => {
    for (const need of [plain.length, 0, 1, 200, plain.length >> 1, plain.length - 1]) {
      const block = guardedBlock('XZ', bytes, plain.length, need);
      codecs.decompress(block);
      expect(Buffer.compare(decoded(block), plain.subarray(0, need))).toBe(0);
      expect(canariesAlive(block)).toBe(true);
    }
  });

  it.each(cases)('%s: refuses a false length and every cut', (_name, bytes, plain) => {
    for (const size of [plain.length - 1, plain.length + 1]) {
      const block = guardedBlock('XZ', bytes, size);
      expect(() => codecs.decompress(block)).toThrow(/^the xz block is damaged: /);
      expect(canariesAlive(block)).toBe(true);
    }
    for (let length = 0; length < bytes.length; length += 1 + (length >> 5)) {
      expect(() => codecs.decompress(guardedBlock('XZ', bytes.subarray(0, length), plain.length))).toThrow(
        /damaged|declares/,
      );
    }
  });

  it.each(cases.filter(([name]) => name !== 'none'))(
    '%s: 1200 mutants: an error or the same bytes',
    (_name, bytes, plain) => {
      const random = seeded(bytes.length);
      for (let i = 0; i < 1200; i++) {
        const block = guardedBlock(
          'XZ',
          mutated(bytes, random),
          plain.length,
          i % 4 ? plain.length : plain.length >> 2,
        );
        try {
          codecs.decompress(block);
          if (block.need === plain.length) expect(Buffer.compare(decoded(block), plain)).toBe(0);
        } catch (error) {
          expect((error as Error).message).toMatch(/^the xz block (is damaged: |uses )|^the block declares/);
        }
        expect(canariesAlive(block)).toBe(true);
      }
    },
  );

  it.each(streams.refused)('with the filter %s are refused by name', (_name, bytes) => {
    expect(() =>
      codecs.decompress(guardedBlock('XZ', bytesOf(bytes), bytesOf(streams.plain).length)),
    ).toThrow('uses a filter other than LZMA2');
  });
});

describe('headers that are false though their CRC32 is right', () => {
  const [, good, plain] = cases[0]!;
  const patched = (changes: [at: number, byte: number][], from: number, to: number): Uint8Array => {
    const bytes = Buffer.from(good);
    for (const [at, byte] of changes) bytes[at] = byte;
    bytes.writeUInt32LE(zlib.crc32(bytes.subarray(from, to)), to);
    return bytes;
  };
  const last = good.length;

  it.each([
    ['a check that is not known', 'uses the check 2', patched([[7, 2]], 6, 8)],
    ['reserved stream flags', 'uses the check 1', patched([[6, 1]], 6, 8)],
    ['two filters', 'a filter other than LZMA2', patched([[13, 1]], 12, 20)],
    [
      'stated sizes that run out of the header',
      'ends too early',
      patched(
        [
          [13, 0xc0],
          [14, 0xff],
          [15, 0xff],
          [16, 0xff],
          [17, 0xff],
          [18, 0xff],
          [19, 0xff],
        ],
        12,
        20,
      ),
    ],
    ['a dictionary size beyond 4 GB', 'the properties of its filter are false', patched([[16, 41]], 12, 20)],
    ['bytes behind the filter', 'one of its headers is too long', patched([[18, 1]], 12, 20)],
    [
      'a stated size that is not the one found',
      'another size than its header states',
      patched(
        [
          [13, 0x40],
          [14, 5],
          [15, 0x21],
          [16, 1],
          [17, 22],
        ],
        12,
        20,
      ),
    ],
    ['another size of the index in the footer', 'its end is false', patchedFooter(good, 4, 9)],
    ['another check in the footer', 'its end is false', patchedFooter(good, 9, 4)],
  ])('%s', (_name, words, bytes) => {
    const block = guardedBlock('XZ', bytes, plain.length);
    expect(() => codecs.decompress(block)).toThrow(words);
    expect(canariesAlive(block)).toBe(true);
  });

  it('an index that names other sizes', () => {
    const bytes = Buffer.from(good);
    const backward = (bytes.readUInt32LE(last - 8) + 1) * 4;
    bytes[last - 12 - backward + 2]! ^= 1;
    expect(() => codecs.decompress(guardedBlock('XZ', bytes, plain.length))).toThrow(
      'its index does not agree',
    );
  });
});

describe('the LZMA2 decoder without its checksum', () => {
  const blocks = rootRecords(fixture('root/codec_lzma.root')).flatMap((record) =>
    record.blocks.filter(({ tag }) => tag === 'XZ'),
  );

  it('4000 mutants of the bare data of ROOT blocks neither escape nor hang', () => {
    const random = seeded(31);
    const header = 24;
    let refusals = 0;
    for (let i = 0; i < 4000; i++) {
      const { bytes, size } = blocks[i % blocks.length]!;
      const bad = new Uint8Array([...bytes.subarray(0, header), ...mutated(bytes.subarray(header), random)]);
      const block = guardedBlock('XZ', bad, size, size - 1);
      try {
        codecs.decompress(block);
      } catch (error) {
        refusals++;
        expect((error as Error).message).toMatch(/^the xz block is damaged: |^the block declares/);
      }
      expect(canariesAlive(block)).toBe(true);
    }
    expect(refusals).toBeGreaterThan(100);
  });
});
