import type { LuminosityMask } from '../../engine/columns/luminosityMask.ts';
import type { LuminosityTable } from '../../engine/columns/luminosityTable.ts';

/** Events of one run in processed files, inside the mask. */
export interface RunCount {
  events: number;
  /** Sections with events, ascending; null where the files have no section numbers. */
  sections: number[] | null;
}

/** By run number. */
export type RunCounts = Map<number, RunCount>;

/** A file that did not go into the result, or not in full. */
export interface LackingFile {
  /** Run that its name tells; null when it tells none. */
  run: number | null;
}

/** Luminosity of what was processed, in fb^-1. */
export interface ProcessedLuminosity {
  /** Null where it is only known to lie in the range. */
  value: number | null;
  low: number;
  high: number;
  /** Of the whole table, inside the mask where it is known section by section. */
  requested: number;
  /** Runs with events, some of whose files are missing and whose sections are not known. */
  incomplete: number[];
  /** Runs with events that the table does not have. */
  notInTable: number[];
  /** Runs of the table without events in the processed files. */
  withoutEvents: number;
}

function union(one: readonly number[] | null, other: readonly number[] | null): number[] | null {
  if (one === null || other === null) return null;
  return [...new Set([...one, ...other])].sort((a, b) => a - b);
}

/** Adds the runs of one chunk, file or dataset to those of another. */
export function mergeRuns(into: RunCounts, from: RunCounts): void {
  for (const [run, count] of from) {
    const own = into.get(run);
    if (!own) into.set(run, { events: count.events, sections: count.sections && [...count.sections] });
    else {
      own.events += count.events;
      own.sections = union(own.sections, count.sections);
    }
  }
}

/** Counts the events of a chunk by run; `inMask` has 0 for events that are out. */
export function countRuns(
  runs: ArrayLike<number | bigint>,
  sections: ArrayLike<number | bigint> | null,
  inMask: Uint8Array | null,
): RunCounts {
  const found = new Map<number, { events: number; sections: Set<number> }>();
  let last: { events: number; sections: Set<number> } | undefined;
  let lastRun = NaN;
  for (let event = 0; event < runs.length; event++) {
    if (inMask?.[event] === 0) continue;
    const run = Number(runs[event]);
    if (run !== lastRun || !last) {
      last = found.get(run) ?? { events: 0, sections: new Set() };
      found.set(run, last);
      lastRun = run;
    }
    last.events++;
    if (sections) last.sections.add(Number(sections[event]));
  }
  return new Map(
    [...found].map(([run, count]) => [
      run,
      { events: count.events, sections: sections && [...count.sections].sort((a, b) => a - b) },
    ]),
  );
}

function inside(mask: LuminosityMask | undefined, run: number, section: number): boolean {
  const ranges = mask?.runs.get(run);
  if (!mask) return true;
  if (!ranges) return false;
  for (let i = 0; i < ranges.length; i += 2)
    if (section >= ranges[i] && section <= ranges[i + 1]) return true;
  return false;
}

/** Luminosity of every run of the table inside the mask: section by section where the table has sections, else the whole run. */
function masked({ runs, sections }: LuminosityTable, mask: LuminosityMask | undefined): Map<number, number> {
  if (!sections) return new Map([...runs].filter(([run]) => !mask || (mask.runs.get(run)?.length ?? 0) > 0));
  return new Map(
    [...sections].map(([run, own]) => [
      run,
      [...own].reduce((sum, [section, value]) => sum + (inside(mask, run, section) ? value : 0), 0),
    ]),
  );
}

/**
 * Luminosity of the processed events of a dataset. A run without missing files counts in full. A run that a missing file may belong
 * to counts by the sections that were seen where table and files have sections; else it lies between nothing and the whole run,
 * and so does the sum. A missing file whose name tells no run may belong to any run of the table.
 */
export function processedLuminosity(
  table: LuminosityTable,
  counts: RunCounts,
  lacking: readonly LackingFile[],
  mask: LuminosityMask | undefined,
): ProcessedLuminosity {
  const whole = masked(table, mask);
  const anywhere = lacking.some(({ run }) => run === null);
  const touched = new Set(lacking.map(({ run }) => run));
  const incomplete: number[] = [];
  let low = 0;
  let high = 0;
  for (const [run, luminosity] of whole) {
    const seen = counts.get(run);
    const open = anywhere || touched.has(run);
    if (!seen) {
      if (anywhere && !table.sections) high += luminosity;
      continue;
    }
    const own = table.sections?.get(run);
    if (!open) {
      low += luminosity;
      high += luminosity;
    } else if (own && seen.sections) {
      const sum = seen.sections.reduce((total, section) => total + (own.get(section) ?? 0), 0);
      low += sum;
      high += sum;
    } else {
      incomplete.push(run);
      high += luminosity;
    }
  }
  return {
    value: low === high ? low : null,
    low,
    high,
    requested: [...whole.values()].reduce((sum, value) => sum + value, 0),
    incomplete: incomplete.sort((a, b) => a - b),
    notInTable: [...counts.keys()].filter((run) => !table.runs.has(run)).sort((a, b) => a - b),
    withoutEvents: [...whole.keys()].filter((run) => !counts.has(run)).length,
  };
}

/** The luminosity in a few words: `31.4`, `between 12.1 and 31.4`, `at most 31.4`. */
export function luminosityText({ low, high }: { low: number; high: number }): string {
  const text = (value: number) => String(Number(value.toPrecision(4)));
  if (text(low) === text(high)) return text(high);
  return low === 0 ? `at most ${text(high)}` : `between ${text(low)} and ${text(high)}`;
}
