import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { databaseFile } from '../../../src-main/runtime/store/database.ts';
import { storeHome } from '../../../src-main/runtime/store/home.ts';
import { openStore } from '../../../src-main/runtime/store/open.ts';
import { emptyHome, storeIn } from './homes.ts';
import { keyOf, valueOf } from './values.ts';

/* Source of truth: the values given to the store, and the ports PartialStore and FullCheckRecord. */

describe('values', () => {
  it('come back bit for bit, from this opening and the next', async () => {
    const home = emptyHome();
    const store = await storeIn(home);
    expect(store.state).toBe('open');
    for (let i = 0; i < 50; i++) store.partials.keep('partial', keyOf(i), valueOf(i, 100 + i * 1000));
    for (let i = 0; i < 50; i++) {
      expect(store.partials.find('partial', keyOf(i))).toStrictEqual(valueOf(i, 100 + i * 1000));
    }
    store.close();
    const again = await storeIn(home);
    for (let i = 0; i < 50; i++) {
      expect(again.partials.find('partial', keyOf(i))).toStrictEqual(valueOf(i, 100 + i * 1000));
    }
    expect(again.messages).toEqual([]);
    again.close();
  });

  it('of different kinds have the same keys; a second value replaces the first', async () => {
    const store = await storeIn(emptyHome());
    const { partials } = store;
    partials.keep('facts', 'k', 1);
    partials.keep('failure', 'k', 2);
    expect(partials.find('partial', 'k')).toBeUndefined();
    partials.keep('failure', 'k', 'another');
    expect([partials.find('facts', 'k'), partials.find('failure', 'k')]).toEqual([1, 'another']);
    expect(store.check().rows.values).toEqual({ checked: 2, damaged: 0 });
    store.close();
  });

  it('that cannot be kept are named and change nothing', async () => {
    const store = await storeIn(emptyHome());
    store.partials.keep('partial', 'k', { formula: () => 1 });
    expect(store.messages).toEqual([expect.stringContaining('a partial cannot be kept')]);
    store.partials.keep('partial', 'k', 'good');
    expect([store.state, store.partials.find('partial', 'k')]).toEqual(['open', 'good']);
    store.close();
  });

  it('beyond the limit go by their last use, not by the clock', async () => {
    const home = emptyHome();
    const size = 10_000;
    const first = await storeIn(home);
    for (let i = 0; i < 200; i++) first.partials.keep('partial', keyOf(i), valueOf(i, size));
    first.close();
    const second = await storeIn(home);
    for (let i = 0; i < 50; i++) second.partials.find('partial', keyOf(i));
    second.close();
    const third = await storeIn(home, { limit: 1_500_000 });
    for (let i = 1000; i < 1050; i++) third.partials.keep('partial', keyOf(i), valueOf(i, size));
    expect(third.size()).toBeLessThan(1.1 * 1_500_000);
    const there = (i: number) => third.partials.find('partial', keyOf(i)) !== undefined;
    const count = (from: number, to: number) => {
      let sum = 0;
      for (let i = from; i < to; i++) if (there(i)) sum++;
      return sum;
    };
    expect([count(0, 50), count(1000, 1050)]).toEqual([50, 50]);
    expect(count(50, 200)).toBeLessThan(60);
    expect(third.prune(0).deleted).toBeGreaterThan(100);
    expect(count(0, 1050)).toBe(0);
    expect(third.size()).toBeLessThan(100_000);
    third.close();
    expect(statSync(databaseFile(home)).size).toBeLessThan(100_000);
  });
});

describe('places', () => {
  it('remember content and checked columns from opening to opening', async () => {
    const home = emptyHome();
    const store = await storeIn(home);
    const place = '/data/µ.root 10 20 30';
    expect(store.partials.contentOf(place)).toBeUndefined();
    store.checks.add(place, ['b']);
    store.partials.keepContent(place, 'c1');
    store.checks.add(place, ['a', 'b']);
    store.close();
    const again = await storeIn(home);
    expect(again.partials.contentOf(place)).toBe('c1');
    expect(['a', 'b', 'c'].map((column) => again.checks.has(place, column))).toEqual([true, true, false]);
    expect(again.checks.has('/elsewhere', 'a')).toBe(false);
    again.partials.keepContent(place, 'c2');
    expect([again.partials.contentOf(place), again.checks.has(place, 'a')]).toEqual(['c2', false]);
    again.close();
  });

  it('are known to the process where nothing can be written', async () => {
    const home = emptyHome();
    writeFileSync(path.join(home, 'file'), '');
    const store = await storeIn(path.join(home, 'file/below'));
    expect([store.state, store.reason]).toEqual([
      'off',
      expect.stringContaining('a part of its path is a file'),
    ]);
    store.partials.keepContent('p', 'c');
    store.checks.add('p', ['x']);
    expect([store.partials.contentOf('p'), store.checks.has('p', 'x')]).toEqual(['c', true]);
    store.close();
  });
});

