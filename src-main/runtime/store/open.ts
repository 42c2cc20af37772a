import type { FullCheckRecord, PartialStore } from '../../engine/ports.ts';
import { makeFolder } from '../folder.ts';
import { createConnection } from './connection.ts';
import type { Connection, ConnectionParts, StoreState } from './connection.ts';
import { openForReading, openForWriting } from './database.ts';
import type { Opened } from './database.ts';
import { digest } from './digest.ts';
import { networkFileSystem } from './fileSystem.ts';
import { storeHome } from './home.ts';
import { describeOwner, isLocked, ownerFile, takeLock } from './lock.ts';
import type { LockOwner } from './lock.ts';
import { SCHEMA, readMeta, writeMeta } from './migrations.ts';
import { createPlaces } from './places.ts';
import { createPlans } from './plans.ts';
import type { PlanBook } from './plans.ts';
import { pruneValues, shrink, storedBytes } from './prune.ts';
import { createRuns, tidyRuns } from './runs.ts';
import type { RunBook } from './runs.ts';
import { inWords, loadSqlite } from './sqlite.ts';
import type { Sqlite } from './sqlite.ts';
import { createValues } from './values.ts';
import { checkStore } from './verify.ts';
import type { StoreCheck } from './verify.ts';

/** How a store is opened. */
export interface StoreOptions {
  /** Folder of the store; default {@link storeHome}. */
  home?: string;
  /** Look only: no lock is taken, nothing is made or changed. */
  readOnly?: boolean;
  /** Bytes that the values may take; default 2 GB. */
  limit?: number;
  /** Gets every message for the user, in words, once: at opening and whenever the state changes. */
  onTrouble?: (message: string) => void;
  /** Name of the network file system that the folder lies on, null for a local one; default: what the system says. */
  network?: string | null;
}

/** What earlier runs left behind and this one adds to. Nothing here throws, whatever becomes of the disk. */
export interface Store {
  readonly home: string;
  readonly state: StoreState;
  /** Why the state is not `open`, in words. */
  readonly reason: string | null;
  /** There is a store, and it can neither be read nor written. */
  readonly broken: boolean;
  /** The other program that may write, where that is the reason. */
  readonly owner: LockOwner | null;
  /** Everything said so far. */
  readonly messages: readonly string[];
  readonly partials: PartialStore;
  readonly checks: FullCheckRecord;
  readonly plans: PlanBook;
  readonly runs: RunBook;
  /** Bytes of the database in use. */
  size(): number;
  /** Deletes values, least recently used first, until the database takes at most `bytes`, and gives the space back to the disk. */
  prune(bytes: number): { deleted: number };
  /** Verifies every row and removes the damaged ones. */
  check(): StoreCheck;
  close(): void;
}

/** Bytes that the values of a store may take where nothing else is said. */
export const DEFAULT_LIMIT = 2e9;

const LARGEST_SESSION = 2 ** 40;

interface Start extends Pick<ConnectionParts, 'state' | 'reason' | 'database' | 'writing'> {
  owner: LockOwner | null;
  release: (() => void) | null;
  said: string | null;
  /** Nothing is stored yet, or not by this version of the program. */
  absent: boolean;
}

const NOTHING: Start = {
  state: 'off',
  reason: null,
  database: null,
  writing: null,
  owner: null,
  release: null,
  said: null,
  absent: false,
};

function newerWords(opened: Opened): string {
  const schema = readMeta(opened.database, 'schema');
  return `the store was written by a newer Muscope (schema ${schema}, this one knows ${SCHEMA}): it is read, and nothing is kept`;
}

function startReading(home: string, sqlite: Sqlite, why: string | null, owner: LockOwner | null): Start {
  const opened = openForReading(home, sqlite);
  if (!opened) return { ...NOTHING, reason: why ?? 'there is no store yet', owner, absent: true };
  if (opened.age === 'older') {
    opened.database.close();
    return {
      ...NOTHING,
      owner,
      absent: true,
      reason: why ?? 'the store was written by an older Muscope; the next run brings it up to date',
    };
  }
  const reason = opened.age === 'newer' ? newerWords(opened) : why;
  return { ...NOTHING, state: 'read-only', reason, database: opened.database, owner };
}

