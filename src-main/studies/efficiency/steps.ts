import { maskEvents } from '../../engine/columns/luminosityMask.ts';
import type { Batch } from '../../engine/columns/batch.ts';
import { defineStep } from '../../engine/pipeline/study.ts';
import type { FileRecord, MapContext } from '../../engine/pipeline/study.ts';
import { entriesOutside } from '../../engine/events/entrySet.ts';
import { NON_FINITE, variableAxis } from '../../engine/statistics/axis.ts';
import { slotsOfRows } from '../../engine/statistics/slots.ts';
import { cutflowLines } from './cutflow.ts';
import { countRuns } from './luminosity.ts';
import type { RunCounts } from './luminosity.ts';
import type { EfficiencyFacts } from './examine.ts';
import { gap } from './gaps.ts';
import type { Gap } from './gaps.ts';
import { countingIdentity, profileIdentity } from './identity.ts';
import { measureBatch } from './measure.ts';
import type { EventWeights } from './measure.ts';
import { openTree, readBatch } from './openTree.ts';
import type { OpenedTree } from './openTree.ts';
import { reweightings } from './pileup.ts';
import type { Reweighting } from './pileup.ts';
import type { Quantity } from './program.ts';
import { profileProgram } from './profileProgram.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { emptyProfiles, fillProfile, mergeProfiles, profilePlans, takesPart } from './profiles.ts';
import type { ProfileSums } from './profiles.ts';
import { eventRows } from './rows.ts';
import { leftOut } from './sameEvents.ts';
import type { LeftOut } from './sameEvents.ts';
import { datasetOf } from './setup.ts';
import type { Setup } from './setup.ts';
import { createScratch } from './scratch.ts';
import { slipsOf } from './warnings.ts';
import { emptySum, mergeSums } from './sums.ts';
import type { EfficiencySum } from './sums.ts';

type Context<Shared> = MapContext<Setup, EfficiencyFacts, Shared>;

/** Whether the numbers of a dataset are weighted. */
export function isWeighted(study: Setup['study'], dataset: string): boolean {
  const { weight, pileup } = datasetOf(study, dataset);
  return weight !== undefined || pileup !== undefined;
}

/** 0/1 per event of the batch by the dataset's luminosity mask; null where there is none to apply. */
export function maskOf(
  context: Pick<Context<unknown>, 'setup' | 'file'>,
  opened: OpenedTree,
  batch: Batch,
): Uint8Array | null {
  const mask = context.setup.masks[context.file.dataset];
  const { runColumn, sectionColumn } = opened.program;
  const runs = runColumn === null ? undefined : batch.columns.get(runColumn)?.values;
  if (mask === undefined || runs === undefined) return null;
  const sections = sectionColumn === null ? undefined : batch.columns.get(sectionColumn)?.values;
  return maskEvents(mask, runs, sections ?? null);
}

/** Which events of a chunk are measured: null lets all through; `once` as {@link Workbench.once}. */
export function takenEvents(
  context: MapContext<Setup, EfficiencyFacts, unknown>,
  opened: OpenedTree,
  batch: Batch,
  left: LeftOut,
): { inMask: Uint8Array | null; once: Uint8Array | null } {
  const some = left.datasets.includes(context.file.dataset);
  const once = onceOf(context, left) ?? (some ? new Uint8Array(batch.entries).fill(1) : null);
  return { inMask: both(maskOf(context, opened, batch), once), once };
}

/** 0 for the events of the chunk that stand in an earlier file; null where the file has none of these. */
function onceOf({ file, start, stop }: Context<unknown>, left: LeftOut): Uint8Array | null {
  const entries = left.entries[file.index];
  return entries ? entriesOutside(entries, start, stop) : null;
}

/** Events that both let through; null lets all through. */
function both(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  return a && b ? a.map((one, i) => one & b[i]) : (a ?? b);
}

/** What of the left-out events a chunk depends on. */
function repeatedIdentity(left: LeftOut, { index, dataset }: FileRecord): Record<string, unknown> {
  if (!left.datasets.includes(dataset)) return {};
  return { repeated: left.entries[index] ?? null };
}

function valuesOf(quantity: Quantity, batch: Batch): Float64Array {
  const values = new Float64Array(batch.entries);
  quantity.evaluate(batch, eventRows(batch.entries, null, createScratch()), null, values);
  return values;
}

/** Events of the batch by run; none where the file has no run numbers. */
function runsOf({ program }: OpenedTree, batch: Batch, taken: Uint8Array | null): RunCounts {
  const values = (column: string | null) => (column === null ? undefined : batch.columns.get(column)?.values);
  const runs = values(program.runColumn);
  return runs ? countRuns(runs, values(program.sectionColumn) ?? null, taken) : new Map();
}

/** Step 1: pile-up profiles of reweighted simulation and of the data it is reweighted to, over all events. */
export const profileStep = defineStep<Setup, EfficiencyFacts, LeftOut, ProfileSums>({
  id: 'pile-up profiles',
  phase: 'profiles',
  wants: (file: FileRecord<EfficiencyFacts>, { study }) =>
    profilePlans(study).some((plan) => takesPart(plan, file.dataset)),
  columns: (facts) => facts.profileColumns.map((column) => `${facts.tree}:${column}`),
  share: leftOut,
  identity: (setup, left, file) => ({
    profile: profileIdentity(setup, file.dataset),
    ...repeatedIdentity(left, file),
  }),
  map(context) {
    const { study } = context.setup;
    const opened = openTree(context);
    const program = context.ofRun('profile', () =>
      profileProgram(context.setup, context.file.dataset, opened),
    );
    const batch = readBatch(context, opened, 'profile', program.columns, context);
    const sums = emptyProfiles(study, context.file.dataset);
    const inMask = both(maskOf(context, opened, batch), onceOf(context, context.shared));
    const rows = eventRows(batch.entries, inMask, createScratch());
    const weights = ownWeights(context, opened, batch, inMask);
    const stored = program.stored ? valuesOf(program.stored, batch) : null;
    profilePlans(study).forEach((plan, i) => {
      const profile = sums[i];
      const mu = program.variables[i];
      if (profile && mu) fillProfile(profile, plan.pileup.edges, { mu, weights, stored }, batch, rows);
    });
    return sums;
  },
  empty: ({ study }, dataset) => emptyProfiles(study, dataset),
  merge: mergeProfiles,
});

