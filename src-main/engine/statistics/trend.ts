import { goodnessOfLine, maximumLikelihoodLine, type TrendBin } from './trendLikelihood.ts';

/** A straight line through efficiencies; numbers are null, with a reason, where they do not exist. */
export interface BinomialTrend {
  status: 'converged' | 'at-limit' | 'failed';
  /** Change of the efficiency per `per` units of the variable. */
  slope: number | null;
  error: number | null;
  /** Efficiency of the line where the variable is 0. */
  intercept: number | null;
  interceptError: number | null;
  /** Correlation of intercept and slope. */
  correlation: number | null;
  deviance: number | null;
  /** Pearson's chi2. */
  pearson: number | null;
  ndf: number;
  binsUsed: number;
  reason?: string;
}

function noTrend(reason: string, binsUsed: number): BinomialTrend {
  return {
    status: 'failed',
    slope: null,
    error: null,
    intercept: null,
    interceptError: null,
    correlation: null,
    deviance: null,
    pearson: null,
    ndf: Math.max(0, binsUsed - 2),
    binsUsed,
    reason,
  };
}

/** Errors of slope and intercept (variable units) from the information on the efficiencies at both ends of the line. */
function lineErrors(
  [a, b, c]: readonly [number, number, number],
  low: number,
  high: number,
): { slope: number; intercept: number; correlation: number } | null {
  const determinant = a * c - b * b;
  if (!(determinant > 0) || !Number.isFinite(determinant)) return null;
  const [varianceU, covariance, varianceV] = [c / determinant, -b / determinant, a / determinant];
  const length = high - low;
  const slope = (varianceU + varianceV - 2 * covariance) / length ** 2;
  const [ofU, ofV] = [high / length, -low / length];
  const intercept = ofU * ofU * varianceU + 2 * ofU * ofV * covariance + ofV * ofV * varianceV;
  const both = (-ofU * varianceU + (ofU - ofV) * covariance + ofV * varianceV) / length;
  if (!(slope > 0 && intercept > 0)) return null;
  return {
    slope: Math.sqrt(slope),
    intercept: Math.sqrt(intercept),
    correlation: both / Math.sqrt(slope * intercept),
  };
}

/**
 * Straight line through the efficiencies at the centres of the filled bins: maximum of the binomial likelihood of the raw
 * counts, with all efficiencies of the line within [0, 1]. Bins without entries take no part. `slope` and `error` are per
 * `per` units of the variable; errors from the inverse of the observed information; `deviance` is the likelihood-ratio chi2
 * against one free efficiency per bin, with binsUsed - 2 degrees of freedom.
 *
 * Where the best line reaches 0 or 1 at one end, the status is `at-limit` and errors are null (no quadratic maximum there).
 * Fewer than two filled bins, or all probes passing or failing: `failed` with a reason.
 */
export function binomialTrend(
  centres: ArrayLike<number>,
  passed: ArrayLike<number>,
  total: ArrayLike<number>,
  per: number,
): BinomialTrend {
  const filled = Array.from(centres, (centre, i) => ({
    centre,
    passed: passed[i]!,
    total: total[i]!,
  })).filter((bin) => bin.total > 0);
  if (!(per > 0)) throw new RangeError(`per must be positive, not ${per}`);
  if (filled.some((bin) => !(bin.passed >= 0 && bin.passed <= bin.total && Number.isFinite(bin.total)))) {
    throw new RangeError('a trend needs counts with 0 <= passed <= total');
  }
  if (filled.some((bin) => !Number.isFinite(bin.centre))) {
    return noTrend('a filled bin has no centre: its edge is infinite', filled.length);
  }
  if (filled.length < 2) return noTrend('fewer than two filled bins', filled.length);
  if (filled.every((bin) => bin.passed === bin.total)) return noTrend('all probes pass', filled.length);
  if (filled.every((bin) => bin.passed === 0)) return noTrend('no probe passes', filled.length);
  const low = filled.reduce((least, bin) => Math.min(least, bin.centre), Infinity);
  const high = filled.reduce((most, bin) => Math.max(most, bin.centre), -Infinity);
  if (!(high > low)) return noTrend('all filled bins have the same centre', filled.length);
  const bins: TrendBin[] = filled.map((bin) => ({ ...bin, position: (bin.centre - low) / (high - low) }));
  return describe(bins, low, high, per);
}

function describe(bins: readonly TrendBin[], low: number, high: number, per: number): BinomialTrend {
  const { ends, information, atLimit, converged } = maximumLikelihoodLine(bins);
  if (!converged) return noTrend('the likelihood fit did not converge', bins.length);
  const slope = (ends[1] - ends[0]) / (high - low);
  const errors = atLimit ? null : lineErrors(information, low, high);
  const result: BinomialTrend = {
    status: atLimit ? 'at-limit' : 'converged',
    slope: slope * per,
    error: errors ? errors.slope * per : null,
    intercept: (ends[0] * high - ends[1] * low) / (high - low),
    interceptError: errors?.intercept ?? null,
    correlation: errors?.correlation ?? null,
    ...goodnessOfLine(bins, ends),
    ndf: bins.length - 2,
    binsUsed: bins.length,
  };
  if (atLimit) {
    const wall = ends.some((end) => end >= 1) ? 1 : 0;
    result.reason = `the best line reaches ${wall} at the end of the range: no error from its curvature`;
  }
  return result;
}
