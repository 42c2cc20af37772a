import { readFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { databaseFile } from '../../../src-main/runtime/store/database.ts';
import { SCHEMA, migrate, schemaOf, writeMeta } from '../../../src-main/runtime/store/migrations.ts';
import { fixture } from '../../shared.ts';
import { emptyHome, storeIn } from './homes.ts';

/*
 * Source of truth: test/fixtures/store/schema1.sql, the text of a database of schema 1 as that schema's program wrote it; it is never
 * made anew from today's code.
 */

function madeFrom(sql: string): string {
  const home = emptyHome();
  const database = new Sqlite(databaseFile(home));
  database.exec(sql);
  database.close();
  return home;
}

const schema1 = readFileSync(fixture('store/schema1.sql'), 'utf8');

describe('schemas', () => {
  it('an old store is brought up to date and keeps what it held', async () => {
    const home = madeFrom(schema1);
    const store = await storeIn(home);
    expect([store.state, store.messages]).toEqual(['open', []]);
    expect(store.partials.find('partial', 'a1')).toStrictEqual({ n: 7, sums: new Float64Array([1.5, -0]) });
    expect(store.partials.contentOf('/data/a.root 1 2 3')).toBe('100-uuid-hash');
    expect(store.checks.has('/data/a.root 1 2 3', 'Muon_pt')).toBe(true);
    expect(store.runs.list()).toEqual([]);
    expect(store.check()).toMatchObject({ structure: [], rows: { values: { checked: 1, damaged: 0 } } });
    store.close();
    const database = new Sqlite(databaseFile(home), { readonly: true });
    expect(schemaOf(database)).toBe(SCHEMA);
    database.close();
  });

  it('an old store is not changed by who only reads', async () => {
    const home = madeFrom(schema1);
    const store = await storeIn(home, { readOnly: true });
    expect([store.state, store.reason]).toEqual(['off', expect.stringContaining('older Muscope')]);
    expect(store.partials.find('partial', 'a1')).toBeUndefined();
    store.close();
  });

  it.each([0, 1, 2])('the migration from schema %i is the same as making the store new', (from) => {
    const made = new Sqlite(':memory:');
    migrate(made, from);
    migrate(made);
    const fresh = new Sqlite(':memory:');
    migrate(fresh);
    const tables = (database: Sqlite.Database) => database.prepare('SELECT * FROM sqlite_schema').all();
    expect(tables(made)).toEqual(tables(fresh));
    expect(schemaOf(made)).toBe(SCHEMA);
  });

  it('a step that fails leaves the schema before it', () => {
    const database = new Sqlite(':memory:');
    migrate(database, 1);
    database.exec('CREATE TABLE runs (x)');
    expect(() => migrate(database)).toThrow(/runs/);
    expect(schemaOf(database)).toBe(1);
    expect(database.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'plans'").get()).toEqual({
      n: 0,
    });
  });

  it('a newer store is read and not changed, and said to be newer', async () => {
    const home = emptyHome();
    const before = await storeIn(home);
    before.partials.keep('facts', 'k', 1);
    before.close();
    const database = new Sqlite(databaseFile(home));
    database.exec('ALTER TABLE kept ADD COLUMN more INTEGER; CREATE TABLE later (x)');
    database.pragma(`user_version = ${SCHEMA + 1}`);
    writeMeta(database, 'schema', String(SCHEMA + 1));
    database.close();
    const bytes = readFileSync(databaseFile(home));
    const store = await storeIn(home);
    expect([store.state, store.partials.find('facts', 'k')]).toEqual(['read-only', 1]);
    expect(store.messages).toEqual([
      `the store was written by a newer Muscope (schema ${SCHEMA + 1}, this one knows ${SCHEMA}): it is read, and nothing is kept`,
    ]);
    store.partials.keep('facts', 'k', 2);
    store.close();
    expect(readFileSync(databaseFile(home)).equals(bytes)).toBe(true);
  });

  it('a false number of the schema is damage, not a newer store', async () => {
    const home = emptyHome();
    (await storeIn(home)).close();
    const database = new Sqlite(databaseFile(home));
    database.pragma('user_version = 77');
    database.close();
    const store = await storeIn(home);
    expect([store.state, store.messages]).toEqual(['open', [expect.stringContaining('damaged-1')]]);
    store.close();
  });
});
