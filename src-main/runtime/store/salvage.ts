import type { Statements } from './connection.ts';
import type { Database } from './sqlite.ts';
import { TABLES } from './tables.ts';
import type { Row, StoredTable } from './tables.ts';

const PER_TRANSACTION = 200;

/** Writes rows a few hundred at a time, so that a large store is never held in memory. */
function batches(to: Database, write: (row: Row) => void): { add(row: Row): void; flush(): void } {
  let waiting: Row[] = [];
  const flush = () => {
    to.transaction(() => waiting.forEach(write)).immediate();
    waiting = [];
  };
  return {
    add(row) {
      waiting.push(row);
      if (waiting.length === PER_TRANSACTION) flush();
    },
    flush,
  };
}

/**
 * Visits the rows from the beginning, and where the database is broken, from the end down to where it broke.
 * Gives whether all were read.
 */
function visitRows(from: Database, table: StoredTable, visit: (row: Row) => void): boolean {
  const keyOf = (row: Row) => JSON.stringify(table.keys.map((key) => row[key]));
  const rows = (direction: 'ASC' | 'DESC') => {
    const order = table.keys.map((key) => `${key} ${direction}`).join();
    return from.prepare(`${table.select} ${order}`).iterate() as Iterable<Row>;
  };
  let last = '';
  try {
    for (const row of rows('ASC')) {
      last = keyOf(row);
      visit(row);
    }
    return true;
  } catch {
    // What lies behind the damage is reached from the other end.
  }
  try {
    for (const row of rows('DESC')) {
      if (keyOf(row) === last) break;
      visit(row);
    }
  } catch {
    // What lies between two damaged places is lost.
  }
  return false;
}

/** Copies every row that can be read and has the right checksum into an empty database; gives how many. Throws what goes wrong in writing. */
export function salvage(from: Database, to: Database): number {
  const sql: Statements = (text) => to.prepare<unknown[]>(text);
  let saved = 0;
  for (const table of TABLES) {
    let trouble: unknown = null;
    const batch = batches(to, (row) => table.write(sql, row));
    visitRows(from, table, (row) => {
      if (trouble !== null || !table.isIntact(row)) return;
      try {
        batch.add(row);
        saved++;
      } catch (error) {
        trouble = error;
      }
    });
    if (trouble !== null) throw trouble;
    batch.flush();
  }
  return saved;
}
