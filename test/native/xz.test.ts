import fs from 'node:fs';
import { xz } from '@napi-rs/lzma';
import { describe, expect, it } from 'vitest';
import { createCodecs } from '../../src-main/native/codecs.ts';
import { fixture } from '../shared.ts';
import { basketBytes, canariesAlive, decoded, guardedBlock, mutated, seeded } from './blocks.ts';
import { rootRecords } from './rootBlocks.ts';

// Source of truth: liblzma 5.4.1 (test/fixtures/make/make_xz_streams.py), ROOT's own blocks, and @napi-rs/lzma as a second decoder. Exact.
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

  it('agrees with @napi-rs/lzma on 600 kB', () => {
    const plain = basketBytes(150_000, 9);
    const bytes = xz.compressSync(plain);
    expect(Buffer.compare(Buffer.from(xz.decompressSync(bytes)), plain)).toBe(0);
    for (const need of [plain.length, 200_000]) {
      const block = guardedBlock('XZ', bytes, plain.length, need);
      codecs.decompress(block);
      expect(Buffer.compare(decoded(block), plain.subarray(0, need))).toBe(0);
    }
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
