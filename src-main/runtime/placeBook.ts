import type { PartialStore } from '../engine/ports.ts';

/** What earlier runs know of where files lie, by absolute path. */
export interface PlaceBook {
  /** Content identity of what was last read there. */
  contentAt(location: string): string | undefined;
  keepContentAt(location: string, content: string): void;
  /** Where a file that is missing at its location was found. */
  movedTo(location: string): string | undefined;
  keepMovedTo(location: string, found: string): void;
  /** The paths that a pattern of a document in this folder gave. */
  expansion(folder: string, pattern: string): readonly string[];
  keepExpansion(folder: string, pattern: string, paths: readonly string[]): void;
}

/**
 * A {@link PlaceBook} in a store.
 * @param trusted false: nothing is looked up, what is found out is kept
 */
export function createPlaceBook(store: PartialStore, trusted: boolean): PlaceBook {
  const key = (...what: string[]): string => store.key(['place book', ...what]);

  function find<T>(...what: string[]): T | undefined {
    return trusted ? (store.find('facts', key(...what)) as T | undefined) : undefined;
  }

  function keep(value: unknown, ...what: string[]): void {
    store.keep('facts', key(...what), value);
  }

  return {
    contentAt: (location) => find('content', location),
    keepContentAt: (location, content) => keep(content, 'content', location),
    movedTo: (location) => (find('any moved') ? find('moved', location) : undefined),
    keepMovedTo(location, found) {
      keep(true, 'any moved');
      keep(found, 'moved', location);
    },
    expansion: (folder, pattern) => find('expansion', folder, pattern) ?? [],
    keepExpansion(folder, pattern, paths) {
      const before = store.find('facts', key('expansion', folder, pattern));
      if (JSON.stringify(before) !== JSON.stringify(paths)) keep(paths, 'expansion', folder, pattern);
    },
  };
}
