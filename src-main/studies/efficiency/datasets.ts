import type { CutflowLine } from '../../../src-shared/contracts/resultFiles.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import type { FileRecord, Outcome } from '../../engine/pipeline/study.ts';
import { addToBin } from '../../engine/statistics/neumaier.ts';
import type { CompensatedSums } from '../../engine/statistics/neumaier.ts';
import { cutflowLines, cutflowOf, MASK_LINE } from './cutflow.ts';
import type { EfficiencyConfig } from './config.ts';
import type { EfficiencyFacts } from './examine.ts';
import { datasetOf } from './setup.ts';
import type { Setup } from './setup.ts';
import { isWeighted, measureStep } from './steps.ts';
import { emptySum } from './sums.ts';
import type { EfficiencySum, ProbeCounts } from './sums.ts';

/** The sums of a dataset, or group, with what it lacks. */
export interface DatasetNumbers {
  name: string;
  sum: EfficiencySum;
  /** Null for a group. */
  cutflow: CutflowLine[] | null;
  /** Why the whole dataset has no numbers. */
  hole: string | null;
  /** That a luminosity mask was not applied section by section; null where it was, or there is none. */
  maskNote: string | null;
  absentPoints: (string | null)[];
  absentAxes: (string | null)[];
  /** Per entry of the axes, per axis. */
  units: (string | null)[][];
}

type EfficiencyOutcome = Outcome<EfficiencyConfig, Setup, EfficiencyFacts>;
type EfficiencyFile = FileRecord<EfficiencyFacts>;

function absentEverywhere(
  files: EfficiencyFile[],
  reason: (facts: EfficiencyFacts) => string | null,
): string | null {
  const reasons = files.map((file) => (file.facts ? reason(file.facts) : null));
  return reasons.length > 0 && reasons.every((one) => one !== null) ? reasons[0] : null;
}

function maskNoteOf(files: EfficiencyFile[]): string | null {
  const coarse = files.filter((file) => file.facts?.mask === 'by run only');
  if (coarse.length === 0) return null;
  const which =
    coarse.length === files.length ? 'the files have' : `${coarse.length} of ${files.length} files have`;
  return `applied by run only: ${which} no luminosity section numbers`;
}

function noneProcessed(files: number): string {
  return files === 1 ? 'its only file was not processed' : `none of its ${files} files was processed`;
}

function numbersOf(outcome: EfficiencyOutcome, name: string): DatasetNumbers {
  const { study } = outcome.setup;
  const all = outcome.files.filter((file) => file.dataset === name);
  const processed = all.filter((file) => file.status === 'processed');
  const examined = processed.filter((file) => file.facts !== null);
  const sum = outcome.sum(measureStep, name);
  const weighted = isWeighted(study, name);
  const masked = datasetOf(study, name).mask !== undefined;
  const maskNote = maskNoteOf(examined);
  return {
    name,
    sum,
    cutflow: cutflowOf(study, masked, weighted, sum).map((line) =>
      line.name === MASK_LINE && maskNote !== null ? { ...line, note: maskNote } : line,
    ),
    hole: processed.length === 0 ? noneProcessed(all.length) : null,
    maskNote,
    absentPoints: study.workingPoints.map((_, p) =>
      absentEverywhere(examined, (facts) => facts.points[p].absent?.reason ?? null),
    ),
    absentAxes: study.axes.map((_, a) =>
      absentEverywhere(examined, (facts) => facts.axes[a].absent?.reason ?? null),
    ),
    units: study.axes.map((axes, a) =>
      axes.map(
        (_, i) => examined.find((file) => file.facts?.axes[a].units[i])?.facts?.axes[a].units[i] ?? null,
      ),
    ),
  };
}

function addScaled(into: CompensatedSums, from: ArrayLike<number>, scale: number): void {
  for (let i = 0; i < from.length; i++) addToBin(into, i, from[i] * scale);
}

function addMember(into: ProbeCounts, from: ProbeCounts, weight: number): void {
  for (let i = 0; i < from.total.length; i++) {
    into.total[i] += from.total[i];
    into.passed[i] += from.passed[i];
  }
  if (!into.weights) return;
  const own = from.weights;
  const values = (pick: 'w' | 'w2' | 'passedW' | 'passedW2', raw: Float64Array): ArrayLike<number> =>
    own ? own[pick].sums.map((sum, i) => sum + own[pick].compensations[i]) : raw;
  addScaled(into.weights.w, values('w', from.total), weight);
  addScaled(into.weights.w2, values('w2', from.total), weight * weight);
  addScaled(into.weights.passedW, values('passedW', from.passed), weight);
  addScaled(into.weights.passedW2, values('passedW2', from.passed), weight * weight);
}

function groupNumbers(
  study: EfficiencyStudy,
  group: EfficiencyStudy['groups'][number],
  members: DatasetNumbers[],
): DatasetNumbers {
  const shares = new Set(Object.values(group.members));
  const weighted = shares.size > 1 || members.some((member) => member.sum.overall.weights !== null);
  const sum = emptySum(study, cutflowLines(study, false).length, weighted);
  for (const member of members) {
    const weight = group.members[member.name];
    sum.events += member.sum.events;
    sum.axes.forEach((counts, a) => addMember(counts, member.sum.axes[a], weight));
    addMember(sum.overall, member.sum.overall, weight);
    member.sum.naivePassed.forEach((count, p) => (sum.naivePassed[p] += count));
    member.sum.notComputable.forEach((count, p) => (sum.notComputable[p] += count));
  }
  const firstReason = (reasonOf: (member: DatasetNumbers) => string | null): string | null => {
    const member = members.find((one) => reasonOf(one) !== null);
    return member ? `${member.name}: ${reasonOf(member)}` : null;
  };
  return {
    name: group.name,
    sum,
    cutflow: null,
    hole: firstReason((member) => member.hole),
    maskNote: null,
    absentPoints: study.workingPoints.map((_, p) => firstReason((member) => member.absentPoints[p])),
    absentAxes: study.axes.map((_, a) => firstReason((member) => member.absentAxes[a])),
    units: members[0].units,
  };
}

/** The numbers of all datasets in the document's order, then of its groups (members added with their relative weights). */
export function datasetNumbers(outcome: EfficiencyOutcome): DatasetNumbers[] {
  const { study } = outcome.setup;
  const single = study.datasets.map((dataset) => numbersOf(outcome, dataset.name));
  const groups = study.groups.map((group) =>
    groupNumbers(
      study,
      group,
      single.filter((one) => one.name in group.members),
    ),
  );
  return [...single, ...groups];
}
