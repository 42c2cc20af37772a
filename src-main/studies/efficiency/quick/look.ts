import type { OfferedName } from '../../../../src-shared/contracts/quick.ts';
import type { EnvironmentSymbol } from '../../../../src-shared/expression/environment.ts';
import type { EfficiencyStudy } from '../../../../src-shared/study/efficiency.ts';
import { UserError } from '../../../../src-shared/userError.ts';
import type { Binding } from '../../../engine/columns/binding.ts';
import { VOCABULARY } from '../../../../src-shared/expression/vocabulary.ts';
import { defineStudy } from '../../../engine/pipeline/study.ts';
import type { FileContext, FileRecord } from '../../../engine/pipeline/study.ts';
import { codecReader } from '../../../engine/root/codecsUsed.ts';
import type { Warning } from '../../../engine/slips/slip.ts';
import { datasetFiles } from '../config.ts';
import { openTree, readBatch } from '../openTree.ts';
import type { OpenedTree } from '../openTree.ts';
import { compileProgram, storedColumn } from '../program.ts';
import { datasetOf, setUp } from '../setup.ts';
import type { Setup } from '../setup.ts';
import { booksOf, seenIn } from './runBooks.ts';
import type { RunBook, SeenBook } from './runBooks.ts';
import { chooseFiles } from '../tags.ts';
import { slipsOf } from '../warnings.ts';
import { datasetsOnly } from './selection.ts';
import type { QuickConfig } from './selection.ts';

/** What is asked of files: whether all names that they offer are wanted, and the study that they are for where it is valid. */
export interface LookConfig extends QuickConfig {
  names: boolean;
  whole: EfficiencyStudy | null;
}

interface LookSetup extends Setup {
  names: boolean;
  whole: EfficiencyStudy | null;
  /** By dataset: its luminosity mask and table. */
  books: Record<string, RunBook[]>;
}

/** A name with what stands behind it in one file. */
export type NameInFile = Omit<OfferedName, 'lacking'>;

/** What one file says of itself. */
export interface LookFacts {
  schema: string;
  version: string | null;
  reasons: string[];
  tree: string;
  momentum: string | null;
  length: string | null;
  preselection: string | null;
  codecs: string[];
  assumed: string[];
  triggerMatching: string | null;
  names: { name: string; level: 'event' | 'muon'; unit: string | null; title: string; origin: string }[];
  lacking: { name: string; reason: string }[];
  runs: { numbers: number[]; events: number } | null;
  /** Luminosity mask and table of the dataset, beside the runs. */
  books: SeenBook[];
  needs: string[];
  slips: Warning[];
  /** Every name at both levels; null where they were not asked for. */
  offered: { event: NameInFile[]; muon: NameInFile[] } | null;
}

/** A file with what it says; no facts where it failed. */
export type LookedFile = Pick<
  FileRecord<LookFacts>,
  'dataset' | 'path' | 'status' | 'reason' | 'entries' | 'facts'
>;

const CODEC_COLUMNS = 12;
const RUN_EVENTS = 50_000;
const MOST_RUNS = 1000;

function symbolOf(binding: Binding, name: string, level: 'event' | 'muon'): EnvironmentSymbol | undefined {
  if (level === 'event') return binding.global(name);
  return binding.muons === null ? undefined : binding.member(binding.muons, name);
}

function commonNames(binding: Binding): Pick<LookFacts, 'names' | 'lacking'> {
  const names: LookFacts['names'] = [];
  const lacking: LookFacts['lacking'] = [];
  for (const { name, level, title } of VOCABULARY.values()) {
    const symbol = symbolOf(binding, name, level);
    if (symbol) names.push({ name, level, unit: symbol.unit, title, origin: binding.origin(name) });
    else lacking.push({ name, reason: binding.missing(name) ?? 'not in the file' });
  }
  return { names, lacking };
}

function offeredNames(binding: Binding, level: 'event' | 'muon'): NameInFile[] {
  const names =
    level === 'event' ? binding.names() : binding.muons === null ? [] : binding.names(binding.muons);
  return names.flatMap((name) => {
    const symbol = symbolOf(binding, name, level);
    if (!symbol) return [];
    const entry = VOCABULARY.get(name);
    const common = entry?.level === level;
    return [
      {
        name,
        type: symbol.kind === 'column' ? symbol.type : (entry?.type ?? 'number'),
        unit: symbol.unit,
        title: (common ? entry?.title : symbol.title) ?? '',
        origin: binding.origin(name),
        common,
        collection: level === 'event' && symbol.level !== 'event' ? symbol.level.collection : null,
      },
    ];
  });
}

