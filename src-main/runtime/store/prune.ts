import type { Connection } from './connection.ts';

const MOST_AT_ONCE = 20_000;
const PER_TRANSACTION = 500;
const MOST_PLACES = 200_000;

const OLDEST = 'SELECT kind, key, id, size FROM kept ORDER BY used > ? DESC, used, id';
const DELETE_KEPT = 'DELETE FROM kept WHERE kind = ? AND key = ?';
const DELETE_BYTES = 'DELETE FROM bytes WHERE id = ?';
const FORGET_PLACES = `DELETE FROM places WHERE place IN (SELECT place FROM places ORDER BY used > ? DESC, used
  LIMIT max(0, (SELECT count(*) FROM places) - ${MOST_PLACES}))`;
/** What SQLite takes for a row besides the value itself: key, checksum, and the rest of the last page. */
const ROW_OVERHEAD = 512;

interface Victim {
  kind: string;
  key: string;
  id: number;
  size: number;
}

/** Bytes of the database in use, without the space that deleted rows left; 0 when it cannot be read. */
export function storedBytes(connection: Connection): number {
  const { database } = connection;
  const pages = connection.read(() => {
    const number = (name: string) => database!.pragma(name, { simple: true }) as number;
    return (number('page_count') - number('freelist_count')) * number('page_size');
  });
  return pages ?? 0;
}

function victims(connection: Connection, session: number, bytes: number): Victim[] {
  const found: Victim[] = [];
  connection.read((sql) => {
    let sum = 0;
    for (const row of sql(OLDEST).iterate(session) as Iterable<Victim>) {
      if (sum >= bytes || found.length === MOST_AT_ONCE) break;
      found.push(row);
      sum += ROW_OVERHEAD + (typeof row.size === 'number' ? row.size : 0);
    }
  });
  return found;
}

/** Deletes the values that were not used for longest until the database takes at most `bytes`; gives how many. */
export function pruneValues(connection: Connection, session: number, bytes: number): number {
  let deleted = 0;
  connection.write((sql) => sql(FORGET_PLACES).run(session));
  while (connection.state === 'open') {
    const excess = storedBytes(connection) - bytes;
    const rows = excess > 0 ? victims(connection, session, excess) : [];
    if (rows.length === 0) break;
    for (let at = 0; at < rows.length; at += PER_TRANSACTION) {
      const some = rows.slice(at, at + PER_TRANSACTION);
      const done = connection.write((sql) => {
        for (const { kind, key, id } of some) {
          sql(DELETE_KEPT).run(kind, key);
          sql(DELETE_BYTES).run(id);
        }
      });
      if (!done) return deleted;
      deleted += some.length;
    }
  }
  return deleted;
}

/** Gives the space of deleted rows back to the disk. */
export function shrink(connection: Connection): void {
  const { database } = connection;
  connection.read(() => {
    if (connection.state !== 'open') return;
    database!.pragma('incremental_vacuum');
    database!.pragma('wal_checkpoint(TRUNCATE)');
  });
}
