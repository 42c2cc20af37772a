import type { LoadedBasket } from './basket.ts';
import { damaged, unsupported } from './damage.ts';
import type { DecodedBasket } from './decodeNumbers.ts';
import { viewOf } from './decodeNumbers.ts';
import { ELEMENT_WIDTH, valuesOn } from './elementType.ts';
import type { GrowingMemory } from './growingMemory.ts';
import type { ElementType } from './tree.ts';
import { entryStarts } from './entryStarts.ts';

/** Byte count, version and length before the content of a std::vector. */
const VECTOR_HEADER = 10;
const BYTE_COUNT = 0x40000000;
const MEMBER_WISE = 0x4000;

/**
 * Moves `count` big-endian values from byte `from` of `view` to value number `to` of its start, in the machine's
 * (little-endian) order. The target never lies behind the source, so values may move within one piece of memory.
 */
type Mover = (view: DataView, from: number, count: number, to: number) => void;

function moverOf(width: number, memory: ArrayBufferLike): Mover {
  if (width === 1) {
    const target = new Uint8Array(memory);
    return (view, from, count, to) => {
      for (let i = 0; i < count; i++) target[to + i] = view.getUint8(from + i);
    };
  }
  if (width === 2) {
    const target = new Uint16Array(memory);
    return (view, from, count, to) => {
      for (let i = 0; i < count; i++) target[to + i] = view.getUint16(from + 2 * i);
    };
  }
  const target = new Uint32Array(memory);
  if (width === 4) {
    return (view, from, count, to) => {
      for (let i = 0; i < count; i++) target[to + i] = view.getUint32(from + 4 * i);
    };
  }
  return (view, from, count, to) => {
    for (let i = 0; i < count; i++) {
      const high = view.getUint32(from + 8 * i);
      target[2 * (to + i)] = view.getUint32(from + 8 * i + 4);
      target[2 * (to + i) + 1] = high;
    }
  };
}

/** Checks the header of a vector at byte `at` and returns its length. `content` is the least size of one element. */
export function vectorLength(basket: LoadedBasket, view: DataView, at: number, content: number): number {
  const { border, where } = basket;
  if (at + VECTOR_HEADER > border)
    throw damaged(where, `a vector at byte ${at} leaves the values (${border} bytes)`);
  const count = view.getUint32(at);
  const length = view.getInt32(at + 6);
  if ((count & BYTE_COUNT) === 0 || length < 0 || length * content > border - at - VECTOR_HEADER) {
    throw damaged(where, `at byte ${at} stands no vector (length ${length}, ${border - at} bytes left)`);
  }
  if ((view.getUint16(at + 4) & MEMBER_WISE) !== 0)
    throw unsupported(where, 'vectors stored member by member');
  return length;
}

/** Where an object that starts at `at` ends by its byte count. */
export function declaredEnd(view: DataView, at: number): number {
  return at + 4 + (view.getUint32(at) & ~BYTE_COUNT);
}

/** Throws `damaged` unless an object ends where its byte count says. */
export function checkDeclared(basket: LoadedBasket, declared: number, end: number): void {
  if (declared !== end)
    throw damaged(basket.where, `an entry ends at byte ${end}, its byte count says ${declared}`);
}

/** Throws `damaged` unless the walk through all entries agrees with the border, and with the table of entries where the basket has one. */
export function checkWalk(basket: LoadedBasket, starts: Int32Array | null, entry: number, at: number): void {
  if (starts !== null && entry < basket.last - basket.first && starts[entry] !== at) {
    throw damaged(
      basket.where,
      `entry ${entry} starts at byte ${at}, the table of entries says ${starts[entry]}`,
    );
  }
}

/** Throws `damaged` when bytes are left behind the last entry. */
export function checkEnd(basket: LoadedBasket, at: number): void {
  if (at !== basket.border) {
    throw damaged(basket.where, `the entries end at byte ${at}, the values at ${basket.border}`);
  }
}

/** One vector per entry. `verify` compares with the table of entries. Values are compacted where they stand. */
export function decodeVectors(
  basket: LoadedBasket,
  element: ElementType,
  memory: GrowingMemory,
  verify: boolean,
): DecodedBasket {
  const entries = basket.last - basket.first;
  const width = ELEMENT_WIDTH[element];
  const view = viewOf(basket);
  const move = moverOf(width, basket.bytes.buffer);
  const offsets = memory.int32(entries + 1);
  const starts = verify ? entryStarts(basket) : null;
  offsets[0] = 0;
  let at = 0;
  let total = 0;
  for (let i = 0; i < entries; i++) {
    checkWalk(basket, starts, i, at);
    const length = vectorLength(basket, view, at, width);
    const end = at + VECTOR_HEADER + length * width;
    checkDeclared(basket, declaredEnd(view, at), end);
    move(view, at + VECTOR_HEADER, length, total);
    total += length;
    offsets[i + 1] = total;
    at = end;
  }
  checkEnd(basket, at);
  const values = valuesOn(element, basket.bytes.buffer, 0, total);
  return { values, offsets: offsets.subarray(0, entries + 1), inner: null, texts: null };
}

/** One vector of vectors per entry: a header with the outer length, then length and values of each inner one. */
export function decodeNestedVectors(
  basket: LoadedBasket,
  element: ElementType,
  memory: { offsets: GrowingMemory; inner: GrowingMemory },
  verify: boolean,
): DecodedBasket {
  const entries = basket.last - basket.first;
  const width = ELEMENT_WIDTH[element];
  const view = viewOf(basket);
  const move = moverOf(width, basket.bytes.buffer);
  const offsets = memory.offsets.int32(entries + 1);
  const inner = memory.inner.int32(basket.border / 4 + 1);
  const starts = verify ? entryStarts(basket) : null;
  offsets[0] = 0;
  inner[0] = 0;
  let at = 0;
  let lists = 0;
  let total = 0;
  for (let i = 0; i < entries; i++) {
    checkWalk(basket, starts, i, at);
    const outer = vectorLength(basket, view, at, 4);
    const declared = declaredEnd(view, at);
    at += VECTOR_HEADER;
    for (let k = 0; k < outer; k++) {
      if (at + 4 > basket.border) throw damaged(basket.where, `list ${k} of entry ${i} leaves the values`);
      const length = view.getInt32(at);
      at += 4;
      if (length < 0 || length * width > basket.border - at) {
        throw damaged(
          basket.where,
          `list ${k} of entry ${i} has ${length} values in ${basket.border - at} bytes`,
        );
      }
      move(view, at, length, total);
      at += length * width;
      total += length;
      inner[++lists] = total;
    }
    checkDeclared(basket, declared, at);
    offsets[i + 1] = lists;
  }
  checkEnd(basket, at);
  const values = valuesOn(element, basket.bytes.buffer, 0, total);
  return {
    values,
    offsets: offsets.subarray(0, entries + 1),
    inner: inner.subarray(0, lists + 1),
    texts: null,
  };
}
