import { describe, expect, it } from 'vitest';
import { createCodecs } from '../../src-main/native/codecs.ts';
import { basketBytes, canariesAlive, decoded, guardedBlock, mutated, seeded } from './blocks.ts';
import { lz4Block, rootLz4, sequence, xxh64 } from './lz4Encoder.ts';

// Source of truth: the formats' own documents, through an encoder and a hash written for these tests. Exact.
const codecs = createCodecs();
const plain = new Uint8Array([...basketBytes(1500), ...new Uint8Array(400), ...basketBytes(700)]);
const packed = rootLz4(lz4Block(plain));

describe('xxHash64 of the tests', () => {
  it.each([
    ['', 0xef46db3751d8e999n],
    ['a', 0xd24ec4f1a98c6e5bn],
    ['abc', 0x44bc2cf5ad770999n],
  ])('of "%s" is the published value', (text, value) => {
    expect(xxh64(Buffer.from(text))).toBe(value);
  });
});

describe('L4 blocks', () => {
  it('full and partial', () => {
    for (const need of [plain.length, 1, 16, 5000, plain.length - 1, 0]) {
      const block = guardedBlock('L4', packed, plain.length, need);
      codecs.decompress(block);
      expect(Buffer.compare(decoded(block), plain.subarray(0, need))).toBe(0);
      expect(canariesAlive(block)).toBe(true);
    }
  });

  it('matches of every distance and length, literals of every length', () => {
    for (let distance = 1; distance <= 40; distance++) {
      for (const length of [4, 7, 8, 15, 16, 17, 18, 19, 20, 40, 273, 274, 600]) {
        const head = basketBytes(12).subarray(0, distance);
        const text = [...head];
        for (let i = 0; i < length; i++) text.push(text[text.length - distance]!);
        text.push(1, 2, 3, 4, 5);
        const block = guardedBlock(
          'L4',
          rootLz4([...sequence(head, distance, length), ...sequence([1, 2, 3, 4, 5])]),
          text.length,
        );
        codecs.decompress(block);
        expect(Buffer.compare(decoded(block), Uint8Array.from(text))).toBe(0);
        expect(canariesAlive(block)).toBe(true);
      }
    }
    for (const length of [0, 1, 14, 15, 16, 269, 270, 271, 1000]) {
      const literals = basketBytes(250).subarray(0, length);
      const block = guardedBlock('L4', rootLz4(sequence(literals)), length);
      codecs.decompress(block);
      expect(Buffer.compare(decoded(block), literals)).toBe(0);
    }
  });

  it.each([
    ['ends too early', [0x50, 1, 2], 5],
    ['ends too early', [0xf0, 255, 255], 1000],
    ['ends too early', [...sequence([1, 2, 3, 4], 2, 5).slice(0, -1)], 9],
    ['refers to bytes before its beginning', [...sequence([1, 2, 3, 4], 5, 4), ...sequence([1])], 9],
    ['refers to bytes before its beginning', [0x40, 1, 2, 3, 4, 0, 0, 0x10, 1], 9],
    ['holds more bytes than declared', sequence([1, 2, 3, 4, 5, 6]), 5],
    ['holds more bytes than declared', [...sequence([1, 2, 3, 4], 1, 500), ...sequence([1])], 100],
    ['holds 4 bytes, 9 are declared', sequence([1, 2, 3, 4]), 9],
  ])('refuses what %s, even with a right checksum', (words, bytes, size) => {
    const block = guardedBlock('L4', rootLz4(bytes), size);
    expect(() => codecs.decompress(block)).toThrow(words);
    expect(canariesAlive(block)).toBe(true);
  });

  it('refuses a false checksum in full decoding only', () => {
    const bad = new Uint8Array(packed);
    bad[3]! ^= 4;
    expect(() => codecs.decompress(guardedBlock('L4', bad, plain.length))).toThrow('its checksum is wrong');
    const part = guardedBlock('L4', bad, plain.length, 100);
    codecs.decompress(part);
    expect(Buffer.compare(decoded(part), plain.subarray(0, 100))).toBe(0);
    expect(() => codecs.decompress(guardedBlock('L4', packed.subarray(0, 5), 10))).toThrow('ends too early');
  });

  it('4000 mutants neither escape nor hang', () => {
    const random = seeded(21);
    for (let i = 0; i < 4000; i++) {
      const body = mutated(packed.subarray(8), random);
      const block = guardedBlock(
        'L4',
        i % 2 ? rootLz4(body) : mutated(packed, random),
        plain.length,
        i % 5 ? plain.length : 3000,
      );
      try {
        codecs.decompress(block);
        if (i % 2 === 0 && block.need === plain.length) expect(Buffer.compare(decoded(block), plain)).toBe(0);
      } catch (error) {
        expect((error as Error).message).toMatch(/^the LZ4 block is damaged: |^the block declares/);
      }
      expect(canariesAlive(block)).toBe(true);
    }
  }, 30_000);
});
