import type { EfficiencyStudyResult } from '../../../../src-shared/contracts/result.ts';
import type { EfficiencyResult } from '../../../../src-shared/contracts/resultEfficiency.ts';
import { fileName } from '../../../../src-shared/figure/fileName.ts';
import type { PageState } from '../../../app/state.ts';
import type { RunFile } from '../../../app/state.ts';

/** The result of the last run that ended; null where there is none of this study. */
export function lastResult({ outcome }: PageState): EfficiencyStudyResult | null {
  if (outcome?.result['study'] !== 'efficiency') return null;
  return outcome.result as unknown as EfficiencyStudyResult;
}

/** Efficiencies of a working point over all probes, one for every dataset. */
export function overallOf(result: EfficiencyStudyResult | null, point: string): EfficiencyResult[] {
  const own = result?.efficiencies.filter(({ workingPoint }) => workingPoint === point) ?? [];
  return [...new Map(own.map((entry) => [entry.dataset, entry])).values()];
}

/** Identity of a figure of a working point; null where the last run has none. */
export function figureOfPoint({ outcome }: PageState, point: string): string | null {
  const piece = `_${fileName(point)}_`;
  return outcome?.figures.find(({ name }) => name.includes(piece))?.name ?? null;
}

/** Files of a dataset that failed in the last run. */
export function failedFiles({ outcome }: PageState, dataset: string): RunFile[] {
  return (outcome?.files ?? []).filter((file) => file.dataset === dataset && file.status === 'failed');
}
