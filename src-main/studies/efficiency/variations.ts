import type { EfficiencyStudyResult, ResultHole } from '../../../src-shared/contracts/result.ts';
import type { EfficiencyResult, ScaleFactorResult } from '../../../src-shared/contracts/resultEfficiency.ts';
import type { SystematicResult, VariationSummary } from '../../../src-shared/contracts/resultVariations.ts';
import type { EfficiencyStudy, Variation } from '../../../src-shared/study/efficiency.ts';
import { combineShifts, RULE_TEXTS } from '../../engine/statistics/shifts.ts';
import type { CombinationRule } from '../../engine/statistics/shifts.ts';
import type { EfficiencyConfig } from './config.ts';

/** What came of one variation: its result, or why there is none. */
export type VariedResult = { result: EfficiencyStudyResult } | { reason: string };

/** A value with its statistical errors; null values where there is none. */
interface Measured {
  value: number | null;
  errorLow: number | null;
  errorHigh: number | null;
}

/** An efficiency or scale factor with its values in bins and overall. */
interface Series {
  of: SystematicResult['of'];
  dataset: string;
  reference?: string;
  workingPoint: string;
  axes: SystematicResult['axes'];
  bins: ({ index: number[] } & Measured)[];
  overall: Measured;
}

const NOTHING: Measured = { value: null, errorLow: null, errorHigh: null };

/** The configs of the variations of a study, in their order. */
export function variedConfigs(config: EfficiencyConfig): EfficiencyConfig[] {
  return (config.study.variations ?? []).map(({ study }) => ({ ...config, study }));
}

function ofEfficiency({ dataset, workingPoint, axes, bins, overall }: EfficiencyResult): Series {
  const measured = <
    T extends { efficiency: number | null; errorLow: number | null; errorHigh: number | null },
  >(
    value: T,
  ): Measured => ({ value: value.efficiency, errorLow: value.errorLow, errorHigh: value.errorHigh });
  return {
    of: 'efficiency',
    dataset,
    workingPoint,
    axes,
    bins: bins.map((bin) => ({ index: bin.index, ...measured(bin) })),
    overall: measured(overall),
  };
}

function ofScaleFactor({ dataset, reference, workingPoint, axes, bins, overall }: ScaleFactorResult): Series {
  return { of: 'scale factor', dataset, reference, workingPoint, axes, bins, overall: overall ?? NOTHING };
}

function seriesOf(result: EfficiencyStudyResult): Series[] {
  return [...result.efficiencies.map(ofEfficiency), ...result.scaleFactors.map(ofScaleFactor)];
}

function keyOf({ of, dataset, reference, workingPoint, axes }: Series): string {
  return JSON.stringify([
    of,
    dataset,
    reference,
    workingPoint,
    axes.map(({ variable, edges }) => [variable, edges]),
  ]);
}

/** Shifts by source: the two sides of a variation belong together. Null when one is missing. */
function sourcesOf(variations: readonly Variation[], shifts: readonly (number | null)[]): number[][] | null {
  const sources = new Map<string, number[]>();
  for (const [i, { name }] of variations.entries()) {
    const shift = shifts[i];
    if (shift === null) return null;
    sources.set(name, [...(sources.get(name) ?? []), shift]);
  }
  return [...sources.values()];
}

function shiftedOf(
  nominal: Measured,
  varied: readonly (Measured | null)[],
  variations: readonly Variation[],
  rule: CombinationRule,
): { low: number | null; high: number | null; shifts: (number | null)[] } {
  const { value, errorLow, errorHigh } = nominal;
  const shifts = varied.map((one) =>
    value === null || !one || one.value === null ? null : one.value - value,
  );
  const sources = value === null ? null : sourcesOf(variations, shifts);
  if (sources === null) return { low: null, high: null, shifts };
  return { ...combineShifts(sources, rule, Math.max(errorLow ?? 0, errorHigh ?? 0)), shifts };
}

function summaryOf(
  { name, side, changes }: Variation,
  varied: VariedResult,
  nominal: EfficiencyStudyResult,
): VariationSummary {
  const changed = changes.map(({ path, value }) => ({ path, value: value ?? null }));
  if ('reason' in varied) return { name, side, changes: changed, failedFiles: 0, reason: varied.reason };
  const failed = (result: EfficiencyStudyResult): Set<string> =>
    new Set(
      Object.entries(result.datasets).flatMap(([dataset, { files }]) =>
        files.filter(({ status }) => status === 'failed').map(({ path }) => `${dataset} ${path}`),
      ),
    );
  const failedFiles = failed(varied.result).symmetricDifference(failed(nominal)).size;
  return { name, side, changes: changed, failedFiles };
}

/** The result with what its variations shift. `varied` has one entry per variation of the study, in their order. */
export function withVariations(
  result: EfficiencyStudyResult,
  varied: readonly VariedResult[],
  study: EfficiencyStudy,
): EfficiencyStudyResult {
  const { variations = [], variationRule: rule = 'quadrature' } = study;
  const byKey = varied.map((one) =>
    'result' in one ? new Map(seriesOf(one.result).map((series) => [keyOf(series), series])) : null,
  );
  const systematics = seriesOf(result).map((series): SystematicResult => {
    const { of, dataset, reference, workingPoint, axes } = series;
    const others = byKey.map((map) => map?.get(keyOf(series)) ?? null);
    const shifted = (nominal: Measured, pick: (other: Series) => Measured) =>
      shiftedOf(
        nominal,
        others.map((other) => other && pick(other)),
        variations,
        rule,
      );
    return {
      of,
      dataset,
      ...(reference !== undefined && { reference }),
      workingPoint,
      axes,
      bins: series.bins.map((bin, i) => ({ index: bin.index, ...shifted(bin, (other) => other.bins[i]) })),
      overall: shifted(series.overall, (other) => other.overall),
    };
  });
  const holes = varied.flatMap((one, i): ResultHole[] => {
    if (!('reason' in one)) return [];
    const { name, side } = variations[i];
    const reason = `variation ${side === null ? name : `${name} (${side})`} could not be run: ${one.reason}`;
    return [{ what: 'variation', dataset: 'all datasets', reason }];
  });
  return {
    ...result,
    holes: [...result.holes, ...holes],
    variations: {
      rule,
      ruleText: RULE_TEXTS[rule],
      variations: variations.map((variation, i) => summaryOf(variation, varied[i], result)),
      systematics,
    },
  };
}
