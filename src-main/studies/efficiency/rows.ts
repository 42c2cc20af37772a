import type { MuonSelection, Rows } from '../../engine/columns/batch.ts';

/** Rows of ordered muon pairs: every unordered pair gives two neighbouring rows, tag and probe exchanged. */
export interface PairRows extends Rows {
  tag: Int32Array;
  probe: Int32Array;
  /** Number of the unordered pair, from 0 in the batch. */
  pair: Int32Array;
}

/** One row per event that `events` (0/1) lets through. */
export function eventRows(events: Uint8Array): Rows {
  const event = new Int32Array(events.length);
  let n = 0;
  for (let e = 0; e < events.length; e++) {
    event[n] = e;
    n += events[e];
  }
  return { length: n, event: event.subarray(0, n) };
}

/** One row per muon of the events that `events` lets through. `offsets` are the muon collection's. */
export function muonRows(
  offsets: Int32Array,
  events: Uint8Array,
): Required<Pick<Rows, 'length' | 'event' | 'muon'>> {
  const event = new Int32Array(offsets[events.length] - offsets[0]);
  const muon = new Int32Array(event.length);
  let n = 0;
  for (let e = 0; e < events.length; e++) {
    if (events[e] === 0) continue;
    for (let m = offsets[e]; m < offsets[e + 1]; m++) {
      event[n] = e;
      muon[n++] = m;
    }
  }
  return { length: n, event: event.subarray(0, n), muon: muon.subarray(0, n) };
}

/** The muons of `rows` (ascending events) as the selection that `mu` means. */
export function selectionOf(
  rows: { length: number; event: Int32Array; muon: Int32Array },
  entries: number,
): MuonSelection {
  const offsets = new Int32Array(entries + 1);
  for (let row = 0; row < rows.length; row++) offsets[rows.event[row] + 1]++;
  for (let e = 0; e < entries; e++) offsets[e + 1] += offsets[e];
  return { offsets, index: rows.muon };
}

/** All ordered pairs of selected muons in the events that `events` lets through. */
export function pairRows(selection: MuonSelection, events: Uint8Array): PairRows {
  const { offsets, index } = selection;
  let rows = 0;
  for (let e = 0; e < events.length; e++) {
    const n = offsets[e + 1] - offsets[e];
    if (events[e] !== 0) rows += n * (n - 1);
  }
  const event = new Int32Array(rows);
  const tag = new Int32Array(rows);
  const probe = new Int32Array(rows);
  const pair = new Int32Array(rows);
  let n = 0;
  for (let e = 0; e < events.length; e++) {
    if (events[e] === 0) continue;
    for (let i = offsets[e]; i < offsets[e + 1]; i++) {
      for (let j = i + 1; j < offsets[e + 1]; j++) {
        for (const [a, b] of [
          [i, j],
          [j, i],
        ]) {
          event[n] = e;
          pair[n] = n >> 1;
          tag[n] = index[a];
          probe[n++] = index[b];
        }
      }
    }
  }
  return { length: rows, event, tag, probe, pair };
}

/** One row of each unordered pair that has a row left, in order. */
export function onePerPair(rows: PairRows): PairRows {
  const first = new Uint8Array(rows.length);
  for (let row = 0; row < rows.length; row++) {
    first[row] = row === 0 || rows.pair[row] !== rows.pair[row - 1] ? 1 : 0;
  }
  return keep(rows, first);
}

/** The rows whose decision is `wanted`, in order. */
export function keep<R extends Rows>(rows: R, decision: Uint8Array, wanted = 1): R {
  const kept = { ...rows };
  const take = (from: Int32Array): Int32Array => {
    const to = new Int32Array(rows.length);
    let n = 0;
    for (let row = 0; row < rows.length; row++) {
      to[n] = from[row];
      if (decision[row] === wanted) n++;
    }
    kept.length = n;
    return to.subarray(0, n);
  };
  kept.event = take(rows.event);
  if (rows.muon) kept.muon = take(rows.muon);
  if (rows.tag) kept.tag = take(rows.tag);
  if (rows.probe) kept.probe = take(rows.probe);
  if ('pair' in rows) (kept as unknown as PairRows).pair = take((rows as unknown as PairRows).pair);
  return kept;
}
