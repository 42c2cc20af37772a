import { UserError } from '../../../../src-shared/userError.ts';
import type { ProbeBlock } from './probeList.ts';

/** Combinations of muons of one event that are looked at. */
const MOST_PAIRS = 100_000;

/** All probes of one side, ordered by run and event number, then as they came. */
export interface OrderedProbes {
  blocks: readonly ProbeBlock[];
  /** Per probe: its block and its place in the block. */
  block: Int32Array;
  at: Int32Array;
  run: Float64Array;
  /** Event number in two halves. */
  high: Uint32Array;
  low: Uint32Array;
}

/** How probes of two sides found each other. */
export interface Match {
  /** Positions in the two ordered lists, by run and event. */
  pairs: { a: number; b: number }[];
  events: { shared: number; onlyA: number; onlyB: number };
  muons: { matched: number; unmatchedA: number; unmatchedB: number; onlyA: number; onlyB: number };
}

/** Orders the probes of one side by run and event. */
export function orderProbes(blocks: readonly ProbeBlock[]): OrderedProbes {
  const length = blocks.reduce((sum, { run }) => sum + run.length, 0);
  const block = new Int32Array(length);
  const at = new Int32Array(length);
  const run = new Float64Array(length);
  const high = new Uint32Array(length);
  const low = new Uint32Array(length);
  let n = 0;
  blocks.forEach((one, b) => {
    for (let i = 0; i < one.run.length; i++, n++) {
      block[n] = b;
      at[n] = i;
      run[n] = one.run[i];
      high[n] = Number(one.event[i] >> 32n);
      low[n] = Number(one.event[i] & 0xffffffffn);
    }
  });
  const order = Uint32Array.from({ length }, (_, i) => i).sort(
    (i, j) => run[i] - run[j] || high[i] - high[j] || low[i] - low[j] || i - j,
  );
  const take = <T extends Int32Array | Float64Array | Uint32Array>(from: T): T => {
    const sorted = from.slice() as T;
    order.forEach((source, i) => (sorted[i] = from[source]));
    return sorted;
  };
  return { blocks, block: take(block), at: take(at), run: take(run), high: take(high), low: take(low) };
}

/** Value of a column of the probe at a position. */
export function valueAt(
  probes: OrderedProbes,
  position: number,
  column: 'pt' | 'eta' | 'phi' | 'entry',
): number {
  return probes.blocks[probes.block[position]][column][probes.at[position]];
}

function deltaR(a: OrderedProbes, i: number, b: OrderedProbes, j: number): number {
  const turn = Math.abs(valueAt(a, i, 'phi') - valueAt(b, j, 'phi')) % (2 * Math.PI);
  return Math.hypot(valueAt(a, i, 'eta') - valueAt(b, j, 'eta'), Math.min(turn, 2 * Math.PI - turn));
}

function endOfEvent({ run, high, low }: OrderedProbes, from: number): number {
  let end = from + 1;
  while (end < run.length && run[end] === run[from] && high[end] === high[from] && low[end] === low[from])
    end++;
  return end;
}

/** Pairs of one event: nearest first, each muon once. */
function matchEvent(
  a: OrderedProbes,
  [fromA, toA]: [number, number],
  b: OrderedProbes,
  [fromB, toB]: [number, number],
  maximum: number,
): { a: number; b: number }[] {
  if ((toA - fromA) * (toB - fromB) > MOST_PAIRS) {
    throw new UserError(
      'unsupported',
      `event ${a.blocks[a.block[fromA]].event[a.at[fromA]]} of run ${a.run[fromA]} has ${toA - fromA} and ${toB - fromB} muons: the event numbers do not tell events apart`,
    );
  }
  const near: { a: number; b: number; distance: number }[] = [];
  for (let i = fromA; i < toA; i++)
    for (let j = fromB; j < toB; j++) {
      const distance = deltaR(a, i, b, j);
      if (distance < maximum) near.push({ a: i, b: j, distance });
    }
  near.sort((one, other) => one.distance - other.distance || one.a - other.a || one.b - other.b);
  const takenA = new Set<number>();
  const takenB = new Set<number>();
  const pairs = near.filter((pair) => {
    if (takenA.has(pair.a) || takenB.has(pair.b)) return false;
    takenA.add(pair.a);
    takenB.add(pair.b);
    return true;
  });
  return pairs.map((pair) => ({ a: pair.a, b: pair.b })).sort((one, other) => one.a - other.a);
}

/**
 * Matches probes of the same run and event within delta-R < `maximum`, one to one, the nearest first. Throws a UserError
 * `unsupported` where so many muons have one event number that it cannot be an event's.
 */
export function matchMuons(a: OrderedProbes, b: OrderedProbes, maximum: number): Match {
  const events = { shared: 0, onlyA: 0, onlyB: 0 };
  const muons = { matched: 0, unmatchedA: 0, unmatchedB: 0, onlyA: 0, onlyB: 0 };
  const pairs: { a: number; b: number }[] = [];
  let i = 0;
  let j = 0;
  while (i < a.run.length || j < b.run.length) {
    const endA = i < a.run.length ? endOfEvent(a, i) : i;
    const endB = j < b.run.length ? endOfEvent(b, j) : j;
    const order =
      i === endA ? 1 : j === endB ? -1 : a.run[i] - b.run[j] || a.high[i] - b.high[j] || a.low[i] - b.low[j];
    if (order < 0) {
      events.onlyA++;
      muons.onlyA += endA - i;
      i = endA;
    } else if (order > 0) {
      events.onlyB++;
      muons.onlyB += endB - j;
      j = endB;
    } else {
      const found = matchEvent(a, [i, endA], b, [j, endB], maximum);
      events.shared++;
      muons.matched += found.length;
      muons.unmatchedA += endA - i - found.length;
      muons.unmatchedB += endB - j - found.length;
      pairs.push(...found);
      i = endA;
      j = endB;
    }
  }
  return { pairs, events, muons };
}
