import { statSync } from 'node:fs';
import type BetterSqlite from 'better-sqlite3';
import { databaseFile, describeSetAside, openForWriting, setAside } from './database.ts';
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
  /** One transaction, committed at once. False when nothing was written. */
  write(work: (sql: Statements) => void): boolean;
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
/** What SQLite needs to write at all; below, an error in writing means a full disk, whatever the system calls it. */
const HARDLY_FREE = 64 * 1024;

function prepared(database: Database): { sql: Statements; transact(work: (sql: Statements) => void): void } {
  const statements = new Map<string, BetterSqlite.Statement<unknown[]>>();
  const sql: Statements = (text) => {
    const known = statements.get(text);
    if (known) return known;
    const made = database.prepare<unknown[]>(text);
    statements.set(text, made);
    return made;
  };
  const transaction = database.transaction((work: (sql: Statements) => void) => work(sql));
  return { sql, transact: (work) => transaction.immediate(work) };
}

function inodeOf(home: string): number | null {
  try {
    return statSync(databaseFile(home)).ino;
  } catch {
    return null;
  }
}

/** Makes a {@link Connection} of an opened database. */
export function createConnection(parts: ConnectionParts): Connection {
  const { home, writing } = parts;
  let { state, reason, database } = parts;
  let access = database && prepared(database);
  let inode = inodeOf(home);
  let looked = performance.now();
  let replaced = false;

  const turn = (to: StoreState, why: string) => {
    const known = state === to && reason !== null;
    state = to;
    reason = why;
    if (!known) parts.say(why);
  };

  const closeDatabase = () => {
    try {
      database?.close();
    } catch {
      // Nothing can be done about a database that does not even close.
    }
    database = null;
    access = null;
  };

  /** A damaged database is replaced once; a disk that damages the next one too is not worth a third. */
  const replace = () => {
    closeDatabase();
    if (!writing || replaced) return turn('off', 'the store is damaged: nothing is read from it or kept');
    replaced = true;
    try {
      parts.say(describeSetAside(setAside(home)));
      ({ database } = openForWriting(home, writing.sqlite, { ...writing.options, unclean: false }));
      access = prepared(database);
      inode = inodeOf(home);
    } catch (error) {
      closeDatabase();
      turn('off', `the store is damaged and cannot be replaced: ${inWords(error)}`);
    }
  };

  const whyNotWritten = (error: unknown): string => {
    const free = freeBytes(home);
    const full = free !== null && free < HARDLY_FREE && codeOf(error).startsWith('SQLITE_IOERR');
    return full ? 'the disk is full' : inWords(error);
  };

  const vanished = (): boolean => {
    const now = performance.now();
    if (now - looked < LOOK_EVERY) return false;
    looked = now;
    return inodeOf(home) !== inode;
  };

  return {
    get state() {
      return state;
    },
    get reason() {
      return reason;
    },
    get database() {
      return database;
    },
    say: parts.say,
    read(work) {
      if (!access) return undefined;
      try {
        return work(access.sql);
      } catch (error) {
        if (isDamage(error)) replace();
        return undefined;
      }
    },
    write(work) {
      if (!access || state !== 'open') return false;
      if (vanished()) {
        turn('read-only', 'the folder of the store has vanished: nothing more is kept');
        return false;
      }
      try {
        access.transact(work);
        return true;
      } catch (error) {
        if (isDamage(error)) replace();
        else turn('read-only', `the store keeps nothing more: ${whyNotWritten(error)}`);
        return false;
      }
    },
    close() {
      closeDatabase();
      if (state === 'open') state = 'off';
    },
  };
}
