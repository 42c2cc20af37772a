import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { APPLICATION_ID, SCHEMA, hasSchema, migrate, readMeta, schemaOf } from './migrations.ts';
import { salvage } from './salvage.ts';
import { isDamage } from './sqlite.ts';
import type { Database, Sqlite } from './sqlite.ts';

const NAME = 'store.sqlite';
const PATIENCE = 5000;
const MOST_SET_ASIDE = 2;
const MEGABYTE = 1024 * 1024;
/** SQLite's own check reads the whole file: always where that takes no time, after an unclean end where it takes a second or so. */
const CHECKED_ALWAYS = 16 * MEGABYTE;
const CHECKED_AFTER_UNCLEAN_END = 512 * MEGABYTE;

/** Path of the database in a home folder. */
export function databaseFile(home: string): string {
  return path.join(home, NAME);
}

/** The damaged databases that were set aside, oldest first. */
export function setAsideFiles(home: string): string[] {
  const numbers = readdirSync(home).flatMap((name) => {
    const found = /^store\.sqlite\.damaged-(\d+)$/.exec(name);
    return found ? [Number(found[1])] : [];
  });
  return numbers.sort((a, b) => a - b).map((n) => `${databaseFile(home)}.damaged-${n}`);
}

/** Renames the database to `store.sqlite.damaged-<n>` and gives that name; of earlier ones the newest stays. Throws the system's error. */
export function setAside(home: string): string {
  const file = databaseFile(home);
  const earlier = setAsideFiles(home);
  const last = Number(/\d+$/.exec(earlier.at(-1) ?? '0')![0]);
  const target = `${file}.damaged-${last + 1}`;
  for (const end of ['', '-wal', '-journal']) {
    if (statSync(file + end, { throwIfNoEntry: false })) renameSync(file + end, target + end);
  }
  rmSync(`${file}-shm`, { force: true });
  for (const old of earlier.slice(0, Math.max(0, earlier.length + 1 - MOST_SET_ASIDE))) removeAside(old);
  return path.basename(target);
}

/** Deletes a database that was set aside. */
export function removeAside(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, { force: true });
}

function damage(what: string): Error {
  return Object.assign(new Error(what), { code: 'SQLITE_CORRUPT' });
}

function connect(sqlite: Sqlite, file: string, readonly: boolean): Database {
  const database = new sqlite(file, { readonly, fileMustExist: readonly, timeout: PATIENCE });
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  database.pragma('cache_size = -4000');
  return database;
}

/** WAL keeps what was committed when the program is killed, without waiting for the disk at each commit. It needs memory shared between programs, which a network file system does not have. */
function setJournal(database: Database, network: boolean): void {
  if (network) {
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = TRUNCATE');
    database.pragma('locking_mode = NORMAL');
    schemaOf(database);
  } else {
    database.pragma('journal_mode = WAL');
    database.pragma('wal_autocheckpoint = 4000');
    database.pragma(`journal_size_limit = ${64 * MEGABYTE}`);
  }
  database.pragma('synchronous = NORMAL');
}

function isEmpty(database: Database): boolean {
  return (
    schemaOf(database) === 0 && database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  );
}

type Age = 'current' | 'older' | 'newer';

/** Tells how old a database is. Throws damage where it is none of ours or not what it says. */
function identify(database: Database, sqlite: Sqlite): Age {
  if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID)
    throw damage('it is no store of Muscope');
  const schema = schemaOf(database);
  if (readMeta(database, 'schema') !== String(schema)) throw damage('it does not know its schema');
  if (schema > SCHEMA) return 'newer';
  if (!hasSchema(database, sqlite)) throw damage('its tables are not those of its schema');
  return schema === SCHEMA ? 'current' : 'older';
}

function quickCheck(database: Database): void {
  const answer = database.pragma('quick_check(1)', { simple: true });
  if (answer !== 'ok') throw damage(String(answer));
}

/** A database as it was opened. */
export interface Opened {
  database: Database;
  age: Age;
}

/** Opens the database of a home folder for reading only; null when there is none. Throws damage and SQLite's errors. */
export function openForReading(home: string, sqlite: Sqlite): Opened | null {
  const file = databaseFile(home);
  if (!statSync(file, { throwIfNoEntry: false })) return null;
  const database = connect(sqlite, file, true);
  try {
    if (isEmpty(database)) {
      database.close();
      return null;
    }
    return { database, age: identify(database, sqlite) };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** How a database is opened for writing. */
export interface WritingOptions {
  network: boolean;
  /** The last program to write was killed, or the machine stopped. */
  unclean: boolean;
}

function openOnce(home: string, sqlite: Sqlite, { network, unclean }: WritingOptions): Opened {
  const file = databaseFile(home);
  const database = connect(sqlite, file, false);
  try {
    if (isEmpty(database)) database.pragma('auto_vacuum = INCREMENTAL');
    else {
      if (identify(database, sqlite) === 'newer') return { database, age: 'newer' };
      const size = statSync(file).size;
      if (size <= (unclean ? CHECKED_AFTER_UNCLEAN_END : CHECKED_ALWAYS)) quickCheck(database);
    }
    setJournal(database, network);
    migrate(database);
    return { database, age: 'current' };
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Sets the database of a home folder aside and makes a new one with what is intact of it; `said` tells the user. Throws SQLite's
 * errors where no new one can be made.
 */
export function replaceDamaged(
  home: string,
  sqlite: Sqlite,
  options: WritingOptions,
): Opened & { said: string } {
  const name = setAside(home);
  const opened = openOnce(home, sqlite, { ...options, unclean: false });
  let saved = 0;
  try {
    const damaged = connect(sqlite, path.join(home, name), true);
    try {
      saved = salvage(damaged, opened.database);
    } finally {
      damaged.close();
      rmSync(path.join(home, `${name}-shm`), { force: true });
    }
  } catch {
    // What cannot be opened holds nothing to save; where the disk is full, what was saved before is kept.
  }
  const rows = saved === 0 ? 'what it held' : `${saved} of its rows are saved, what is lost`;
  return {
    ...opened,
    said: `the store was damaged: it is set aside as ${name} and a new one is begun; ${rows} is computed again`,
  };
}

/**
 * Opens the database of a home folder for the one program that writes, makes or migrates it. One that is damaged is replaced: see
 * {@link replaceDamaged}. A `newer` one is not changed. Throws what is not damage.
 */
export function openForWriting(
  home: string,
  sqlite: Sqlite,
  options: WritingOptions,
): Opened & { said: string | null } {
  try {
    return { ...openOnce(home, sqlite, options), said: null };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return replaceDamaged(home, sqlite, options);
  }
}
