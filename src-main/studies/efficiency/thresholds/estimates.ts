import type { EfficiencyStudy } from '../../../../src-shared/study/efficiency.ts';
import { binomialEfficiency } from '../../../engine/statistics/efficiencyInterval.ts';

/** Efficiencies of raw counts with positive distances to the ends of their intervals; NaN where there is no value. */
export interface ThresholdEstimates {
  efficiency: Float64Array;
  errorLow: Float64Array;
  errorHigh: Float64Array;
}

/** The efficiencies of these counts with the interval of the study, cell by cell: those of a run without weights and background. */
export function estimatesOf(
  { interval, confidenceLevel }: Pick<EfficiencyStudy, 'interval' | 'confidenceLevel'>,
  { total, passed }: { total: Float64Array; passed: Float64Array },
): ThresholdEstimates {
  const made = {
    efficiency: new Float64Array(total.length),
    errorLow: new Float64Array(total.length),
    errorHigh: new Float64Array(total.length),
  };
  for (let i = 0; i < total.length; i++) {
    const estimate = binomialEfficiency(interval, passed[i], total[i], confidenceLevel);
    made.efficiency[i] = estimate.efficiency ?? NaN;
    made.errorLow[i] = estimate.errorLow ?? NaN;
    made.errorHigh[i] = estimate.errorHigh ?? NaN;
  }
  return made;
}
