import type { FullCheckRecord, PartialStore } from '../../engine/ports.ts';
import { isIntact, rowChecksum } from './checksum.ts';
import type { Connection } from './connection.ts';

/** What is known of the files at places: {@link PartialStore.contentOf} and {@link FullCheckRecord}. */
export interface StoredPlaces extends Pick<PartialStore, 'contentOf' | 'keepContent'> {
  checks: FullCheckRecord;
  /** Writes down which places were used since the last time. */
  flush(): void;
}

interface Place {
  /** '' when it is not known. */
  content: string;
  columns: Set<string>;
}

const MOST_REMEMBERED = 20_000;
const FIND = 'SELECT content, columns, used, checksum FROM places WHERE place = ?';
const KEEP = 'INSERT OR REPLACE INTO places (place, content, columns, used, checksum) VALUES (?, ?, ?, ?, ?)';
const TOUCH = 'UPDATE places SET used = ? WHERE place = ?';

interface PlaceRow {
  content: unknown;
  columns: unknown;
  used: unknown;
  checksum: unknown;
}

/** Whether the row of a place is what was written. */
export function isIntactPlace(place: string, row: PlaceRow): boolean {
  return isIntact(row.checksum, 'place', place, row.content, row.columns);
}

function placeOf(place: string, row: PlaceRow | undefined): Place {
  if (!row || !isIntactPlace(place, row)) return { content: '', columns: new Set() };
  return {
    content: row.content as string,
    columns: new Set(JSON.parse(row.columns as string) as string[]),
  };
}

/**
 * The places of a store, remembered in memory too: a store that cannot be written serves the process as long as it lives.
 * @param session number of this opening of the store
 */
export function createPlaces(connection: Connection, session: number): StoredPlaces {
  const known = new Map<string, Place>();
  const touched = new Set<string>();

  const at = (place: string): Place => {
    let found = known.get(place);
    if (!found) {
      const row = connection.read((sql) => sql(FIND).get(place) as PlaceRow | undefined);
      found = placeOf(place, row);
      if (row && row.used !== session && connection.state === 'open') touched.add(place);
      known.set(place, found);
      if (known.size > MOST_REMEMBERED) known.delete(known.keys().next().value!);
    }
    return found;
  };

  const keep = (place: string, { content, columns }: Place) => {
    const list = JSON.stringify([...columns].sort());
    const checksum = rowChecksum('place', place, content, list);
    connection.write((sql) => sql(KEEP).run(place, content, list, session, checksum));
    touched.delete(place);
  };

  return {
    contentOf: (place) => at(place).content || undefined,
    keepContent(place, content) {
      const before = at(place);
      if (before.content === content) return;
      if (before.content !== '') before.columns.clear();
      before.content = content;
      keep(place, before);
    },
    checks: {
      has: (place, column) => at(place).columns.has(column),
      add(place, columns) {
        const before = at(place);
        const count = before.columns.size;
        for (const column of columns) before.columns.add(column);
        if (before.columns.size > count) keep(place, before);
      },
    },
    flush() {
      if (touched.size === 0) return;
      const places = [...touched];
      touched.clear();
      connection.write((sql) => places.forEach((place) => sql(TOUCH).run(session, place)));
    },
  };
}
