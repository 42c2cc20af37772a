import { isIntact } from './checksum.ts';
import type { Connection, Statements } from './connection.ts';
import { isIntactPlace } from './places.ts';
import { readRun } from './runs.ts';

/** What a check of a whole store found. */
export interface StoreCheck {
  /** SQLite's own complaints about the structure of the database, at most 100. */
  structure: string[];
  /** Rows by what they hold: how many there are, how many were damaged and are removed now. */
  rows: Record<'values' | 'places' | 'plans' | 'runs', { checked: number; damaged: number }>;
}

type Row = Record<string, unknown>;

interface Table {
  what: keyof StoreCheck['rows'];
  /** Gives at most as many rows as the last parameter says, behind the keys of the first ones. */
  page: string;
  keys: readonly string[];
  first: readonly unknown[];
  isIntact(row: Row): boolean;
  remove: string;
}

const PAGE = 200;

const TABLES: readonly Table[] = [
  {
    what: 'values',
    page: 'SELECT kind, key, checksum, bytes.value FROM kept LEFT JOIN bytes ON bytes.id = kept.id WHERE (kind, key) > (?, ?) ORDER BY kind, key LIMIT ?',
    keys: ['kind', 'key'],
    first: ['', ''],
    isIntact: ({ kind, key, checksum, value }) => isIntact(checksum, kind, key, value),
    remove: 'DELETE FROM kept WHERE kind = ? AND key = ?',
  },
  {
    what: 'places',
    page: 'SELECT place, content, columns, used, checksum FROM places WHERE place > ? ORDER BY place LIMIT ?',
    keys: ['place'],
    first: [''],
    isIntact: ({ place, content, columns, used, checksum }) =>
      typeof place === 'string' && isIntactPlace(place, { content, columns, used, checksum }),
    remove: 'DELETE FROM places WHERE place = ?',
  },
  {
    what: 'plans',
    page: 'SELECT hash, value, checksum FROM plans WHERE hash > ? ORDER BY hash LIMIT ?',
    keys: ['hash'],
    first: [''],
    isIntact: ({ hash, value, checksum }) => isIntact(checksum, 'plan', hash, value),
    remove: 'DELETE FROM plans WHERE hash = ?',
  },
  {
    what: 'runs',
    page: 'SELECT id, record, checksum FROM runs WHERE id > ? ORDER BY id LIMIT ?',
    keys: ['id'],
    first: [Number.MIN_SAFE_INTEGER],
    isIntact: ({ id, record, checksum }) => readRun({ id, record, checksum }) !== undefined,
    remove: 'DELETE FROM runs WHERE id = ?',
  },
];

/** Behind what no row refers to, such as the value of a row that was removed. */
const REMOVE_ORPHANS = 'DELETE FROM bytes WHERE id NOT IN (SELECT id FROM kept)';

function checkTable(connection: Connection, table: Table): { checked: number; damaged: number } {
  const count = { checked: 0, damaged: 0 };
  let after = table.first;
  while (true) {
    const rows = connection.read((sql) => sql(table.page).all(...after, PAGE) as Row[]) ?? [];
    const bad = rows.filter((row) => !table.isIntact(row));
    count.checked += rows.length;
    count.damaged += bad.length;
    const remove = (sql: Statements) =>
      bad.forEach((row) => sql(table.remove).run(...table.keys.map((key) => row[key])));
    if (bad.length > 0) connection.write(remove);
    if (rows.length < PAGE) return count;
    after = table.keys.map((key) => rows.at(-1)![key]);
  }
}

/** Verifies the structure of the database and the checksum of every row; removes the rows that are damaged, so that they are computed again. */
export function checkStore(connection: Connection): StoreCheck {
  const rows = {
    values: { checked: 0, damaged: 0 },
    places: { checked: 0, damaged: 0 },
    plans: { checked: 0, damaged: 0 },
    runs: { checked: 0, damaged: 0 },
  };
  for (const table of TABLES) rows[table.what] = checkTable(connection, table);
  connection.write((sql) => sql(REMOVE_ORPHANS).run());
  const { database } = connection;
  const complaints =
    connection.read(() => database!.pragma('integrity_check(100)') as { integrity_check: string }[]) ?? [];
  const structure = complaints.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  return { structure, rows };
}
