import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type {
  EfficiencyResult,
  EfficiencyValue,
  ScaleFactorResult,
  TrendResult,
} from '../../src-shared/contracts/resultEfficiency.ts';
import type { IntervalKind } from '../../src-shared/study/efficiency.ts';
import { UserError } from '../../src-shared/userError.ts';
import { centresOf } from '../engine/statistics/edges.ts';
import { binomialEfficiency } from '../engine/statistics/efficiencyInterval.ts';
import { countsAsSums, hole } from '../engine/statistics/estimate.ts';
import type { EfficiencyEstimate } from '../engine/statistics/estimate.ts';
import { scaleFactor } from '../engine/statistics/scaleFactor.ts';
import { binomialTrend } from '../engine/statistics/trend.ts';
import { sameSignEfficiency, weightedEfficiency } from '../engine/statistics/weightedEfficiency.ts';
import { mergedAxes, mergedBins } from './mergeBins.ts';
import type { Merge, Merges } from './mergeBins.ts';

/** What can be changed in a finished result from its counts alone. */
export interface Recount {
  interval?: IntervalKind;
  confidenceLevel?: number;
  merges: Merges;
}

/** A result after a {@link Recount}, and what was done in words. */
export interface Recounted {
  result: EfficiencyStudyResult;
  derived: string[];
}

type Errors = NonNullable<EfficiencyResult['errors']>;
type Settings = { interval: IntervalKind; confidenceLevel: number };

function errorsOf(entry: EfficiencyResult): Errors {
  if (entry.errors !== undefined) return entry.errors;
  if (entry.overall.sameSign !== undefined) return 'same-sign';
  return entry.overall.sumWeights === undefined ? 'interval' : 'weighted-binomial';
}

/** The efficiency of counts as the study computes it; `merged`: its value must be made anew whatever its errors. */
function estimate(
  value: EfficiencyValue,
  errors: Errors,
  settings: Settings,
  merged: boolean,
): EfficiencyValue {
  if (errors !== 'interval' && !merged) return value;
  const counts = { ...value };
  delete counts.reason;
  return { ...counts, ...estimateOf(value, errors, settings) };
}

function estimateOf(value: EfficiencyValue, errors: Errors, settings: Settings): EfficiencyEstimate {
  const { total, passed, sumWeights, sumWeightsPassed, sameSign } = value;
  const { sumWeightsSquared, sumWeightsSquaredPassed } = value;
  if (errors === 'interval')
    return binomialEfficiency(settings.interval, passed, total, settings.confidenceLevel);
  if (errors === 'same-sign') {
    if (sumWeights !== undefined || sameSign === undefined)
      return hole('the result does not hold the weights of the same-sign probes');
    return sameSignEfficiency(countsAsSums(passed, total), countsAsSums(sameSign.passed, sameSign.total));
  }
  const sums = [sumWeights, sumWeightsSquared, sumWeightsPassed, sumWeightsSquaredPassed];
  if (sums.includes(undefined)) return hole('the result does not hold the squared weights');
  const [w = 0, w2 = 0, p = 0, p2 = 0] = sums;
  return weightedEfficiency(w, w2, p, p2);
}

function efficiencyOf(entry: EfficiencyResult, settings: Settings, merges: Merges): EfficiencyResult {
  const errors = errorsOf(entry);
  return {
    ...entry,
    axes: mergedAxes(entry.axes, merges),
    bins: mergedBins(entry, merges).map(({ bin, parts }) => ({
      ...estimate(bin, errors, settings, parts > 1),
      index: bin.index,
    })),
    overall: estimate(entry.overall, errors, settings, false),
  };
}

function keyOf({
  dataset,
  workingPoint,
  axes,
}: Pick<EfficiencyResult, 'dataset' | 'workingPoint' | 'axes'>): string {
  return JSON.stringify([dataset, workingPoint, axes.map(({ variable, edges }) => [variable, edges])]);
}

function factorOf(
  factor: ScaleFactorResult,
  efficiencies: ReadonlyMap<string, EfficiencyResult>,
  merges: Merges,
): ScaleFactorResult[] {
  const axes = mergedAxes(factor.axes, merges);
  const data = efficiencies.get(keyOf({ ...factor, axes }));
  const simulation = efficiencies.get(keyOf({ ...factor, axes, dataset: factor.reference }));
  if (data === undefined || simulation === undefined) return [];
  const names = { data: factor.dataset, simulation: factor.reference };
  const bins = data.bins.map((bin, i) => ({
    index: bin.index,
    ...scaleFactor(bin, simulation.bins[i]!, names),
  }));
  const overall = scaleFactor(data.overall, simulation.overall, names);
  return [{ ...factor, axes, bins, overall }];
}

