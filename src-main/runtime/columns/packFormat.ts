import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import type { EntrySpan } from '../../engine/ports.ts';
import type { ColumnValues, ValueArray } from '../../engine/root/tree.ts';

/** Bytes that one checksum is for: a part of a section is read without the rest. */
export const BLOCK = 64 * 1024;
/** Bytes before the header's text. */
export const PREFIX = 16;
const MAGIC = 'muscols1';
const LONGEST_HEADER = 16 * 1024 * 1024;

/** Constructors of the arrays that values are stored as; the position is the number in a pack. */
const ARRAYS = [
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  BigUint64Array,
  BigInt64Array,
  Float32Array,
  Float64Array,
] as const;

/** Stands where a column has no array of that kind. */
export const NONE = -1;
/** Kind of a column of texts: UTF-8 bytes in the section of values, their borders in that of inner lists. */
export const TEXT = ARRAYS.length;

/** Bytes back to back in a pack, with a CRC-32 for every {@link BLOCK}. */
export interface Section {
  /** Behind the header. */
  at: number;
  bytes: number;
  checks: number[];
}

/** Where the arrays of a column stand, as numbers of sections. */
export interface PackColumn {
  name: string;
  /** Which typed array, or {@link TEXT}. */
  kind: number;
  values: number;
  offsets: number;
  inner: number;
}

/** What the beginning of a pack says: columns of one tree for one span of entries. */
export interface PackHeader extends EntrySpan {
  content: string;
  tree: string;
  sections: Section[];
  columns: PackColumn[];
  /** Position of the first section's first byte. */
  data: number;
  /** Bytes of the whole pack. */
  size: number;
}

/** A pack ready to be written: the bytes before the sections, and each section with its position in the file. */
export interface EncodedPack {
  header: PackHeader;
  head: Buffer;
  parts: { at: number; bytes: Uint8Array }[];
}

function aligned(position: number): number {
  return Math.ceil(position / 8) * 8;
}

/** Bytes of one value of a kind. */
export function widthOf(kind: number): number {
  return kind === TEXT ? 1 : ARRAYS[kind].BYTES_PER_ELEMENT;
}

/** `count` values of a kind, not of texts, at `offset` of a buffer, not copied. */
export function valuesAt(kind: number, bytes: Buffer, offset: number, count: number): ValueArray {
  return new ARRAYS[kind](bytes.buffer as ArrayBuffer, bytes.byteOffset + offset, count);
}

/** CRC-32 of every block. */
export function checksOf(bytes: Uint8Array): number[] {
  const checks: number[] = [];
  for (let at = 0; at < bytes.length; at += BLOCK) checks.push(crc32(bytes.subarray(at, at + BLOCK)));
  return checks;
}

/** Texts as UTF-8 bytes and n + 1 borders. */
function encodeTexts(strings: readonly string[]): { bytes: Buffer; borders: Int32Array } {
  const parts = strings.map((text) => Buffer.from(text, 'utf8'));
  const borders = new Int32Array(parts.length + 1);
  parts.forEach((part, i) => (borders[i + 1] = borders[i] + part.length));
  return { bytes: Buffer.concat(parts), borders };
}

/** Lays out columns of a span of entries; arrays that several columns share stand once. */
export function encodePack(
  content: string,
  tree: string,
  span: EntrySpan,
  columns: ReadonlyMap<string, ColumnValues>,
): EncodedPack {
  const sections: Section[] = [];
  const stored: Uint8Array[] = [];
  const numbers = new Map<ArrayBufferView, number>();
  let at = 0;
  const add = (array: ArrayBufferView | null): number => {
    if (array === null) return NONE;
    const known = numbers.get(array);
    if (known !== undefined) return known;
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    numbers.set(array, sections.length);
    sections.push({ at, bytes: bytes.length, checks: checksOf(bytes) });
    stored.push(bytes);
    at = aligned(at + bytes.length);
    return sections.length - 1;
  };
  const described = [...columns].map(([name, { values, offsets, inner, strings }]): PackColumn => {
    if (strings !== null) {
      const { bytes, borders } = encodeTexts(strings);
      return { name, kind: TEXT, values: add(bytes), offsets: add(offsets), inner: add(borders) };
    }
    const kind = ARRAYS.findIndex((array) => values instanceof array);
    return { name, kind, values: add(values), offsets: add(offsets), inner: add(inner) };
  });
  const { start, stop } = span;
  const text = Buffer.from(JSON.stringify({ content, tree, start, stop, sections, columns: described }));
  const data = aligned(PREFIX + text.length);
  const head = Buffer.alloc(data);
  head.write(MAGIC, 0, 'latin1');
  head.writeUInt32LE(text.length, 8);
  head.writeUInt32LE(crc32(text), 12);
  text.copy(head, PREFIX);
  const end = sections.reduce((last, section) => Math.max(last, section.at + section.bytes), 0);
  const header = { content, tree, start, stop, sections, columns: described, data, size: data + end };
  return { header, head, parts: stored.map((bytes, i) => ({ at: data + sections[i].at, bytes })) };
}

/** Bytes of header text that the first {@link PREFIX} bytes of a pack announce; null for anything else than a pack of this version. */
export function headerLength(prefix: Buffer): number | null {
  if (prefix.length < PREFIX || prefix.toString('latin1', 0, 8) !== MAGIC) return null;
  const length = prefix.readUInt32LE(8);
  return length > LONGEST_HEADER ? null : length;
}

/**
 * Takes the header of a pack apart: `bytes` hold prefix and header text. Null when its checksum is wrong, when it is of other
 * content, or when the file has another size than it says.
 */
export function decodeHeader(bytes: Buffer, content: string, size: number): PackHeader | null {
  const length = headerLength(bytes);
  if (length === null || bytes.length < PREFIX + length) return null;
  const text = bytes.subarray(PREFIX, PREFIX + length);
  if (crc32(text) !== bytes.readUInt32LE(12)) return null;
  const header = JSON.parse(text.toString('utf8')) as PackHeader;
  const data = aligned(PREFIX + length);
  const end = header.sections.reduce((last, section) => Math.max(last, section.at + section.bytes), 0);
  if (header.content !== content || data + end !== size) return null;
  return { ...header, data, size };
}
