import { afterAll } from 'vitest';
import { createConnection } from '../../../src-main/runtime/store/connection.ts';
import type { Connection } from '../../../src-main/runtime/store/connection.ts';
import { openForWriting } from '../../../src-main/runtime/store/database.ts';
import { loadSqlite } from '../../../src-main/runtime/store/sqlite.ts';
import type { Database } from '../../../src-main/runtime/store/sqlite.ts';

const opened: Connection[] = [];
afterAll(() => opened.forEach((connection) => connection.close()));

/** A connection for writing to the store of a home, with all that it says. It is closed with the test file. */
export async function connectionIn(
  home: string,
): Promise<{ connection: Connection; messages: string[]; database: Database }> {
  const sqlite = await loadSqlite();
  const options = { network: false, unclean: false };
  const { database } = openForWriting(home, sqlite, options);
  const messages: string[] = [];
  const say = (message: string) => void messages.push(message);
  const writing = { sqlite, options };
  const connection = createConnection({ home, state: 'open', reason: null, database, writing, say });
  opened.push(connection);
  return { connection, messages, database };
}

/** A connection that does some things in another way. */
export function changed(connection: Connection, how: Partial<Connection>): Connection {
  return new Proxy(connection, {
    get: (target, name) => Reflect.get(name in how ? how : target, name) as unknown,
  });
}

/** How many rows a table has; undefined where it cannot be read. */
export function countOf(connection: Connection, table: string): number | undefined {
  return connection.read((sql) => (sql(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n);
}