function trendOf(trend: TrendResult, efficiencies: readonly EfficiencyResult[]): TrendResult {
  const { dataset, workingPoint, variable, per } = trend;
  const entry = efficiencies.find(
    (one) =>
      one.dataset === dataset &&
      one.workingPoint === workingPoint &&
      one.axes.length === 1 &&
      one.axes[0]!.variable === variable,
  );
  if (entry === undefined) return trend;
  const passed = entry.bins.map((bin) => bin.passed);
  const total = entry.bins.map((bin) => bin.total);
  return {
    dataset,
    workingPoint,
    variable,
    per,
    ...binomialTrend(centresOf(entry.axes[0]!.edges), passed, total, per),
  };
}

function checkVariables(result: EfficiencyStudyResult, variables: readonly string[]): void {
  const known = [...new Set(result.efficiencies.flatMap(({ axes }) => axes.map(({ variable }) => variable)))];
  const unknown = variables.find((variable) => !known.includes(variable));
  if (unknown !== undefined)
    throw new UserError('usage', `no axis is in \`${unknown}\``, {
      hint: `Axes are in: ${known.join(', ')}.`,
    });
}

/** The merges that change anything. */
function mergesOf({ efficiencies }: EfficiencyStudyResult, merges: Merges): Merges {
  const changes = ([variable, merge]: [string, Merge]): boolean => {
    const axes = efficiencies.flatMap((one) => one.axes.filter((axis) => axis.variable === variable));
    return mergedAxes(axes, { [variable]: merge }).some(
      ({ edges }, i) => edges.length < axes[i]!.edges.length,
    );
  };
  return Object.fromEntries(Object.entries(merges).filter(changes));
}

function mergeWords(variable: string, merge: Merge): string {
  if (typeof merge === 'number') return `${merge} bins of ${variable} merged`;
  return `bins of ${variable} merged between ${[...merge].sort((a, b) => a - b).join(', ')}`;
}

/**
 * Makes a finished result anew from its counts: another interval or confidence level, bins merged from below (the last one takes what is
 * left) or between chosen edges. Scale factors and trends follow; combined variations, which cannot be had from counts, are left out where bins were merged.
 * Throws a UserError `usage` for variables that no axis has, too few bins and edges that an axis has not.
 */
export function recount(result: EfficiencyStudyResult, change: Recount): Recounted {
  const settings = {
    interval: change.interval ?? (result.settings.interval as IntervalKind),
    confidenceLevel: change.confidenceLevel ?? result.settings.confidenceLevel,
  };
  checkVariables(result, Object.keys(change.merges));
  const merges = mergesOf(result, change.merges);
  const efficiencies = result.efficiencies.map((entry) => efficiencyOf(entry, settings, merges));
  const byKey = new Map(efficiencies.map((entry) => [keyOf(entry), entry]));
  const trends = result.trends.map((trend) =>
    merges[trend.variable] ? trendOf(trend, efficiencies) : trend,
  );
  const whole = (axes: EfficiencyResult['axes']): boolean => axes.every(({ variable }) => !merges[variable]);
  const { variations } = result;
  const kept = variations?.systematics.filter(({ axes }) => whole(axes)) ?? [];
  const derived = [
    ...(change.interval !== undefined ? [`interval ${settings.interval}`] : []),
    ...(change.confidenceLevel !== undefined ? [`confidence level ${settings.confidenceLevel}`] : []),
    ...Object.entries(merges).map(([variable, merge]) => mergeWords(variable, merge)),
    ...(variations && kept.length < variations.systematics.length
      ? ['combined variations left out where bins were merged']
      : []),
  ];
  return {
    derived,
    result: {
      ...result,
      settings: { ...result.settings, ...settings },
      efficiencies,
      scaleFactors: result.scaleFactors.flatMap((factor) => factorOf(factor, byKey, merges)),
      trends,
      ...(variations && { variations: { ...variations, systematics: kept } }),
    },
  };
}