describe('opening', () => {
  it('for reading makes nothing', async () => {
    const home = path.join(emptyHome(), 'none');
    const store = await storeIn(home, { readOnly: true });
    expect([store.state, store.reason, store.messages]).toEqual(['off', 'there is no store yet', []]);
    store.partials.keep('facts', 'k', 1);
    expect([store.partials.find('facts', 'k'), store.size(), store.runs.list()]).toEqual([undefined, 0, []]);
    store.close();
    expect(existsSync(home)).toBe(false);
  });

  it('for reading beside a writer sees what it keeps', async () => {
    const home = emptyHome();
    const writer = await storeIn(home);
    writer.partials.keep('facts', 'k', 1);
    const reader = await storeIn(home, { readOnly: true });
    writer.partials.keep('facts', 'l', 2);
    expect([reader.state, reader.partials.find('facts', 'k'), reader.partials.find('facts', 'l')]).toEqual([
      'read-only',
      1,
      2,
    ]);
    reader.partials.keep('facts', 'm', 3);
    expect(writer.partials.find('facts', 'm')).toBeUndefined();
    reader.close();
    writer.close();
  });

  it('without a word opens the store of the home folder', async () => {
    const store = await openStore();
    expect([store.home, store.state]).toEqual([storeHome(), 'open']);
    store.partials.keep('facts', 'k', 1);
    store.close();
    const again = await storeIn(storeHome(), { readOnly: true });
    expect(again.partials.find('facts', 'k')).toBe(1);
    again.close();
  });

  it('takes milliseconds and leaves three files at most', async () => {
    const home = emptyHome();
    (await storeIn(home)).close();
    const began = performance.now();
    for (let i = 0; i < 20; i++) (await openStore({ home })).close();
    expect((performance.now() - began) / 20).toBeLessThan(100);
    expect(readdirSync(home).sort()).toEqual(['store.lock', 'store.sqlite']);
  });

  it('sets a foreign database and a file that is none aside, and keeps the newest two', async () => {
    const home = emptyHome();
    for (let n = 1; n <= 4; n++) {
      writeFileSync(databaseFile(home), `this is no database ${n}`.repeat(100));
      const store = await storeIn(home);
      expect(store.state).toBe('open');
      expect(store.messages).toEqual([expect.stringContaining(`store.sqlite.damaged-${n}`)]);
      store.partials.keep('facts', 'k', n);
      store.close();
    }
    const aside = readdirSync(home).filter((name) => name.includes('damaged'));
    expect(aside).toEqual(['store.sqlite.damaged-3', 'store.sqlite.damaged-4']);
    const kept = await storeIn(home);
    expect(kept.partials.find('facts', 'k')).toBe(4);
    kept.close();
  });

  it('a folder in the place of the database turns it off', async () => {
    const home = emptyHome();
    mkdirSync(databaseFile(home));
    const store = await storeIn(home);
    expect([store.state, store.reason]).toEqual(['off', expect.stringContaining('cannot be opened')]);
    store.partials.keep('facts', 'k', 1);
    store.close();
  });

  it('finds a database whose WAL is lost or foreign as it was, or absent', async () => {
    const home = emptyHome();
    const store = await storeIn(home);
    for (let i = 0; i < 100; i++) store.partials.keep('partial', keyOf(i), valueOf(i));
    const copy = emptyHome();
    copyFileSync(databaseFile(home), databaseFile(copy));
    writeFileSync(`${databaseFile(copy)}-wal`, Buffer.alloc(40_000, 7));
    const other = await storeIn(copy);
    for (let i = 0; i < 100; i++) {
      const found = other.partials.find('partial', keyOf(i));
      if (found !== undefined) expect(found).toStrictEqual(valueOf(i));
    }
    other.partials.keep('facts', 'k', 1);
    expect([other.state, other.partials.find('facts', 'k')]).toEqual(['open', 1]);
    other.close();
    store.close();
    rmSync(copy, { recursive: true });
  });

  it('on a network file system does without WAL', async () => {
    const home = emptyHome();
    (await storeIn(home)).close();
    const store = await storeIn(home, { network: 'NFS' });
    store.partials.keep('facts', 'k', 1);
    expect(readdirSync(home).filter((name) => /wal|shm/.test(name))).toEqual([]);
    const reader = await storeIn(home, { readOnly: true, network: 'NFS' });
    expect(reader.partials.find('facts', 'k')).toBe(1);
    store.partials.keep('facts', 'l', 2);
    expect([store.state, reader.partials.find('facts', 'l')]).toEqual(['open', 2]);
    reader.close();
    store.close();
  });
});
