import type { PileupResult } from '../../../src-shared/contracts/resultPileup.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { sumsOf } from '../../engine/statistics/neumaier.ts';
import { pileupWeights, profileAgreement } from '../../engine/statistics/pileup.ts';
import { combineProfiles, normaliseProfile, scaleProfile } from '../../engine/statistics/profile.ts';
import type { FullProfile } from '../../engine/statistics/profile.ts';
import { profilePlans, targetShares } from './profiles.ts';
import type { ProfilePlan, ProfileSum, ProfileSums } from './profiles.ts';
import { datasetOf } from './setup.ts';
import type { Setup } from './setup.ts';

/** Weights per bin of a reweighted dataset. */
export interface Reweighting {
  edges: number[];
  weights: number[];
}

type ProfilesOf = (dataset: string) => ProfileSums;

interface Profiles {
  target: FullProfile & { under: number; over: number };
  simulation: FullProfile & { under: number; over: number };
  members: Record<string, FullProfile>;
}

function binsOfProfile(sum: ProfileSum, raw: boolean): FullProfile & { under: number; over: number } {
  const contents = raw ? sum.entries : sumsOf(sum.w);
  const variances = raw ? sum.entries : sumsOf(sum.w2);
  const bins = contents.length - 3;
  return {
    contents: contents.slice(1, bins + 1),
    variances: variances.slice(1, bins + 1),
    under: contents[0],
    over: contents[bins + 1],
  };
}

function profileOf(
  profiles: ProfilesOf,
  dataset: string,
  plan: number,
  raw: boolean,
): ReturnType<typeof binsOfProfile> {
  const sum = profiles(dataset)[plan];
  if (!sum) throw new Error(`dataset ${dataset} has no pile-up profile`);
  return binsOfProfile(sum, raw);
}

function collect(setup: Setup, profiles: ProfilesOf, plan: ProfilePlan, i: number): Profiles {
  const simulation = profileOf(profiles, plan.dataset, i, false);
  const { edges, muScale } = plan.pileup;
  const histogram = setup.targets[plan.dataset];
  if (histogram) {
    const scaled = scaleProfile({ contents: histogram.contents }, histogram.edges, muScale, edges);
    const inside = scaled.contents.reduce((sum, content) => sum + content, 0);
    const under = (scaled.under + histogram.under) / inside;
    const over = (scaled.over + histogram.over) / inside;
    return { target: { ...scaled, under, over }, simulation, members: {} };
  }
  const shares = targetShares(plan.pileup);
  const members = Object.entries(shares).map(([name, share]) => ({
    name,
    share,
    ...profileOf(profiles, name, i, false),
  }));
  const target = combineProfiles(members);
  const total = members.reduce((sum, member) => sum + member.share, 0);
  const outside = (side: 'under' | 'over'): number =>
    members.reduce((sum, member) => {
      const inside = member.contents.reduce((one, two) => one + two, 0);
      return sum + ((member.share / total) * member[side]) / inside;
    }, 0);
  return {
    target: { ...target, under: outside('under'), over: outside('over') },
    simulation,
    members: Object.fromEntries(
      members.map((member) => [member.name, normaliseProfile(member, member.name)]),
    ),
  };
}

/** The weights of every reweighted dataset, from the profiles of all datasets; all 0 where they cannot be computed, so that nothing passes as reweighted. */
export function reweightings(setup: Setup, profiles: ProfilesOf): Record<string, Reweighting> {
  const found: Record<string, Reweighting> = {};
  profilePlans(setup.study).forEach((plan, i) => {
    const { edges } = plan.pileup;
    found[plan.dataset] = { edges, weights: edges.slice(1).fill(0) };
    try {
      const { target, simulation } = collect(setup, profiles, plan, i);
      found[plan.dataset].weights = Array.from(pileupWeights(target, simulation).weights);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  });
  return found;
}

function targetWords(study: EfficiencyStudy, plan: ProfilePlan): string {
  const { target, muScale } = plan.pileup;
  const scaled = muScale === 1 ? '' : `, mu divided by ${muScale}`;
  if ('file' in target) return `Target: histogram ${target.histogram}${scaled}`;
  const total = Object.values(target.datasets).reduce((sum, share) => sum + share, 0);
  const parts = Object.entries(target.datasets).map(
    ([name, share]) => `${Number(((100 * share) / total).toFixed(2))}% ${datasetOf(study, name).label}`,
  );
  return `Target: ${parts.join(' + ')} (selected data)${scaled}`;
}

function storedAgreement(
  profiles: Profiles,
  sum: ProfileSum,
  branch: string | null,
): Pick<PileupResult, 'storedWeight'> {
  if (!sum.stored || branch === null) return {};
  const bins = sum.entries.length - 3;
  const weighted = sumsOf(sum.w);
  const means = sumsOf(sum.stored).map((value, i) => value / weighted[i]);
  const { chi2, filledBins, maxPull } = profileAgreement(
    profiles.target,
    profiles.simulation,
    means.slice(1, bins + 1),
  );
  const description = 'computed minus stored weight per bin, errors of both profiles';
  return { storedWeight: { branch, chi2, filledBins, maxPull, description } };
}

/**
 * The pile-up block of a result: profiles, weights, what they lose, and how they compare with stored ones. Reweightings that
 * cannot be done (an empty profile) come as reasons.
 */
export function pileupResults(
  setup: Setup,
  profiles: ProfilesOf,
  storedBranch: (dataset: string) => string | null,
): { results: PileupResult[]; failed: { dataset: string; reason: string }[] } {
  const results: PileupResult[] = [];
  const failed: { dataset: string; reason: string }[] = [];
  profilePlans(setup.study).forEach((plan, i) => {
    const { dataset, pileup } = plan;
    try {
      const found = collect(setup, profiles, plan, i);
      const weights = pileupWeights(found.target, found.simulation);
      const sum = profiles(dataset)[i] as ProfileSum;
      const shares = targetShares(pileup);
      const total = Object.values(shares).reduce((one, two) => one + two, 0);
      results.push({
        dataset,
        variable: pileup.variable,
        edges: pileup.edges,
        muScale: pileup.muScale,
        target: {
          description: targetWords(setup.study, plan),
          ...('file' in pileup.target
            ? pileup.target
            : {
                datasets: Object.fromEntries(
                  Object.entries(shares).map(([name, share]) => [name, share / total]),
                ),
              }),
        },
        profiles: {
          target: Array.from(weights.target),
          before: Array.from(weights.before),
          after: Array.from(weights.after),
          beforeEntries: Array.from(sum.entries.slice(1, -2)),
          datasets: Object.fromEntries(
            Object.entries(found.members).map(([name, member]) => [name, Array.from(member.contents)]),
          ),
        },
        weights: Array.from(weights.weights),
        unrepresentedDataFraction: weights.unrepresentedDataFraction,
        effectiveEntries: weights.effectiveEntries,
        outside: {
          target: { under: found.target.under, over: found.target.over },
          simulation: { under: found.simulation.under, over: found.simulation.over },
        },
        ...storedAgreement(found, sum, storedBranch(dataset)),
      });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failed.push({ dataset, reason: error.message });
    }
  });
  return { results, failed };
}
