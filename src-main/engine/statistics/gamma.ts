const HALF_LOG_TWO_PI = 0.9189385332046728;
const EULER = 0.5772156649015329;

/** B(2k) / (2k (2k - 1)): coefficients of Stirling's series in 1/x, 1/x^3, ... */
const STIRLING = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
  43867 / 244188,
];

/** zeta(k) - 1 for k = 0..47 (0 and 1 unused), by Euler-Maclaurin from n = 24 on. */
const ZETA_MINUS_ONE = Float64Array.from({ length: 48 }, (_, k) => (k < 2 ? 0 : zetaMinusOne(k)));

function zetaMinusOne(k: number): number {
  const from = 24;
  const power = from ** -k;
  let rising = k;
  let tail = (from * power) / (k - 1) + power / 2 + (rising * power) / (12 * from);
  rising *= (k + 1) * (k + 2);
  tail -= (rising * power) / (720 * from ** 3);
  rising *= (k + 3) * (k + 4);
  tail += (rising * power) / (30240 * from ** 5);
  rising *= (k + 5) * (k + 6);
  tail -= (rising * power) / (1209600 * from ** 7);
  for (let n = from - 1; n >= 2; n--) tail += n ** -k;
  return tail;
}

/** sum of (-1)^k (zeta(k) - 1) z^k / k over k >= 2, |z| <= 1/2 (Abramowitz-Stegun 6.1.33). */
function zetaSeries(z: number): number {
  let sum = 0;
  for (let k = ZETA_MINUS_ONE.length - 1; k >= 2; k--) {
    sum = sum * -z + ZETA_MINUS_ONE[k]! / k;
  }
  return sum * z * z;
}

/**
 * What Stirling's formula leaves: ln Gamma(x + 1) - [(x + 1/2) ln x - x + ln(2 pi)/2], x > 0. Absolute error about 3e-16.
 * Source: Stirling's series (DLMF 5.11.1) above 16, its recurrence below; use in probabilities: C. Loader, "Fast and
 * accurate computation of binomial probabilities" (2000).
 */
export function stirlingError(x: number): number {
  if (x < 1) return logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI;
  let shift = 0;
  let at = x;
  for (; at < 16; at++) shift += stirlingStep(at);
  const inverse = 1 / at;
  const square = inverse * inverse;
  let sum = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) sum = sum * square + STIRLING[k]!;
  return sum * inverse + shift;
}

/** (x + 1/2) ln(1 + 1/x) - 1 for x >= 1, by atanh's series in 1/(2x + 1): all terms positive, no cancellation. */
function stirlingStep(x: number): number {
  const square = 1 / ((2 * x + 1) * (2 * x + 1));
  let term = square;
  let sum = 0;
  for (let k = 3; ; k += 2) {
    const next = sum + term / k;
    if (next === sum) return sum;
    sum = next;
    term *= square;
  }
}

/**
 * Natural logarithm of the Gamma function, x > 0. Relative error about 2e-15, also near its zeros at 1 and 2
 * (Abramowitz-Stegun 6.1.33 around them, Stirling's series DLMF 5.11.1 elsewhere). NaN for x <= 0.
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return NaN;
  if (x === Infinity) return Infinity;
  if (x < 0.5) return logGamma(x + 1) - Math.log(x);
  if (x <= 1.5) return zetaSeries(x - 1) - Math.log1p(x - 1) + (x - 1) * (1 - EULER);
  if (x <= 2.5) return zetaSeries(x - 2) + (x - 2) * (1 - EULER);
  const below = x - 1;
  return stirlingError(below) + (below + 0.5) * Math.log(below) - below + HALF_LOG_TWO_PI;
}

/**
 * x ln(x/m) + m - x for x, m > 0: the deviance of a Poisson count, without cancellation near x = m
 * (the function bd0 of C. Loader, 2000).
 */
export function poissonDeviance(x: number, m: number): number {
  const difference = x - m;
  if (Math.abs(difference) >= 0.1 * (x + m)) return x * Math.log(x / m) - difference;
  const v = difference / (x + m);
  const square = v * v;
  let sum = difference * v;
  let term = 2 * x * v;
  for (let k = 3; ; k += 2) {
    term *= square;
    const next = sum + term / k;
    if (next === sum) return sum;
    sum = next;
  }
}

/** x^s e^-x / Gamma(s + 1). */
function poissonTerm(s: number, x: number): number {
  if (s < 1) return Math.exp(s * Math.log(x) - x - logGamma(s + 1));
  return Math.exp(-stirlingError(s) - poissonDeviance(s, x)) / Math.sqrt(2 * Math.PI * s);
}

/**
 * The regularised incomplete gamma functions, lower P(s, x) and upper Q(s, x), s > 0, x >= 0; each tail has full relative
 * precision (about 1e-14) where it is the smaller one.
 * Series DLMF 8.11.4 below s + 1, continued fraction DLMF 8.9.2 by Lentz's method above.
 */
export function gammaTails(s: number, x: number): { lower: number; upper: number } {
  if (!(s > 0) || !(x >= 0)) return { lower: NaN, upper: NaN };
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  if (x < s + 1) {
    let term = 1;
    let sum = 1;
    for (let k = 1; term > sum * 1e-17; k++) {
      term *= x / (s + k);
      sum += term;
    }
    const lower = poissonTerm(s, x) * sum;
    return { lower, upper: 1 - lower };
  }
  let b = x + 1 - s;
  let c = Infinity;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < 100_000; k++) {
    const a = -k * (k - s);
    b += 2;
    d = 1 / (a * d + b || 1e-300);
    c = b + a / c || 1e-300;
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 2e-16) break;
  }
  const upper = poissonTerm(s, x) * s * fraction;
  return { lower: 1 - upper, upper };
}

/** Probability that a chi2 of `ndf` degrees of freedom exceeds `chi2` (ROOT's TMath::Prob): Q(ndf/2, chi2/2). 1 for chi2 <= 0; NaN for ndf <= 0. */
export function chiSquareSurvival(chi2: number, ndf: number): number {
  if (!(ndf > 0) || Number.isNaN(chi2)) return NaN;
  return chi2 <= 0 ? 1 : gammaTails(ndf / 2, chi2 / 2).upper;
}
