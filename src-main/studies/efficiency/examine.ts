import type { FileContext, FileFacts, FileRecord, Reason } from '../../engine/pipeline/study.ts';
import type { Dataset } from '../../../src-shared/study/efficiency.ts';
import { formatPath } from '../../../src-shared/study/path.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { ErrorReport } from '../../../src-shared/userError.ts';
import type { Warning } from '../../engine/slips/slip.ts';
import type { EventRanges } from '../../engine/events/eventRanges.ts';
import { namesIn } from './environments.ts';
import { eventColumns, examinedRanges } from './eventColumns.ts';
import type { EventColumns } from './eventColumns.ts';
import { storedPlans } from '../../engine/columns/storedPlans.ts';
import { heldBytes } from '../../engine/root/heldBytes.ts';
import { openTree } from './openTree.ts';
import type { OpenedTree } from './openTree.ts';
import type { Absence, Program, ResolvedPoint } from './program.ts';
import { profileProgram } from './profileProgram.ts';
import { datasetOf, expressionsOf } from './setup.ts';
import type { Setup } from './setup.ts';
import { slipsOf } from './warnings.ts';

/** What one file says of the study: which names it has and how they are made. */
export interface EfficiencyFacts {
  tree: string;
  schema: string;
  /** Branches read when measuring and for the pile-up profile. */
  columns: string[];
  profileColumns: string[];
  /** Vocabulary names that were used. */
  names: { name: string; origin: string; unit: string | null }[];
  points: Pick<ResolvedPoint, 'expression' | 'note' | 'substitution' | 'absent'>[];
  axes: { units: (string | null)[]; absent: Absence | null }[];
  flags: ({ branch: string; expression: string } | null)[];
  /** Branch of a stored pile-up weight. */
  storedWeight: string | null;
  /** What tells the file's events apart; null where that cannot be told. */
  events: EventColumns | null;
  /** Where its events lie; null where they were not looked at. */
  ranges: EventRanges | null;
  /** How a luminosity mask can be applied; null without mask. */
  mask: 'by section' | 'by run only' | 'cannot be applied' | null;
  /** What fails the file: a selection or weight needs a name that it does not have. */
  failed: Absence | null;
  /** An expression that is wrong for every file. */
  refused: ErrorReport | null;
  /** Warnings about the file: what was assumed. */
  assumed: string[];
  preselection: string | null;
  /** Known slips, as far as names and document tell. */
  slips: Warning[];
}

function maskUse(dataset: Dataset, program: Program): EfficiencyFacts['mask'] {
  if (dataset.mask === undefined) return null;
  if (program.runColumn === null) return 'cannot be applied';
  return program.sectionColumn === null ? 'by run only' : 'by section';
}

function usedNames(setup: Setup, opened: OpenedTree): EfficiencyFacts['names'] {
  const texts = [
    ...expressionsOf(setup.study).map((one) => one.text),
    ...opened.program.points.flatMap((point) => (point.expression === null ? [] : [point.expression])),
  ];
  const { binding } = opened;
  return [...new Set(texts.flatMap(namesIn))].sort().flatMap((name) => {
    const origin = binding.origin(name);
    if (origin === '') return [];
    const symbol =
      binding.global(name) ?? (binding.muons === null ? undefined : binding.member(binding.muons, name));
    return [{ name, origin, unit: symbol?.unit ?? null }];
  });
}

function bytesPerEntry(opened: OpenedTree, columns: readonly string[]): number {
  const bytes = storedPlans(opened, columns).reduce((sum, plan) => sum + plan.totalBytes, 0);
  return opened.tree.entries === 0 ? 0 : bytes / opened.tree.entries;
}

function empty(tree: string, schema: string): EfficiencyFacts {
  return {
    tree,
    schema,
    columns: [],
    profileColumns: [],
    names: [],
    points: [],
    axes: [],
    flags: [],
    storedWeight: null,
    events: null,
    ranges: null,
    mask: null,
    failed: null,
    refused: null,
    assumed: [],
    preselection: null,
    slips: [],
  };
}

