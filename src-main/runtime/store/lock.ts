import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codeOf, isDamage } from './sqlite.ts';
import type { Database, Sqlite } from './sqlite.ts';

/** The program that may write to a store. */
export interface LockOwner {
  pid: number;
  host: string;
  /** UTC, ISO 8601. */
  started: string;
  command: string;
}

/** What {@link takeLock} got. */
export type LockAttempt =
  | {
      taken: true;
      /** The owner before went without saying goodbye: killed, or the machine stopped. */
      unclean: boolean;
      release(): void;
    }
  /** Null: it has a lock but has not said yet who it is. */
  | { taken: false; owner: LockOwner | null };

/*
 * The lock is the system's own on store.lock, held through SQLite: it ends with the process that holds it, so none can go stale, and two
 * that take over at once cannot both win. No other code may open store.lock: closing any handle of a file ends POSIX locks on it.
 * store.owner.json says in words who holds it; one that is left over marks an unclean end.
 */
const LOCK = 'store.lock';
const OWNER = 'store.owner.json';
const PATIENCE = 250;

/** Path of the file that names the owner of the store in `home`. */
export function ownerFile(home: string): string {
  return path.join(home, OWNER);
}

/** The owner that the file names; null when there is none, or none that can be read. */
export function readOwner(home: string): LockOwner | null {
  try {
    const { pid, host, started, command } = JSON.parse(readFileSync(ownerFile(home), 'utf8')) as LockOwner;
    return typeof pid === 'number' && [host, started, command].every((text) => typeof text === 'string')
      ? { pid, host, started, command }
      : null;
  } catch {
    return null;
  }
}

function writeOwner(home: string): void {
  const owner: LockOwner = {
    pid: process.pid,
    host: os.hostname(),
    started: new Date().toISOString(),
    command: ['muscope', ...process.argv.slice(2)].join(' ').slice(0, 500),
  };
  const scratch = `${ownerFile(home)}.${process.pid}.part`;
  writeFileSync(scratch, JSON.stringify(owner));
  renameSync(scratch, ownerFile(home));
}

/** Opens the lock's file and carries out `statement` on it; null when another holds the lock. */
function onLock(home: string, sqlite: Sqlite, statement: string, readonly: boolean): Database | null {
  const file = path.join(home, LOCK);
  for (let attempt = 0; ; attempt++) {
    let database: Database | undefined;
    try {
      database = new sqlite(file, { timeout: PATIENCE, readonly, fileMustExist: readonly });
      database.exec(statement);
      return database;
    } catch (error) {
      database?.close();
      if (/^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))) return null;
      if (attempt > 0 || readonly || !isDamage(error)) throw error;
      rmSync(file, { force: true });
    }
  }
}

/** On a network file system, where locks between machines cannot be relied on, the owner on another machine counts as alive. */
function isElsewhere(owner: LockOwner | null, network: boolean): boolean {
  return network && owner !== null && owner.host !== os.hostname();
}

/** Takes the lock of the store in `home`, a folder that exists. Throws SQLite's or the system's error where no lock can be had at all. */
export function takeLock(home: string, sqlite: Sqlite, network: boolean): LockAttempt {
  const database = onLock(home, sqlite, 'BEGIN EXCLUSIVE', false);
  const owner = readOwner(home);
  if (database === null) return { taken: false, owner };
  if (isElsewhere(owner, network)) {
    database.close();
    return { taken: false, owner };
  }
  const unclean = statSync(ownerFile(home), { throwIfNoEntry: false }) !== undefined;
  try {
    writeOwner(home);
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    taken: true,
    unclean,
    release() {
      try {
        rmSync(ownerFile(home), { force: true });
      } catch {
        // A name that is left over only makes the next program look twice.
      }
      database.close();
    },
  };
}

/** Whether some program holds the lock of the store in `home` now; it may be this one. */
export function isLocked(home: string, sqlite: Sqlite, network: boolean): boolean {
  if (isElsewhere(readOwner(home), network)) return true;
  try {
    const database = onLock(home, sqlite, 'SELECT count(*) FROM sqlite_schema', true);
    database?.close();
    return database === null;
  } catch {
    return false;
  }
}

/** The owner of a lock in words. */
export function describeOwner(owner: LockOwner | null): string {
  if (owner === null) return 'another program';
  const host = owner.host === os.hostname() ? '' : ` on ${owner.host}`;
  return `\`${owner.command}\` (process ${owner.pid}${host}, since ${owner.started.slice(0, 19).replace('T', ' ')} UTC)`;
}
