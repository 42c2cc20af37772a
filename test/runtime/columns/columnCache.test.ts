import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ColumnCache, EntrySpan } from '../../../src-main/engine/ports.ts';
import { cacheFolder, cacheOn, copied, randomColumns, seeded, sliced } from './randomColumns.ts';

/* Source of truth: the columns as they were made, sliced by plain code; every bit must be equal. */

const CONTENT = '1000-0123456789abcdef0123456789abcdef-ff00';
const TREE = 'directory/Events';
const folders: string[] = [];

function newFolder(): string {
  const folder = cacheFolder();
  folders.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Keeps columns of 20,000 entries in pieces of random length, some columns of some pieces not; gives which entries each column has. */
function keepPieces(
  cache: ColumnCache,
  columns: ReturnType<typeof randomColumns>,
  entries: number,
  random: () => number,
): Map<string, Uint8Array> {
  const kept = new Map([...columns.keys()].map((name) => [name, new Uint8Array(entries)]));
  for (let round = 0; round < 3; round++) {
    for (let start = 0; start < entries;) {
      const stop = Math.min(entries, start + 1 + Math.floor(random() * 9000));
      const names = [...columns.keys()].filter(() => random() < 0.6);
      const piece = sliced(new Map(names.map((name) => [name, columns.get(name)!])), entries, {
        start,
        stop,
      });
      if (names.includes('Muon_pt') && names.includes('Muon_eta'))
        piece.get('Muon_eta')!.offsets = piece.get('Muon_pt')!.offsets;
      cache.keep(CONTENT, TREE, piece, { start, stop });
      for (const name of names) kept.get(name)!.fill(1, start, stop);
      start = stop;
    }
  }
  return kept;
}

describe('kept columns', () => {
  it('come back bit for bit for any span that is kept, from pieces of other spans, in this and another thread', () => {
    const random = seeded(11);
    for (let round = 0; round < 4; round++) {
      const folder = newFolder();
      const { cache } = cacheOn(folder);
      cache.begin();
      const entries = 20_000;
      const columns = randomColumns(entries, random);
      const kept = keepPieces(cache, columns, entries, random);
      const { cache: other } = cacheOn(folder);
      other.begin();
      for (let i = 0; i < 60; i++) {
        const start = Math.floor(random() * entries);
        const span: EntrySpan = {
          start,
          stop: Math.min(entries, start + 1 + Math.floor(random() ** 2 * 15_000)),
        };
        const names = [...columns.keys()].filter((name) =>
          kept
            .get(name)!
            .subarray(span.start, span.stop)
            .every((one) => one === 1),
        );
        const expected = sliced(new Map(names.map((name) => [name, columns.get(name)!])), entries, span);
        for (const one of [cache, other]) {
          const before = one.given;
          const found = one.find(CONTENT, TREE, [...columns.keys()], span);
          expect(copied(found)).toEqual(copied(expected));
          expect(one.given - before).toBe(names.length);
        }
      }
    }
  });

  it('share one array of offsets where they did', () => {
    const { cache } = cacheOn(newFolder());
    cache.begin();
    cache.keep(CONTENT, TREE, randomColumns(100, seeded(1)), { start: 0, stop: 100 });
    const found = cache.find(CONTENT, TREE, ['Muon_pt', 'Muon_eta', 'nested'], { start: 10, stop: 90 });
    expect(found.get('Muon_eta')!.offsets).toBe(found.get('Muon_pt')!.offsets);
    expect(found.get('nested')!.offsets).not.toBe(found.get('Muon_pt')!.offsets);
  });

  it('are those of their content and tree', () => {
    const { cache } = cacheOn(newFolder());
    const span = { start: 0, stop: 10 };
    cache.begin();
    cache.keep(CONTENT, TREE, randomColumns(10, seeded(1)), span);
    cache.keepFact(CONTENT, 'tree x', { entries: 10 });
    expect(cache.find(CONTENT, 'Events', ['run'], span).size).toBe(0);
    expect(cache.find('another', TREE, ['run'], span).size).toBe(0);
    expect(cache.findFact('another', 'tree x')).toBeUndefined();
    expect(cache.findFact(CONTENT, 'tree y')).toBeUndefined();
    expect(cache.findFact(CONTENT, 'tree x')).toEqual({ entries: 10 });
    expect(cache.find('../../etc', TREE, ['run'], span).size).toBe(0);
  });

  it('that another thread keeps meanwhile are seen in the next run', () => {
    const folder = newFolder();
    const [{ cache: one }, { cache: two }] = [cacheOn(folder), cacheOn(folder)];
    one.begin();
    two.begin();
    const span = { start: 0, stop: 10 };
    expect(one.find(CONTENT, TREE, ['run'], span).size).toBe(0);
    two.keep(CONTENT, TREE, randomColumns(10, seeded(1)), span);
    one.begin();
    expect(one.find(CONTENT, TREE, ['run'], span).size).toBe(1);
  });
});

describe('what is wrong on disk', () => {
  const COUNT = Number(process.env['MUSCOPE_TORTURE_COUNT'] ?? 40);

  it(`of ${COUNT} damaged caches none gives a wrong value, and the damaged files go`, () => {
    const random = seeded(7);
    const entries = 30_000;
    const columns = randomColumns(entries, random);
    const spans = [
      { start: 0, stop: 12_000 },
      { start: 12_000, stop: 30_000 },
    ];
    const fact = { path: TREE, columns: [...columns.keys()] };
    const clean = newFolder();
    const { cache } = cacheOn(clean);
    cache.begin();
    for (const span of spans) cache.keep(CONTENT, TREE, sliced(columns, entries, span), span);
    cache.keepFact(CONTENT, 'tree', fact);
    const files = filesOf(clean).map((file) => ({ file, bytes: readFileSync(file) }));
    let lost = 0;
    for (let i = 0; i < COUNT; i++) {
      for (const { file, bytes } of files) writeFileSync(file, bytes);
      const { file, bytes } = files[i % files.length];
      writeFileSync(file, mutated(bytes, random));
      const { cache: reader } = cacheOn(clean);
      reader.begin();
      for (const span of [...spans, { start: 11_000, stop: 13_500 }]) {
        const found = reader.find(CONTENT, TREE, [...columns.keys()], span);
        const expected = sliced(columns, entries, span);
        lost += columns.size - found.size;
        for (const name of [...expected.keys()]) if (!found.has(name)) expected.delete(name);
        expect(copied(found)).toEqual(copied(expected));
      }
      const kept = reader.findFact(CONTENT, 'tree');
      if (kept === undefined) lost++;
      else expect(kept).toEqual(fact);
      const { cache: again } = cacheOn(clean);
      again.begin();
      for (const span of spans) again.keep(CONTENT, TREE, sliced(columns, entries, span), span);
      expect(again.find(CONTENT, TREE, [...columns.keys()], spans[0]).size).toBe(columns.size);
    }
    expect(lost).toBeGreaterThan(COUNT / 2);
  });

  it('a folder that vanishes between two runs is made again', () => {
    const folder = newFolder();
    const { cache, budget } = cacheOn(folder);
    const span = { start: 0, stop: 10 };
    for (let run = 0; run < 2; run++) {
      cache.begin();
      expect(cache.find(CONTENT, TREE, ['run'], span).size).toBe(0);
      cache.keep(CONTENT, TREE, randomColumns(10, seeded(1)), span);
      expect(cache.find(CONTENT, TREE, ['run'], span).size).toBe(1);
      rmSync(folder, { recursive: true });
      expect(cache.find(CONTENT, TREE, ['run'], span).size).toBe(0);
    }
    expect(budget.trouble()).toBeNull();
  });

  it('where nothing can be written the run goes on without', () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'v1'), 'a file where the folder should be');
    const { cache, budget } = cacheOn(folder);
    cache.begin();
    const span = { start: 0, stop: 10 };
    cache.keep(CONTENT, TREE, randomColumns(10, seeded(1)), span);
    cache.keepFact(CONTENT, 'tree', 1);
    expect(cache.find(CONTENT, TREE, ['run'], span).size).toBe(0);
    expect(cache.findFact(CONTENT, 'tree')).toBeUndefined();
    expect(budget.trouble()).toBe('unusable');
    expect(filesOf(folder)).toEqual([path.join(folder, 'v1')]);
  });

  it('the size limit ends keeping, and nothing is left half written', () => {
    const folder = newFolder();
    const { cache, budget } = cacheOn(folder, 4096);
    cache.begin();
    cache.keep(CONTENT, TREE, randomColumns(4000, seeded(1)), { start: 0, stop: 4000 });
    expect(budget.trouble()).toBe('full');
    expect(budget.usedBytes()).toBe(0);
    expect(filesOf(folder)).toEqual([]);
  });

  it('links in place of packs that lead elsewhere give nothing', () => {
    const folder = newFolder();
    const place = path.join(folder, 'v1', CONTENT);
    mkdirSync(place, { recursive: true });
    symlinkSync('/dev/zero', path.join(place, '0-10-x.columns'));
    const { cache } = cacheOn(folder);
    cache.begin();
    expect(cache.find(CONTENT, TREE, ['run'], { start: 0, stop: 10 }).size).toBe(0);
  });
});

/** Flips bits, cuts, appends, zeroes, swaps blocks or empties. */
function mutated(bytes: Buffer, random: () => number): Buffer {
  const at = (): number => Math.floor(random() * bytes.length);
  const copy = Buffer.from(bytes);
  switch (Math.floor(random() * 6)) {
    case 0:
      copy[at()] ^= 1 << Math.floor(random() * 8);
      return copy;
    case 1:
      return copy.subarray(0, at());
    case 2:
      return Buffer.concat([copy, Buffer.from([0])]);
    case 3: {
      const from = at();
      for (let i = from; i < Math.min(copy.length, from + 100); i++) copy[i] ^= 0xff;
      return copy;
    }
    case 4:
      copy.writeUInt32LE(
        Math.floor(random() * 2 ** 32),
        Math.min(copy.length - 4, Math.floor(random() * 64)),
      );
      return copy;
    default:
      return Buffer.alloc(0);
  }
}
