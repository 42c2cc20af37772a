import type { PartialStore } from '../engine/ports.ts';

/** What earlier runs know of where files lie, by absolute path. */
export interface PlaceBook {
  /** Content identity of what was last read there. */
  contentAt(location: string): string | undefined;
  keepContentAt(location: string, content: string): void;
  /** Where a file that is missing at its location was found. */
  movedTo(location: string): string | undefined;
  keepMovedTo(location: string, found: string): void;
  /** The paths that a pattern of a document in this folder has ever given. */
  expansion(folder: string, pattern: string): readonly string[];
  keepExpansion(folder: string, pattern: string, paths: readonly string[]): void;
  /** Paths that patterns gave in the run before this one and do not give any more. */
  readonly gone: readonly string[];
}

/** What a pattern gave in the last run, and in all of them. */
interface Expansion {
  last: string[];
  ever: string[];
}

/**
 * A {@link PlaceBook} in a store.
 * @param trusted false: nothing is looked up, what is found out is kept
 */
export function createPlaceBook(store: PartialStore, trusted: boolean): PlaceBook {
  const key = (...what: string[]): string => store.key(['place book', ...what]);

  const gone: string[] = [];

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
    gone,
    expansion: (folder, pattern) => find<Expansion>('expansion', folder, pattern)?.ever ?? [],
    keepExpansion(folder, pattern, paths) {
      const before = find<Expansion>('expansion', folder, pattern);
      const now = new Set(paths);
      gone.push(...(before?.last.filter((name) => !now.has(name)) ?? []));
      const next: Expansion = { last: [...paths], ever: [...new Set([...(before?.ever ?? []), ...paths])] };
      if (JSON.stringify(before) !== JSON.stringify(next)) keep(next, 'expansion', folder, pattern);
    },
  };
}
