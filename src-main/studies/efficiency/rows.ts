import type { MuonSelection, Rows } from '../../engine/columns/batch.ts';
import type { Scratch } from './scratch.ts';

/** Rows of single muons. */
export interface MuonRows extends Rows {
  muon: Int32Array;
}

/** Rows of muon pairs. */
export interface PairRows extends Rows {
  tag: Int32Array;
  probe: Int32Array;
}

/** One row per event that `events` (0/1) lets through. */
export function eventRows(events: Uint8Array, scratch: Scratch): Rows {
  const event = scratch.int32('events', events.length);
  let n = 0;
  for (let e = 0; e < events.length; e++) {
    event[n] = e;
    n += events[e];
  }
  return { length: n, event };
}

/** One row per muon of the events that `events` lets through. `offsets` are the muon collection's. */
export function muonRows(offsets: Int32Array, events: Uint8Array, scratch: Scratch): MuonRows {
  const most = offsets[events.length] - offsets[0];
  const event = scratch.int32('muons event', most);
  const muon = scratch.int32('muons muon', most);
  let n = 0;
  for (let e = 0; e < events.length; e++) {
    if (events[e] === 0) continue;
    const end = offsets[e + 1];
    for (let m = offsets[e]; m < end; m++) {
      event[n] = e;
      muon[n++] = m;
    }
  }
  return { length: n, event, muon };
}

/** The muons of `rows` (ascending events) as the selection that `mu` means; shares the rows' muons. */
export function selectionOf(rows: MuonRows, entries: number, scratch: Scratch): MuonSelection {
  const offsets = scratch.int32('selection', entries + 1);
  const { event } = rows;
  let row = 0;
  for (let e = 0; e < entries; e++) {
    offsets[e] = row;
    while (row < rows.length && event[row] === e) row++;
  }
  offsets[entries] = row;
  return { offsets, index: rows.muon };
}

/** All unordered pairs of selected muons in the events of `rows`: tag before probe in the selection. */
export function pairRows(selection: MuonSelection, rows: Rows, scratch: Scratch): PairRows {
  const { offsets, index } = selection;
  let pairs = 0;
  for (let row = 0; row < rows.length; row++) {
    const n = offsets[rows.event[row] + 1] - offsets[rows.event[row]];
    pairs += (n * (n - 1)) / 2;
  }
  const event = scratch.int32('pairs event', pairs);
  const tag = scratch.int32('pairs tag', pairs);
  const probe = scratch.int32('pairs probe', pairs);
  let n = 0;
  for (let row = 0; row < rows.length; row++) {
    const e = rows.event[row];
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
  const event = scratch.int32('ordered event', 2 * pairs.length);
  const tag = scratch.int32('ordered tag', 2 * pairs.length);
  const probe = scratch.int32('ordered probe', 2 * pairs.length);
  let n = 0;
  for (let row = 0; row < pairs.length; row++) {
    event[n] = pairs.event[row];
    tag[n] = pairs.tag[row];
    probe[n] = pairs.probe[row];
    n += orders[row] & 1;
    event[n] = pairs.event[row];
    tag[n] = pairs.probe[row];
    probe[n] = pairs.tag[row];
    n += orders[row] >> 1;
  }
  return { length: n, event, tag, probe };
}

/** Moves the rows where `kept` is 1 to the front, in place and in order; `length` becomes their number. */
export function compact(rows: Rows, kept: Uint8Array): void {
  const { length, event, muon, tag, probe } = rows;
  let n = 0;
  if (tag && probe) {
    for (let row = 0; row < length; row++) {
      event[n] = event[row];
      tag[n] = tag[row];
      probe[n] = probe[row];
      n += kept[row];
    }
  } else if (muon) {
    for (let row = 0; row < length; row++) {
      event[n] = event[row];
      muon[n] = muon[row];
      n += kept[row];
    }
  } else {
    for (let row = 0; row < length; row++) {
      event[n] = event[row];
      n += kept[row];
    }
  }
  rows.length = n;
}
