import { hole, type EfficiencyEstimate, type ProbeSums } from './estimate.ts';

function impossible(value: number): EfficiencyEstimate {
  return hole(`the ratio ${Number(value.toPrecision(6))} of the sums is outside 0 to 1`);
}

/**
 * Efficiency of weighted probes: passW/sumW with the symmetric error
 * sqrt((1 - e)^2 passW2 + e^2 failW2)/sumW, failW2 = sumW2 - passW2: the variance of a ratio of independent passing and
 * failing sums, and what TEfficiency (ROOT 6.40) falls back to with weights. The error is not cut at 0 and 1, and vanishes
 * where all or none pass. Sums of weights <= 0, or a value outside [0, 1] (negative weights), are holes with a reason.
 */
export function weightedEfficiency(
  sumW: number,
  sumW2: number,
  passW: number,
  passW2: number,
): EfficiencyEstimate {
  if (![sumW, sumW2, passW, passW2].every(Number.isFinite)) return hole('a sum of weights is not finite');
  if (sumW2 === 0) return hole('no entries');
  if (!(sumW > 0)) return hole('the sum of weights is not positive');
  const e = passW / sumW;
  if (!(e >= 0 && e <= 1)) return impossible(e);
  const failW2 = Math.max(0, sumW2 - passW2);
  const error = Math.sqrt((1 - e) ** 2 * passW2 + e * e * failW2) / sumW;
  return { efficiency: e, errorLow: error, errorHigh: error };
}

/**
 * Efficiency after subtraction of the same-sign probes, which stand for a charge-symmetric background (an assumption):
 * (P_OS - P_SS)/(N_OS - N_SS), variance [(1 - e)^2 (P_OS + P_SS) + e^2 (F_OS + F_SS)]/(N_OS - N_SS)^2, where P, F, N are
 * sums of weights of passing, failing and all probes in the value, of squared weights in the variance (for raw counts the
 * same numbers: {@link countsAsSums}). Not a binomial interval. Unphysical values are holes with a reason.
 */
export function sameSignEfficiency(opposite: ProbeSums, same: ProbeSums): EfficiencyEstimate {
  if (opposite.sumWeightsSquared === 0) return hole('no entries');
  const total = opposite.sumWeights - same.sumWeights;
  if (!(total > 0)) return hole('nothing is left after the same-sign subtraction');
  const e = (opposite.sumWeightsPassed - same.sumWeightsPassed) / total;
  if (!(e >= 0 && e <= 1)) return impossible(e);
  const passed = opposite.sumWeightsSquaredPassed + same.sumWeightsSquaredPassed;
  const failed = Math.max(0, opposite.sumWeightsSquared + same.sumWeightsSquared - passed);
  const error = Math.sqrt((1 - e) ** 2 * passed + e * e * failed) / total;
  return { efficiency: e, errorLow: error, errorHigh: error };
}
