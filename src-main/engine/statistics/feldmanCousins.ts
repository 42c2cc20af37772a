import { betaDensity, betaTails } from './beta.ts';

/** Largest number of trials for which {@link feldmanCousinsLow} is offered; ROOT's construction is compared up to here. */
export const FELDMAN_COUSINS_LIMIT = 250;

/** Logarithm of the likelihood at its maximum, p = x/n, without the binomial coefficient. */
function bestLogLikelihood(x: number, n: number): number {
  return (x === 0 ? 0 : x * Math.log(x / n)) + (x === n ? 0 : (n - x) * Math.log1p(-x / n));
}

function sigmoid(t: number): number {
  return t < 0 ? Math.exp(t) / (1 + Math.exp(t)) : 1 / (1 + Math.exp(-t));
}

/** P(first <= X <= last) of a binomial with n trials. */
function probabilityBetween(first: number, last: number, n: number, p: number): number {
  if (first === 0) return betaTails(p, 1 - p, last + 1, n - last).upper;
  const below = betaTails(p, 1 - p, first, n - first + 1);
  const above = betaTails(p, 1 - p, last + 1, n - last);
  return below.lower < 0.5 ? below.lower - above.lower : above.upper - below.upper;
}

/**
 * Where P(first <= X <= last | p), at least `level` at p = from and below it at p = to, crosses `level`: Newton's method
 * inside a shrinking bracket. dP/dp is the difference of two beta densities.
 */
function crossing(
  first: number,
  last: number,
  n: number,
  level: number,
  range: readonly [number, number],
): number {
  let [from, to] = range;
  let p = (from + to) / 2;
  for (let k = 0; k < 100 && to - from > 2e-16 * to; k++) {
    const excess = probabilityBetween(first, last, n, p) - level;
    if (excess >= 0) from = p;
    else to = p;
    const gain = first === 0 ? 0 : betaDensity(p, 1 - p, first, n - first + 1);
    const next = p - excess / (gain - betaDensity(p, 1 - p, last + 1, n - last));
    if (Math.abs(next - p) < 1e-16 * p) return next;
    p = next > from && next < to ? next : (from + to) / 2;
  }
  return p;
}

/**
 * Lower end of the Feldman-Cousins interval for k of n, n <= {@link FELDMAN_COUSINS_LIMIT}: the smallest p at which k is
 * accepted (the accepted set need not be connected; the interval is its hull). The upper end follows by symmetry,
 * 1 - low(n - k, n).
 *
 * Below k/n the counts that rank before k, by L(p)/L(best), are j..k-1, and j rises with p at
 * logit p = [C(k) - C(j)]/(k - j) with C the best log-likelihood; k is accepted where P(j <= X < k) is below the level.
 * This probability is unimodal in p, so in each piece it crosses the level downwards at most once.
 * Source: Feldman, Cousins, Phys. Rev. D 57 (1998) 3873; ROOT's FeldmanCousinsBinomialInterval.
 */
export function feldmanCousinsLow(k: number, n: number, level: number): number {
  if (k === 0) return 0;
  const best = bestLogLikelihood(k, n);
  let from = 0;
  for (let first = 0; first < k; first++) {
    const to = sigmoid((best - bestLogLikelihood(first, n)) / (k - first));
    if (from > 0 && probabilityBetween(first, k - 1, n, from) < level) return from;
    if (probabilityBetween(first, k - 1, n, to) < level) {
      return crossing(first, k - 1, n, level, [from, to]);
    }
    from = to;
  }
  return from;
}
