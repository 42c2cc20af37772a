import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { databaseFile } from '../../../src-main/runtime/store/database.ts';
import { SCHEMA, writeMeta } from '../../../src-main/runtime/store/migrations.ts';
import type { Store } from '../../../src-main/runtime/store/open.ts';
import { connectionIn } from './connections.ts';
import { emptyHome, storeIn } from './homes.ts';
import { keyOf, valueOf } from './values.ts';

/* Source of truth: what was kept before one page of a table was overwritten (SQLite's dbstat names the pages). */

const original = emptyHome();
const VALUES = 300;

beforeAll(async () => {
  const store = await storeIn(original);
  for (let i = 0; i < VALUES; i++) store.partials.keep('partial', keyOf(i), valueOf(i, 2000));
  for (let i = 0; i < 50; i++) store.partials.keepContent(`/place ${i}`, `content ${i}`);
  const plan = store.plans.freeze({ files: ['a'] });
  store.runs.begin({
    title: 'One',
    study: 's',
    version: '1',
    document: null,
    documentHash: '',
    plan,
    out: null,
    command: [],
  });
  store.close();
});

function pagesOf(home: string, table: string): number[] {
  const database = new Sqlite(databaseFile(home), { readonly: true });
  const rows = database
    .prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path")
    .all(table);
  database.close();
  return (rows as { pageno: number }[]).map(({ pageno }) => pageno);
}

function spoil(home: string, page: number): void {
  const bytes = readFileSync(databaseFile(home));
  bytes.fill(0xa5, (page - 1) * 4096, page * 4096);
  writeFileSync(databaseFile(home), bytes);
}

function spoiledCopy(table: string): string {
  const home = emptyHome();
  copyFileSync(databaseFile(original), databaseFile(home));
  const pages = pagesOf(home, table);
  spoil(home, pages[Math.floor(pages.length / 2)]!);
  return home;
}

function countRight(store: Store): number {
  let right = 0;
  for (let i = 0; i < VALUES; i++) {
    const value = store.partials.find('partial', keyOf(i));
    if (value === undefined) continue;
    expect(value).toStrictEqual(valueOf(i, 2000));
    right++;
  }
  return right;
}

describe('a store with a page that is overwritten', () => {
  it.each(['kept', 'bytes'])('of the table %s keeps what lies before and behind it', async (table) => {
    const store = await storeIn(spoiledCopy(table));
    expect(store.messages).toEqual([
      expect.stringMatching(/^the store was damaged: .*damaged-1 .*; \d+ of its rows are saved/),
    ]);
    const right = countRight(store);
    expect(right).toBeGreaterThan(VALUES * 0.75);
    expect(right).toBeLessThan(VALUES);
    expect(store.partials.contentOf('/place 7')).toBe('content 7');
    const [run] = store.runs.list();
    expect([run?.title, run?.state, store.plans.find(run!.plan!)]).toEqual([
      'One',
      'interrupted',
      { files: ['a'] },
    ]);
    expect(store.check()).toMatchObject({ structure: [], rows: { values: { checked: right, damaged: 0 } } });
    store.close();
  });

  it('is given up when new ones are damaged again and again', async () => {
    const { connection, messages } = await connectionIn(emptyHome());
    connection.replace();
    connection.replace();
    expect([connection.state, connection.write((sql) => sql('DELETE FROM kept').run())]).toEqual([
      'open',
      true,
    ]);
    connection.replace();
    expect([connection.state, connection.reason]).toEqual([
      'off',
      'the store is damaged: nothing is read from it or kept',
    ]);
    expect(messages.filter((message) => message.includes('set aside')).length).toBe(2);
  });

  it('whose folder is gone too is off', async () => {
    const home = emptyHome();
    const { connection, messages } = await connectionIn(home);
    rmSync(home, { recursive: true });
    connection.replace();
    expect([connection.state, connection.reason]).toEqual([
      'off',
      expect.stringContaining('cannot be replaced'),
    ]);
    expect(connection.read(() => 1)).toBeUndefined();
    connection.replace();
    connection.close();
    expect(messages).toEqual([connection.reason]);
  });

  it('by a newer program is off, and left as it is', async () => {
    const home = emptyHome();
    copyFileSync(databaseFile(original), databaseFile(home));
    const database = new Sqlite(databaseFile(home));
    database.pragma(`user_version = ${SCHEMA + 1}`);
    writeMeta(database, 'schema', String(SCHEMA + 1));
    database.close();
    for (const page of pagesOf(home, 'kept')) spoil(home, page);
    const bytes = readFileSync(databaseFile(home));
    const store = await storeIn(home);
    expect(store.state).toBe('read-only');
    expect(countRight(store)).toBe(0);
    expect([store.state, store.broken]).toEqual(['off', true]);
    store.close();
    expect(readFileSync(databaseFile(home)).equals(bytes)).toBe(true);
  });
});

describe('counting of openings', () => {
  it.each(['1e300', '-5', 'x', '3'])('goes on behind "%s"', async (session) => {
    const home = emptyHome();
    const store = await storeIn(home);
    store.partials.keep('facts', 'k', 1);
    store.close();
    const database = new Sqlite(databaseFile(home));
    writeMeta(database, 'session', session);
    database.close();
    const again = await storeIn(home);
    again.partials.keep('facts', 'l', 2);
    expect([again.partials.find('facts', 'k'), again.partials.find('facts', 'l'), again.messages]).toEqual([
      1,
      2,
      [],
    ]);
    again.close();
  });
});
