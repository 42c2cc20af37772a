import { Buffer } from 'node:buffer';
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

/** The table as it stands, counted from the first value; only its size is checked. Null where the basket has none. */
export function storedStarts(basket: LoadedBasket): Int32Array | null {
  if (basket.starts !== null) return basket.starts;
  const entries = basket.last - basket.first;
  const { bytes, border, size, keylen, where } = basket;
  if (size - border < 4) return null;
  const rows = bytes.readInt32BE(border);
  if (rows < entries || rows > (size - border - 4) / 4) {
    throw damaged(
      where,
      `the table of entries has ${rows} rows for ${entries} entries in ${size - border} bytes`,
    );
  }
  const starts = new Int32Array(entries);
  const copy = Buffer.from(starts.buffer);
  bytes.copy(copy, 0, border + 4, border + 4 + 4 * entries);
  copy.swap32();
  for (let i = 0; i < entries; i++) starts[i] -= keylen;
  return starts;
}
