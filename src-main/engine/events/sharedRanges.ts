import { comparePlaces, PARTS } from './eventNumbers.ts';
import { ROW } from './eventRanges.ts';
import type { EventRanges } from './eventRanges.ts';

/** A file with the ranges of its events. Only files of one group can hold the same events. */
export interface RangedFile {
  index: number;
  group: string;
  ranges: EventRanges;
}

/** Where events of a file may stand in another file, or twice in it. */
export interface Suspect {
  index: number;
  /** Rows of first and last place, ascending, 2 * {@link PARTS} numbers each. */
  ranges: Float64Array;
  /** Events in them. */
  events: number;
}

const LAST = PARTS;
const COUNT = 2 * PARTS;
const TWICE = COUNT + 1;

interface Row {
  file: number;
  ranges: EventRanges;
  at: number;
}

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

/** The marked rows of a file, neighbours joined. */
function suspectOf(index: number, ranges: EventRanges, marked: ReadonlySet<number>): Suspect | null {
  const found: number[] = [];
  let events = 0;
  let joined = false;
  for (let at = 0; at < ranges.length; at += ROW) {
    const suspect = marked.has(at) || ranges[at + TWICE] === 1;
    if (suspect) {
      events += ranges[at + COUNT];
      if (joined) found.splice(-PARTS, PARTS, ...ranges.subarray(at + LAST, at + LAST + PARTS));
      else found.push(...ranges.subarray(at, at + 2 * PARTS));
    }
    joined = suspect;
  }
  return found.length === 0 ? null : { index, ranges: Float64Array.from(found), events };
}

/**
 * The files that may hold events of each other, or one twice: those whose ranges overlap. A file that is not among them shares
 * no event with any other. In the order of the files.
 */
export function suspects(files: readonly RangedFile[]): Suspect[] {
  const groups = new Map<string, Row[]>();
  for (const { index, group, ranges } of files) {
    const rows = groups.get(group) ?? [];
    groups.set(group, rows);
    for (let at = 0; at < ranges.length; at += ROW) rows.push({ file: index, ranges, at });
  }
  const marked = new Map<number, Set<number>>();
  for (const rows of groups.values()) {
    rows.sort((a, b) => comparePlaces(a.ranges, a.at, b.ranges, b.at));
    const marks = overlapping(rows);
    rows.forEach(({ file, at }, i) => {
      if (marks[i] === 0) return;
      const of = marked.get(file) ?? new Set();
      marked.set(file, of.add(at));
    });
  }
  return files.flatMap(({ index, ranges }) => {
    const suspect = suspectOf(index, ranges, marked.get(index) ?? new Set());
    return suspect ? [suspect] : [];
  });
}
