import type { ColumnValues } from '../root/tree.ts';

/** A range of entries of one tree, with the columns that were asked for. */
export interface Batch {
  /** Number of events. */
  entries: number;
  /** By branch path. */
  columns: ReadonlyMap<string, ColumnValues>;
}

/**
 * Which elements of the muon collection take part, per event: elements index[offsets[e]...offsets[e + 1]]
 * are positions in the batch's muon columns, in file order. `mu` and `count(mu)` of every expression mean these.
 */
export interface MuonSelection {
  offsets: Int32Array;
  index: Int32Array;
}

/**
 * Rows that an expression is evaluated on. Event level: `event` only. Muon level: `event` and `muon`.
 * Pair level: `event`, `tag` and `probe`. Muons are positions in the batch's muon columns.
 */
export interface Rows {
  length: number;
  event: Int32Array;
  muon?: Int32Array;
  tag?: Int32Array;
  probe?: Int32Array;
}

/** Outcome of a decision on one row. */
export const FAIL = 0;
/** The row passes. */
export const PASS = 1;
/** An input is missing (sentinel, NaN, element out of range), so there is no decision. */
export const NOT_COMPUTABLE = 2;
