import type BetterSqlite from 'better-sqlite3';

/** better-sqlite3's constructor of databases. */
export type Sqlite = typeof BetterSqlite;

/** An open database. */
export type Database = BetterSqlite.Database;

/** Loads better-sqlite3 with its prebuilt binary. Rejects with an Error in words where there is none that this system can load. */
export async function loadSqlite(): Promise<Sqlite> {
  try {
    const { default: sqlite } = await import('better-sqlite3');
    new sqlite(':memory:').close();
    return sqlite;
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Error(`better-sqlite3 does not load on ${process.platform} ${process.arch}: ${reason}`, {
      cause: error,
    });
  }
}

/** SQLite's extended result code (https://sqlite.org/rescode.html) or the system's error code; '' when the error has none. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

const DAMAGED =
  /^SQLITE_(CORRUPT|NOTADB|FORMAT|ERROR|MISMATCH|RANGE|CONSTRAINT|INTERNAL|SCHEMA|EMPTY)|^SQLITE_IOERR_(SHORT_READ|CORRUPTFS|DATA)/;

/** Whether an error means that the bytes of the database are wrong, not that the system refused something. */
export function isDamage(error: unknown): boolean {
  return DAMAGED.test(codeOf(error));
}

const WORDS: readonly [RegExp, string][] = [
  [/^SQLITE_FULL|^ENOSPC/, 'the disk is full'],
  [/^EDQUOT/, 'the quota of the disk is used up'],
  [/^SQLITE_IOERR_(LOCK|UNLOCK|CHECKRESERVEDLOCK|RDLOCK)|^SQLITE_NOLFS/, 'its file system has no locks'],
  [/^SQLITE_IOERR_(READ|SHORT_READ)/, 'the disk gave an error while reading'],
  [/^SQLITE_IOERR/, 'the disk refused to write, or is full'],
  [/^SQLITE_(READONLY|PERM)|^E(ACCES|PERM|ROFS)/, 'there is no permission to write there'],
  [/^SQLITE_CANTOPEN/, 'its file cannot be opened'],
  [/^SQLITE_(BUSY|LOCKED|PROTOCOL)/, 'another program keeps it locked'],
  [/^SQLITE_NOMEM/, 'there is not enough memory'],
  [/^SQLITE_TOOBIG/, 'a value is too large'],
  [/^E(EXIST|NOTDIR)/, 'a part of its path is a file'],
];

/** What went wrong with the store, in words that need no knowledge of SQLite. */
export function inWords(error: unknown): string {
  if (isDamage(error)) return 'its database is damaged';
  const code = codeOf(error);
  const known = WORDS.find(([pattern]) => pattern.test(code));
  if (known) return known[1];
  return code ? `the system refused it (${code})` : error instanceof Error ? error.message : String(error);
}
