import { comparePlaces, PARTS } from './eventNumbers.ts';
import { ROW } from './eventRanges.ts';
import type { EventRanges } from './eventRanges.ts';

/** A file with the ranges of its events. Only files of one group can hold the same events. */
export interface RangedFile {
  index: number;
  group: string;
  ranges: EventRanges;
}

/** Ranges of files that overlap each other, directly or through others: only events in them can be the same. */
export interface SharedRanges {
  group: string;
  /** Rows of {@link EventRanges}: the file, and where the row begins; ascending by their first place. */
  rows: { file: number; ranges: EventRanges; at: number }[];
  /** Events in all of them. */
  events: number;
}

const LAST = PARTS;
const COUNT = 2 * PARTS;
const TWICE = COUNT + 1;

type Row = SharedRanges['rows'][number];

/** Marks rows that overlap a row of another file. Rows ascend by their first place. */
function overlapping(rows: readonly Row[]): Uint8Array {
  const marks = new Uint8Array(rows.length);
  const reaches = (i: number, j: number): boolean =>
    comparePlaces(rows[i].ranges, rows[i].at + LAST, rows[j].ranges, rows[j].at) >= 0;
  const further = (i: number, j: number): boolean =>
    j < 0 || comparePlaces(rows[i].ranges, rows[i].at + LAST, rows[j].ranges, rows[j].at + LAST) > 0;
  let [best, second] = [-1, -1];
  for (let i = 0; i < rows.length; i++) {
    const other = best >= 0 && rows[best].file === rows[i].file ? second : best;
    if (other >= 0 && reaches(other, i)) marks[i] = 1;
    if (best >= 0 && rows[best].file === rows[i].file) {
      if (further(i, best)) best = i;
    } else if (further(i, best)) [best, second] = [i, best];
    else if (further(i, second)) second = i;
  }
  let [next, nextOther] = [-1, -1];
  for (let i = rows.length - 1; i >= 0; i--) {
    const other = next >= 0 && rows[next].file === rows[i].file ? nextOther : next;
    if (other >= 0 && reaches(i, other)) marks[i] = 1;
    if (next >= 0 && rows[next].file !== rows[i].file) nextOther = next;
    next = i;
  }
  return marks;
}

/** Marked rows, in order, put together as long as they overlap. */
function clusters(group: string, rows: readonly Row[]): SharedRanges[] {
  const found: SharedRanges[] = [];
  let furthest: Row | null = null;
  for (const row of rows) {
    const { ranges, at } = row;
    const apart: boolean =
      furthest === null || comparePlaces(ranges, at, furthest.ranges, furthest.at + LAST) > 0;
    if (apart) found.push({ group, rows: [], events: 0 });
    const cluster = found[found.length - 1];
    cluster.rows.push(row);
    cluster.events += ranges[at + COUNT];
    if (apart || comparePlaces(ranges, at + LAST, furthest!.ranges, furthest!.at + LAST) > 0) furthest = row;
  }
  return found;
}

/**
 * Where files may hold events of each other, or one event twice: the ranges that overlap. An event outside of them stands in one file
 * only, and once. Ranges that do not overlap are in different members of the list.
 */
export function sharedRanges(files: readonly RangedFile[]): SharedRanges[] {
  const groups = new Map<string, Row[]>();
  for (const { index, group, ranges } of files) {
    const rows = groups.get(group) ?? [];
    groups.set(group, rows);
    for (let at = 0; at < ranges.length; at += ROW) rows.push({ file: index, ranges, at });
  }
  return [...groups].flatMap(([group, rows]) => {
    rows.sort((a, b) => comparePlaces(a.ranges, a.at, b.ranges, b.at));
    const marks = overlapping(rows);
    const shared = rows.filter(({ ranges, at }, i) => marks[i] === 1 || ranges[at + TWICE] === 1);
    return clusters(group, shared);
  });
}
