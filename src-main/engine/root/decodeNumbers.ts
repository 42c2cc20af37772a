import type { Buffer } from 'node:buffer';
import type { LoadedBasket } from './basket.ts';
import { LARGEST_BASKET } from './basket.ts';
import { damaged, unsupported } from './damage.ts';
import { ELEMENT_WIDTH, valuesOn } from './elementType.ts';
import type { GrowingMemory } from './growingMemory.ts';
import type { FloatPacking } from './packedFloat.ts';
import { packedWidth, unpackFloats } from './packedFloat.ts';
import type { ElementType, ValueArray } from './tree.ts';
import { entryStarts } from './entryStarts.ts';

/** All values of a basket, in the machine's byte order. */
export interface DecodedBasket {
  values: ValueArray;
  /** Values (or inner lists, or strings) of entry i are offsets[i] to offsets[i + 1]; null where every entry has the same number, or a counter tells. */
  offsets: Int32Array | null;
  inner: Int32Array | null;
  texts: StoredTexts | null;
}

/** Strings where they stand: number i is bytes[ranges[2 i]] to bytes[ranges[2 i + 1]], in UTF-8. */
export interface StoredTexts {
  bytes: Buffer;
  ranges: Int32Array;
}

/** How numbers are stored, and memory for those that cannot be decoded where they stand. */
export interface NumberFormat {
  element: ElementType;
  packing: FloatPacking | null;
  memory: GrowingMemory;
}

function only(values: ValueArray, offsets: Int32Array | null = null): DecodedBasket {
  return { values, offsets, inner: null, texts: null };
}

function swap(basket: LoadedBasket, width: number, length: number): void {
  const bytes = basket.bytes.subarray(0, length);
  if (width === 2) bytes.swap16();
  else if (width === 4) bytes.swap32();
  else if (width === 8) bytes.swap64();
}

/** Any byte but 0 is true; files of careless programs hold others than 1. */
function normaliseBooleans(values: Uint8Array): void {
  const words = values.byteOffset % 4 === 0 ? values.length >> 2 : 0;
  const fours = new Uint32Array(values.buffer, words === 0 ? 0 : values.byteOffset, words);
  let others = 0;
  for (let i = 0; i < words; i++) others |= fours[i] & 0xfefefefe;
  for (let i = 4 * words; i < values.length; i++) others |= values[i] & 0xfe;
  if (others === 0) return;
  for (let i = 0; i < values.length; i++) if (values[i] > 1) values[i] = 1;
}

/** Values back to back up to the border: swapped where they stand. Throws `damaged` when they do not fill it. */
export function decodeNumbers(basket: LoadedBasket, format: NumberFormat): DecodedBasket {
  const { element, packing } = format;
  const { border, bytes } = basket;
  const width = storedWidth(element, packing);
  const count = border / width;
  if (!Number.isInteger(count)) {
    throw damaged(basket.where, `${border} bytes are no whole number of values of ${width} bytes`);
  }
  if (packing !== null) return only(unpack(basket, format, packing, 0, count));
  swap(basket, width, border);
  const values = valuesOn(element, bytes.buffer, bytes.byteOffset, count);
  if (element === 'bool') normaliseBooleans(values as Uint8Array);
  return only(values);
}

function unpack(
  basket: LoadedBasket,
  format: NumberFormat,
  packing: FloatPacking,
  at: number,
  count: number,
): ValueArray {
  if (count * ELEMENT_WIDTH[format.element] > LARGEST_BASKET) {
    throw unsupported(basket.where, `a basket of ${count} packed values is more than this reader takes`);
  }
  const target = format.memory.bytes(count * ELEMENT_WIDTH[format.element]);
  const values = valuesOn(format.element, target.buffer, 0, count) as Float32Array | Float64Array;
  unpackFloats(packing, viewOf(basket), at, count, values, 0);
  return values;
}

/** A DataView on a basket's bytes. */
export function viewOf({ bytes }: LoadedBasket): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Bytes of one stored value. */
export function storedWidth(element: ElementType, packing: FloatPacking | null): number {
  return packing === null ? ELEMENT_WIDTH[element] : packedWidth(packing);
}

/** One leaf of several: `count` values `offset` bytes into each entry of `stride` bytes, or where the table of entries says. */
export function decodeLeafOf(
  basket: LoadedBasket,
  format: NumberFormat,
  place: { count: number; stride: number; offset: number },
): DecodedBasket {
  const entries = basket.last - basket.first;
  const { count, stride, offset } = place;
  const { bytes, border, where } = basket;
  const starts = stride === 0 ? tableOf(basket) : null;
  if (starts === null && border !== entries * stride) {
    throw damaged(where, `${border} bytes are not ${entries} entries of ${stride} bytes`);
  }
  const length = count * storedWidth(format.element, format.packing);
  for (let i = 0; i < entries; i++) {
    const from = offset + (starts === null ? i * stride : starts[i]);
    if (from + length > border) throw damaged(where, `entry ${i} is too short for its leaves`);
    bytes.copyWithin(i * length, from, from + length);
  }
  return decodeNumbers({ ...basket, border: entries * length }, format);
}

function tableOf(basket: LoadedBasket): Int32Array {
  const starts = entryStarts(basket);
  if (starts === null)
    throw unsupported(basket.where, 'entries of variable size without a table of where they start');
  return starts;
}

/** Entries whose values stand behind `skip` bytes, to the entry's end; their number follows from the table of entries. */
export function decodeTails(basket: LoadedBasket, format: NumberFormat, skip: number): DecodedBasket {
  const starts = tableOf(basket);
  const entries = basket.last - basket.first;
  const width = storedWidth(format.element, format.packing);
  const offsets = new Int32Array(entries + 1);
  const { bytes, border, where } = basket;
  let to = 0;
  for (let i = 0; i < entries; i++) {
    const from = starts[i] + skip;
    const end = i + 1 < entries ? starts[i + 1] : border;
    const length = end - from;
    if (length < 0 || length % width !== 0) {
      throw damaged(
        where,
        `entry ${i} has ${length} bytes of values, no whole number of ${width} bytes each`,
      );
    }
    bytes.copyWithin(to, from, end);
    to += length;
    offsets[i + 1] = to / width;
  }
  return { ...decodeNumbers({ ...basket, border: to }, format), offsets };
}
