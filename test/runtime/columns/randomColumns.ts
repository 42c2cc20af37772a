import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ColumnCache, EntrySpan } from '../../../src-main/engine/ports.ts';
import type { ColumnValues } from '../../../src-main/engine/root/tree.ts';
import { budgetMemory, columnBudget } from '../../../src-main/runtime/columns/budget.ts';
import type { ColumnBudget } from '../../../src-main/runtime/columns/budget.ts';
import { openColumnCache } from '../../../src-main/runtime/columns/columnCache.ts';

/** A seeded generator of numbers in [0, 1) (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ARRAYS = [
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
] as const;

function borders(lists: number, most: number, random: () => number): Int32Array {
  const found = new Int32Array(lists + 1);
  for (let i = 0; i < lists; i++) found[i + 1] = found[i] + Math.floor(random() * (most + 1));
  return found;
}

function numbers(length: number, random: () => number): ColumnValues['values'] {
  const kind = Math.floor(random() * (ARRAYS.length + 2));
  if (kind >= ARRAYS.length) {
    const array = kind === ARRAYS.length ? new BigInt64Array(length) : new BigUint64Array(length);
    for (let i = 0; i < length; i++) array[i] = BigInt(Math.floor(random() * 2 ** 53)) * 2011n;
    return array;
  }
  const bytes = new Uint8Array(length * ARRAYS[kind].BYTES_PER_ELEMENT);
  for (let i = 0; i < bytes.length; i++) bytes[i] = random() * 256;
  return new ARRAYS[kind](bytes.buffer);
}

/** Columns of every shape for so many entries: two lists share their lengths, NaN and -0 occur as any other bits. */
export function randomColumns(entries: number, random: () => number): Map<string, ColumnValues> {
  const none = { offsets: null, inner: null, strings: null };
  const shared = borders(entries, 4, random);
  const own = borders(entries, 7, random);
  const inner = borders(own[entries], 3, random);
  const texts = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => ['', 'HLT_IsoMu24', 'α µ', `${i}`][Math.floor(random() * 4)]);
  const empty = new Uint8Array(0);
  return new Map<string, ColumnValues>([
    ['run', { values: numbers(entries, random), ...none }],
    ['fixed', { values: numbers(3 * entries, random), ...none }],
    ['Muon_pt', { values: numbers(shared[entries], random), ...none, offsets: shared }],
    ['Muon_eta', { values: numbers(shared[entries], random), ...none, offsets: shared }],
    ['nested', { values: numbers(inner[inner.length - 1], random), offsets: own, inner, strings: null }],
    ['text', { ...none, values: empty, strings: texts(entries) }],
    ['texts', { ...none, values: empty, offsets: own, strings: texts(own[entries]) }],
  ]);
}

function part(borders: Int32Array, from: number, to: number): Int32Array {
  return borders.slice(from, to + 1).map((border) => border - borders[from]);
}

/** The entries [start, stop) of columns, by plain slicing. */
export function sliced(
  columns: ReadonlyMap<string, ColumnValues>,
  entries: number,
  { start, stop }: EntrySpan,
): Map<string, ColumnValues> {
  const found = new Map<string, ColumnValues>();
  for (const [name, { values, offsets, inner, strings }] of columns) {
    let [from, to] = [start, stop];
    const each = strings || offsets ? 1 : values.length / entries;
    const lists = offsets && part(offsets, from, to);
    if (offsets) [from, to] = [offsets[from], offsets[to]];
    const nested = inner && part(inner, from, to);
    if (inner) [from, to] = [inner[from], inner[to]];
    found.set(name, {
      values: values.slice(from * each, to * each) as ColumnValues['values'],
      offsets: lists,
      inner: nested,
      strings: strings && strings.slice(from, to),
    });
  }
  return found;
}

/** Digests of the arrays of columns: a form that compares and outlives the next reading. */
export function copied(columns: ReadonlyMap<string, ColumnValues>): unknown {
  const bytes = (array: ArrayBufferView | null): string | null =>
    array &&
    `${array.constructor.name} ${array.byteLength} ${createHash('sha1')
      .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
      .digest('hex')}`;
  return [...columns]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { values, offsets, inner, strings }]) => [
      name,
      bytes(values),
      bytes(offsets),
      bytes(inner),
      strings && [...strings],
    ]);
}

/** An empty folder for a cache. */
export function cacheFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'muscope-columns-'));
}

/** A cache on a folder, as a thread has it. */
export function cacheOn(folder: string, limit = 1e9): { cache: ColumnCache; budget: ColumnBudget } {
  const budget = columnBudget(budgetMemory(limit));
  return { cache: openColumnCache(folder, budget), budget };
}
