import { logGamma, poissonDeviance, stirlingError } from './gamma.ts';

/** The regularised incomplete beta function and its complement; each has full relative precision where it is the smaller one. */
export interface BetaTails {
  /** I_x(a, b): probability that a Beta(a, b) variable is below x. */
  lower: number;
  /** 1 - I_x(a, b). */
  upper: number;
}

/**
 * x^a y^b / B(a, b) with y = 1 - x, without the cancellation of large logarithms: the saddle-point form of the binomial
 * probability by C. Loader, "Fast and accurate computation of binomial probabilities" (2000), for real a and b.
 */
function betaPower(x: number, y: number, a: number, b: number): number {
  const n = a + b;
  if (a < 1) return (betaPower(x, y, a + 1, b) / x) * (a / n);
  if (b < 1) return (betaPower(x, y, a, b + 1) / y) * (b / n);
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    poissonDeviance(a, n * x) -
    poissonDeviance(b, n * y);
  return Math.exp(exponent) * Math.sqrt((a / n) * (b / (2 * Math.PI)));
}

/**
 * I_x(a, b) B(a, b)/(x^a y^b) by the continued fraction of Didonato and Morris, ACM TOMS 18 (1992) 360, eq. 9 (the even part
 * of DLMF 8.17.22), with Lentz's method. Fast for x < (a + 1)/(a + b + 2); `lead` = a - (a + b) x without cancellation.
 */
function betaFraction(x: number, y: number, a: number, b: number): number {
  const lead = a > b ? (a + b) * y - b : a - (a + b) * x;
  let c = (a * (lead + 1)) / (a + 1) || 1e-300;
  let d = 0;
  let denominator = c;
  for (let n = 1; n < 100_000; n++) {
    const width = a + 2 * n - 1;
    const inner = (n * (b - n) * x) / width;
    const alpha = inner * (((a + n - 1) * (a + b + n - 1) * x) / width);
    const beta = n + inner + ((a + n) / (width + 2)) * (lead + 1 + n * (1 + y));
    d = 1 / (alpha * d + beta || 1e-300);
    c = beta + alpha / c || 1e-300;
    const factor = c * d;
    denominator *= factor;
    if (Math.abs(factor - 1) < 3e-16) break;
  }
  return 1 / denominator;
}

/**
 * Both tails of the beta distribution at x, with y = 1 - x given apart so that x close to 1 keeps its precision.
 * a, b > 0. Relative error about 1e-14 for the smaller tail (to a few 1e-13 for a + b = 10^6). Source of the reflection: DLMF 8.17.4.
 */
export function betaTails(x: number, y: number, a: number, b: number): BetaTails {
  if (!(a > 0 && b > 0) || Number.isNaN(x + y)) return { lower: NaN, upper: NaN };
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  const power = betaPower(x, y, a, b);
  if (x <= (a + 1) / (a + b + 2)) {
    const lower = power * betaFraction(x, y, a, b);
    return { lower, upper: 1 - lower };
  }
  const upper = power * betaFraction(y, x, b, a);
  return { lower: 1 - upper, upper };
}

/** I_x(a, b), the regularised incomplete beta function (ROOT::Math::beta_cdf). */
export function incompleteBeta(x: number, a: number, b: number): number {
  return betaTails(x, 1 - x, a, b).lower;
}

/** Density of Beta(a, b) at x with y = 1 - x, 0 < x < 1. */
export function betaDensity(x: number, y: number, a: number, b: number): number {
  return betaPower(x, y, a, b) / (x * y);
}

/** A distribution function on (0, 1) and its density at x, y = 1 - x. */
type Distribution = (x: number, y: number) => { lower: number; density: number };

/**
 * The x in (0, 1) where an increasing distribution function takes the value p, 0 < p < 1: Newton's method on ln F against
 * ln x, which is nearly a straight line in the lower tail, held in a shrinking bracket. Precise relative to x, so call it
 * with the distribution mirrored where the upper end matters.
 */
export function solveQuantile(distribution: Distribution, p: number, start: number): number {
  let low = 0;
  let high = 1;
  let x = start;
  for (let k = 0; k < 200; k++) {
    const { lower, density } = distribution(x, 1 - x);
    if (lower === p) return x;
    if (lower < p) low = x;
    else high = x;
    const step = (lower / (x * density)) * Math.log(lower / p);
    let next = x * Math.exp(-step);
    if (!(next > low && next < high)) next = low > 0 ? Math.sqrt(low) * Math.sqrt(high) : high / 16;
    if (Math.abs(next - x) <= 4e-16 * x) return next;
    x = next;
    if (x < 1e-300) return x;
  }
  return x;
}

/** A start for the quantile of Beta(a, b), p <= 1/2: Abramowitz-Stegun 26.5.22, or the leading power of x for small shapes. */
function betaStart(p: number, a: number, b: number): number {
  if (a < 1 || b < 1) {
    const guess = Math.exp((Math.log(p * a) + logGamma(a) + logGamma(b) - logGamma(a + b)) / a);
    return Math.min(Math.max(guess, 1e-290), 0.9);
  }
  const t = Math.sqrt(-2 * Math.log(p));
  const z = t - (2.30753 + t * 0.27061) / (1 + t * (0.99229 + t * 0.04481));
  const ia = 1 / (2 * a - 1);
  const ib = 1 / (2 * b - 1);
  const lambda = (z * z - 3) / 6;
  const h = 2 / (ia + ib);
  const w = (z * Math.sqrt(h + lambda)) / h - (ib - ia) * (lambda + 5 / 6 - 2 / (3 * h));
  const guess = a / (a + b * Math.exp(2 * w));
  return guess > 1e-290 && guess < 1 ? guess : a / (a + b);
}

/**
 * The x with I_x(a, b) = p, for 0 <= p <= 1 and a, b > 0 (ROOT::Math::beta_quantile). Relative error about 1e-14 for
 * p <= 1/2; beyond, 1 - x is found from the mirrored distribution.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1 && a > 0 && b > 0)) return NaN;
  if (p === 0 || p === 1) return p;
  if (p > 0.5) return 1 - betaQuantile(1 - p, b, a);
  return solveQuantile(
    (x, y) => ({ lower: betaTails(x, y, a, b).lower, density: betaDensity(x, y, a, b) }),
    p,
    betaStart(p, a, b),
  );
}
