import { statSync } from 'node:fs';
import type BetterSqlite from 'better-sqlite3';
import { databaseFile, replaceDamaged } from './database.ts';
import type { WritingOptions } from './database.ts';
import { freeBytes } from './fileSystem.ts';
import { codeOf, inWords, isDamage } from './sqlite.ts';
import type { Database, Sqlite } from './sqlite.ts';

/** `open`: reads and writes. `read-only`: finds what is there and keeps nothing. `off`: neither. */
export type StoreState = 'open' | 'read-only' | 'off';

/** Gives the prepared statement of an SQL text. */
export type Statements = (sql: string) => BetterSqlite.Statement<unknown[]>;

/** The database behind a store. Nothing throws: what goes wrong is said once, in words, and changes the state. */
export interface Connection {
  readonly state: StoreState;
  /** Why the state is not `open`. */
  readonly reason: string | null;
  readonly database: Database | null;
  /** Undefined when nothing can be read. */
  read<T>(work: (sql: Statements) => T): T | undefined;
  /** As `read`, but damage that is met changes nothing. */
  look<T>(work: (sql: Statements) => T): T | undefined;
  /** One transaction, committed at once. False when nothing was written. */
  write(work: (sql: Statements) => void): boolean;
  /** Sets the database aside and goes on with a new one that holds what is intact of it. */
  replace(): void;
  /** Tells the user something that changes no state. */
  say(message: string): void;
  close(): void;
}

/** What a {@link Connection} is made of. */
export interface ConnectionParts {
  home: string;
  state: StoreState;
  reason: string | null;
  database: Database | null;
  /** Null when only reading. */
  writing: { sqlite: Sqlite; options: WritingOptions } | null;
  say(message: string): void;
}

const LOOK_EVERY = 500;
const MOST_REPLACED = 2;
/** What SQLite needs to write at all; below, an error in writing means a full disk, whatever the system calls it. */
const HARDLY_FREE = 64 * 1024;

interface Access {
  database: Database;
  sql: Statements;
  transact(work: (sql: Statements) => void): void;
}

function accessTo(database: Database): Access {
  const statements = new Map<string, BetterSqlite.Statement<unknown[]>>();
  const sql: Statements = (text) => {
    const known = statements.get(text);
    if (known) return known;
    const made = database.prepare<unknown[]>(text);
    statements.set(text, made);
    return made;
  };
  const transaction = database.transaction((work: (sql: Statements) => void) => work(sql));
  return { database, sql, transact: (work) => transaction.immediate(work) };
}

/** Tells, by a look every half second, whether the file that was opened is still in its place: SQLite goes on writing into a deleted one. */
function watchFile(home: string): { vanished(): boolean; renew(): void } {
  const now = () => {
    try {
      return statSync(databaseFile(home)).ino;
    } catch {
      return null;
    }
  };
  let inode = now();
  let looked = performance.now();
  return {
    renew: () => void (inode = now()),
    vanished() {
      if (performance.now() - looked < LOOK_EVERY) return false;
      looked = performance.now();
      return now() !== inode;
    },
  };
}

function whyNotWritten(error: unknown, home: string): string {
  const free = freeBytes(home);
  const full = free !== null && free < HARDLY_FREE && codeOf(error).startsWith('SQLITE_IOERR');
  return full ? 'the disk is full' : inWords(error);
}

/** Makes a {@link Connection} of an opened database. */
export function createConnection(parts: ConnectionParts): Connection {
  const { home, writing, say } = parts;
  let { state, reason } = parts;
  let access = parts.database && accessTo(parts.database);
  const file = watchFile(home);
  let replaced = 0;

  const turn = (to: StoreState, why: string) => {
    state = to;
    reason = why;
    say(why);
  };

  const close = () => {
    try {
      access?.database.close();
    } catch {
      // Nothing can be done about a database that does not even close.
    }
    access = null;
  };

  /** A disk that damages the new database too is not worth a third. */
  const replace = () => {
    if (state === 'off') return;
    close();
    if (!writing || replaced === MOST_REPLACED) {
      return turn('off', 'the store is damaged: nothing is read from it or kept');
    }
    replaced++;
    try {
      const { database, said } = replaceDamaged(home, writing.sqlite, writing.options);
      say(said);
      access = accessTo(database);
      file.renew();
    } catch (error) {
      turn('off', `the store is damaged and cannot be replaced: ${inWords(error)}`);
    }
  };

  const failed = (error: unknown) => {
    if (isDamage(error)) replace();
    else turn('read-only', `the store keeps nothing more: ${whyNotWritten(error, home)}`);
    return false;
  };

  return {
    get state() {
      return state;
    },
    get reason() {
      return reason;
    },
    get database() {
      return access?.database ?? null;
    },
    say,
    replace,
    look(work) {
      try {
        return access ? work(access.sql) : undefined;
      } catch {
        return undefined;
      }
    },
    read(work) {
      try {
        return access ? work(access.sql) : undefined;
      } catch (error) {
        if (isDamage(error)) replace();
        return undefined;
      }
    },
    write(work) {
      if (!access || state !== 'open') return false;
      if (file.vanished()) {
        turn('read-only', 'the folder of the store has vanished: nothing more is kept');
        return false;
      }
      try {
        access.transact(work);
        return true;
      } catch (error) {
        return failed(error);
      }
    },
    close() {
      close();
      if (state === 'open') state = 'off';
    },
  };
}
