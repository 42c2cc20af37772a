import type { ByteCursor } from './byteCursor.ts';
import { damaged } from './damage.ts';
import { readKeyLength } from './key.ts';

/** A basket that stands uncompressed inside the tree's own object (TBasket in fBaskets). Plain data. */
export interface EmbeddedBasket {
  entries: number;
  /** The values, big-endian as stored, without key and offsets. */
  payload: Uint8Array;
  /** Where each entry starts in the payload, `entries` long; null where the basket has no such table. */
  starts: Int32Array | null;
}

/**
 * Reads a TBasket's own streamer. Null for one without entries, or whose values were not kept.
 * Throws `damaged` for impossible sizes.
 */
export function readEmbeddedBasket(c: ByteCursor): EmbeddedBasket | null {
  const keylen = readKeyLength(c);
  c.i2();
  c.i4();
  if (c.i4() < 0) c.u1();
  const entries = c.i4();
  const last = c.i4();
  let flag = c.u1();
  if (flag === 0 || entries === 0) return null;
  const generated = flag >= 80;
  if (generated) flag -= 80;
  let starts: Int32Array | null = null;
  if (!generated && flag % 10 !== 2) {
    starts = readOffsets(c, entries, keylen);
    if (flag > 20 && flag < 40) c.take(4 * Math.max(0, c.i4()));
  }
  if (flag !== 1 && flag <= 10) return null;
  if (entries < 0 || last < keylen) {
    throw damaged(
      c.where,
      `an embedded basket has impossible sizes (${entries} entries, ${last} bytes with a key of ${keylen})`,
    );
  }
  const at = c.take(last);
  const payload = Uint8Array.prototype.slice.call(c.bytes, at + keylen, at + last);
  return { entries, payload, starts };
}

function readOffsets(c: ByteCursor, entries: number, keylen: number): Int32Array | null {
  const length = c.i4();
  if (length === 0) return null;
  if (length < entries || length > (c.end - c.position) / 4) {
    throw damaged(c.where, `an embedded basket has ${length} offsets for ${entries} entries`);
  }
  const at = c.take(4 * length);
  return Int32Array.from({ length: entries }, (_, i) => c.bytes.readInt32BE(at + 4 * i) - keylen);
}
