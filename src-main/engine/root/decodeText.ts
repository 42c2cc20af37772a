import type { LoadedBasket } from './basket.ts';
import { damaged, unsupported } from './damage.ts';
import type { DecodedBasket } from './decodeNumbers.ts';
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

/** One string per entry, each after `header` bytes of byte count and version. TLeafC writes nothing at all for an empty one. */
export function decodeTexts(basket: LoadedBasket, header: 0 | 6): DecodedBasket {
  const entries = basket.last - basket.first;
  const view = viewOf(basket);
  checkNumber(basket, entries);
  const starts = entryStarts(basket);
  const strings: string[] = [];
  let at = 0;
  for (let i = 0; i < entries; i++) {
    checkWalk(basket, starts, i, at);
    if (starts !== null && at === (i + 1 < entries ? starts[i + 1] : basket.border)) {
      strings.push('');
      continue;
    }
    const { from, end } = stringRange(basket, view, at + header);
    if (header > 0) checkDeclared(basket, declaredEnd(view, at), end);
    strings.push(basket.bytes.toString('utf8', from, end));
    at = end;
  }
  checkEnd(basket, at);
  return { values: new Uint8Array(0), offsets: null, inner: null, strings };
}

/** One vector of strings per entry. */
export function decodeTextVectors(basket: LoadedBasket, verify: boolean): DecodedBasket {
  const entries = basket.last - basket.first;
  const view = viewOf(basket);
  const starts = verify ? entryStarts(basket) : null;
  const offsets = new Int32Array(entries + 1);
  const strings: string[] = [];
  let at = 0;
  for (let i = 0; i < entries; i++) {
    checkWalk(basket, starts, i, at);
    const start = at;
    const length = vectorLength(basket, view, at, 1);
    checkNumber(basket, strings.length + length);
    at += VECTOR_HEADER;
    for (let k = 0; k < length; k++) {
      const { from, end } = stringRange(basket, view, at);
      strings.push(basket.bytes.toString('utf8', from, end));
      at = end;
    }
    checkDeclared(basket, declaredEnd(view, start), at);
    offsets[i + 1] = strings.length;
  }
  checkEnd(basket, at);
  return { values: new Uint8Array(0), offsets, inner: null, strings };
}
