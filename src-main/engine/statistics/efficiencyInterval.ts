import type { IntervalKind } from '../../../src-shared/study/efficiency.ts';
import { betaDensity, betaQuantile, betaTails, solveQuantile } from './beta.ts';
import { hole, type EfficiencyEstimate } from './estimate.ts';
import { FELDMAN_COUSINS_LIMIT, feldmanCousinsLow } from './feldmanCousins.ts';
import { standardDeviations } from './normal.ts';

/** Interval types of the study document, and the mid-P variant of Clopper-Pearson. */
export type EfficiencyIntervalKind = IntervalKind | 'mid-p';

/** An efficiency passed/total and its confidence (credible) interval, 0 <= low <= high <= 1. */
export interface EfficiencyInterval {
  /** passed / total, for the Bayesian kinds too. */
  value: number;
  low: number;
  high: number;
}

type LowEnd = (passed: number, total: number, tail: number) => number;

const lowEnds: Partial<Record<EfficiencyIntervalKind, LowEnd>> = {
  'clopper-pearson': (k, n, tail) => (k === 0 ? 0 : betaQuantile(tail, k, n - k + 1)),
  jeffreys: (k, n, tail) => betaQuantile(tail, k + 0.5, n - k + 0.5),
  uniform: (k, n, tail) => betaQuantile(tail, k + 1, n - k + 1),
  'mid-p': midPLow,
  'feldman-cousins': (k, n, tail) => feldmanCousinsLow(k, n, 1 - 2 * tail),
};

/** The p where P(X > k) + P(X = k)/2 is `tail`: half of P(X >= k) and P(X > k), each an incomplete beta function. */
function midPLow(k: number, n: number, tail: number): number {
  if (k === 0) return 0;
  if (k === n) return (2 * tail) ** (1 / n);
  return solveQuantile(
    (x, y) => ({
      lower: (betaTails(x, y, k, n - k + 1).lower + betaTails(x, y, k + 1, n - k).lower) / 2,
      density: (betaDensity(x, y, k, n - k + 1) + betaDensity(x, y, k + 1, n - k)) / 2,
    }),
    tail,
    k / (n + 1),
  );
}

function symmetric(centre: number, halfWidth: number): [number, number] {
  return [Math.max(0, centre - halfWidth), Math.min(1, centre + halfWidth)];
}

/** Normal, Wilson and Agresti-Coull: a centre and a half-width from z standard deviations, cut at 0 and 1. */
function approximate(kind: EfficiencyIntervalKind, k: number, n: number, z: number): [number, number] {
  const e = k / n;
  if (kind === 'normal') return symmetric(e, z * Math.sqrt((e * (1 - e)) / n));
  const trials = n + z * z;
  const centre = (k + (z * z) / 2) / trials;
  if (kind === 'wilson') {
    const halfWidth = (z / trials) * Math.sqrt((k * (n - k)) / n + (z * z) / 4);
    return [k === 0 ? 0 : Math.max(0, centre - halfWidth), k === n ? 1 : Math.min(1, centre + halfWidth)];
  }
  return symmetric(centre, z * Math.sqrt((centre * (1 - centre)) / trials));
}

function checkCounts(passed: number, total: number, confidenceLevel: number): void {
  if (!Number.isSafeInteger(passed) || !Number.isSafeInteger(total) || passed < 0 || passed > total) {
    throw new RangeError(`counts must be integers with 0 <= passed <= total, got ${passed} of ${total}`);
  }
  if (!(confidenceLevel > 0 && confidenceLevel < 1)) {
    throw new RangeError(`the confidence level must be between 0 and 1, got ${confidenceLevel}`);
  }
}

/**
 * The interval of an efficiency from raw counts, at `confidenceLevel` (0.6827 for one standard deviation).
 *
 * - `clopper-pearson`: central, exact coverage; Clopper, Pearson, Biometrika 26 (1934) 404.
 * - `mid-p`: the same with half of the probability of the observed count; Lancaster, Biometrika 36 (1949) 370.
 * - `feldman-cousins`: ordering by likelihood ratio, the hull of the accepted set; Phys. Rev. D 57 (1998) 3873. Null for
 *   total > 250 ({@link FELDMAN_COUSINS_LIMIT}).
 * - `wilson`, `agresti-coull`, `normal`: as in ROOT's TEfficiency, cut at 0 and 1; `normal` has no width at 0 and 1.
 * - `jeffreys`, `uniform`: central credible intervals with the priors Beta(1/2, 1/2) and Beta(1, 1). With few failures
 *   they need not contain passed/total. ROOT's TEfficiency shows the posterior mean (k + a)/(n + 2a) with them; here the
 *   value is passed/total for every kind.
 *
 * low(passed, total) = 1 - high(total - passed, total) to the last bit for the exact and Bayesian kinds. Total 0 gives null.
 * Equal to TEfficiency's static functions (ROOT 6.40) to 1e-10; Feldman-Cousins and mid-P to 2e-9, where ROOT bisects.
 */
export function efficiencyInterval(
  kind: EfficiencyIntervalKind,
  passed: number,
  total: number,
  confidenceLevel: number,
): EfficiencyInterval | null {
  checkCounts(passed, total, confidenceLevel);
  if (total === 0 || (kind === 'feldman-cousins' && total > FELDMAN_COUSINS_LIMIT)) return null;
  const value = passed / total;
  const lowEnd = lowEnds[kind];
  if (!lowEnd) {
    const [low, high] = approximate(kind, passed, total, standardDeviations(confidenceLevel));
    return { value, low, high };
  }
  const tail = (1 - confidenceLevel) / 2;
  return { value, low: lowEnd(passed, total, tail), high: 1 - lowEnd(total - passed, total, tail) };
}

/**
 * The efficiency of a bin with its errors: distances from passed/total to the ends of {@link efficiencyInterval}. Where a
 * Bayesian interval lies beside passed/total (0 or all pass), the distance on that side is 0, never negative.
 * A bin without entries, or beyond the range of Feldman-Cousins, is a hole with a reason.
 */
export function binomialEfficiency(
  kind: EfficiencyIntervalKind,
  passed: number,
  total: number,
  confidenceLevel: number,
): EfficiencyEstimate {
  const interval = efficiencyInterval(kind, passed, total, confidenceLevel);
  if (!interval) {
    return hole(
      total === 0
        ? 'no entries'
        : `Feldman-Cousins intervals are given for up to ${FELDMAN_COUSINS_LIMIT} entries, here are ${total}`,
    );
  }
  return {
    efficiency: interval.value,
    errorLow: Math.max(0, interval.value - interval.low),
    errorHigh: Math.max(0, interval.high - interval.value),
  };
}