function codecsIn({ trees, tree }: OpenedTree): string[] {
  const { file, tree: stored } = trees.open(tree.path);
  const codecsOf = codecReader(file);
  const readable = stored.columns.filter(
    ({ notRead, baskets }) => notRead === null && baskets.seek.length > 0,
  );
  return [...new Set(readable.slice(0, CODEC_COLUMNS).flatMap(codecsOf))].sort();
}

function runsIn(context: FileContext<Setup>, opened: OpenedTree): LookFacts['runs'] {
  const column = storedColumn(opened.binding, 'run');
  const events = Math.min(RUN_EVENTS, opened.tree.entries);
  if (column === null || events === 0) return null;
  const batch = readBatch(context, opened, 'runs', [column], { start: 0, stop: events, verify: false });
  const values = batch.columns.get(column)?.values ?? [];
  const numbers = [...new Set(Array.from(values as ArrayLike<number | bigint>, Number))];
  return { numbers: numbers.sort((a, b) => a - b).slice(0, MOST_RUNS), events };
}

/** What the study asks for that the file does not have, in words. */
function needsOf(whole: EfficiencyStudy, name: string, binding: Binding): string[] {
  try {
    const { failed, points, absentAxes } = compileProgram(whole, datasetOf(whole, name), binding, 1);
    return [
      ...(failed ? [`${failed.reason}, which \`${failed.expression}\` needs`] : []),
      ...points.flatMap(({ absent }, p) =>
        absent ? [`working point ${whole.workingPoints[p].name}: ${absent.reason}`] : [],
      ),
      ...absentAxes.flatMap((absent) => (absent ? [`axis ${absent.expression}: ${absent.reason}`] : [])),
    ];
  } catch (error) {
    if (error instanceof UserError) return [error.message];
    throw error;
  }
}

function factsOf(context: FileContext<LookSetup>, opened: OpenedTree): LookFacts {
  const { names, whole } = context.setup;
  const { binding, tree } = opened;
  const { dataset } = context.file;
  const runs = names ? null : runsIn(context, opened);
  const { units, muonPreselection, assumed, triggerMatching } = binding.facts;
  return {
    schema: binding.schema,
    version: binding.version,
    reasons: [...binding.reasons],
    tree: tree.path,
    momentum: units.momentum,
    length: units.length,
    preselection: muonPreselection,
    codecs: names ? [] : codecsIn(opened),
    assumed,
    triggerMatching,
    ...commonNames(binding),
    runs,
    books: seenIn(context.setup.books[dataset] ?? [], runs?.numbers ?? []),
    needs: whole === null ? [] : needsOf(whole, dataset, binding),
    slips: whole === null ? [] : slipsOf({ ...context.setup, study: whole }, dataset, opened, null),
    offered: names ? { event: offeredNames(binding, 'event'), muon: offeredNames(binding, 'muon') } : null,
  };
}

/** What files say of themselves, whatever the study is going to ask of them. */
export const look = defineStudy<LookConfig, LookSetup, LookFacts, LookedFile[]>({
  id: 'efficiency-look',
  version: 2,
  title: 'What files say',
  datasets: datasetFiles,
  setUp({ study, names, whole }, resources) {
    const bare = datasetsOnly(study);
    const open = { ...bare, datasets: bare.datasets.map(({ mask, ...dataset }) => (void mask, dataset)) };
    const books = names ? {} : booksOf(study, resources);
    return { ...setUp(open, resources), names, whole, books };
  },
  examine(context) {
    const opened = openTree(context);
    const { entries, clusters } = opened.tree;
    return { entries, clusters, bytesPerEntry: 0, facts: factsOf(context, opened) };
  },
  choose: (files, { study }) => chooseFiles(files, study),
  steps: [],
  finalise: ({ files }) =>
    files.map(({ dataset, path, status, reason, entries, facts }) => {
      return { dataset, path, status, reason, entries, facts };
    }),
  figures: () => [],
});
