import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ColumnPlan } from '../../../src-main/engine/root/columnPlan.ts';
import { openColumns } from '../../../src-main/engine/root/columnReader.ts';
import { heldBytes, largestBasket } from '../../../src-main/engine/root/heldBytes.ts';
import { KEPT_BYTES, ReaderMemory } from '../../../src-main/engine/root/memory.ts';
import { readTree } from '../../../src-main/engine/root/readTree.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import type { RootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { memorySource, openFileSource } from '../../../src-main/native/fileSource.ts';
import { seeded } from '../../native/blocks.ts';
import { fixture } from '../../shared.ts';
import { openFixture } from './openFixture.ts';

// Source of truth: the same file read with baskets kept whole; exact. For large_baskets.root its recipe (make_large_baskets.py).

const SMALL = 512;

function readable(file: RootFile, path: string): ColumnPlan[] {
  return readTree(file, path).columns.filter(({ notRead }) => notRead === null);
}

/** A fixture's bytes with changes, as a file. */
function changed(name: string, change: (bytes: Buffer) => void): RootFile {
  const bytes = readFileSync(fixture(`root/${name}`));
  change(bytes);
  return openRootFile(memorySource(name, bytes), createCodecs());
}

describe('windows of baskets that are not kept whole', () => {
  it.each([
    ['codec_zlib.root', 'Events'],
    ['codec_zstd.root', 'Events'],
    ['codec_lz4.root', 'Events'],
    ['codec_lzma.root', 'Events'],
    ['codec_none.root', 'Events'],
    ['embedded.root', 'partly'],
    ['nested.root', 'nested'],
    ['vectors.root', 'vectors'],
    ['strings.root', 'strings'],
    ['scalars.root', 'scalars'],
    ['arrays.root', 'arrays'],
    ['leaflist.root', 'leaflist'],
    ['packed.root', 'leaves'],
    ['offsets.root', 'offsets'],
    ['split_class.root', 'split'],
  ])('%s: the same values, in any order of ranges, with and without checks', (name, path) => {
    const random = seeded(7);
    const file = openFixture(name);
    const plans = readable(file, path);
    const entries = readTree(file, path).entries;
    const kept = openColumns(file, plans);
    const memory = new ReaderMemory(SMALL);
    const readers = [openColumns(file, plans, memory), openColumns(file, plans, memory)];
    let next = 0;
    for (let i = 0; i < 150; i++) {
      const first = random() < 0.5 ? next : Math.floor(random() * entries);
      const last = first + Math.floor(random() * Math.min(60, entries - first + 1));
      next = last < entries ? last : 0;
      const verify = random() < 0.5;
      const reader = readers[random() < 0.8 ? 0 : 1];
      if (random() < 0.05) memory.release();
      for (const plan of plans) {
        const expected = kept.readColumn(plan.name, first, last, { verify });
        expect(reader.readColumn(plan.name, first, last, { verify }), plan.name).toEqual(expected);
      }
    }
  });

  it('checks the whole basket before its first value is used', () => {
    const plain = openFixture('codec_zlib.root');
    const [plan] = readable(plain, 'Events').filter(({ name }) => name === 'event');
    const { seek, bytes } = plan.baskets;
    const file = changed('codec_zlib.root', (all) => (all[seek[0] + bytes[0] - 1] ^= 1));
    const reader = openColumns(file, [plan], new ReaderMemory(64));
    expect(() => reader.readColumn('event', 0, 1, { verify: true })).toThrow(/its checksum is wrong/);
    expect(reader.readColumn('event', 0, 1, { verify: false }).values.length).toBe(1);
  });

  it('finds a table of entries that disagrees with the counter, wherever the window stands', () => {
    const plain = openFixture('codec_none.root');
    const [plan] = readable(plain, 'Events').filter(({ name }) => name === 'Muon_pt');
    const { seek, bytes, firstEntry } = plan.baskets;
    const end = seek[0] + bytes[0];
    const file = changed('codec_none.root', (all) => all.writeInt32BE(all.readInt32BE(end - 8) + 4, end - 8));
    const last = firstEntry[1];
    for (const memory of [new ReaderMemory(), new ReaderMemory(64)]) {
      const reader = openColumns(file, [plan], memory);
      const message = new RegExp(`entry ${last - 1} starts at byte \\d+, by the counter nMuon at`);
      for (let first = 0; first + 1 < last; first += 10) {
        const stop = Math.min(last - 1, first + 10);
        expect(() => reader.readColumn('Muon_pt', first, stop, { verify: true })).not.toThrow();
      }
      expect(() => reader.readColumn('Muon_pt', last - 2, last, { verify: true })).toThrow(message);
    }
  });

  it('refuses a basket that has to be decoded whole and is too large, with both sizes', () => {
    const [plan] = readable(openFixture('vectors.root'), 'vectors').filter(
      ({ layout, baskets }) => layout.kind === 'vector' && baskets.seek[0] > 0,
    );
    const file = changed('vectors.root', (all) => all.writeInt32BE(60_000_000, plan.baskets.seek[0] + 6));
    const reader = openColumns(file, [plan]);
    expect(() => reader.readColumn(plan.name, 0, 1, { verify: true })).toThrow(
      /basket 0: a basket that decodes to 60000000 bytes is more than the 50331648 that this reader takes/,
    );
  });
});

describe('a file with one basket per branch, of up to 64 MB', () => {
  const codecs = createCodecs();
  let blocks = 0;
  const file = openRootFile(openFileSource(fixture('memory/large_baskets.root')), {
    decompress(block) {
      blocks++;
      codecs.decompress(block);
    },
  });
  const plans = readable(file, 'analysis');

  it('is left to one of two threads, small baskets are not', () => {
    const held = (columns: readonly ColumnPlan[]): number =>
      heldBytes(columns.map((plan) => ({ ...plan, largestBasket: largestBasket(plan) })));
    expect(held(plans)).toBeGreaterThan(KEPT_BYTES);
    expect(held(plans)).toBeLessThan(KEPT_BYTES + 2 ** 26);
    expect(held(readable(openFixture('codec_zlib.root'), 'Events'))).toBeLessThan(2 ** 20);
  });

  it('is read on in windows: blocks that no value is wanted of are left out', () => {
    const entries = readTree(file, 'analysis').entries;
    const reader = openColumns(file, plans);
    blocks = 0;
    const { values } = reader.readColumn('block', entries - 10, entries, { verify: false });
    expect(blocks).toBe(1);
    expect([...values.slice(-5)]).toEqual([0, 1, 2, 3, 4]);
    for (let first = 0; first < entries; first += 20_000) {
      const last = first + 20_000;
      const { values: found } = reader.readColumn('muon_pt', first, last, { verify: false });
      expect(found.length).toBe(40_000);
      expect([found[0], found[39_999]]).toEqual([30_000, 60_000]);
    }
    expect(blocks).toBeLessThan(60);
  });
});
