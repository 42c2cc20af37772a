import { UserError } from '../../../src-shared/userError.ts';

/** Most bins that one axis may have. */
export const MAX_BINS = 1_000_000;

interface Decimal {
  digits: bigint;
  /** Decimal places: the number is digits / 10^places. */
  places: number;
}

function decimalOf(value: number): Decimal {
  const [mantissa = '', exponent = '0'] = value.toString().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

/** digits / 10^places, correctly rounded. */
function numberOf(digits: bigint, places: number): number {
  return Number(`${digits}e-${places}`);
}

function refuse(message: string): never {
  throw new UserError('document', message, { hint: 'give from < to and a width that divides to - from' });
}

/**
 * The edges from, from + width, ..., to. Calculated in decimals as the user wrote them, so that each edge is the number nearest
 * to its decimal value ({from: 0, to: 1, width: 0.1} has 0.3, not 0.30000000000000004) and the last one is `to`.
 * Throws a UserError when width does not divide to - from exactly, or gives more than {@link MAX_BINS} bins.
 */
export function edgesOf(range: { from: number; to: number; width: number }): number[] {
  const { from, to, width } = range;
  if (![from, to, width].every(Number.isFinite)) refuse('edges need finite from, to and width');
  if (!(to > from) || !(width > 0)) refuse(`no bins of width ${width} between ${from} and ${to}`);
  if ((to - from) / width > MAX_BINS * 1.5) refuse(`more than ${MAX_BINS} bins between ${from} and ${to}`);
  const decimals = [from, to, width].map(decimalOf);
  const places = Math.max(...decimals.map((d) => d.places));
  const [first, last, step] = decimals.map((d) => d.digits * 10n ** BigInt(places - d.places));
  if ((last! - first!) % step! !== 0n) refuse(`the width ${width} does not divide ${to} - ${from}`);
  const bins = Number((last! - first!) / step!);
  if (bins > MAX_BINS) refuse(`more than ${MAX_BINS} bins between ${from} and ${to}`);
  return Array.from({ length: bins + 1 }, (_, i) => numberOf(first! + BigInt(i) * step!, places));
}

/** Why a list of numbers cannot be the edges of bins, or null: at least two, ascending, no NaN; the outermost may be infinite. */
export function edgesProblem(edges: readonly number[]): string | null {
  if (edges.length < 2) return 'an axis needs at least two edges';
  if (edges.length - 1 > MAX_BINS) return `an axis has at most ${MAX_BINS} bins`;
  if (edges.some(Number.isNaN)) return 'an edge is not a number';
  const at = edges.findIndex((edge, i) => i > 0 && !(edge > edges[i - 1]!));
  if (at < 0) return null;
  return `edges must ascend: ${edges[at]} follows ${edges[at - 1]}`;
}

/** Centres of the bins; half-way between the edges. */
export function centresOf(edges: ArrayLike<number>): number[] {
  return Array.from({ length: edges.length - 1 }, (_, i) => edges[i]! / 2 + edges[i + 1]! / 2);
}
