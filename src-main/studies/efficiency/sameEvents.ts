import type { EntrySet } from '../../engine/events/entrySet.ts';
import { eventKeys } from '../../engine/events/eventKeys.ts';
import { eventRanges, joinRanges } from '../../engine/events/eventRanges.ts';
import type { EventRanges } from '../../engine/events/eventRanges.ts';
import { comparisonRounds, createRepeatFinder } from '../../engine/events/repeatedEvents.ts';
import type { ComparisonRound, RepeatedEvents } from '../../engine/events/repeatedEvents.ts';
import { sharedRanges } from '../../engine/events/sharedRanges.ts';
import type { RangedFile } from '../../engine/events/sharedRanges.ts';
import { defineStep } from '../../engine/pipeline/study.ts';
import type { FileRecord, InputFile, MapContext, Reduced, Rounds } from '../../engine/pipeline/study.ts';
import { countsOnce, readEventNumbers, usedColumns } from './eventColumns.ts';
import type { EventColumns, UsedColumns } from './eventColumns.ts';
import type { EfficiencyFacts } from './examine.ts';
import { openTree } from './openTree.ts';
import type { Setup } from './setup.ts';
import { sampleOf } from './tags.ts';

type File = FileRecord<EfficiencyFacts>;
type Comparable = File & { facts: EfficiencyFacts & { events: EventColumns } };

/** Datasets whose files are compared, with the columns that tell their events apart. */
interface Compared {
  datasets: Record<string, UsedColumns>;
}

/** What the comparison looks at: all rounds, or one. */
interface Comparison extends Compared {
  rounds: ComparisonRound[];
  /** Entries of the files that take part in a round. */
  entries: Record<number, number>;
}

interface RangesSum {
  files: { index: number; ranges: EventRanges }[];
}

interface RepeatsSum {
  /** Keys of chunks of one file. */
  keys: { start: number; keys: Uint32Array }[];
  /** By position of the file: what stands in earlier files. */
  repeated: Record<number, RepeatedEvents>;
}

function comparable(files: readonly File[], dataset: string): Comparable[] {
  return files.filter(
    (file): file is Comparable =>
      file.dataset === dataset && file.status === 'processed' && file.facts?.events != null,
  );
}

function comparedOf({ study }: Setup, files: readonly File[]): Compared {
  const datasets: Compared['datasets'] = {};
  for (const dataset of study.datasets) {
    const some = countsOnce(dataset) ? comparable(files, dataset.name) : [];
    const used = some.map(({ facts }) => usedColumns(facts.events));
    if (used.length < 2) continue;
    datasets[dataset.name] = {
      sample: used.every(({ sample }) => sample),
      run: used.every(({ run }) => run),
      section: used.every(({ section }) => section),
      mark: used.every(({ mark }) => mark),
    };
  }
  return { datasets };
}

/** The ranges that the examination found, where they are of the columns that are used. */
function knownRanges({ ranges, events }: Comparable['facts'], used: UsedColumns): EventRanges | null {
  const own = usedColumns(events);
  const same = own.sample === used.sample && own.run === used.run && own.section === used.section;
  return same ? ranges : null;
}

function isComparable(file: File): file is Comparable {
  return file.facts?.events != null;
}

function numbersOf(context: MapContext<Setup, EfficiencyFacts, Compared>, marked: boolean) {
  const columns = context.facts.events;
  if (!columns) throw new Error('a file without event numbers is not compared');
  const all = context.shared.datasets[context.file.dataset];
  const used = { ...all, mark: all.mark && marked };
  return readEventNumbers(context, openTree(context), columns, used, context);
}

/** The event numbers, and all that is read with them under a name of its own: not every dataset uses every one of the columns. */
function columnsOf({ tree, events }: EfficiencyFacts): string[] {
  if (!events) return [];
  const names = Object.values(events).filter((name) => name !== null);
  return [`${tree}:${events.event}`, `${tree}:${names.join('+')}`];
}

/** Ranges of event numbers of the files that were too large to be looked at when they were examined. */
export const rangesStep = defineStep<Setup, EfficiencyFacts, Compared, RangesSum>({
  id: 'event ranges',
  phase: 'comparing',
  wants(file, _setup, shared) {
    const used = shared?.datasets[file.dataset];
    return used !== undefined && isComparable(file) && knownRanges(file.facts, used) === null;
  },
  columns: columnsOf,
  share: (setup, before) => comparedOf(setup, before.files),
  identity: (_setup, { datasets }, { dataset, facts, index }) => ({
    index,
    used: datasets[dataset],
    columns: facts?.events,
  }),
  map: (context) => ({
    files: [{ index: context.file.index, ranges: eventRanges(numbersOf(context, false)) }],
  }),
  empty: () => ({ files: [] }),
  merge(into, from) {
    for (const one of from.files) {
      const same = into.files.find(({ index }) => index === one.index);
      if (same) same.ranges = joinRanges(same.ranges, one.ranges);
      else into.files.push(one);
    }
  },
});

