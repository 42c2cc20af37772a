import { comparePlaces, eventWords, numberOfWords, PARTS } from './eventNumbers.ts';
import type { EventNumbers } from './eventNumbers.ts';

/**
 * Ranges that hold all events of a file, ascending and apart: rows of {@link ROW} numbers: first place (sample, run, section, event), last
 * place, events in it, and 1 where the same event may stand in it twice. At most {@link MOST_RANGES} rows, cut at the largest gaps.
 */
export type EventRanges = Float64Array;

/** Numbers of a row of {@link EventRanges}. */
export const ROW = 2 * PARTS + 2;
/** Most rows of one file. */
export const MOST_RANGES = 64;
const LAST = PARTS;
const COUNT = 2 * PARTS;
const TWICE = COUNT + 1;

/** Finds the largest of many gaps. */
class LargestGaps {
  readonly #kept = new Float64Array(MOST_RANGES - 1);
  #least = 0;

  add(gap: number): void {
    if (gap <= this.#kept[this.#least]) return;
    this.#kept[this.#least] = gap;
    let least = 0;
    for (let i = 1; i < this.#kept.length; i++) if (this.#kept[i] < this.#kept[least]) least = i;
    this.#least = least;
  }

  /** Whether to cut at the gap; each of the largest once. */
  cuts(): (gap: number) => boolean {
    const threshold = this.#kept[this.#least];
    let equal = this.#kept.filter((gap) => gap === threshold && gap > 0).length;
    return (gap) => gap > threshold || (gap === threshold && equal-- > 0);
  }
}

const SECTION = 2 ** 64;
const FAR = Infinity;

function gapBetween(a: ArrayLike<number>, i: number, b: ArrayLike<number>, j: number): number {
  if (a[i] !== b[j] || a[i + 1] !== b[j + 1]) return FAR;
  const sections = b[j + 2] - a[i + 2];
  return sections === 0 ? b[j + 3] - a[i + 3] : sections * SECTION;
}

/** Joins rows at their smallest gaps until there are few enough. */
function reduce(rows: Float64Array): EventRanges {
  const length = rows.length / ROW;
  if (length <= MOST_RANGES) return rows;
  const gaps = new LargestGaps();
  for (let r = 1; r < length; r++) gaps.add(gapBetween(rows, (r - 1) * ROW + LAST, rows, r * ROW));
  const cut = gaps.cuts();
  let n = 0;
  for (let r = 1; r < length; r++) {
    const [into, from] = [n * ROW, r * ROW];
    if (cut(gapBetween(rows, (r - 1) * ROW + LAST, rows, from))) {
      rows.copyWithin(++n * ROW, from, from + ROW);
      continue;
    }
    rows.copyWithin(into + LAST, from + LAST, from + LAST + PARTS);
    rows[into + COUNT] += rows[from + COUNT];
    rows[into + TWICE] = Math.max(rows[into + TWICE], rows[from + TWICE]);
  }
  return rows.slice(0, (n + 1) * ROW);
}

interface Lane {
  /** Sample, run, section. */
  place: number[];
  events: Float64Array;
  length: number;
}

/** Events by sample, run and section, each lane with its events ascending, the lanes in order. */
function lanesOf({ entries, sample, run, section, event }: EventNumbers): Lane[] {
  const lanes = new Map<string, Lane>();
  const laneOf = new Array<Lane>(entries);
  let lane: Lane | null = null;
  for (let i = 0; i < entries; i++) {
    const [s, r, b] = [Number(sample?.[i] ?? 0), Number(run?.[i] ?? 0), Number(section?.[i] ?? 0)];
    if (!lane || lane.place[0] !== s || lane.place[1] !== r || lane.place[2] !== b) {
      const key = `${s} ${r} ${b}`;
      const known: Lane = lanes.get(key) ?? { place: [s, r, b], events: new Float64Array(0), length: 0 };
      lanes.set(key, known);
      lane = known;
    }
    lane.length++;
    laneOf[i] = lane;
  }
  for (const one of lanes.values()) {
    one.events = new Float64Array(one.length);
    one.length = 0;
  }
  const words = eventWords(event);
  for (let i = 0; i < entries; i++) {
    const one = laneOf[i];
    one.events[one.length++] = numberOfWords(words[2 * i], words[2 * i + 1]);
  }
  for (const { events } of lanes.values()) {
    let ascending = true;
    for (let i = 1; ascending && i < events.length; i++) ascending = events[i] >= events[i - 1];
    if (!ascending) events.sort();
  }
  return [...lanes.values()].sort((a, b) => comparePlaces([...a.place, 0], 0, [...b.place, 0], 0));
}

/** A gap is worth a cut when it is so many times the mean distance of events. */
const WIDE = 16;

function rangesOfLane({ place, events }: Lane): number[] {
  const { length } = events;
  const wide = Math.max(1, (WIDE * (events[length - 1] - events[0])) / length);
  const gaps = new LargestGaps();
  for (let i = 1; i < length; i++) {
    const gap = events[i] - events[i - 1];
    if (gap > wide) gaps.add(gap);
  }
  const cut = gaps.cuts();
  const rows: number[] = [];
  let first = 0;
  let twice = 0;
  for (let i = 1; i <= length; i++) {
    const gap = i === length ? FAR : events[i] - events[i - 1];
    if (i === length || (gap > wide && cut(gap))) {
      rows.push(...place, events[first], ...place, events[i - 1], i - first, twice);
      first = i;
      twice = 0;
    } else if (gap === 0) twice = 1;
  }
  return rows;
}

/** Ranges of the events of a chunk. */
export function eventRanges(numbers: EventNumbers): EventRanges {
  return reduce(Float64Array.from(lanesOf(numbers).flatMap(rangesOfLane)));
}

/** Ranges of two parts of a file together. Where ranges of both overlap, the same event may stand in both. */
export function joinRanges(a: EventRanges, b: EventRanges): EventRanges {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  const all = new Float64Array(a.length + b.length);
  let [i, j, n] = [0, 0, 0];
  while (i < a.length || j < b.length) {
    const fromA = j === b.length || (i < a.length && comparePlaces(a, i, b, j) <= 0);
    const [rows, at] = fromA ? [a, i] : [b, j];
    if (fromA) i += ROW;
    else j += ROW;
    const last = (n - 1) * ROW;
    if (n > 0 && comparePlaces(rows, at, all, last + LAST) <= 0) {
      if (comparePlaces(rows, at + LAST, all, last + LAST) > 0)
        all.set(rows.subarray(at + LAST, at + LAST + PARTS), last + LAST);
      all[last + COUNT] += rows[at + COUNT];
      all[last + TWICE] = 1;
    } else all.set(rows.subarray(at, at + ROW), n++ * ROW);
  }
  return reduce(all.slice(0, n * ROW));
}
