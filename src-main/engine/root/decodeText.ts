import type { LoadedBasket } from './basket.ts';
import { damaged, unsupported } from './damage.ts';
import type { DecodedBasket } from './decodeNumbers.ts';
import type { GrowingMemory } from './growingMemory.ts';
import { viewOf } from './decodeNumbers.ts';
import { checkDeclared, checkEnd, checkWalk, declaredEnd, vectorLength } from './decodeVector.ts';
import { entryStarts } from './entryStarts.ts';

const VECTOR_HEADER = 10;
/** Strings of one basket; more would fill the memory. */
const MOST_STRINGS = 1 << 21;

function checkNumber(basket: LoadedBasket, strings: number): void {
  if (strings <= MOST_STRINGS) return;
  throw unsupported(basket.where, `a basket of ${strings} strings is more than this reader takes`);
}

/** Where the characters of a string at byte `at` start and end: one length byte, or 255 and four more. */
function stringRange(basket: LoadedBasket, view: DataView, at: number): { from: number; end: number } {
  const { border, where } = basket;
  if (at >= border) throw damaged(where, `a string at byte ${at} leaves the values (${border} bytes)`);
  let length = view.getUint8(at);
  let from = at + 1;
  if (length === 255) {
    if (from + 4 > border) throw damaged(where, `a string at byte ${at} leaves the values (${border} bytes)`);
    length = view.getInt32(from);
    from += 4;
  }
  if (length < 0 || length > border - from) {
    throw damaged(
      where,
      `a string at byte ${at} claims ${length} characters, ${border - from} bytes are left`,
    );
  }
  return { from, end: from + length };
}

function found({ bytes }: LoadedBasket, ranges: Int32Array, offsets: Int32Array | null): DecodedBasket {
  return { values: new Uint8Array(0), offsets, inner: null, texts: { bytes, ranges } };
}

/** One string per entry, each after `header` bytes of byte count and version. TLeafC writes nothing at all for an empty one. */
export function decodeTexts(basket: LoadedBasket, header: 0 | 6, memory: GrowingMemory): DecodedBasket {
  const entries = basket.last - basket.first;
  const view = viewOf(basket);
  checkNumber(basket, entries);
  const starts = entryStarts(basket);
  const ranges = memory.int32(2 * entries);
  let at = 0;
  for (let i = 0; i < entries; i++) {
    checkWalk(basket, starts, i, at);
    ranges[2 * i] = ranges[2 * i + 1] = at;
    if (starts !== null && at === (i + 1 < entries ? starts[i + 1] : basket.border)) continue;
    const { from, end } = stringRange(basket, view, at + header);
    if (header > 0) checkDeclared(basket, declaredEnd(view, at), end);
    ranges[2 * i] = from;
    ranges[2 * i + 1] = end;
    at = end;
  }
  checkEnd(basket, at);
  return found(basket, ranges.subarray(0, 2 * entries), null);
}

/** One vector of strings per entry. */
export function decodeTextVectors(
  basket: LoadedBasket,
  memory: GrowingMemory,
  verify: boolean,
): DecodedBasket {
  const entries = basket.last - basket.first;
  const view = viewOf(basket);
  const starts = verify ? entryStarts(basket) : null;
  const offsets = new Int32Array(entries + 1);
  let ranges = memory.int32(2 * entries);
  let strings = 0;
  let at = 0;
  for (let i = 0; i < entries; i++) {
    checkWalk(basket, starts, i, at);
    const start = at;
    const length = vectorLength(basket, view, at, 1);
    checkNumber(basket, strings + length);
    const room = 2 * (strings + length);
    if (room > ranges.length) ranges = memory.int32(Math.max(room, 2 * ranges.length), true);
    at += VECTOR_HEADER;
    for (let k = 0; k < length; k++) {
      const { from, end } = stringRange(basket, view, at);
      ranges[2 * strings] = from;
      ranges[2 * strings++ + 1] = end;
      at = end;
    }
    checkDeclared(basket, declaredEnd(view, start), at);
    offsets[i + 1] = strings;
  }
  checkEnd(basket, at);
  return found(basket, ranges.subarray(0, 2 * strings), offsets);
}