/** Opens a file, resolves every name of the study and says what it found. */
export function examine(context: FileContext<Setup>): FileFacts<EfficiencyFacts> {
  const { setup } = context;
  let opened: OpenedTree;
  try {
    opened = openTree(context);
  } catch (error) {
    if (!(error instanceof UserError) || (error.code !== 'expression' && error.code !== 'document'))
      throw error;
    const path = error.where?.path ?? formatPath(['datasets', context.file.dataset]);
    const refused = { ...error.report(), where: { ...error.where, path } };
    const facts = { ...empty('', ''), refused };
    return { entries: 0, clusters: [0], bytesPerEntry: 0, facts };
  }
  const { tree, binding, program } = opened;
  const dataset = datasetOf(setup.study, context.file.dataset);
  const events = eventColumns(opened, dataset.kind);
  const facts: EfficiencyFacts = {
    ...empty(tree.path, binding.schema),
    columns: storedPlans(opened, program.columns).map((plan) => plan.name),
    ...profileFacts(setup, context.file.dataset, opened),
    names: usedNames(setup, opened),
    points: program.points.map(({ expression, note, substitution, absent }) => ({
      expression,
      note,
      substitution,
      absent,
    })),
    axes: setup.study.axes.map((_, i) => ({
      units: program.axes[i]?.map((axis) => axis.unit) ?? [],
      absent: program.absentAxes[i],
    })),
    flags: program.flags.map((pair) => pair && { branch: pair.branch, expression: pair.expression }),
    events,
    ranges: program.failed ? null : examinedRanges(context, opened, events),
    mask: maskUse(dataset, program),
    failed: program.failed,
    assumed: [...binding.facts.assumed],
    preselection: binding.facts.muonPreselection,
    slips: program.failed ? [] : slipsOf(setup, dataset.name, opened, null),
  };
  return {
    entries: tree.entries,
    clusters: tree.clusters,
    bytesPerEntry: bytesPerEntry(opened, program.columns),
    heldBytes: heldBytes(storedPlans(opened, program.columns)),
    facts,
  };
}

function profileFacts(
  setup: Setup,
  dataset: string,
  opened: OpenedTree,
): Pick<EfficiencyFacts, 'profileColumns' | 'storedWeight'> {
  if (opened.program.failed) return { profileColumns: [], storedWeight: null };
  const { columns, storedBranch } = profileProgram(setup, dataset, opened);
  return {
    profileColumns: storedPlans(opened, columns).map((plan) => plan.name),
    storedWeight: storedBranch,
  };
}

function absences(facts: EfficiencyFacts): Absence[] {
  return [
    facts.failed,
    ...facts.points.map((point) => point.absent),
    ...facts.axes.map((axis) => axis.absent),
  ].filter((absent) => absent !== null);
}

type Examined = FileRecord<EfficiencyFacts> & { facts: EfficiencyFacts };

/** Throws when an expression has no meaning in any file that it is for: then the document is wrong, not a file. */
function refuse(files: readonly Examined[]): void {
  for (const { facts, dataset } of files) {
    const { refused } = facts;
    if (!refused) continue;
    const ofDataset = refused.where?.path?.startsWith('datasets') ?? false;
    const concerned = files.filter((file) => !ofDataset || file.dataset === dataset);
    if (concerned.every((file) => file.facts.refused?.where?.path === refused.where?.path))
      throw UserError.from(refused);
  }
}

/** Throws for a name that is in no vocabulary and in none of the files that it is for. */
function refuseUnknown(files: readonly Examined[]): void {
  for (const file of files) {
    for (const absent of absences(file.facts)) {
      if (absent.unknown === null) continue;
      const known = files.some(
        (other) =>
          other.facts.refused === null &&
          (absent.ofDataset === false || other.dataset === file.dataset) &&
          !absences(other.facts).some((one) => one.reason === absent.reason),
      );
      if (!known) throw UserError.from(absent.unknown);
    }
  }
}

function failureOf({ facts }: Examined): Reason | null {
  if (facts.refused) {
    const { code, message, where } = facts.refused;
    return { code, message: `${message} (${where?.path ?? 'document'}), which other files have otherwise` };
  }
  if (facts.failed) {
    const message = `${facts.failed.reason}, which \`${facts.failed.expression}\` needs`;
    return { code: 'unknown-name', message, object: facts.tree };
  }
  if (facts.mask !== 'cannot be applied') return null;
  const message = 'the luminosity mask cannot be applied: no run number';
  return { code: 'unsupported', message, object: facts.tree };
}

/**
 * Looks at all files together: a name that is in no vocabulary and in no file, and an expression that is wrong in all files,
 * refuses the run; a file without a name that its selection needs, or where an expression is wrong for its branches, fails; so
 * does one that a mask cannot be applied to.
 */
export function review(files: readonly FileRecord<EfficiencyFacts>[]): { index: number; reason: Reason }[] {
  const examined = files.filter((file): file is Examined => file.facts !== null);
  refuse(examined);
  refuseUnknown(examined);
  return examined.flatMap((file) => {
    const reason = failureOf(file);
    return reason ? [{ index: file.index, reason }] : [];
  });
}
