import type { PartialStore, StoredKind } from '../../engine/ports.ts';
import { isIntact, rowChecksum } from './checksum.ts';
import type { Connection, Statements } from './connection.ts';
import { fromBytes, toBytes } from './plainBytes.ts';
import { pruneValues, storedBytes } from './prune.ts';

/** The values of a store: facts, partials and failures by key. */
export interface StoredValues extends Pick<PartialStore, 'find' | 'keep'> {
  /** Writes down which values were used since the last time. */
  flush(): void;
}

const MOST_TOUCHED = 500;
const LARGEST = 256 * 1024 * 1024;
/** After a limit was passed this share of it stays. */
const KEPT_SHARE = 0.9;
const LOOK_EVERY = 16 * 1024 * 1024;

const FIND =
  'SELECT kept.used, kept.checksum, bytes.value FROM kept JOIN bytes ON bytes.id = kept.id WHERE kind = ? AND key = ?';
const FIND_ID = 'SELECT id FROM kept WHERE kind = ? AND key = ?';
const DELETE_BYTES = 'DELETE FROM bytes WHERE id = ?';
const INSERT_BYTES = 'INSERT INTO bytes (value) VALUES (?)';
const KEEP = 'INSERT OR REPLACE INTO kept (kind, key, used, size, id, checksum) VALUES (?, ?, ?, ?, ?, ?)';
const TOUCH = 'UPDATE kept SET used = ? WHERE kind = ? AND key = ?';

interface FoundRow {
  used: unknown;
  checksum: unknown;
  value: unknown;
}

function replaceValue(
  sql: Statements,
  row: { kind: string; key: string; used: number; bytes: Buffer; checksum: Buffer },
): void {
  const { kind, key, used, bytes, checksum } = row;
  const before = sql(FIND_ID).get(kind, key) as { id: unknown } | undefined;
  if (before) sql(DELETE_BYTES).run(before.id);
  const { lastInsertRowid } = sql(INSERT_BYTES).run(bytes);
  sql(KEEP).run(kind, key, used, bytes.length, lastInsertRowid, checksum);
}

function readBytes(row: FoundRow | undefined, kind: string, key: string): { value: unknown } | null {
  if (!row || !isIntact(row.checksum, kind, key, row.value)) return null;
  try {
    return { value: fromBytes(row.value as Uint8Array) };
  } catch {
    return null;
  }
}

/**
 * The values of a store: {@link PartialStore.find}, {@link PartialStore.keep}. What was kept longest ago without use goes when all take more than `limit` bytes.
 * @param session number of this opening of the store: what counts as the time of use, since clocks jump
 */
export function createValues(connection: Connection, session: number, limit: number): StoredValues {
  const touched = new Map<string, [kind: StoredKind, key: string]>();
  let unseen = LOOK_EVERY;

  const flush = () => {
    if (touched.size === 0) return;
    const rows = [...touched.values()];
    touched.clear();
    connection.write((sql) => rows.forEach(([kind, key]) => sql(TOUCH).run(session, kind, key)));
  };

  const keepWithin = (added: number) => {
    unseen += added;
    if (unseen < Math.min(LOOK_EVERY, limit / 10)) return;
    unseen = 0;
    if (storedBytes(connection) > limit) {
      flush();
      pruneValues(connection, session, limit * KEPT_SHARE);
    }
  };

  const serialised = (kind: StoredKind, value: unknown): Buffer | null => {
    try {
      const bytes = toBytes(value);
      if (bytes.length <= LARGEST) return bytes;
      connection.say(`a ${kind} of ${bytes.length} bytes is too large for the store and is not kept`);
    } catch (error) {
      connection.say(`a ${kind} cannot be kept: ${error instanceof Error ? error.message : String(error)}`);
    }
    return null;
  };

  return {
    find(kind, key) {
      const row = connection.read((sql) => sql(FIND).get(kind, key) as FoundRow | undefined);
      const found = readBytes(row, kind, key);
      if (!found) return undefined;
      if (row!.used !== session && connection.state === 'open') {
        touched.set(`${kind} ${key}`, [kind, key]);
        if (touched.size >= MOST_TOUCHED) flush();
      }
      return found.value;
    },
    keep(kind, key, value) {
      if (connection.state !== 'open') return;
      const bytes = serialised(kind, value);
      if (!bytes) return;
      const checksum = rowChecksum(kind, key, bytes);
      if (connection.write((sql) => replaceValue(sql, { kind, key, used: session, bytes, checksum }))) {
        keepWithin(bytes.length);
      }
    },
    flush,
  };
}
