import type { MuonSelection, Rows } from '../../engine/columns/batch.ts';
import type { Scratch } from './scratch.ts';

/** Rows of single muons, by ascending event: those of event e are rows offsets[e] to offsets[e + 1]. */
export interface MuonRows extends Rows {
  muon: Int32Array;
  offsets: Int32Array;
}

/** Rows of muon pairs. */
export interface PairRows extends Rows {
  tag: Int32Array;
  probe: Int32Array;
}

/** One row per event that `events` (0/1) lets through; all of them when it is null. The rows are not to be changed. */
export function eventRows(entries: number, events: Uint8Array | null, scratch: Scratch): Rows {
  const rows = { length: entries, event: scratch.ascending(entries) };
  if (events !== null) compact(rows, events, scratch.int32('masked events', entries));
  return rows;
}

/** Events with more muons than this are written in a loop; fewer without a jump that the processor would mispredict. */
const STRAIGHT = 4;

/** The event of every muon, and a few numbers without a meaning behind them. */
function eventsOfMuons(offsets: Int32Array, entries: number, scratch: Scratch): Int32Array {
  const event = scratch.int32('muons event', offsets[entries] + STRAIGHT);
  for (let e = 0; e < entries; e++) {
    const first = offsets[e];
    event[first] = e;
    event[first + 1] = e;
    event[first + 2] = e;
    event[first + 3] = e;
    for (let m = first + STRAIGHT, end = offsets[e + 1]; m < end; m++) event[m] = e;
  }
  return event;
}

/** One row per muon of the events that `events` (0/1) lets through, of all when it is null. `offsets` are the muon collection's, from 0. */
export function muonRows(
  offsets: Int32Array,
  entries: number,
  events: Uint8Array | null,
  scratch: Scratch,
): MuonRows {
  const length = offsets[entries];
  const event = eventsOfMuons(offsets, entries, scratch);
  const every = { length, event, muon: scratch.ascending(length), offsets };
  if (events === null) return every;
  const taken = scratch.uint8('muons taken', length);
  for (let m = 0; m < length; m++) taken[m] = events[event[m]];
  return keptMuons(every, entries, taken, 'masked muons', scratch).muons;
}

/** The muons that pass, in memory of that name, and how many have no decision. */
export function keptMuons(
  rows: MuonRows,
  entries: number,
  decisions: Uint8Array,
  name: string,
  scratch: Scratch,
): { muons: MuonRows; undecided: number } {
  const { length, event, muon, offsets } = rows;
  const kept = {
    event: scratch.int32(`${name} event`, length),
    muon: scratch.int32(`${name} muon`, length),
    offsets: scratch.int32(`${name} offsets`, entries + 1),
  };
  const before = scratch.int32('kept before', length + 1);
  const { event: keptEvent, muon: keptMuon, offsets: keptOffsets } = kept;
  let n = 0;
  let undecided = 0;
  for (let row = 0; row < length; row++) {
    const decision = decisions[row];
    before[row] = n;
    keptEvent[n] = event[row];
    keptMuon[n] = muon[row];
    n += decision & 1;
    undecided += decision >> 1;
  }
  before[length] = n;
  for (let e = 0; e <= entries; e++) keptOffsets[e] = before[offsets[e]];
  return { muons: { length: n, ...kept }, undecided };
}

/** Muon rows as the selection that `mu` means; shares their memory. */
export function selectionOf({ offsets, muon }: MuonRows): MuonSelection {
  return { offsets, index: muon };
}

/** All unordered pairs of selected muons in the events of `rows`: tag before probe in the selection. */
export function pairRows(selection: MuonSelection, rows: Rows, scratch: Scratch): PairRows {
  const { offsets, index } = selection;
  const { length: events, event: of } = rows;
  let pairs = 0;
  for (let row = 0; row < events; row++) {
    const e = of[row];
    const n = offsets[e + 1] - offsets[e];
    pairs += (n * (n - 1)) >> 1;
  }
  const event = scratch.int32('pairs event', pairs);
  const tag = scratch.int32('pairs tag', pairs);
  const probe = scratch.int32('pairs probe', pairs);
  let n = 0;
  for (let row = 0; row < events; row++) {
    const e = of[row];
    const end = offsets[e + 1];
    for (let i = offsets[e]; i < end; i++) {
      for (let j = i + 1; j < end; j++) {
        event[n] = e;
        tag[n] = index[i];
        probe[n++] = index[j];
      }
    }
  }
  return { length: pairs, event, tag, probe };
}

/** The same pairs with tag and probe exchanged. */
export function exchanged(rows: PairRows): PairRows {
  return { length: rows.length, event: rows.event, tag: rows.probe, probe: rows.tag };
}

/** A row per order that is allowed: bit 0 of `orders` for tag and probe as they stand, bit 1 for them exchanged. */
export function orderedPairs(pairs: PairRows, orders: Uint8Array, scratch: Scratch): PairRows {
  const { length, event: ofPair, tag: one, probe: other } = pairs;
  const event = scratch.int32('ordered event', 2 * length);
  const tag = scratch.int32('ordered tag', 2 * length);
  const probe = scratch.int32('ordered probe', 2 * length);
  let n = 0;
  for (let row = 0; row < length; row++) {
    event[n] = ofPair[row];
    tag[n] = one[row];
    probe[n] = other[row];
    n += orders[row] & 1;
    event[n] = ofPair[row];
    tag[n] = other[row];
    probe[n] = one[row];
    n += orders[row] >> 1;
  }
  return { length: n, event, tag, probe };
}

/**
 * Moves the rows whose decision is PASS to the front, in order; `length` becomes their number. In place, but `into` may be other
 * memory for the events of rows that have nothing else. Gives the number of rows without a decision.
 */
export function compact(rows: Rows, decisions: Uint8Array, into = rows.event): number {
  const { length, event, muon, tag, probe } = rows;
  let n = 0;
  let undecided = 0;
  if (tag && probe) {
    for (let row = 0; row < length; row++) {
      const decision = decisions[row];
      event[n] = event[row];
      tag[n] = tag[row];
      probe[n] = probe[row];
      n += decision & 1;
      undecided += decision >> 1;
    }
  } else if (muon) {
    for (let row = 0; row < length; row++) {
      const decision = decisions[row];
      event[n] = event[row];
      muon[n] = muon[row];
      n += decision & 1;
      undecided += decision >> 1;
    }
  } else {
    for (let row = 0; row < length; row++) {
      const decision = decisions[row];
      into[n] = event[row];
      n += decision & 1;
      undecided += decision >> 1;
    }
    rows.event = into;
  }
  rows.length = n;
  return undecided;
}
