const TWO_OVER_SQRT_PI = 1.1283791670955126;
const SQRT_HALF = Math.SQRT1_2;

/** exp(-x^2) without the rounding of x^2 in the exponent. */
function gaussian(x: number): number {
  const high = Math.round(x * 16) / 16;
  const low = x - high;
  return Math.exp(-high * high) * Math.exp(-low * (x + high));
}

/** erf(x) for 0 <= x < 1 (DLMF 7.6.2: all terms positive). */
function erfSeries(x: number): number {
  const square = 2 * x * x;
  let term = 1;
  let sum = 1;
  for (let k = 3; term > sum * 1e-17; k += 2) {
    term *= square / k;
    sum += term;
  }
  return TWO_OVER_SQRT_PI * x * gaussian(x) * sum;
}

/** erfc(x) for x >= 1 by the continued fraction DLMF 7.9.3, evaluated with Lentz's method. */
function erfcFraction(x: number): number {
  if (x > 27.3) return 0;
  const square = 2 * x * x;
  let b = square + 1;
  let c = Infinity;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < 1000; k++) {
    const a = -(2 * k - 1) * (2 * k);
    b += 4;
    d = 1 / (a * d + b);
    c = b + a / c;
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 2e-16) break;
  }
  return TWO_OVER_SQRT_PI * x * gaussian(x) * fraction;
}

/** The error function, relative error about 1e-15 (series DLMF 7.6.2, continued fraction DLMF 7.9.3). */
export function erf(x: number): number {
  const size = Math.abs(x);
  return Math.sign(x) * (size < 1 ? erfSeries(size) : 1 - erfcFraction(size)) || x;
}

/** 1 - erf(x), relative error about 1e-15 in the tail too; 0 where it falls below the smallest normal number. */
export function erfc(x: number): number {
  if (x >= 1) return erfcFraction(x);
  if (x <= -1) return 2 - erfcFraction(-x);
  return x < 0 ? 1 + erfSeries(-x) : 1 - erfSeries(x);
}

/** Probability that a standard normal variable is below z. */
export function normalProbability(z: number): number {
  return 0.5 * erfc(-z * SQRT_HALF);
}

/**
 * The z with normalProbability(z) = p, 0 < p < 1 (ROOT::Math::normal_quantile with sigma 1); -Infinity and Infinity at 0 and
 * 1, NaN outside. Start: Abramowitz-Stegun 26.2.23 (4.5e-4); then Newton's method on the logarithm of the smaller tail,
 * which is concave, to about 1e-15 relative.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return -Infinity;
  const t = Math.sqrt(-2 * Math.log(p));
  let z =
    ((0.010328 * t + 0.802853) * t + 2.515517) / (((0.001308 * t + 0.189269) * t + 1.432788) * t + 1) - t;
  for (let k = 0; k < 20; k++) {
    const tail = normalProbability(z);
    const density = gaussian(z * SQRT_HALF) / Math.sqrt(2 * Math.PI);
    const step = (tail / density) * Math.log(tail / p);
    z -= step;
    if (Math.abs(step) <= 1e-15 * Math.abs(z) || Math.abs(step) < 1e-17) break;
  }
  return z;
}

/**
 * Standard deviations of a central interval of a given confidence level: 1 for 0.6827, 1.96 for 0.95.
 * 0 < confidenceLevel < 1.
 */
export function standardDeviations(confidenceLevel: number): number {
  return -normalQuantile((1 - confidenceLevel) / 2);
}

/** The confidence level of one standard deviation: erf(1/sqrt 2). */
export const ONE_SIGMA = 0.6826894921370859;