/** The event weights of the document. Throws a UserError `damaged` for one that is not finite, naming the entry. */
function ownWeights(
  context: Context<unknown>,
  { tree, program }: OpenedTree,
  batch: Batch,
  inMask: Uint8Array | null,
): Float64Array | null {
  if (!program.weight) return null;
  const weights = valuesOf(program.weight, batch);
  let first = -1;
  let count = 0;
  for (let event = 0; event < batch.entries; event++) {
    if (Number.isFinite(weights[event]) || inMask?.[event] === 0) continue;
    if (count++ === 0) first = event;
  }
  if (count === 0) return weights;
  const text = datasetOf(context.setup.study, context.file.dataset).weight;
  const more = count > 1 ? ` and ${count - 1} more of the ${batch.entries} read with it` : '';
  throw new UserError(
    'damaged',
    `the weight \`${text}\` is ${weights[first]} in entry ${context.start + first}${more}; ` +
      `weight: "abs(${text}) < 1e30 ? ${text} : 0" leaves such events out`,
    { where: { object: tree.path } },
  );
}

function eventWeights(
  context: Context<MeasureShared>,
  opened: OpenedTree,
  batch: Batch,
  inMask: Uint8Array | null,
  gaps: Gap[],
): EventWeights {
  const { weight, pileup } = opened.program;
  if (!weight && !pileup) return null;
  const weights = ownWeights(context, opened, batch, inMask) ?? new Float64Array(batch.entries).fill(1);
  const reweighting = context.shared.reweightings[context.file.dataset];
  if (pileup && reweighting) {
    const slots = slotsOfRows([variableAxis(reweighting.edges)], [valuesOf(pileup, batch)], batch.entries);
    const last = reweighting.weights.length;
    let first = -1;
    let missing = 0;
    for (let e = 0; e < batch.entries; e++) {
      const slot = slots[e];
      if (slot === NON_FINITE && inMask?.[e] !== 0 && missing++ === 0) first = e;
      weights[e] *= slot === NON_FINITE || slot < 1 || slot > last ? 0 : reweighting.weights[slot - 1];
    }
    const place = { file: context.file.path, entry: context.start + first };
    if (missing > 0)
      gaps.push(
        gap(
          'no pile-up',
          datasetOf(context.setup.study, context.file.dataset).pileup?.variable ?? '',
          place,
          missing,
        ),
      );
  }
  return weights;
}

/** What the measurement needs of the steps and files before it. */
interface MeasureShared {
  reweightings: Record<string, Reweighting>;
  /** Per dataset the first file, whose first chunk is looked at for slips. */
  first: number[];
  left: LeftOut;
}

function neutral({ study }: Setup, dataset: string): EfficiencySum {
  const lines = cutflowLines(study, datasetOf(study, dataset).mask !== undefined).length;
  return emptySum(study, lines, isWeighted(study, dataset));
}

/** Step 2: probes, passing probes and their weights in the bins of every axis. */
export const measureStep = defineStep<Setup, EfficiencyFacts, MeasureShared, EfficiencySum>({
  id: 'efficiencies',
  phase: 'measuring',
  wants: () => true,
  columns: (facts) => facts.columns.map((column) => `${facts.tree}:${column}`),
  share: (setup, before) => ({
    reweightings: reweightings(setup, (dataset) => before.sum(profileStep, dataset)),
    first: setup.study.datasets.map(
      ({ name }) =>
        before.files.find((file) => file.dataset === name && file.status === 'processed')?.index ?? -1,
    ),
    left: leftOut(setup, before),
  }),
  identity(setup, { reweightings: weights, first, left, ...more }, file) {
    const { dataset, index } = file;
    const reweighting = weights[dataset] ?? null;
    const counting = countingIdentity(setup, dataset);
    return { ...more, counting, reweighting, first: first.includes(index), ...repeatedIdentity(left, file) };
  },
  map(context) {
    const opened = openTree(context);
    const batch = readBatch(context, opened, 'measure', opened.program.columns, context);
    const sum = neutral(context.setup, context.file.dataset);
    const { inMask, once } = takenEvents(context, opened, batch, context.shared.left);
    measureBatch(sum, {
      study: context.setup.study,
      program: opened.program,
      batch,
      inMask,
      once,
      weights: eventWeights(context, opened, batch, inMask, sum.gaps),
      place: { file: context.file.path, start: context.start },
      scratch: context.ofThread('scratch', createScratch),
    });
    if (context.setup.luminosities[context.file.dataset]) sum.runs = runsOf(opened, batch, inMask);
    if (context.start === 0 && context.shared.first.includes(context.file.index)) {
      sum.slips.push(...slipsOf(context.setup, context.file.dataset, opened, batch));
    }
    return sum;
  },
  transfer: (sum) => [sum.overall.total.buffer as ArrayBuffer],
  empty: neutral,
  merge: mergeSums,
});
