import fs from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { GrowingMemory } from '../../../src-main/engine/root/growingMemory.ts';
import type { ColumnValues } from '../../../src-main/engine/root/tree.ts';
import { columnBudget } from '../../../src-main/runtime/columns/budget.ts';
import { openColumnFolder } from '../../../src-main/runtime/columns/columnFolder.ts';
import { DamagedPack, readHeader, readSection } from '../../../src-main/runtime/columns/packFile.ts';
import { headerLength, PREFIX } from '../../../src-main/runtime/columns/packFormat.ts';
import { cacheFolder, cacheOn, copied, randomColumns, seeded, sliced } from './randomColumns.ts';

/* Source of truth: the contract of ColumnCache and the columns as they were made; errors of the system by errno(3). */

const CONTENT = 'content';
const TREE = 'Events';
const span = { start: 0, stop: 10 };
const folders: string[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});
afterAll(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true, force: true })));

function newFolder(): string {
  const folder = cacheFolder();
  folders.push(folder);
  return folder;
}

const failing = (code: string) => (): never => {
  throw Object.assign(new Error('raw text'), { code });
};

const packsIn = (folder: string): string[] => {
  const place = path.join(folder, 'v1', CONTENT);
  return fs.existsSync(place) ? fs.readdirSync(place).sort() : [];
};

const plainColumn = (values: ColumnValues['values']): ColumnValues => ({
  values,
  offsets: null,
  inner: null,
  strings: null,
});

describe('a system that refuses to write', () => {
  it.each<[string, 'writeSync' | 'openSync' | 'renameSync', string]>([
    ['ENOSPC', 'writeSync', 'disk full'],
    ['EDQUOT', 'writeSync', 'disk full'],
    ['EACCES', 'openSync', 'read-only'],
    ['EROFS', 'renameSync', 'read-only'],
    ['EIO', 'writeSync', 'unusable'],
  ])('with %s in %s ends keeping, takes no room and leaves nothing behind: %s', (code, call, trouble) => {
    const folder = newFolder();
    const { cache, budget } = cacheOn(folder);
    cache.begin();
    cache.keep(CONTENT, TREE, randomColumns(10, seeded(1)), span);
    const used = budget.usedBytes();
    const kept = packsIn(folder);
    vi.spyOn(fs, call).mockImplementation(failing(code));
    cache.keep(CONTENT, 'Runs', randomColumns(10, seeded(2)), span);
    expect([budget.trouble(), budget.usedBytes()]).toEqual([trouble, used]);
    vi.restoreAllMocks();
    cache.keep(CONTENT, 'Runs', randomColumns(10, seeded(2)), span);
    cache.keepFact(CONTENT, 'tree', 1);
    expect([packsIn(folder), fs.readdirSync(path.join(folder, 'scratch'))]).toEqual([kept, []]);
    expect(cache.find(CONTENT, TREE, ['run'], span).size).toBe(1);
    budget.setTrouble(null);
    cache.keep(CONTENT, 'Runs', randomColumns(10, seeded(2)), span);
    expect(cache.find(CONTENT, 'Runs', ['run'], span).size).toBe(1);
  });

  it('is said at the end of the run, in words', async () => {
    const kept = openColumnFolder(newFolder(), 1e9);
    const budget = columnBudget(kept.data.budget);
    const said: (string | null)[] = [];
    for (const trouble of ['disk full', 'read-only', 'unusable', null] as const) {
      kept.begin();
      budget.setTrouble(trouble);
      said.push(await kept.end());
    }
    expect(said).toEqual([
      expect.stringContaining('the disk is full'),
      expect.stringContaining('cannot be written'),
      expect.stringContaining('cannot be used'),
      null,
    ]);
    await kept.close();
  });
});

