import { roundStep } from '../../../../src-shared/figure/roundEdges.ts';

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

/** By how much a threshold moves at a time: a tenth of a bin. */
export function stepOf(edges: readonly number[]): number {
  return roundStep((edges[1] - edges[0]) / STEPS_PER_BIN);
}
