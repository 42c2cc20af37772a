import { createEntrySet } from './entrySet.ts';
import type { EntrySet, EntrySetBuilder } from './entrySet.ts';
import { KEY_WORDS } from './eventKeys.ts';
import { createFirstEvents } from './firstEvents.ts';
import { PARTS } from './eventNumbers.ts';
import { ROW } from './eventRanges.ts';
import type { SharedRanges } from './sharedRanges.ts';

/** Events whose keys are held at a time; more are compared in several rounds. */
export const KEYS_PER_ROUND = 400_000;
const NAMED_FILES = 8;

/** What one round of the comparison looks at: plain data. */
export interface ComparisonRound {
  /** Of all events in the ranges those whose hash leaves `part` when divided by `of`. */
  part: number;
  of: number;
  /** Events in the ranges, at most. */
  events: number;
  /** By position of the file: first and last place of its ranges, ascending. */
  files: Record<number, Float64Array>;
}

function roundOf(clusters: readonly SharedRanges[]): Omit<ComparisonRound, 'part' | 'of'> {
  const files = new Map<number, { places: number[]; end: number }>();
  for (const { file, ranges, at } of clusters.flatMap(({ rows }) => rows)) {
    const one = files.get(file) ?? { places: [], end: -1 };
    files.set(file, one);
    if (one.end === at) one.places.splice(-PARTS, PARTS, ...ranges.subarray(at + PARTS, at + 2 * PARTS));
    else one.places.push(...ranges.subarray(at, at + 2 * PARTS));
    one.end = at + ROW;
  }
  return {
    events: clusters.reduce((sum, { events }) => sum + events, 0),
    files: Object.fromEntries([...files].map(([file, { places }]) => [file, Float64Array.from(places)])),
  };
}

/**
 * Cuts the comparison into rounds of at most `perRound` events: ranges of several groups are never compared, those that do not overlap one after another; overlapping ranges
 * that hold more are gone through several times, by the hash of the event.
 */
export function comparisonRounds(
  shared: readonly SharedRanges[],
  perRound = KEYS_PER_ROUND,
): ComparisonRound[] {
  const bundles: SharedRanges[][] = [];
  let events = Infinity;
  for (const cluster of shared) {
    if (events + cluster.events > perRound || bundles.at(-1)?.[0].group !== cluster.group) {
      bundles.push([]);
      events = 0;
    }
    bundles[bundles.length - 1].push(cluster);
    events += cluster.events;
  }
  return bundles.flatMap((clusters) => {
    const round = roundOf(clusters);
    const of = Math.max(1, Math.ceil(round.events / perRound));
    return Array.from({ length: of }, (_, part) => ({ part, of, ...round }));
  });
}

/** The events of a file that stand in earlier files, or earlier in itself. */
export interface RepeatedEvents {
  entries: EntrySet;
  count: number;
  /** Files (positions) that hold them first, with the number of events, in the order in which they were met; at most eight. */
  first: { file: number; count: number }[];
}

/** Finds the same events in several files, exactly: give it the keys of every round, files in their order. */
export interface RepeatFinder {
  /** The next round; null after the last. */
  next(): ComparisonRound | null;
  /** Keys of a chunk that begins at entry `start`. */
  add(file: number, start: number, keys: Uint32Array): void;
  /** By position of the file; files without repeated events are not in it. */
  repeated(): Map<number, RepeatedEvents>;
}

/** A {@link RepeatFinder} for these rounds; `entriesOf` gives the entries of a file. */
export function createRepeatFinder(
  rounds: readonly ComparisonRound[],
  entriesOf: (file: number) => number,
): RepeatFinder {
  const most = rounds.reduce((events, round) => Math.max(events, round.events / round.of), 0);
  const seen = createFirstEvents(most);
  const found = new Map<number, { set: EntrySetBuilder; first: Map<number, number> }>();
  let round = -1;

  function note(file: number, owner: number, entry: number): void {
    const one = found.get(file) ?? { set: createEntrySet(entriesOf(file)), first: new Map<number, number>() };
    found.set(file, one);
    one.set.add(entry);
    const count = one.first.get(owner);
    if (count !== undefined || one.first.size < NAMED_FILES) one.first.set(owner, (count ?? 0) + 1);
  }

  return {
    next() {
      if (++round < rounds.length) seen.clear();
      else seen.release();
      return rounds[round] ?? null;
    },
    add(file, start, keys) {
      for (let at = 0; at < keys.length; at += KEY_WORDS) {
        const owner = seen.claim(keys, at, file);
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