describe('what is kept', () => {
  it('is nothing for no columns', () => {
    const folder = newFolder();
    const { cache } = cacheOn(folder);
    cache.begin();
    cache.keep(CONTENT, TREE, new Map(), span);
    expect(packsIn(folder)).toEqual([]);
  });

  it('may have more names than one read of a header holds', () => {
    const folder = newFolder();
    const names = Array.from({ length: 300 }, (_, i) => `HLT_a_long_name_of_a_trigger_of_this_menu_${i}`);
    const { cache } = cacheOn(folder);
    cache.begin();
    const columns = new Map(names.map((name, i) => [name, plainColumn(new Float64Array(10).fill(i))]));
    cache.keep(CONTENT, TREE, columns, span);
    const { cache: other } = cacheOn(folder);
    other.begin();
    expect(copied(other.find(CONTENT, TREE, names, span))).toEqual(copied(columns));
  });

  it('is found although packs that lay before it were removed meanwhile', () => {
    const folder = newFolder();
    const { cache } = cacheOn(folder);
    const columns = new Map([['x', plainColumn(Float64Array.from({ length: 30 }, (_, i) => i))]]);
    cache.begin();
    const keep = (start: number, stop: number) =>
      cache.keep(CONTENT, TREE, sliced(columns, 30, { start, stop }), { start, stop });
    for (let start = 0; start < 30; start += 10) keep(start, start + 10);
    const before = packsIn(folder);
    for (let start = 0; start < 30; start += 5) keep(start, start + 5);
    for (const pack of before) fs.rmSync(path.join(folder, 'v1', CONTENT, pack));
    cache.begin();
    const found = cache.find(CONTENT, TREE, ['x'], { start: 0, stop: 30 });
    expect(copied(found)).toEqual(copied(columns));
  });

  it('lies in memory that is used again, and given back once it is much and not asked for', () => {
    const { cache } = cacheOn(newFolder());
    cache.begin();
    for (const [name, length] of [
      ['small', 10],
      ['large', 5_000_000],
    ] as const)
      cache.keep(CONTENT, TREE, new Map([[name, plainColumn(new Float64Array(length))]]), span);
    const memoryOf = (name: string) => cache.find(CONTENT, TREE, [name], span).get(name)!.values.buffer;
    const [small, large] = [memoryOf('small'), memoryOf('large')];
    expect(memoryOf('small')).toBe(small);
    expect(memoryOf('large')).not.toBe(large);
  });
});

describe('packs that are not what they say', () => {
  /** A pack of one column in a folder of its own, with what its reader knows of it. */
  function packOf(columns: Map<string, ColumnValues>) {
    const folder = newFolder();
    const { cache } = cacheOn(folder);
    cache.begin();
    cache.keep(CONTENT, TREE, columns, span);
    const [name] = packsIn(folder);
    return { folder, cache, file: path.join(folder, 'v1', CONTENT, name) };
  }

  it('by lists that leave their values give nothing, and go', () => {
    for (const offsets of [
      [0, 50, ...new Array<number>(9).fill(50)],
      [5, 4, ...new Array<number>(9).fill(3)],
    ]) {
      const list = { ...plainColumn(new Float64Array(10)), offsets: Int32Array.from(offsets) };
      const { cache, folder } = packOf(new Map([['x', list]]));
      cache.begin();
      expect(cache.find(CONTENT, TREE, ['x'], span).size).toBe(0);
      expect(packsIn(folder)).toEqual([]);
    }
  });

  it('by a file that was cut since its header was read are damaged', () => {
    const { file } = packOf(new Map([['x', plainColumn(new Float64Array(10))]]));
    const header = readHeader(file, CONTENT);
    fs.truncateSync(file, header.size - 8);
    const fd = fs.openSync(file, 'r');
    try {
      const read = (from: number, to: number) =>
        readSection({ fd, header }, header.sections[0], from, to, new GrowingMemory());
      expect(() => read(0, 80)).toThrow(new DamagedPack('it ends too early'));
      expect(() => read(16, 8)).toThrow(new DamagedPack('a list leaves its section'));
      expect(() => read(0, 81)).toThrow(new DamagedPack('a list leaves its section'));
      expect(() => read(-8, 8)).toThrow(new DamagedPack('a list leaves its section'));
    } finally {
      fs.closeSync(fd);
    }
  });

  it('by the length of their header are damaged, however long that is', () => {
    const { file } = packOf(new Map([['x', plainColumn(new Float64Array(5000))]]));
    const bytes = fs.readFileSync(file);
    for (const length of [30_000, 100_000, 16 * 1024 * 1024, 2 ** 32 - 1]) {
      bytes.writeUInt32LE(length, 8);
      fs.writeFileSync(file, bytes);
      expect(() => readHeader(file, CONTENT)).toThrow(DamagedPack);
      expect(headerLength(bytes)).toBe(length > 16 * 1024 * 1024 ? null : length);
    }
    expect(headerLength(bytes.subarray(0, PREFIX - 1))).toBeNull();
  });

  it('by their place are those of another content: facts too, which go', () => {
    const folder = newFolder();
    const { cache } = cacheOn(folder);
    cache.begin();
    cache.keep(CONTENT, TREE, randomColumns(10, seeded(1)), span);
    cache.keepFact(CONTENT, 'tree', { entries: 10 });
    const [here, there] = [CONTENT, 'other'].map((name) => path.join(folder, 'v1', name));
    fs.cpSync(here, there, { recursive: true });
    const { cache: reader } = cacheOn(folder);
    reader.begin();
    expect(reader.find('other', TREE, ['run'], span).size).toBe(0);
    expect(reader.findFact('other', 'tree')).toBeUndefined();
    expect([fs.readdirSync(there), reader.findFact(CONTENT, 'tree')]).toEqual([[], { entries: 10 }]);
  });
});

