import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { columnBudget } from '../../../src-main/runtime/columns/budget.ts';
import { openColumnFolder } from '../../../src-main/runtime/columns/columnFolder.ts';
import { columnLimit } from '../../../src-main/runtime/columns/limit.ts';
import { openColumnCache } from '../../../src-main/runtime/columns/columnCache.ts';
import { cacheFolder, randomColumns, seeded } from './randomColumns.ts';

/* Source of truth: sizes and times that the test gives the files itself. */

const MB = 1e6;
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = cacheFolder();
  folders.push(folder);
  return folder;
}

/** Contents a, b, c... of one megabyte each, used so many hours ago. */
function contents(folder: string, hours: readonly number[]): string[] {
  return hours.map((ago, i) => {
    const place = path.join(folder, 'v1', 'abcdefgh'[i]);
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, '0-1-x.columns'), Buffer.alloc(MB));
    const used = new Date(Date.now() - ago * 3600_000);
    utimesSync(place, used, used);
    return place;
  });
}

function left(places: readonly string[]): string {
  return places.map((place) => (existsSync(place) ? path.basename(place) : '-')).join('');
}

describe('the size limit', () => {
  it('lets what was not used for longest go, down to nine tenths', async () => {
    const folder = newFolder();
    const places = contents(folder, [5, 1, 4, 2, 3]);
    const kept = openColumnFolder(folder, 4.5 * MB);
    const use = await kept.prune();
    expect(left(places)).toBe('-bcde');
    expect(use.contents).toBe(4);
    expect(use.bytes).toBeGreaterThan(4 * MB);
    expect(columnBudget(kept.data.budget).usedBytes()).toBe(use.bytes);
    await kept.prune(2 * MB);
    expect(left(places)).toBe('-b---');
  });

  it('spares what the run under way has used', async () => {
    const folder = newFolder();
    const places = contents(folder, [3, 2, 1]);
    const kept = openColumnFolder(folder, 0.5 * MB);
    const cache = openColumnCache(folder, columnBudget(kept.data.budget));
    kept.begin();
    cache.begin();
    cache.find('a', 'Events', ['run'], { start: 0, stop: 1 });
    await kept.prune();
    expect(left(places)).toBe('a--');
    expect(await kept.end()).toBeNull();
    await kept.close();
  });

  it('is kept to inside a run, which makes room by what others left and goes on keeping', async () => {
    const folder = newFolder();
    const places = contents(folder, [3, 2, 1]);
    const kept = openColumnFolder(folder, 3.2 * MB);
    const budget = columnBudget(kept.data.budget);
    const cache = openColumnCache(folder, budget);
    await kept.prune();
    kept.begin();
    cache.begin();
    const columns = randomColumns(5000, seeded(1));
    cache.keep('new', 'Events', columns, { start: 0, stop: 5000 });
    expect(budget.trouble()).toBe('full');
    await expect.poll(() => budget.trouble(), { timeout: 10_000 }).toBeNull();
    expect(left(places)).toBe('-bc');
    cache.keep('new', 'Events', columns, { start: 0, stop: 5000 });
    expect(cache.find('new', 'Events', ['run'], { start: 0, stop: 5000 }).size).toBe(1);
    expect(budget.usedBytes()).toBeLessThanOrEqual(3.2 * MB);
    expect(await kept.end()).toBeNull();
  });

  it('that this run alone reaches is said at its end', async () => {
    const kept = openColumnFolder(newFolder(), 8192);
    const cache = openColumnCache(kept.data.root, columnBudget(kept.data.budget));
    kept.begin();
    cache.begin();
    cache.keep('new', 'Events', randomColumns(5000, seeded(1)), { start: 0, stop: 5000 });
    expect(await kept.end()).toContain('the size limit of the column cache is reached');
    kept.begin();
    expect(await kept.end()).toBeNull();
  });
});

describe('what nobody needs any more', () => {
  it('goes: columns of other versions, scratch files of an hour ago', async () => {
    const folder = newFolder();
    const [old, kept, abandoned, fresh, foreign] = ['v0', 'v1', 'scratch/1', 'scratch/2', 'notes'].map(
      (name) => path.join(folder, name),
    );
    for (const one of [old, kept, path.join(folder, 'scratch'), foreign]) mkdirSync(one);
    for (const one of [abandoned, fresh]) writeFileSync(one, 'x');
    const hours = new Date(Date.now() - 2 * 3600_000);
    utimesSync(abandoned, hours, hours);
    const columns = openColumnFolder(folder, MB);
    columns.begin();
    await expect.poll(() => existsSync(old) || existsSync(abandoned), { timeout: 10_000 }).toBe(false);
    expect([kept, fresh, foreign].map((one) => existsSync(one))).toEqual([true, true, true]);
    await columns.end();
    await columns.close();
  });
});

describe('MUSCOPE_CACHE_LIMIT', () => {
  it('is a size with a unit', () => {
    const limits = ['', '0', '1500', '20GB', '1.5 g', '300 MB', '2tb', '7kb'].map((text) =>
      columnLimit({ MUSCOPE_CACHE_LIMIT: text }),
    );
    expect(limits).toEqual([10e9, 0, 1500, 20e9, 1.5e9, 300e6, 2e12, 7000]);
    expect(columnLimit({})).toBe(10e9);
  });

  it('is refused when it is none', () => {
    for (const text of ['ten', '-1', '1e9', '5 PB', 'NaN'])
      expect(() => columnLimit({ MUSCOPE_CACHE_LIMIT: text })).toThrow('which is no size');
  });
});
