import { mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { rowChecksum } from '../../../src-main/runtime/store/checksum.ts';
import type { Connection } from '../../../src-main/runtime/store/connection.ts';
import { databaseFile } from '../../../src-main/runtime/store/database.ts';
import { createPlaces } from '../../../src-main/runtime/store/places.ts';
import { createPlans } from '../../../src-main/runtime/store/plans.ts';
import { pruneValues, storedBytes } from '../../../src-main/runtime/store/prune.ts';
import { tidyRuns } from '../../../src-main/runtime/store/runs.ts';
import { salvage } from '../../../src-main/runtime/store/salvage.ts';
import type { Database } from '../../../src-main/runtime/store/sqlite.ts';
import { createValues } from '../../../src-main/runtime/store/values.ts';
import { changed, connectionIn, countOf } from './connections.ts';
import { emptyHome, storeIn } from './homes.ts';
import { keyOf, valueOf } from './values.ts';

/* Source of truth: the rows that the test itself wrote, counted by SQL; the promises of the parts of a store. */

describe('pruning', () => {
  it('that is refused half-way says what it deleted, and leaves the rest', async () => {
    const { connection } = await connectionIn(emptyHome());
    const values = createValues(connection, 1, 1e9);
    for (let i = 0; i < 800; i++) values.keep('facts', keyOf(i), valueOf(i, 2000));
    let writes = 0;
    const limited = changed(connection, {
      write: (work) => ++writes < 3 && connection.write(work),
    });
    expect(pruneValues(limited, 2, 0)).toBe(500);
    expect([countOf(connection, 'kept'), countOf(connection, 'bytes')]).toEqual([300, 300]);
    expect(pruneValues(connection, 2, 0)).toBe(300);
  });

  it('goes by what it knows where a size is none', async () => {
    const { connection } = await connectionIn(emptyHome());
    const values = createValues(connection, 1, 1e9);
    for (let i = 0; i < 20; i++) values.keep('facts', keyOf(i), valueOf(i, 10_000));
    connection.write((sql) => sql("UPDATE kept SET size = 'large'").run());
    const before = storedBytes(connection);
    expect(pruneValues(connection, 2, before / 2)).toBeGreaterThanOrEqual(9);
    expect(storedBytes(connection)).toBeLessThanOrEqual(before / 2);
  });

  it('of a store that is only read deletes nothing', async () => {
    const home = emptyHome();
    const writer = await storeIn(home);
    writer.partials.keep('facts', 'k', 1);
    writer.close();
    const reader = await storeIn(home, { readOnly: true });
    const size = reader.size();
    expect([reader.prune(0), reader.size(), reader.partials.find('facts', 'k')]).toEqual([
      ...[{ deleted: 0 }, size, 1],
    ]);
    reader.close();
  });
});

describe('what is not written again', () => {
  it('is what is known already: a content, checked columns, a plan', async () => {
    const home = path.join(emptyHome(), 'inner');
    mkdirSync(home);
    const { connection } = await connectionIn(home);
    const { keepContent, contentOf, checks } = createPlaces(connection, 1);
    const plans = createPlans(connection);
    const plan = plans.freeze({ files: ['a'] });
    keepContent('p', 'c');
    checks.add('p', ['x', 'y']);
    renameSync(home, `${home}.away`);
    await wait(600);
    keepContent('p', 'c');
    checks.add('p', ['y']);
    expect([plans.freeze({ files: ['a'] }), connection.state]).toEqual([plan, 'open']);
    expect([contentOf('p'), checks.has('p', 'x')]).toEqual(['c', true]);
    checks.add('p', ['z']);
    expect(connection.state).toBe('read-only');
  });
});

describe('places', () => {
  it('beyond twenty thousand are forgotten by the process, the first first, not by the store', async () => {
    const { connection } = await connectionIn(emptyHome());
    const stored = createPlaces(connection, 1);
    const unstored = createPlaces(changed(connection, { read: () => undefined, write: () => false }), 1);
    for (const places of [stored, unstored]) {
      for (const place of ['first', 'second']) places.keepContent(place, 'c');
      for (let i = 0; i < 19_999; i++) places.contentOf(`/${i}`);
    }
    expect([stored.contentOf('first'), unstored.contentOf('first')]).toEqual(['c', undefined]);
    expect(unstored.contentOf(`/19998`)).toBeUndefined();
    const small = createPlaces(changed(connection, { read: () => undefined, write: () => false }), 1);
    small.keepContent('first', 'c');
    for (let i = 0; i < 19_999; i++) small.contentOf(`/${i}`);
    expect(small.contentOf('first')).toBe('c');
  });
});

describe('a book of runs that cannot be read', () => {
  it('is left as it is', async () => {
    const { connection } = await connectionIn(emptyHome());
    const write = vi.fn<Connection['write']>(() => false);
    tidyRuns(changed(connection, { read: () => undefined, write }));
    expect(write).not.toHaveBeenCalled();
  });
});

describe('saving what is intact', () => {
  async function filled(rows: number): Promise<{ connection: Connection; database: Database }> {
    const { connection, database } = await connectionIn(emptyHome());
    const values = createValues(connection, 1, 1e9);
    for (let i = 0; i < rows; i++) values.keep('partial', keyOf(i), valueOf(i, 2000));
    return { connection, database };
  }

  it('throws what goes wrong in writing, with what was saved before', async () => {
    const { database } = await filled(300);
    const to = await connectionIn(emptyHome());
    to.database.pragma('max_page_count = 200');
    expect(() => salvage(database, to.database)).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
    to.database.pragma('max_page_count = 100000');
    expect(countOf(to.connection, 'kept')).toBe(0);
    expect(salvage(database, to.database)).toBe(300);
    expect(countOf(to.connection, 'kept')).toBe(300);
  });

  it('takes every row once where a disk reads again what it did not read before', async () => {
    const { database } = await filled(300);
    const moody = new Proxy(database, {
      get: (target, name) => (name === 'prepare' ? prepare : (Reflect.get(target, name) as unknown)),
    });
    function prepare(text: string): unknown {
      const statement = database.prepare<unknown[], Record<string, unknown>>(text);
      function* rows() {
        let read = 0;
        for (const row of statement.iterate()) {
          if (text.includes('kept') && text.endsWith('ASC') && read++ === 150)
            throw Object.assign(new Error('raw text'), { code: 'SQLITE_IOERR_READ' });
          yield row;
        }
      }
      return { iterate: rows };
    }
    const { connection, database: to } = await connectionIn(emptyHome());
    expect(salvage(moody, to)).toBe(300);
    expect([countOf(connection, 'kept'), countOf(connection, 'bytes')]).toEqual([300, 300]);
  });

  it('gives a row its last use anew where that is no number', async () => {
    const { connection, messages } = await connectionIn(emptyHome());
    const values = createValues(connection, 7, 1e9);
    for (const key of ['a', 'b', 'c']) values.keep('facts', key, key);
    connection.write((sql) => {
      sql("UPDATE kept SET used = 'x' WHERE key = 'a'").run();
      sql("UPDATE kept SET used = -5 WHERE key = 'b'").run();
    });
    connection.replace();
    expect(messages).toEqual([expect.stringContaining('3 of its rows are saved')]);
    const used = connection.read((sql) => sql('SELECT used FROM kept ORDER BY key').all());
    expect(used).toEqual([{ used: 0 }, { used: 0 }, { used: 7 }]);
    expect(values.find('facts', 'a')).toBe('a');
  });
});

describe('rows that are intact and still hold nothing', () => {
  it('count as absent: bytes of no value, of a plan', async () => {
    const { connection } = await connectionIn(emptyHome());
    const values = createValues(connection, 1, 1e9);
    const rubbish = Buffer.from('no structured clone');
    values.keep('facts', 'k', 1);
    connection.write((sql) => {
      sql('UPDATE bytes SET value = ?').run(rubbish);
      sql('UPDATE kept SET checksum = ?').run(rowChecksum('facts', 'k', rubbish));
      sql('INSERT INTO plans (hash, value, checksum) VALUES (?, ?, ?)').run(
        ...['h', rubbish, rowChecksum('plan', 'h', rubbish)],
      );
    });
    expect([values.find('facts', 'k'), createPlans(connection).find('h')]).toEqual([undefined, undefined]);
  });

  it('as runs are not listed, nor made interrupted', async () => {
    const home = emptyHome();
    const store = await storeIn(home);
    const facts = { title: '', study: '', version: '', document: null, documentHash: '' };
    const ids = [1, 2].map(() => store.runs.begin({ ...facts, plan: null, out: null, command: [] }));
    store.close();
    const database = new Sqlite(databaseFile(home));
    database
      .prepare('UPDATE runs SET record = replace(record, \'"title":""\', \'"title":"x"\') WHERE id = 1')
      .run();
    database.close();
    const again = await storeIn(home);
    expect(again.runs.list().map(({ id, state }) => [id, state])).toEqual([[ids[1], 'interrupted']]);
    expect(again.runs.find(ids[0])).toBeUndefined();
    again.close();
  });
});
