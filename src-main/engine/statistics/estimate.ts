/** An efficiency with positive distances to the ends of its interval, or nulls and the reason: what one bin of a result holds. */
export interface EfficiencyEstimate {
  efficiency: number | null;
  errorLow: number | null;
  errorHigh: number | null;
  /** Why there is no value. */
  reason?: string;
}

/** A place without a value, and why. */
export function hole(reason: string): EfficiencyEstimate {
  return { efficiency: null, errorLow: null, errorHigh: null, reason };
}

/** Sums over probes, all and passing: of weights and of squared weights; for raw counts both are the count. */
export interface ProbeSums {
  sumWeights: number;
  sumWeightsSquared: number;
  sumWeightsPassed: number;
  sumWeightsSquaredPassed: number;
}

/** Raw counts as {@link ProbeSums}. */
export function countsAsSums(passed: number, total: number): ProbeSums {
  return {
    sumWeights: total,
    sumWeightsSquared: total,
    sumWeightsPassed: passed,
    sumWeightsSquaredPassed: passed,
  };
}
