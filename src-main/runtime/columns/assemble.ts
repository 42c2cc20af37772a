import { Buffer } from 'node:buffer';
import { GrowingMemory } from '../../engine/root/growingMemory.ts';
import type { ColumnValues } from '../../engine/root/tree.ts';
import { readSection } from './packFile.ts';
import type { OpenPack } from './packFile.ts';
import { NONE, TEXT, valuesAt, widthOf } from './packFormat.ts';
import type { Piece } from './segments.ts';

/** Memory that the values of one column are read into, again and again. */
export interface ColumnRoom {
  values: GrowingMemory;
  offsets: GrowingMemory;
  inner: GrowingMemory;
  /** Where pieces are joined. */
  joined: { values: GrowingMemory; offsets: GrowingMemory; inner: GrowingMemory };
}

/** Room for a column, empty. */
export function columnRoom(): ColumnRoom {
  const three = () => ({
    values: new GrowingMemory(),
    offsets: new GrowingMemory(),
    inner: new GrowingMemory(),
  });
  return { ...three(), joined: three() };
}

/** Bytes that a room takes. */
export function roomBytes({ joined, ...own }: ColumnRoom): number {
  const sum = ({ values, offsets, inner }: Omit<ColumnRoom, 'joined'>): number =>
    values.capacity + offsets.capacity + inner.capacity;
  return sum(own) + sum(joined);
}

/** Borders [from, to] of a section of 32-bit integers, counted from the first; with what that was. */
function readBorders(
  pack: OpenPack,
  section: number,
  range: { from: number; to: number },
  memory: GrowingMemory,
): { borders: Int32Array; first: number; last: number } {
  const { bytes, at } = readSection(
    pack,
    pack.header.sections[section],
    4 * range.from,
    4 * (range.to + 1),
    memory,
  );
  const borders = new Int32Array(bytes.buffer, at, range.to - range.from + 1);
  const first = borders[0];
  const last = borders[borders.length - 1];
  if (first !== 0) for (let i = 0; i < borders.length; i++) borders[i] -= first;
  return { borders, first, last };
}

/** Offsets of lists that several columns share are read once. */
export type SharedOffsets = Map<string, { borders: Int32Array; first: number; last: number }>;

/** Reads one piece of a column. Values are views on the room. Throws DamagedPack. */
export function readPiece(
  pack: OpenPack,
  { segment, start, stop }: Piece,
  room: ColumnRoom,
  shared: SharedOffsets,
): ColumnValues {
  const { header, column } = segment;
  const { kind } = column;
  const section = header.sections[column.values];
  const width = widthOf(kind);
  let range = { from: start - header.start, to: stop - header.start };
  let offsets: Int32Array | null = null;
  if (column.offsets !== NONE) {
    const key = JSON.stringify([segment.pack, column.offsets, start, stop]);
    const lists = shared.get(key) ?? readBorders(pack, column.offsets, range, room.offsets);
    shared.set(key, lists);
    offsets = lists.borders;
    range = { from: lists.first, to: lists.last };
  } else if (kind !== TEXT) {
    const each = section.bytes / width / (header.stop - header.start);
    range = { from: range.from * each, to: range.to * each };
  }
  let inner: Int32Array | null = null;
  if (column.inner !== NONE) {
    const lists = readBorders(pack, column.inner, range, room.inner);
    inner = lists.borders;
    range = { from: lists.first, to: lists.last };
  }
  const { bytes, at } = readSection(pack, section, width * range.from, width * range.to, room.values);
  if (kind === TEXT) {
    const borders = inner as Int32Array;
    const strings = Array.from({ length: borders.length - 1 }, (_, i) =>
      bytes.toString('utf8', at + borders[i], at + borders[i + 1]),
    );
    return { values: new Uint8Array(0), offsets, inner: null, strings };
  }
  return { values: valuesAt(kind, bytes, at, range.to - range.from), offsets, inner, strings: null };
}

function appendBorders(memory: GrowingMemory, before: number, borders: Int32Array): void {
  const target = memory.int32(before + borders.length, true);
  if (before === 0) target[0] = 0;
  const base = target[before];
  for (let i = 1; i < borders.length; i++) target[before + i] = base + borders[i];
}

/** Joins pieces of a column that are read one after another into the same room. Throws what `read` throws. */
export function joinPieces(
  pieces: readonly Piece[],
  read: (piece: Piece) => ColumnValues,
  { joined }: ColumnRoom,
): ColumnValues {
  const { kind } = pieces[0].segment.column;
  let [bytes, entries, lists] = [0, 0, 0];
  let strings: string[] | null = null;
  let [jagged, nested] = [false, false];
  for (const piece of pieces) {
    const part = read(piece);
    if (part.strings) strings = [...(strings ?? []), ...part.strings];
    const { buffer, byteOffset, byteLength } = part.values;
    joined.values.bytes(bytes + byteLength, true).set(Buffer.from(buffer, byteOffset, byteLength), bytes);
    bytes += byteLength;
    if (part.offsets) {
      jagged = true;
      appendBorders(joined.offsets, entries, part.offsets);
      entries += part.offsets.length - 1;
    }
    if (part.inner) {
      nested = true;
      appendBorders(joined.inner, lists, part.inner);
      lists += part.inner.length - 1;
    }
  }
  const memory = joined.values.bytes(bytes);
  return {
    values: strings ? new Uint8Array(0) : valuesAt(kind, memory, 0, bytes / widthOf(kind)),
    offsets: jagged ? joined.offsets.int32(0).subarray(0, entries + 1) : null,
    inner: nested ? joined.inner.int32(0).subarray(0, lists + 1) : null,
    strings,
  };
}
