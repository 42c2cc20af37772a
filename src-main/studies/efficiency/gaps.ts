import type { Axis } from '../../../src-shared/study/efficiency.ts';

/** What is missing where something is counted: a value on an axis or of the pile-up, or a name that a whole file does not have. */
export type GapKind = 'no value' | 'no pile-up' | 'absent axis' | 'absent working point';

/** Probes (events for the pile-up) of a dataset that lack the same thing for the same reason. */
export interface Gap {
  kind: GapKind;
  /** Axis, working point or variable. */
  what: string;
  reason: string | null;
  count: number;
  /** How many files have any. */
  files: number;
  /** The first one: file as the document writes it, and entry in its tree. */
  file: string;
  entry: number;
  /** The last file, so that the chunks of one file count once. */
  lastFile: string;
}

/** One or two axes in words. */
export function axesText(axes: readonly Axis[]): string {
  return axes.map((axis) => axis.variable).join(' x ');
}

const MOST_KINDS = 200;

/** Gaps of one chunk of a file. */
export function gap(
  kind: GapKind,
  what: string,
  place: { file: string; entry: number },
  count: number,
  reason: string | null = null,
): Gap {
  return { kind, what, reason, count, files: 1, ...place, lastFile: place.file };
}

/** Adds gaps to those before them, in chunk and file order. */
export function mergeGaps(into: Gap[], from: readonly Gap[]): void {
  for (const one of from) {
    const same = into.find(
      ({ kind, what, reason }) => kind === one.kind && what === one.what && reason === one.reason,
    );
    if (same) {
      same.count += one.count;
      same.files += one.files - (same.lastFile === one.file ? 1 : 0);
      same.lastFile = one.lastFile;
    } else if (into.length < MOST_KINDS) into.push({ ...one });
  }
}

/** How many probes lack a working point because their file has not what it needs. */
export function withoutPoint(gaps: readonly Gap[], point: string): number {
  const absent = gaps.filter(({ kind, what }) => kind === 'absent working point' && what === point);
  return absent.reduce((sum, { count }) => sum + count, 0);
}

/** A gap in one sentence. */
export function describeGap({ kind, what, reason, count, files, file, entry }: Gap): string {
  const others = files > 1 ? ` and ${files - 1} more file${files > 2 ? 's' : ''}` : '';
  const first = `first in ${file}, entry ${entry}`;
  const one = count === 1;
  if (kind === 'no value')
    return `${count} probe${one ? ' has' : 's have'} no finite value of ${what} and stand${one ? 's' : ''} in no bin of it (${first})`;
  if (kind === 'no pile-up')
    return `${count} event${one ? ' has' : 's have'} no finite value of ${what} and get${one ? 's' : ''} the pile-up weight 0 (${first})`;
  if (kind === 'absent axis')
    return `${count} probes of ${file}${others} stand in no bin of ${what}: ${reason ?? 'it is not there'}`;
  return `${count} probes of ${file}${others} have no decision of ${what}: ${reason ?? 'it is not there'}`;
}
