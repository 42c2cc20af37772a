import { isIntact, rowChecksum } from './checksum.ts';
import type { Database, Sqlite } from './sqlite.ts';

/** `Musc`, in the header of the database (PRAGMA application_id). */
export const APPLICATION_ID = 0x4d757363;

/**
 * What leads from one schema to the next, in order; a released one is never changed. In all schemas `meta` holds the row `schema`, by
 * which a database of a newer program is told from a damaged one.
 *
 * places: what is known of the file at a place identity: its content identity and, as JSON, the columns that were once read in full.
 * kept: where the bytes of a value lie and what they hash to; `used` is the number of the opening of the store that used it last.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL, checksum BLOB NOT NULL) WITHOUT ROWID;
   CREATE TABLE places (place TEXT PRIMARY KEY, content TEXT NOT NULL, columns TEXT NOT NULL, used INTEGER NOT NULL, checksum BLOB NOT NULL) WITHOUT ROWID;
   CREATE TABLE kept (kind TEXT NOT NULL, key TEXT NOT NULL, used INTEGER NOT NULL, size INTEGER NOT NULL, id INTEGER NOT NULL, checksum BLOB NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
   CREATE TABLE bytes (id INTEGER PRIMARY KEY, value BLOB NOT NULL);`,
  `CREATE TABLE plans (hash TEXT PRIMARY KEY, value BLOB NOT NULL, checksum BLOB NOT NULL) WITHOUT ROWID;
   CREATE TABLE runs (id INTEGER PRIMARY KEY AUTOINCREMENT, record TEXT NOT NULL, checksum BLOB NOT NULL);`,
];

/** The schema that this program writes. */
export const SCHEMA = MIGRATIONS.length;

/** Reads a row of `meta`; undefined when there is none or it is damaged. */
export function readMeta(database: Database, name: string): string | undefined {
  const row = database.prepare('SELECT value, checksum FROM meta WHERE name = ?').get(name) as
    { value: unknown; checksum: unknown } | undefined;
  return row && typeof row.value === 'string' && isIntact(row.checksum, 'meta', name, row.value)
    ? row.value
    : undefined;
}

/** Writes a row of `meta`. */
export function writeMeta(database: Database, name: string, value: string): void {
  database
    .prepare('INSERT OR REPLACE INTO meta (name, value, checksum) VALUES (?, ?, ?)')
    .run(name, value, rowChecksum('meta', name, value));
}

/** The number of a database's schema; 0 when it is empty. */
export function schemaOf(database: Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

/** Brings a database from the schema that it has to `target`, each step in a transaction. Throws SQLite's error; the steps before it stay. */
export function migrate(database: Database, target: number = SCHEMA): void {
  for (let schema = schemaOf(database); schema < target; schema++) {
    database
      .transaction(() => {
        if (schema === 0) database.pragma(`application_id = ${APPLICATION_ID}`);
        database.exec(MIGRATIONS[schema]!);
        database.pragma(`user_version = ${schema + 1}`);
        writeMeta(database, 'schema', String(schema + 1));
      })
      .immediate();
  }
}

function tables(database: Database): string {
  const rows = database
    .prepare(
      `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\' ORDER BY type, name`,
    )
    .all();
  return JSON.stringify(rows);
}

/** Whether the tables of a database are those of the schema that it states. */
export function hasSchema(database: Database, sqlite: Sqlite): boolean {
  const model = new sqlite(':memory:');
  try {
    migrate(model, schemaOf(database));
    return tables(model) === tables(database);
  } finally {
    model.close();
  }
}
