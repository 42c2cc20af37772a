import type { EventNumbers } from '../../engine/events/eventNumbers.ts';
import { eventRanges } from '../../engine/events/eventRanges.ts';
import type { EventRanges } from '../../engine/events/eventRanges.ts';
import type { FileContext } from '../../engine/pipeline/study.ts';
import type { Dataset } from '../../../src-shared/study/efficiency.ts';
import { readBatch } from './openTree.ts';
import type { OpenedTree } from './openTree.ts';
import { storedColumn } from './program.ts';
import { datasetOf } from './setup.ts';
import type { Setup } from './setup.ts';

/** Stored columns that tell the events of a file apart; null where the file has none. */
export interface EventColumns {
  event: string;
  sample: string | null;
  run: string | null;
  section: string | null;
  /** Of simulation whose files do not name their sample: a generated quantity that reprocessing leaves alone. */
  mark: string | null;
}

/** Which columns tell the events of a dataset apart: those that all of its files have. */
export type UsedColumns = Record<'sample' | 'run' | 'section' | 'mark', boolean>;

/** Branches that number simulated samples. */
const SAMPLE_BRANCHES = ['mcChannelNumber', 'dsid', 'DSID', 'datasetNumber', 'channelNumber'];
/** NanoAOD: simulation has run 1 in every sample, and sections and events are numbered from 1 in each. */
const MARK_BRANCHES = ['Generator_x1', 'Generator_scalePDF', 'Pileup_nTrueInt'];
/** Files with so many events are gone through on all threads instead of being looked at when they are examined. */
const MOST_EXAMINED = 1 << 17;
const INTEGER = /^u?int\d+$/;
const REAL = /^float\d+$/;

function numberColumn({ binding, tree }: OpenedTree, name: string, type: RegExp): string | null {
  const column = storedColumn(binding, name);
  const stored = tree.columns.find((one) => one.name === column);
  const usable = stored && type.test(stored.element) && stored.notRead === null;
  return usable ? stored.name : null;
}

/** The columns that tell a file's events apart; null without event numbers, and for data without run numbers. */
export function eventColumns(opened: OpenedTree, kind: Dataset['kind']): EventColumns | null {
  const first = (names: readonly string[], type: RegExp): string | null =>
    names.map((name) => numberColumn(opened, name, type)).find((name) => name !== null) ?? null;
  const event = first(['event'], INTEGER);
  const run = first(['run'], INTEGER);
  if (event === null || (kind === 'data' && run === null)) return null;
  const simulated = kind === 'simulation';
  const sample = simulated ? first(SAMPLE_BRANCHES, INTEGER) : null;
  const mark = simulated && sample === null ? first(MARK_BRANCHES, REAL) : null;
  return { event, sample, run, section: first(['section'], INTEGER), mark };
}

/** Reads what tells the events of a chunk apart. */
export function readEventNumbers(
  context: FileContext<Setup>,
  opened: OpenedTree,
  columns: EventColumns,
  used: UsedColumns,
  range: { start: number; stop: number; verify: boolean },
): EventNumbers {
  const names = {
    sample: used.sample ? columns.sample : null,
    run: used.run ? columns.run : null,
    section: used.section ? columns.section : null,
    mark: used.mark ? columns.mark : null,
  };
  const wanted = [columns.event, ...Object.values(names)].filter((name) => name !== null);
  const batch = readBatch(context, opened, `events ${wanted.join(' ')}`, wanted, range);
  const valuesOf = (name: string | null) =>
    name === null ? null : (batch.columns.get(name)?.values ?? null);
  const event = valuesOf(columns.event);
  const mark = valuesOf(names.mark);
  if (event === null) throw new Error(`${columns.event} was not read`);
  return {
    entries: batch.entries,
    event,
    sample: valuesOf(names.sample),
    run: valuesOf(names.run),
    section: valuesOf(names.section),
    mark: mark && new Uint32Array(Float32Array.from(mark, Number).buffer),
  };
}

/** Which of the columns a file has. */
export function usedColumns({ sample, run, section, mark }: EventColumns): UsedColumns {
  return { sample: sample !== null, run: run !== null, section: section !== null, mark: mark !== null };
}

/** Whether a dataset can have several files, and their events are to count once. */
export function countsOnce({ files, duplicates }: Dataset): boolean {
  return duplicates !== 'count' && (files.length > 1 || /^@|[*?[{]/.test(files[0]));
}

/** Ranges of a file's events while it is open; null where they are not needed, or the file is too large to be read at once. */
export function examinedRanges(
  context: FileContext<Setup>,
  opened: OpenedTree,
  columns: EventColumns | null,
): EventRanges | null {
  const { entries } = opened.tree;
  const dataset = datasetOf(context.setup.study, context.file.dataset);
  if (columns === null || entries > MOST_EXAMINED || !countsOnce(dataset)) return null;
  const range = { start: 0, stop: entries, verify: true };
  return eventRanges(
    readEventNumbers(context, opened, columns, { ...usedColumns(columns), mark: false }, range),
  );
}
