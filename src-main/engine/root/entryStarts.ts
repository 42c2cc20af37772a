import { Buffer } from 'node:buffer';
import type { Where } from '../../../src-shared/userError.ts';
import type { LoadedBasket } from './basket.ts';
import { damaged } from './damage.ts';

/**
 * Where each entry starts in a fully loaded basket, from the table behind its values; null where it has none.
 * Throws `damaged` for a table that is too short, leaves the values or goes backwards.
 */
export function entryStarts(basket: LoadedBasket): Int32Array | null {
  const starts = storedStarts(basket);
  if (starts === null) return null;
  const { border, where } = basket;
  let previous = 0;
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i];
    if (start < previous || start > border) {
      throw damaged(where, `entry ${i} would start at byte ${start} of ${border}, behind byte ${previous}`);
    }
    previous = start;
  }
  return starts;
}

/**
 * Entries [from, to) of the table as it stands, counted from the first value; only its size is checked. Null where the basket
 * has none.
 */
export function storedStarts(
  basket: LoadedBasket,
  from = 0,
  to = basket.last - basket.first,
): Int32Array | null {
  if (basket.starts !== null) return basket.starts.subarray(from, to);
  const entries = basket.last - basket.first;
  const { bytes, border, size, keylen, where } = basket;
  if (size - border < 4) return null;
  checkRows(bytes.readInt32BE(border), entries, size - border, where);
  const rows = new Int32Array(to - from);
  bytes.copy(Buffer.from(rows.buffer), 0, border + 4 + 4 * from, border + 4 + 4 * to);
  return startsFromRows(rows, keylen);
}

/** Throws `damaged` unless a table of so many rows has one for every entry and stands in `room` bytes. */
export function checkRows(rows: number, entries: number, room: number, where: Where): void {
  if (rows >= entries && rows <= (room - 4) / 4) return;
  throw damaged(where, `the table of entries has ${rows} rows for ${entries} entries in ${room} bytes`);
}

/** Rows of a table as they stand in the file, turned in their place into starts counted from the first value. */
export function startsFromRows(rows: Int32Array, keylen: number): Int32Array {
  Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength).swap32();
  for (let i = 0; i < rows.length; i++) rows[i] -= keylen;
  return rows;
}