describe('the folder of kept columns', () => {
  const MB = 1e6;
  const content = (folder: string, name: string, hours: number): string => {
    const place = path.join(folder, 'v1', name);
    fs.mkdirSync(place, { recursive: true });
    fs.writeFileSync(path.join(place, '0-1-x.columns'), Buffer.alloc(MB));
    const used = new Date(Date.now() - hours * 3600_000);
    fs.utimesSync(place, used, used);
    return place;
  };

  it('counts folders of contents only, and of them what can be looked at', async () => {
    const folder = newFolder();
    content(folder, 'a', 1);
    fs.writeFileSync(path.join(folder, 'v1', 'no folder'), Buffer.alloc(MB));
    fs.symlinkSync(path.join(folder, 'nowhere'), path.join(folder, 'v1', 'a', '0-2-x.columns'));
    const use = await openColumnFolder(folder, 10 * MB).prune();
    expect(use.contents).toBe(1);
    expect(use.bytes).toBeGreaterThanOrEqual(MB);
    expect(use.bytes).toBeLessThan(1.01 * MB);
  });

  it('looks for room while a run goes on only where there is none', async () => {
    const folder = newFolder();
    const kept = openColumnFolder(folder, 3 * MB);
    await kept.prune();
    const place = content(folder, 'a', 1);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    kept.begin();
    await vi.advanceTimersByTimeAsync(5000);
    await kept.close();
    const budget = columnBudget(kept.data.budget);
    expect(budget.usedBytes()).toBe(0);
    budget.setTrouble('full');
    await vi.advanceTimersByTimeAsync(1000);
    await kept.close();
    await expect.poll(() => budget.trouble()).toBeNull();
    expect([budget.usedBytes() >= MB, fs.existsSync(place)]).toEqual([true, true]);
    await kept.end();
  });

  it('stays full while the run under way alone fills it', async () => {
    const folder = newFolder();
    const kept = openColumnFolder(folder, 2 * MB);
    await kept.prune();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    kept.begin();
    const places = [content(folder, 'a', 0), content(folder, 'b', -0.001)];
    const budget = columnBudget(kept.data.budget);
    budget.setTrouble('full');
    await vi.advanceTimersByTimeAsync(1000);
    await kept.close();
    expect([budget.trouble(), budget.usedBytes() > 2 * MB]).toEqual(['full', true]);
    expect(places.map((place) => fs.existsSync(place))).toEqual([true, true]);
    expect(await kept.end()).toContain('the size limit of the column cache is reached');
    expect(places.map((place) => fs.existsSync(place))).toEqual([true, true]);
  });
});
