const TWO_PI = 2 * Math.PI;

/** An exact 64-bit integer, undefined when missing. */
export type MaybeInteger = bigint | undefined;

/** x to the power y; missing when x is, also for y = 0. */
export function pow(x: number, y: number): number {
  return x === x ? x ** y : NaN;
}

/** Nearest integer, halves away from zero (C's round). */
export function round(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

/** sqrt(x x + y y), evaluated as written. */
export function hypot(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}

/** Difference of two azimuths in [-pi, pi). */
export function deltaPhi(one: number, other: number): number {
  const difference = one - other;
  if (difference >= -Math.PI && difference < Math.PI) return difference;
  return difference - TWO_PI * Math.floor((difference + Math.PI) / TWO_PI);
}

/** sqrt(deltaEta^2 + deltaPhi^2) of (eta, phi) and (eta, phi). */
export function deltaR(eta1: number, phi1: number, eta2: number, phi2: number): number {
  return hypot(eta1 - eta2, deltaPhi(phi1, phi2));
}

/** sqrt(2 pt1 pt2 (cosh(eta1 - eta2) - cos(phi1 - phi2))), evaluated left to right; a product below 0 by rounding counts as 0. */
export function massless(
  pt1: number,
  eta1: number,
  phi1: number,
  pt2: number,
  eta2: number,
  phi2: number,
): number {
  const squared = 2 * pt1 * pt2 * (Math.cosh(eta1 - eta2) - Math.cos(phi1 - phi2));
  return squared < 0 ? 0 : Math.sqrt(squared);
}

/** sqrt(m1^2 + m2^2 + 2 (E1 E2 - pt1 pt2 (cos(phi1 - phi2) + sinh(eta1) sinh(eta2)))), E^2 = m^2 + pt^2 (1 + sinh(eta)^2). */
export function massOfMasses(
  pt1: number,
  eta1: number,
  phi1: number,
  mass1: number,
  pt2: number,
  eta2: number,
  phi2: number,
  mass2: number,
): number {
  const forward1 = Math.sinh(eta1);
  const forward2 = Math.sinh(eta2);
  const energy1 = Math.sqrt(mass1 * mass1 + pt1 * pt1 * (1 + forward1 * forward1));
  const energy2 = Math.sqrt(mass2 * mass2 + pt2 * pt2 * (1 + forward2 * forward2));
  const along = pt1 * pt2 * (Math.cos(phi1 - phi2) + forward1 * forward2);
  const squared = mass1 * mass1 + mass2 * mass2 + 2 * (energy1 * energy2 - along);
  return squared < 0 ? 0 : Math.sqrt(squared);
}

/** As {@link massOfMasses}, with m^2 = E^2 - (pt cosh(eta))^2. */
export function massOfEnergies(
  pt1: number,
  eta1: number,
  phi1: number,
  energy1: number,
  pt2: number,
  eta2: number,
  phi2: number,
  energy2: number,
): number {
  const momentum1 = pt1 * Math.cosh(eta1);
  const momentum2 = pt2 * Math.cosh(eta2);
  const own = energy1 * energy1 - momentum1 * momentum1 + (energy2 * energy2 - momentum2 * momentum2);
  const along = pt1 * pt2 * (Math.cos(phi1 - phi2) + Math.sinh(eta1) * Math.sinh(eta2));
  const squared = own + 2 * (energy1 * energy2 - along);
  return squared < 0 ? 0 : Math.sqrt(squared);
}

/** Whether the bit of value `weight` = 2^n is set in a whole number (two's complement when negative); false when missing. */
export function bit(x: number, weight: number): boolean {
  if (Math.floor(x) !== x) return false;
  return Math.abs(Math.floor(x / weight) % 2) === 1;
}

function bitwise(one: number, other: number, apply: (a: bigint, b: bigint) => bigint): number {
  if (!Number.isSafeInteger(one) || !Number.isSafeInteger(other)) return NaN;
  return Number(apply(BigInt(one), BigInt(other)));
}

/** Bits set in both of two whole numbers; missing when one is none. */
export function and(one: number, other: number): number {
  if (one === (one | 0) && other === (other | 0)) return one & other;
  return bitwise(one, other, (a, b) => a & b);
}

/** Bits set in one of two whole numbers; missing when one is none. */
export function or(one: number, other: number): number {
  if (one === (one | 0) && other === (other | 0)) return one | other;
  return bitwise(one, other, (a, b) => a | b);
}

/** A stored number as an exact integer, missing when it is none. */
export function integer(x: number): MaybeInteger {
  return Number.isInteger(x) ? BigInt(x) : undefined;
}

/** Exact sum. */
export function add64(one: MaybeInteger, other: MaybeInteger): MaybeInteger {
  return one === undefined || other === undefined ? undefined : one + other;
}

/** Exact difference. */
export function subtract64(one: MaybeInteger, other: MaybeInteger): MaybeInteger {
  return one === undefined || other === undefined ? undefined : one - other;
}

/** Exact product. */
export function multiply64(one: MaybeInteger, other: MaybeInteger): MaybeInteger {
  return one === undefined || other === undefined ? undefined : one * other;
}

/** Exact remainder with the sign of the dividend; missing for a divisor of 0. */
export function remainder64(one: MaybeInteger, other: MaybeInteger): MaybeInteger {
  return one === undefined || other === undefined || other === 0n ? undefined : one % other;
}

/** Bits set in both. */
export function and64(one: MaybeInteger, other: MaybeInteger): MaybeInteger {
  return one === undefined || other === undefined ? undefined : one & other;
}

/** Bits set in one. */
export function or64(one: MaybeInteger, other: MaybeInteger): MaybeInteger {
  return one === undefined || other === undefined ? undefined : one | other;
}

/** The sum with one more element. */
export function sum64(sum: MaybeInteger, element: MaybeInteger): MaybeInteger {
  return add64(sum, element);
}

/** The smallest with one more element, the first when `count` is 0. */
export function min64(least: MaybeInteger, element: MaybeInteger, count: number): MaybeInteger {
  if (count === 0 || element === undefined || least === undefined) return count === 0 ? element : undefined;
  return element < least ? element : least;
}

/** The largest with one more element, the first when `count` is 0. */
export function max64(most: MaybeInteger, element: MaybeInteger, count: number): MaybeInteger {
  if (count === 0 || element === undefined || most === undefined) return count === 0 ? element : undefined;
  return element > most ? element : most;
}
