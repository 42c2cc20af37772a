import type { Connection, Statements } from './connection.ts';
import { TABLES } from './tables.ts';
import type { Row, RowKind, StoredTable } from './tables.ts';

/** What a check of a whole store found. */
export interface StoreCheck {
  /** SQLite's own complaints about the structure of the database, at most 100. Where there are some, the rows that are right were moved into a new one. */
  structure: string[];
  /** Rows by what they hold: how many there are, how many were damaged and are removed now. */
  rows: Record<RowKind, { checked: number; damaged: number }>;
}

/** Behind what no row refers to, such as the value of a row that was removed. */
const REMOVE_ORPHANS = 'DELETE FROM bytes WHERE id NOT IN (SELECT id FROM kept)';

interface Checked {
  checked: number;
  damaged: number;
  /** Rows whose key itself is damaged are not found again by it. */
  removed: number;
}

function checkTable(connection: Connection, table: StoredTable): Checked {
  const bad: unknown[][] = [];
  let checked = 0;
  connection.look((sql) => {
    for (const row of sql(`${table.select} ${table.keys.join()}`).iterate() as Iterable<Row>) {
      checked++;
      if (!table.isIntact(row)) bad.push(table.keys.map((key) => row[key]));
    }
  });
  let removed = 0;
  const remove = (sql: Statements) =>
    bad.forEach((keys) => void (removed += sql(table.remove).run(...keys).changes));
  if (bad.length > 0) connection.write(remove);
  return { checked, damaged: bad.length, removed };
}

function complaints(connection: Connection): string[] {
  const { database } = connection;
  const rows = connection.look(
    () => database!.pragma('integrity_check(100)') as { integrity_check: string }[],
  );
  if (!rows) return connection.state === 'off' ? [] : ['it cannot be read to its end'];
  return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
}

/** Verifies the structure of the database and the checksum of every row; removes the rows that are damaged, so that they are computed again. */
export function checkStore(connection: Connection): StoreCheck {
  const structure = complaints(connection);
  const rows = {} as StoreCheck['rows'];
  for (const table of TABLES) {
    const { checked, damaged, removed } = checkTable(connection, table);
    rows[table.what] = { checked, damaged };
    if (removed < damaged)
      structure.push(`${damaged - removed} damaged rows of ${table.what} cannot be removed`);
  }
  if (structure.length > 0) connection.replace();
  else connection.write((sql) => sql(REMOVE_ORPHANS).run());
  return { structure, rows };
}
