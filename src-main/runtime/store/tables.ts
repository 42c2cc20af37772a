import { isIntact } from './checksum.ts';
import type { Statements } from './connection.ts';
import { isIntactPlace } from './places.ts';
import { readRun } from './runs.ts';

/** A row as SQLite gives it: of a damaged database, any type may stand anywhere. */
export type Row = Record<string, unknown>;

/** What the rows of a store hold. */
export type RowKind = 'values' | 'places' | 'plans' | 'runs';

/** How the rows of one kind are read, judged, removed and written. */
export interface StoredTable {
  what: RowKind;
  /** All rows; `ORDER BY` the keys goes behind. */
  select: string;
  keys: readonly string[];
  isIntact(row: Row): boolean;
  remove: string;
  write(sql: Statements, row: Row): void;
}

const WRITE_BYTES = 'INSERT INTO bytes (value) VALUES (?)';
const WRITE_KEPT =
  'INSERT OR REPLACE INTO kept (kind, key, used, size, id, checksum) VALUES (?, ?, ?, length(?), ?, ?)';
const WRITE_PLACE =
  'INSERT OR REPLACE INTO places (place, content, columns, used, checksum) VALUES (?, ?, ?, ?, ?)';

const number = (value: unknown): number => (typeof value === 'number' && value >= 0 ? value : 0);

/** Everything of a store that carries a checksum and is worth saving; `meta` is made anew. */
export const TABLES: readonly StoredTable[] = [
  {
    what: 'values',
    select:
      'SELECT kind, key, used, checksum, bytes.value FROM kept LEFT JOIN bytes ON bytes.id = kept.id ORDER BY',
    keys: ['kind', 'key'],
    isIntact: ({ kind, key, checksum, value }) => isIntact(checksum, kind, key, value),
    remove: 'DELETE FROM kept WHERE kind = ? AND key = ?',
    write(sql, { kind, key, used, checksum, value }) {
      const { lastInsertRowid } = sql(WRITE_BYTES).run(value);
      sql(WRITE_KEPT).run(kind, key, number(used), value, lastInsertRowid, checksum);
    },
  },
  {
    what: 'places',
    select: 'SELECT place, content, columns, used, checksum FROM places ORDER BY',
    keys: ['place'],
    isIntact: ({ place, content, columns, used, checksum }) =>
      typeof place === 'string' && isIntactPlace(place, { content, columns, used, checksum }),
    remove: 'DELETE FROM places WHERE place = ?',
    write: (sql, { place, content, columns, used, checksum }) =>
      void sql(WRITE_PLACE).run(place, content, columns, number(used), checksum),
  },
  {
    what: 'plans',
    select: 'SELECT hash, value, checksum FROM plans ORDER BY',
    keys: ['hash'],
    isIntact: ({ hash, value, checksum }) => isIntact(checksum, 'plan', hash, value),
    remove: 'DELETE FROM plans WHERE hash = ?',
    write: (sql, { hash, value, checksum }) =>
      void sql('INSERT OR REPLACE INTO plans (hash, value, checksum) VALUES (?, ?, ?)').run(
        hash,
        value,
        checksum,
      ),
  },
  {
    what: 'runs',
    select: 'SELECT id, record, checksum FROM runs ORDER BY',
    keys: ['id'],
    isIntact: ({ id, record, checksum }) => readRun({ id, record, checksum }) !== undefined,
    remove: 'DELETE FROM runs WHERE id = ?',
    write: (sql, { id, record, checksum }) =>
      void sql('INSERT OR REPLACE INTO runs (id, record, checksum) VALUES (?, ?, ?)').run(
        id,
        record,
        checksum,
      ),
  },
];
