import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES, CHUNK_ENTRIES, chunkRanges } from '../../../src-main/engine/pipeline/chunks.ts';

// Source of truth: the limits as documented; exact.

describe('chunkRanges', () => {
  it('joins small clusters and splits large ones evenly', () => {
    expect(chunkRanges([0, 10, 20, 30], 30, 8)).toEqual([0, 30]);
    expect(chunkRanges([0, 60_000, 70_000, 80_000], 80_000, 8)).toEqual([0, 60_000, 80_000]);
    expect(chunkRanges([0, 150_000], 150_000, 8)).toEqual([0, 50_000, 100_000, 150_000]);
    expect(chunkRanges([0, 10, 200_010, 200_020], 200_020, 8)).toEqual([
      0, 10, 50_010, 100_010, 150_010, 200_010, 200_020,
    ]);
    expect(chunkRanges([0, 1000], 1000, CHUNK_BYTES / 500)).toEqual([0, 500, 1000]);
    expect(chunkRanges([0], 0, 8)).toEqual([0]);
    expect(chunkRanges([0, CHUNK_ENTRIES], CHUNK_ENTRIES, 0)).toEqual([0, CHUNK_ENTRIES]);
    expect(chunkRanges([0, 131_074], 131_074, 0)).toEqual([0, 43_691, 87_383, 131_074]);
  });

  it('covers every entry once within the limits, at cluster borders where those are finer', () => {
    const widths = fc.array(fc.integer({ min: 1, max: 300_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(widths, fc.double({ min: 0, max: 1e6, noNaN: true }), (list, bytesPerEntry) => {
        const clusters = list.reduce(
          (borders, width) => [...borders, borders[borders.length - 1] + width],
          [0],
        );
        const entries = clusters[clusters.length - 1];
        const borders = chunkRanges(clusters, entries, bytesPerEntry);
        expect(borders[0]).toBe(0);
        expect(borders[borders.length - 1]).toBe(entries);
        for (let i = 1; i < borders.length; i++) {
          const size = borders[i] - borders[i - 1];
          expect(size).toBeGreaterThan(0);
          expect(size).toBeLessThanOrEqual(CHUNK_ENTRIES);
          if (size > 64) expect((size - 1) * bytesPerEntry).toBeLessThanOrEqual(CHUNK_BYTES);
        }
      }),
    );
  });

  it.each([
    [[0, 20, 10, 30], 30],
    [[1, 30], 30],
    [[0, 10], 30],
    [[0, NaN, 30], 30],
    [[], 0],
    [[0, 0.5, 1], 1],
    [[0, -1], -1],
  ])('refuses borders that do not ascend: %j', (clusters, entries) => {
    expect(() => chunkRanges(clusters, entries, 8)).toThrow('do not ascend');
  });

  it('refuses numbers of entries that no file has', () => {
    expect(() => chunkRanges([0, 2 ** 50], 2 ** 50, 8)).toThrow('pieces of work');
  });
});
