/** Filled bins of a trend: `position` runs from 0 at the lowest centre to 1 at the highest. */
export interface TrendBin {
  position: number;
  passed: number;
  total: number;
}

/** Efficiencies of the line at position 0 and at position 1: the two parameters of the fit, both within [0, 1]. */
export type LineEnds = [number, number];

/** Value (up to a constant), gradient and negative second derivatives with respect to the line's ends. */
export interface LikelihoodTerms {
  logLikelihood: number;
  gradient: [number, number];
  /** Observed information: [00, 01, 11]. */
  information: [number, number, number];
}

function logTerm(n: number, p: number): number {
  return n === 0 ? 0 : n * Math.log(p);
}

/** Binomial log-likelihood of a straight line: sum of k ln p + (n - k) ln(1 - p). -Infinity where it is impossible. */
export function logLikelihood(bins: readonly TrendBin[], [u, v]: LineEnds): number {
  let sum = 0;
  for (const { position, passed, total } of bins) {
    const p = u * (1 - position) + v * position;
    const q = (1 - u) * (1 - position) + (1 - v) * position;
    sum += logTerm(passed, p) + logTerm(total - passed, q);
  }
  return sum;
}

/** {@link logLikelihood} with its derivatives. */
export function likelihoodTerms(bins: readonly TrendBin[], ends: LineEnds): LikelihoodTerms {
  const [u, v] = ends;
  const gradient: [number, number] = [0, 0];
  const information: [number, number, number] = [0, 0, 0];
  for (const { position, passed, total } of bins) {
    const p = u * (1 - position) + v * position;
    const q = (1 - u) * (1 - position) + (1 - v) * position;
    const passing = passed === 0 ? 0 : passed / p;
    const failing = passed === total ? 0 : (total - passed) / q;
    const slope = passing - failing;
    const curvature = (passed === 0 ? 0 : passing / p) + (passed === total ? 0 : failing / q);
    gradient[0] += slope * (1 - position);
    gradient[1] += slope * position;
    information[0] += curvature * (1 - position) ** 2;
    information[1] += curvature * (1 - position) * position;
    information[2] += curvature * position ** 2;
  }
  return { logLikelihood: logLikelihood(bins, ends), gradient, information };
}

/** Deviance 2 sum[k ln(k/np) + (n - k) ln((n - k)/nq)] and Pearson's chi2 sum (k - np)^2/(npq) of a line. */
export function goodnessOfLine(
  bins: readonly TrendBin[],
  [u, v]: LineEnds,
): { deviance: number; pearson: number } {
  let deviance = 0;
  let pearson = 0;
  for (const { position, passed, total } of bins) {
    const p = u * (1 - position) + v * position;
    const q = (1 - u) * (1 - position) + (1 - v) * position;
    const failed = total - passed;
    if (passed > 0) deviance += 2 * passed * Math.log(passed / (total * p));
    if (failed > 0) deviance += 2 * failed * Math.log(failed / (total * q));
    const difference = passed - total * p;
    if (difference !== 0) pearson += (difference * difference) / (total * p * q);
  }
  return { deviance: Math.max(0, deviance), pearson };
}

interface Maximum {
  ends: LineEnds;
  information: [number, number, number];
  /** An end of the line stands at 0 or 1. */
  atLimit: boolean;
  converged: boolean;
}

/** Newton's step; an end at 0 or 1 that the gradient, or the step of both ends together, pushes outwards stays. */
function newtonStep(ends: LineEnds, { gradient, information }: LikelihoodTerms): [number, number] {
  const outwards = (direction: readonly [number, number]) =>
    ends.map((end, i) => (end <= 0 && direction[i]! <= 0) || (end >= 1 && direction[i]! >= 0));
  const [a, b, c] = information;
  const determinant = a * c - b * b;
  const both: [number, number] = [
    (c * gradient[0] - b * gradient[1]) / determinant,
    (a * gradient[1] - b * gradient[0]) / determinant,
  ];
  const pushed = outwards(gradient);
  if (pushed[0] && pushed[1]) return [0, 0];
  const held = pushed[0] || pushed[1] ? pushed : outwards(both);
  if (held[0]) return [0, gradient[1] / c];
  if (held[1]) return [gradient[0] / a, 0];
  return both;
}

/** The longest part of a step, at most 1, that keeps both ends within [0, 1]. */
function allowedPart(ends: LineEnds, step: readonly [number, number]): number {
  return Math.min(
    1,
    ...ends.map((end, i) => (step[i]! > 0 ? (1 - end) / step[i]! : step[i]! < 0 ? -end / step[i]! : 1)),
  );
}

/** No maximum with passing and failing probes at an end lies this close to 0 or 1: nearer is at it. */
const AT_LIMIT = 1e-13;

function moved(ends: LineEnds, step: readonly [number, number], part: number): LineEnds {
  return ends.map((end, i) => {
    const next = end + part * step[i]!;
    return next < AT_LIMIT ? 0 : next > 1 - AT_LIMIT ? 1 : next;
  }) as LineEnds;
}

/**
 * The line with the largest binomial likelihood whose efficiencies stay within [0, 1]. The likelihood is concave in the line's
 * ends, and the bounds of all bins are the bounds of the two ends, so Newton's method with halved steps inside the unit square
 * finds the one maximum. `bins`: at least two positions, 0 and 1 among them, some passing and some failing probes.
 */
export function maximumLikelihoodLine(bins: readonly TrendBin[]): Maximum {
  const passed = bins.reduce((sum, bin) => sum + bin.passed, 0);
  const total = bins.reduce((sum, bin) => sum + bin.total, 0);
  let ends: LineEnds = [passed / total, passed / total];
  let terms = likelihoodTerms(bins, ends);
  let converged = false;
  for (let k = 0; k < 200 && !converged; k++) {
    const step = newtonStep(ends, terms);
    const gain = step[0] * terms.gradient[0] + step[1] * terms.gradient[1];
    let part = allowedPart(ends, step);
    converged = !(gain > 1e-18);
    if (gain > 1e-6 || part < 1) {
      while (
        part > 1e-12 &&
        !(logLikelihood(bins, moved(ends, step, part)) > terms.logLikelihood + 1e-4 * part * gain)
      ) {
        part /= 2;
      }
      if (part <= 1e-12) break;
    }
    ends = moved(ends, step, part);
    terms = likelihoodTerms(bins, ends);
  }
  return {
    ends,
    information: terms.information,
    atLimit: ends.some((end) => end <= 0 || end >= 1),
    converged,
  };
}
