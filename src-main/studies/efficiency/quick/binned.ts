import type { SampleDistribution } from '../../../../src-shared/contracts/quick.ts';
import { multiple, roundEdges, roundStep } from '../../../../src-shared/figure/roundEdges.ts';
import type { SampledQuantity } from './distribution.ts';

const LOW = 0.002;
const HIGH = 0.985;
const MOST_INTEGERS = 60;
/** An edge is rounded to a step of at most this share of the narrower bin beside it. */
const ROUNDING = 0.05;

function finiteAscending(values: Float64Array): Float64Array {
  return values.filter(Number.isFinite).sort();
}

/** Edges for all samples: half-way between whole numbers where there are no others and few of them, else round over nearly all values. */
function edgesFor(ascending: readonly Float64Array[], bounds: readonly number[]): number[] {
  const filled = ascending.filter(({ length }) => length > 0);
  const [low, high] = [
    Math.min(...filled.map((values) => values[0]), ...bounds.map(Math.floor)),
    Math.max(...filled.map((values) => values[values.length - 1]), ...bounds.map(Math.ceil)),
  ];
  const whole = filled.every((values) => values.every(Number.isInteger));
  if (filled.length > 0 && whole && high - low < MOST_INTEGERS)
    return Array.from({ length: high - low + 2 }, (_, i) => low + i - 0.5);
  const at = (values: Float64Array, share: number) => values[Math.floor(share * (values.length - 1))];
  const lows = filled.length === 0 ? [0] : filled.map((values) => at(values, LOW));
  const highs = filled.length === 0 ? [1] : filled.map((values) => at(values, HIGH));
  return roundEdges([Math.min(...lows, ...bounds), Math.max(...highs, ...bounds)], []);
}

function below(ascending: Float64Array, edge: number): number {
  let [from, to] = [0, ascending.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ascending[middle] < edge) from = middle + 1;
    else to = middle;
  }
  return from;
}

function countsIn(ascending: Float64Array, edges: readonly number[]): number[] {
  const places = edges.map((edge) => below(ascending, edge));
  return places.slice(1).map((place, i) => place - places[i]);
}

/**
 * Edges of bins that hold about equally many values, rounded to a twentieth of a bin; fewer bins where values are equal. Empty without
 * two different values.
 * @param ascending finite values
 */
export function equalEdges(ascending: Float64Array, bins: number): number[] {
  const last = ascending.length - 1;
  if (last < 1 || ascending[0] === ascending[last]) return [];
  const cuts = Array.from({ length: bins + 1 }, (_, i) => ascending[Math.round((i * last) / bins)]);
  const rounded = cuts.map((cut, i) => {
    const gaps = [cut - cuts[Math.max(0, i - 1)], cuts[Math.min(bins, i + 1)] - cut];
    const gap = Math.min(...gaps.filter((one) => one > 0), cuts[bins] - cuts[0]);
    const step = roundStep(gap * ROUNDING);
    if (i === 0) return multiple(step, Math.floor(cut / step + 1e-9));
    return multiple(step, i === bins ? Math.floor(cut / step + 1e-9) + 1 : Math.round(cut / step));
  });
  return rounded.filter((edge, i) => i === 0 || edge > Math.max(...rounded.slice(0, i)));
}

/**
 * The samples in bins that all of them share.
 * @param bounds values that the bins reach
 * @param asked edges of further bins to count in; null for none
 * @param equal how many bins with equally many values of all samples together are to be found; null for none
 */
export function binned(
  quantity: string,
  samples: readonly SampledQuantity[],
  bounds: readonly number[],
  asked: readonly number[] | null,
  equal: number | null,
): SampleDistribution {
  const ascending = samples.map(({ values }) => finiteAscending(values));
  const edges = edgesFor(ascending, bounds);
  const all = equal === null ? null : new Float64Array(ascending.flatMap((values) => [...values])).sort();
  return {
    quantity,
    unit: samples.find(({ unit }) => unit !== null)?.unit ?? null,
    edges,
    datasets: samples.map(({ values, unit, ...sample }, s) => {
      void unit;
      const own = ascending[s];
      return {
        ...sample,
        counts: countsIn(own, edges),
        bins: asked && countsIn(own, asked),
        under: below(own, edges[0]),
        over: own.length - below(own, edges[edges.length - 1]),
        missing: values.length - own.length,
      };
    }),
    equal: all && equal !== null ? equalEdges(all, equal) : null,
  };
}
