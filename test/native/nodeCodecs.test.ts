import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { CodecTag } from '../../src-main/engine/ports.ts';
import { createCodecs } from '../../src-main/native/codecs.ts';
import { nodeDecoder, passesSelfTest, publicDecoder } from '../../src-main/native/nodeInflate.ts';
import { basketBytes, canariesAlive, decoded, guardedBlock, mutated, seeded } from './blocks.ts';

// Source of truth: node:zlib's documented compressors and decompressors. Exact.
const withChecksum = { params: { [zlib.constants.ZSTD_c_checksumFlag]: 1 } };
const plain = basketBytes(8000);
const packed: [tag: CodecTag, name: string, checksum: boolean, bytes: Uint8Array][] = [
  ['ZL', 'zlib level 1', true, zlib.deflateSync(plain, { level: 1 })],
  ['ZL', 'zlib level 9', true, zlib.deflateSync(plain, { level: 9 })],
  ['CS', 'bare deflate', false, zlib.deflateRawSync(plain)],
  ['ZS', 'zstd as ROOT writes it', false, zlib.zstdCompressSync(plain)],
  ['ZS', 'zstd with checksum', true, zlib.zstdCompressSync(plain, withChecksum)],
];

describe.each([false, true])('blocks decoded by Node, documented functions only: %s', (publicApi) => {
  const codecs = createCodecs({ publicApi });

  it.each(packed)('%s %s: full and partial, into any place', (tag, _name, _checksum, bytes) => {
    for (const need of [plain.length, 1, 4096, plain.length - 1, 0]) {
      const block = guardedBlock(tag, bytes, plain.length, need);
      codecs.decompress(block);
      expect(Buffer.compare(decoded(block), plain.subarray(0, need))).toBe(0);
      expect(canariesAlive(block)).toBe(true);
    }
  });

  it.each(packed)('%s %s: refuses a false length', (tag, _name, _checksum, bytes) => {
    for (const size of [plain.length - 1, plain.length + 1, 10]) {
      const block = guardedBlock(tag, bytes, size);
      expect(() => codecs.decompress(block)).toThrow(/block is damaged/);
      expect(canariesAlive(block)).toBe(true);
    }
    for (const cut of [1, 4, 5, 100]) {
      const block = guardedBlock(tag, bytes.subarray(0, -cut), plain.length);
      expect(() => codecs.decompress(block)).toThrow(/block is damaged/);
    }
  });

  it.each(packed.filter(([, , checksum]) => checksum))(
    '%s %s: sees every flipped bit',
    (tag, _name, _checksum, bytes) => {
      const random = seeded(7);
      const flips = [
        bytes.length - 1,
        bytes.length - 4,
        ...Array.from({ length: 60 }, () => Math.floor(random() * bytes.length)),
      ];
      for (const at of flips) {
        const bad = new Uint8Array(bytes);
        bad[at]! ^= 1 << Math.floor(random() * 8);
        const block = guardedBlock(tag, bad, plain.length);
        let failed = false;
        try {
          codecs.decompress(block);
        } catch {
          failed = true;
        }
        expect(failed || Buffer.compare(decoded(block), plain) === 0).toBe(true);
      }
    },
  );

  it.each(packed)('%s %s: 1500 mutants neither escape nor hang', (tag, _name, checksum, bytes) => {
    const random = seeded(11);
    for (let i = 0; i < 1500; i++) {
      const block = guardedBlock(
        tag,
        mutated(bytes, random),
        plain.length,
        i % 3 === 0 ? 5000 : plain.length,
      );
      try {
        codecs.decompress(block);
        if (checksum && block.need === plain.length) expect(Buffer.compare(decoded(block), plain)).toBe(0);
      } catch (error) {
        expect((error as Error).message).toMatch(
          /^the (zlib|deflate|zstd) block is damaged: |^the block declares/,
        );
      }
      expect(canariesAlive(block)).toBe(true);
    }
  });
});

describe('the reused handle', () => {
  it.each(['zlib', 'deflate', 'zstd'] as const)(
    '%s passes its self-test, and so does the fallback',
    (format) => {
      expect(passesSelfTest(format, nodeDecoder(format))).toBe(true);
      expect(passesSelfTest(format, publicDecoder(format))).toBe(true);
      expect(passesSelfTest(format, () => {})).toBe(false);
    },
  );

  it('stops early: what lies behind the wanted bytes may be missing', () => {
    const bytes = packed[0]![3];
    const block = guardedBlock('ZL', bytes.subarray(0, bytes.length >> 1), plain.length, 8192);
    createCodecs().decompress(block);
    expect(Buffer.compare(decoded(block), plain.subarray(0, 8192))).toBe(0);
    expect(() => createCodecs({ publicApi: true }).decompress(block)).toThrow('ends too early');
  });

  it('decodes right after a failure and into shared memory', () => {
    const codecs = createCodecs();
    expect(() => codecs.decompress(guardedBlock('ZL', Uint8Array.of(1, 2, 3), 20))).toThrow('damaged');
    const target = new Uint8Array(new SharedArrayBuffer(plain.length));
    const source = packed[1]![3];
    codecs.decompress({
      tag: 'ZL',
      source,
      start: 0,
      end: source.length,
      target,
      at: 0,
      size: plain.length,
      need: plain.length,
    });
    expect(Buffer.compare(Buffer.from(target), plain)).toBe(0);
  });
});

describe('refused before decoding', () => {
  const codecs = createCodecs();

  it('a block outside its buffers', () => {
    const block = guardedBlock('ZL', packed[0]![3], plain.length);
    expect(() => codecs.decompress({ ...block, at: 60 })).toThrow(RangeError);
    expect(() => codecs.decompress({ ...block, end: block.end + 1 })).toThrow(RangeError);
    expect(() => codecs.decompress({ ...block, start: -1 })).toThrow(RangeError);
    expect(() => codecs.decompress({ ...block, need: block.size + 1 })).toThrow(RangeError);
  });

  it('a compression bomb', () => {
    expect(() => codecs.decompress(guardedBlock('ZL', new Uint8Array(100), 200_000))).toThrow(
      'more than its compression can reach',
    );
  });

  it('bytes behind a zstd frame, a cut in its headers; not a block of one repeated byte', () => {
    const longer = Buffer.concat([packed[3]![3], Uint8Array.of(0)]);
    expect(() => codecs.decompress(guardedBlock('ZS', longer, plain.length))).toThrow(
      'there are bytes behind its end',
    );
    expect(() => codecs.decompress(guardedBlock('ZS', Uint8Array.of(1, 2, 3, 4, 5, 6), 9))).toThrow(
      'does not begin as zstd',
    );
    expect(() => codecs.decompress(guardedBlock('ZS', packed[3]![3].subarray(0, 5), 9))).toThrow('cut short');
    const same = guardedBlock('ZS', zlib.zstdCompressSync(new Uint8Array(300_000)), 300_000);
    codecs.decompress(same);
    expect(decoded(same).every((byte) => byte === 0)).toBe(true);
  });

  it('a zstd frame with a huge window, a dictionary or another length', () => {
    const huge = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xff, 1, 0, 0);
    expect(() => codecs.decompress(guardedBlock('ZS', huge, 10))).toThrow('too much memory');
    const dictionary = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x21, 7, 10, 1, 0, 0);
    expect(() => codecs.decompress(guardedBlock('ZS', dictionary, 10))).toThrow('dictionary');
    expect(() => codecs.decompress(guardedBlock('ZS', packed[3]![3], 99))).toThrow(
      'it says that it holds 32000 bytes, 99 are declared',
    );
  });
});
