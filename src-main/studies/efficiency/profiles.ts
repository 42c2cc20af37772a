import type { Batch, Rows } from '../../engine/columns/batch.ts';
import { NON_FINITE, slotsOf, variableAxis } from '../../engine/statistics/axis.ts';
import { addToBin, emptySums, mergeSums } from '../../engine/statistics/neumaier.ts';
import type { CompensatedSums } from '../../engine/statistics/neumaier.ts';
import { slotsOfRows } from '../../engine/statistics/slots.ts';
import type { EfficiencyStudy, PileupReweighting } from '../../../src-shared/study/efficiency.ts';
import type { Quantity } from './program.ts';

/** A reweighting that the document asks for. */
export interface ProfilePlan {
  /** The simulated dataset that gets weights. */
  dataset: string;
  pileup: PileupReweighting;
}

/** All reweightings of a study, in the order of its datasets. */
export function profilePlans(study: EfficiencyStudy): ProfilePlan[] {
  return study.datasets.flatMap((dataset) =>
    dataset.pileup ? [{ dataset: dataset.name, pileup: dataset.pileup }] : [],
  );
}

/** Datasets whose selected data are the target of a reweighting, with their shares; empty for a histogram. */
export function targetShares(pileup: PileupReweighting): Record<string, number> {
  return 'datasets' in pileup.target ? pileup.target.datasets : {};
}

/** Whether the events of `dataset` enter the profiles of `plan`. */
export function takesPart(plan: ProfilePlan, dataset: string): boolean {
  return plan.dataset === dataset || dataset in targetShares(plan.pileup);
}

/** Pile-up profile of one dataset: underflow, bins, overflow, no value. */
export interface ProfileSum {
  entries: Float64Array;
  w: CompensatedSums;
  w2: CompensatedSums;
  /** Sum of event weight times the pile-up weight stored in the file; null where the file has none. */
  stored: CompensatedSums | null;
}

/** One profile per plan of the study; null where the dataset takes no part. */
export type ProfileSums = (ProfileSum | null)[];

/** The neutral profiles of a dataset. */
export function emptyProfiles(study: EfficiencyStudy, dataset: string): ProfileSums {
  return profilePlans(study).map((plan) => {
    if (!takesPart(plan, dataset)) return null;
    const cells = slotsOf(variableAxis(plan.pileup.edges)) + 1;
    return {
      entries: new Float64Array(cells),
      w: emptySums(cells),
      w2: emptySums(cells),
      stored: plan.dataset === dataset ? emptySums(cells) : null,
    };
  });
}

/** Adds `from` to `into`, in file and chunk order. */
export function mergeProfiles(into: ProfileSums, from: ProfileSums): void {
  into.forEach((profile, i) => {
    const other = from[i];
    if (!profile || !other) return;
    for (let cell = 0; cell < profile.entries.length; cell++) profile.entries[cell] += other.entries[cell];
    mergeSums(profile.w, other.w);
    mergeSums(profile.w2, other.w2);
    if (profile.stored && other.stored) mergeSums(profile.stored, other.stored);
    else profile.stored = null;
  });
}

/** What the profile of a batch is filled from. */
export interface ProfileInputs {
  mu: Quantity;
  /** Event weights, null for weight 1. */
  weights: Float64Array | null;
  stored: Float64Array | null;
}

/** Fills one profile with the events of `rows`. */
export function fillProfile(
  profile: ProfileSum,
  edges: readonly number[],
  inputs: ProfileInputs,
  batch: Batch,
  rows: Rows,
): void {
  const values = new Float64Array(rows.length);
  inputs.mu.evaluate(batch, rows, null, values);
  const cells = slotsOfRows([variableAxis(edges)], [values], rows.length);
  const noValue = profile.entries.length - 1;
  if (inputs.stored === null) profile.stored = null;
  for (let row = 0; row < rows.length; row++) {
    const cell = cells[row] === NON_FINITE ? noValue : cells[row];
    const event = rows.event[row];
    const weight = inputs.weights ? inputs.weights[event] : 1;
    profile.entries[cell]++;
    addToBin(profile.w, cell, weight);
    addToBin(profile.w2, cell, weight * weight);
    if (profile.stored && inputs.stored) addToBin(profile.stored, cell, weight * inputs.stored[event]);
  }
}