function rangedFiles(
  { study }: Setup,
  { datasets }: Compared,
  before: Reduced<Setup, EfficiencyFacts>,
): RangedFile[] {
  return study.datasets.flatMap((dataset) => {
    const used = datasets[dataset.name];
    if (used === undefined) return [];
    const read = new Map(
      before.sum(rangesStep, dataset.name).files.map(({ index, ranges }) => [index, ranges]),
    );
    return comparable(before.files, dataset.name).flatMap(({ index, path, facts }) => {
      const ranges = knownRanges(facts, used) ?? read.get(index);
      const sample = used.sample ? '' : sampleOf(dataset, path);
      return ranges ? [{ index, group: JSON.stringify([dataset.name, sample]), ranges }] : [];
    });
  });
}

function compare(comparison: Comparison): Rounds<Comparison, RepeatsSum> {
  const finder = createRepeatFinder(comparison.rounds, (file) => comparison.entries[file]);
  const datasets = new Map<number, string>();
  let found: Map<number, RepeatedEvents> | null = null;
  return {
    next() {
      const round = finder.next();
      return round && { ...comparison, rounds: [round] };
    },
    add({ index, dataset }: InputFile, { keys }) {
      found = null;
      datasets.set(index, dataset);
      for (const one of keys) {
        finder.add(index, one.start, one.keys);
        (one.keys.buffer as ArrayBuffer).transfer(0);
      }
    },
    sum(dataset) {
      found ??= finder.repeated();
      const own = [...found].filter(([file]) => datasets.get(file) === dataset);
      return { keys: [], repeated: Object.fromEntries(own) };
    },
  };
}

/** Compares the events of files whose ranges overlap, exactly: which stand in an earlier file of the dataset, or earlier in the same file. */
export const repeatsStep = defineStep<Setup, EfficiencyFacts, Comparison, RepeatsSum>({
  id: 'repeated events',
  phase: 'comparing',
  wants: (file, _setup, shared) => shared?.rounds.some(({ files }) => file.index in files) ?? false,
  columns: columnsOf,
  share(setup, before) {
    const compared = comparedOf(setup, before.files);
    const rounds = comparisonRounds(sharedRanges(rangedFiles(setup, compared, before)));
    const suspect = new Set(rounds.flatMap(({ files }) => Object.keys(files).map(Number)));
    const entries = before.files
      .filter(({ index }) => suspect.has(index))
      .map((file) => [file.index, file.entries]);
    return { ...compared, rounds, entries: Object.fromEntries(entries) as Comparison['entries'] };
  },
  map(context) {
    const [round] = context.shared.rounds;
    const memory = context.ofThread('event keys', () => ({ words: new Uint32Array(0) }));
    const scratch = (words: number): Uint32Array =>
      words <= memory.words.length ? memory.words : (memory.words = new Uint32Array(words));
    const keys = eventKeys(numbersOf(context, true), round.files[context.file.index], round, scratch);
    return { keys: [{ start: context.start, keys }], repeated: {} };
  },
  transfer: ({ keys }) => keys.map((one) => one.keys.buffer as ArrayBuffer),
  empty: () => ({ keys: [], repeated: {} }),
  merge(into, from) {
    into.keys.push(...from.keys);
    Object.assign(into.repeated, from.repeated);
  },
  rounds: (_setup, shared) => compare(shared),
});

/** Events that are left out because they stand in an earlier file: plain data for threads. */
export interface LeftOut {
  /** By position of the file. */
  entries: Record<number, EntrySet>;
  /** Datasets of these files. */
  datasets: string[];
}

/** What {@link repeatsStep} found in all datasets. */
export function leftOut(setup: Setup, before: Reduced<Setup, EfficiencyFacts>): LeftOut {
  const left: LeftOut = { entries: {}, datasets: [] };
  for (const { name } of setup.study.datasets) {
    const { repeated } = before.sum(repeatsStep, name);
    for (const [index, { entries }] of Object.entries(repeated)) left.entries[Number(index)] = entries;
    if (Object.keys(repeated).length > 0) left.datasets.push(name);
  }
  return left;
}
