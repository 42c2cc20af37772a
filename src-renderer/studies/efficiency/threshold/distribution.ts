/** How often a quantity has which value: from one count of `quantity < edge` per edge. */
export interface Distribution {
  /** Ascending. */
  edges: readonly number[];
  /** One less than edges. */
  counts: readonly number[];
  under: number;
  over: number;
  /** Probes without a value. */
  missing: number;
}

const DECADES = { from: -4, to: 5, perDecade: 3 };
const SHARES = { low: 0.002, high: 0.985 };
const BINS = 50;
const STEPS_PER_BIN = 10;

/** Where a quantity of unknown size is looked for: zero, and three values per decade from 10^-4 to 10^5 of either sign; at most 64. */
export function searchEdges(): number[] {
  const { from, to, perDecade } = DECADES;
  const sizes = Array.from({ length: (to - from) * perDecade + 1 }, (_, i) => 10 ** (from + i / perDecade));
  return [...sizes.map((size) => -size).reverse(), 0, ...sizes];
}

/**
 * The histogram that is told by cumulative counts.
 * @param below probes with a value below each edge
 * @param probes all, those without a value too
 */
export function histogramOf(
  edges: readonly number[],
  below: ArrayLike<number>,
  probes: number,
  missing: number,
): Distribution {
  const counts = edges.slice(1).map((_, i) => below[i + 1] - below[i]);
  const over = probes - missing - below[edges.length - 1];
  return { edges, counts, under: below[0], over, missing };
}

/** The range between edges that holds nearly all probes: a fifth of a per cent may lie below, one and a half above. Null without probes. */
export function rangeOfMost({ edges, counts, under, over }: Distribution): [number, number] | null {
  const total = counts.reduce((sum, one) => sum + one, under + over);
  if (total === 0) return null;
  let [below, low, high] = [under, edges[0], edges[edges.length - 1]];
  let begun = false;
  for (let i = 0; i < counts.length; i++) {
    if (!begun && below + counts[i] > SHARES.low * total) [begun, low] = [true, edges[i]];
    below += counts[i];
    if (below >= SHARES.high * total) {
      high = edges[i + 1];
      break;
    }
  }
  return [low, high];
}

/** The next of 1, 2, 5, 10, ... times a power of ten that is not smaller. */
export function roundStep(size: number): number {
  const power = Math.floor(Math.log10(size) + 1e-9);
  const factor = size / 10 ** power;
  const round = [1, 2, 5, 10].find((one) => one >= factor - 1e-9) ?? 10;
  return Number(`${round}e${power}`);
}

/** A multiple of a step as it is written in decimals, without binary dust. */
export function multiple(step: number, count: number): number {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Number((step * count).toFixed(decimals));
}

/** Edges of at most 52 bins of round width over a range that holds the thresholds, with room beyond them. */
export function roundEdges(range: readonly [number, number], thresholds: readonly number[]): number[] {
  const room = thresholds.map((value) => value + 0.5 * Math.abs(value));
  const [low, high] = [Math.min(range[0], ...thresholds), Math.max(range[1], ...room)];
  const width = roundStep(Math.max(high - low, 1e-12 * Math.max(1, Math.abs(low)), 1e-12) / BINS);
  const [first, last] = [Math.floor(low / width + 1e-6), Math.ceil(high / width - 1e-6)];
  return Array.from({ length: Math.max(1, last - first) + 1 }, (_, i) => multiple(width, first + i));
}

/** By how much a threshold moves at a time: a tenth of a bin. */
export function stepOf(edges: readonly number[]): number {
  return roundStep((edges[1] - edges[0]) / STEPS_PER_BIN);
}