function startWriting(home: string, sqlite: Sqlite, network: string | null): Start {
  makeFolder(home, 0o700);
  const attempt = takeLock(home, sqlite, network !== null);
  if (!attempt.taken) {
    const { owner } = attempt;
    const why = `${describeOwner(owner)} writes to the store in ${home}: this run reads it and keeps nothing for later`;
    const hint = network ? ` (if that program is gone, delete ${ownerFile(home)})` : '';
    return startReading(home, sqlite, why + hint, owner);
  }
  try {
    const options = { network: network !== null, unclean: attempt.unclean };
    const { database, age, said } = openForWriting(home, sqlite, options);
    if (age === 'newer') {
      const reason = newerWords({ database, age });
      database.close();
      attempt.release();
      return startReading(home, sqlite, reason, null);
    }
    const { release } = attempt;
    return { ...NOTHING, state: 'open', database, writing: { sqlite, options }, release, said };
  } catch (error) {
    attempt.release();
    throw error;
  }
}

function start(home: string, sqlite: Sqlite, options: StoreOptions, network: string | null): Start {
  if (options.readOnly) return startReading(home, sqlite, null, null);
  try {
    return startWriting(home, sqlite, network);
  } catch (error) {
    const why = `nothing is kept for later in ${home}: ${inWords(error)}`;
    try {
      return startReading(home, sqlite, why, null);
    } catch {
      return { ...NOTHING, reason: why };
    }
  }
}

/** Numbers the openings of a store: what counts as time, since clocks jump. */
function nextSession(connection: Connection): number {
  const last = connection.read(() => Number(readMeta(connection.database!, 'session') ?? 0)) ?? 0;
  const session = last >= 0 && last < LARGEST_SESSION ? Math.floor(last) + 1 : 1;
  connection.write(() => writeMeta(connection.database!, 'session', String(session)));
  return session;
}

/**
 * Opens the store of a home folder; makes it where there is none. Never rejects: without better-sqlite3, without
 * permission or space, or while another program writes, the store is `read-only` or `off` and says why.
 *
 * Every value is committed when `keep` returns: a program that is killed loses nothing. Values carry checksums of their own; what was damaged on disk
 * counts as absent.
 */
export async function openStore(options: StoreOptions = {}): Promise<Store> {
  const home = options.home ?? storeHome();
  const messages: string[] = [];
  const say = (message: string) => {
    if (messages.includes(message)) return;
    messages.push(message);
    options.onTrouble?.(message);
  };
  const network = options.network === undefined ? networkFileSystem(home) : options.network;
  let sqlite: Sqlite | null = null;
  let begun: Start;
  try {
    sqlite = await loadSqlite();
    begun = start(home, sqlite, options, network);
  } catch (error) {
    begun = { ...NOTHING, reason: `the store cannot be used: ${inWords(error)}` };
  }
  if (begun.said !== null) say(begun.said);
  if (begun.reason !== null && !options.readOnly) say(begun.reason);

  const connection = createConnection({ home, say, ...begun });
  const session = nextSession(connection);
  if (connection.state === 'open') tidyRuns(connection);
  const isOwned = () => sqlite !== null && begun.writing === null && isLocked(home, sqlite, network !== null);
  const limit = options.limit ?? DEFAULT_LIMIT;
  const { checks, contentOf, keepContent, flush } = createPlaces(connection, session);
  const values = createValues(connection, session, limit);

  return {
    home,
    messages,
    checks,
    partials: { key: digest, find: values.find, keep: values.keep, contentOf, keepContent },
    plans: createPlans(connection),
    runs: createRuns(connection, isOwned),
    owner: begun.owner,
    get state() {
      return connection.state;
    },
    get reason() {
      return connection.reason;
    },
    get broken() {
      return connection.state === 'off' && connection.reason !== null && !begun.absent;
    },
    size: () => storedBytes(connection),
    prune(bytes) {
      const deleted = pruneValues(connection, session, bytes);
      shrink(connection);
      return { deleted };
    },
    check: () => checkStore(connection),
    close() {
      values.flush();
      flush();
      connection.close();
      begun.release?.();
      begun.release = null;
    },
  };
}
