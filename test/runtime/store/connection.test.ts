import { rmSync, writeFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { databaseFile } from '../../../src-main/runtime/store/database.ts';
import { freeBytes } from '../../../src-main/runtime/store/fileSystem.ts';
import type { Database } from '../../../src-main/runtime/store/sqlite.ts';
import { createValues } from '../../../src-main/runtime/store/values.ts';
import { checkStore } from '../../../src-main/runtime/store/verify.ts';
import { changed, connectionIn, countOf } from './connections.ts';
import { emptyHome, storeIn } from './homes.ts';

/* Source of truth: the contract of Connection: nothing throws, what is written is written whole or not at all; SQLite's result codes. */

vi.mock('../../../src-main/runtime/store/fileSystem.ts', async (original) => ({
  ...(await original<object>()),
  freeBytes: vi.fn<(folder: string) => number | null>(() => 1e9),
}));
afterEach(() => void vi.mocked(freeBytes).mockReturnValue(1e9));

const refusal = (code: string): Error => Object.assign(new Error('raw text'), { code });

function raise(error: Error): never {
  throw error;
}

const MARK = "INSERT INTO meta (name, value, checksum) VALUES (?, '', x'')";

describe('a transaction that the system refuses', () => {
  it.each<[string, number | null, string]>([
    ['SQLITE_IOERR_WRITE', 1e9, 'the disk refused to write, or is full'],
    ['SQLITE_IOERR_WRITE', null, 'the disk refused to write, or is full'],
    ['SQLITE_IOERR_WRITE', 65_535, 'the disk is full'],
    ['SQLITE_IOERR_WRITE', 65_536, 'the disk refused to write, or is full'],
    ['SQLITE_BUSY', 0, 'another program keeps it locked'],
    ['SQLITE_FULL', 1e9, 'the disk is full'],
  ])('with %s, %s bytes free: reads on and writes nothing: %s', async (code, free, words) => {
    const { connection, messages } = await connectionIn(emptyHome());
    const rows = countOf(connection, 'meta');
    vi.mocked(freeBytes).mockReturnValue(free);
    const written = connection.write((sql) => {
      sql(MARK).run('half');
      throw refusal(code);
    });
    const reason = `the store keeps nothing more: ${words}`;
    expect([written, connection.state, connection.reason]).toEqual([false, 'read-only', reason]);
    expect([countOf(connection, 'meta'), messages]).toEqual([rows, [reason]]);
    expect(connection.write((sql) => sql(MARK).run('later'))).toBe(false);
    expect(countOf(connection, 'meta')).toBe(rows);
  });

  it('for damage is replaced and written again by the next', async () => {
    const { connection, messages } = await connectionIn(emptyHome());
    expect(connection.write(() => raise(refusal('SQLITE_CORRUPT')))).toBe(false);
    expect([connection.state, messages]).toEqual(['open', [expect.stringContaining('damaged-1')]]);
    expect(connection.write((sql) => sql(MARK).run('later'))).toBe(true);
  });
});

describe('reading', () => {
  it('that the system refuses gives nothing and changes nothing; damage replaces', async () => {
    const { connection, messages } = await connectionIn(emptyHome());
    expect(connection.read(() => raise(refusal('SQLITE_IOERR_READ')))).toBeUndefined();
    expect([connection.state, messages]).toEqual(['open', []]);
    expect(connection.look(() => raise(refusal('SQLITE_CORRUPT')))).toBeUndefined();
    expect([connection.state, messages]).toEqual(['open', []]);
    expect(connection.read(() => raise(refusal('SQLITE_CORRUPT')))).toBeUndefined();
    expect(messages.length).toBe(1);
  });

  it('after the end gives nothing; a check finds nothing', async () => {
    const store = await storeIn(emptyHome());
    store.partials.keep('facts', 'k', 1);
    store.close();
    const none = { checked: 0, damaged: 0 };
    expect(store.check()).toEqual({
      structure: [],
      rows: { values: none, places: none, plans: none, runs: none },
    });
  });
});

describe('a check', () => {
  it('of a database that cannot be read to its end replaces it', async () => {
    const { connection, messages } = await connectionIn(emptyHome());
    const { structure } = checkStore(changed(connection, { look: () => undefined }));
    expect(structure).toEqual(['it cannot be read to its end']);
    expect([messages.length, connection.state]).toEqual([1, 'open']);
  });

  it('replaces a database with rows that cannot be removed: keys that are no UTF-8', async () => {
    const { connection, messages } = await connectionIn(emptyHome());
    const values = createValues(connection, 1, 1e9);
    for (const key of ['a', 'b']) values.keep('facts', key, key);
    connection.write((sql) => sql("UPDATE kept SET key = CAST(x'ff41' AS TEXT) WHERE key = 'a'").run());
    expect(checkStore(connection)).toMatchObject({
      structure: ['1 damaged rows of values cannot be removed'],
      rows: { values: { checked: 2, damaged: 1 } },
    });
    expect(messages).toEqual([expect.stringContaining('1 of its rows are saved')]);
    expect([countOf(connection, 'kept'), values.find('facts', 'b')]).toEqual([1, 'b']);
  });
});

describe('opening', () => {
  it('an empty file for reading finds no store', async () => {
    const home = emptyHome();
    writeFileSync(databaseFile(home), '');
    const store = await storeIn(home, { readOnly: true });
    expect([store.state, store.reason, store.broken]).toEqual(['off', 'there is no store yet', false]);
    store.close();
  });

  it.each<[string, (database: Database) => void]>([
    ['of another program', (database) => database.pragma('application_id = 1')],
    ['with a table too many', (database) => database.exec('CREATE TABLE more (x)')],
    ['with a table too few', (database) => database.exec('DROP TABLE plans')],
  ])('sets a database %s aside, and is broken to who only reads', async (_, spoil) => {
    const home = emptyHome();
    const store = await storeIn(home);
    store.partials.keep('facts', 'k', 1);
    store.close();
    const database = new Sqlite(databaseFile(home));
    spoil(database);
    database.close();
    const reader = await storeIn(home, { readOnly: true });
    expect([reader.state, reader.broken]).toEqual(['off', true]);
    reader.close();
    const again = await storeIn(home);
    expect([again.state, again.messages]).toEqual(['open', [expect.stringContaining('damaged-1')]]);
    again.close();
    rmSync(home, { recursive: true });
  });

  it('says the same trouble once', async () => {
    const said: string[] = [];
    const store = await storeIn(emptyHome(), { onTrouble: (message) => void said.push(message) });
    const words = {
      get sum(): never {
        throw 'only words';
      },
    };
    for (let i = 0; i < 3; i++) store.partials.keep('partial', 'k', words);
    expect(said).toEqual(['a partial cannot be kept: only words']);
    expect(store.messages).toEqual(said);
    store.close();
  });
});
