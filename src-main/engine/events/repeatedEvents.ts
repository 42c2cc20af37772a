import { createEntrySet } from './entrySet.ts';
import type { EntrySet, EntrySetBuilder } from './entrySet.ts';
import { KEY_WORDS } from './eventKeys.ts';
import type { KeyPart } from './eventKeys.ts';
import { createFirstEvents } from './firstEvents.ts';
import type { FirstEvents } from './firstEvents.ts';

/** Events whose keys are held at a time; more are compared in several rounds. */
export const KEYS_PER_ROUND = 2_000_000;
const NAMED_FILES = 8;

/** The events of a file that stand in earlier files, or earlier in itself. */
export interface RepeatedEvents {
  entries: EntrySet;
  count: number;
  /** Files (positions) that hold them first, with the number of events, in the order in which they were met; at most eight. */
  first: { file: number; count: number }[];
}

/** Finds the same events in several files, exactly: give it all keys of a part after the other, files in their order. */
export interface RepeatFinder {
  /** The next part of the events to be given; null when all were. */
  next(): KeyPart | null;
  /** Keys of a chunk that begins at entry `start`. */
  add(file: number, start: number, keys: Uint32Array): void;
  /** By position of the file; files without repeated events are not in it. */
  repeated(): Map<number, RepeatedEvents>;
}

/** A {@link RepeatFinder} for so many suspect events; `entriesOf` gives the entries of a file. */
export function createRepeatFinder(
  events: number,
  entriesOf: (file: number) => number,
  perRound = KEYS_PER_ROUND,
): RepeatFinder {
  const of = Math.max(1, Math.ceil(events / perRound));
  const found = new Map<number, { set: EntrySetBuilder; first: Map<number, number> }>();
  let part = -1;
  let seen: FirstEvents | null = null;

  function note(file: number, owner: number, entry: number): void {
    const one = found.get(file) ?? { set: createEntrySet(entriesOf(file)), first: new Map<number, number>() };
    found.set(file, one);
    one.set.add(entry);
    const count = one.first.get(owner);
    if (count !== undefined || one.first.size < NAMED_FILES) one.first.set(owner, (count ?? 0) + 1);
  }

  return {
    next() {
      seen = null;
      if (++part >= of) return null;
      seen = createFirstEvents(Math.ceil(events / of));
      return { part, of };
    },
    add(file, start, keys) {
      for (let at = 0; at < keys.length; at += KEY_WORDS) {
        const owner = seen?.claim(keys, at, file) ?? -1;
        if (owner >= 0) note(file, owner, start + keys[at + KEY_WORDS - 1]);
      }
    },
    repeated() {
      const files = [...found].sort(([a], [b]) => a - b);
      return new Map(
        files.map(([file, { set, first }]) => [
          file,
          {
            entries: set.build(),
            count: set.size,
            first: [...first].map(([owner, count]) => ({ file: owner, count })),
          },
        ]),
      );
    },
  };
}
