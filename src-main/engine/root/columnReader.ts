import { UserError } from '../../../src-shared/userError.ts';
import type { EntryRange, Lengths } from './columnCursor.ts';
import { ColumnCursor, noValues } from './columnCursor.ts';
import type { ColumnPlan } from './columnPlan.ts';
import { damaged } from './damage.ts';
import { decodedBytes, largestBasket } from './heldBytes.ts';
import type { GrowingMemory } from './growingMemory.ts';
import { ReaderMemory } from './memory.ts';
import { notReadError } from './planColumns.ts';
import type { RootFile } from './rootFile.ts';
import type { ColumnValues, ValueArray } from './tree.ts';

/** How to read. */
export interface ReadOptions {
  /**
   * Decode every basket in full, verify its checksums and compare its table of entries with the counter. Without it,
   * decompression stops behind the values that are needed: only for columns that were once read with it.
   */
  verify: boolean;
}

/** Reads columns of one tree in ranges of entries. One thread only. */
export interface ColumnReader {
  /**
   * The entries [first, last) of all columns, by name. Values may be views that the next call overwrites.
   * Throws for the first column that fails: `damaged` or `unsupported`, naming file, column and basket.
   */
  read(first: number, last: number, options: ReadOptions): Map<string, ColumnValues>;
  /** The same for one of the columns. */
  readColumn(name: string, first: number, last: number, options: ReadOptions): ColumnValues;
}

/**
 * Opens columns for reading. Reading one that cannot be read throws `unsupported` (or `damaged`) with its reason. Readers that
 * share `memory` may be used in turn: values of one are overwritten by the next, and a basket is decoded again after a turn.
 */
export function openColumns(
  file: RootFile,
  columns: readonly ColumnPlan[],
  memory = new ReaderMemory(),
): ColumnReader {
  const needs = new Map<string, number>();
  for (const plan of columns) {
    needs.set(plan.name, decodedBytes(plan, largestBasket(plan)));
    const { counterPlan } = plan;
    if (counterPlan === null) continue;
    for (const place of counterPlaces(counterPlan))
      needs.set(place, decodedBytes(counterPlan, largestBasket(counterPlan)));
  }
  const cursors = new Map(
    columns.map((plan) => [plan.name, new ColumnCursor(file, plan, memory, plan.name)]),
  );
  const counters = new Map<string, Counter>();
  const lengthsOf = (plan: ColumnPlan, range: EntryRange): Lengths | null => {
    const { counterPlan } = plan;
    if (counterPlan === null) return null;
    let counter = counters.get(counterPlan.name);
    if (counter === undefined)
      counters.set(counterPlan.name, (counter = new Counter(file, counterPlan, memory)));
    return counter.lengths(range);
  };
  const turn = (): void => {
    if (!memory.takeOver(cursors, needs)) return;
    for (const cursor of cursors.values()) cursor.forget();
    for (const counter of counters.values()) counter.forget();
  };
  const readColumn = (name: string, range: EntryRange): ColumnValues => {
    turn();
    const cursor = cursors.get(name);
    if (cursor === undefined) throw new UserError('no-object', `the column ${name} was not opened`);
    const { plan } = cursor;
    const { first, last } = range;
    if (plan.notRead !== null) throw notReadError(file.name, plan);
    if (!(first >= 0 && first <= last && last <= plan.entries)) {
      throw new RangeError(`entries ${first} to ${last} of ${plan.entries} in ${plan.tree}`);
    }
    if (first === last) return noValues(plan);
    if (plan.layout.kind === 'tail') return checkedTails(file, plan, range, cursor, lengthsOf(plan, range));
    const lengths = lengthsOf(plan, range);
    const found = cursor.read(range, lengths);
    const each = plan.layout.kind === 'counted' ? plan.layout.count : 1;
    return each === 1 || lengths === null
      ? found
      : { ...found, offsets: lengths.offsets.map((offset) => offset * each) };
  };
  return {
    read: (first, last, { verify }) =>
      new Map([...cursors.keys()].map((name) => [name, readColumn(name, { first, last, verify })])),
    readColumn: (name, first, last, { verify }) => readColumn(name, { first, last, verify }),
  };
}

/** Entries that tell their own lengths must agree with their counter, unless they are empty: a null pointer. */
function checkedTails(
  file: RootFile,
  plan: ColumnPlan,
  range: EntryRange,
  cursor: ColumnCursor,
  lengths: Lengths | null,
): ColumnValues {
  const found = cursor.read(range, null);
  const { offsets } = found;
  if (offsets === null || lengths === null) return found;
  for (let i = 0; i + 1 < offsets.length; i++) {
    const count = offsets[i + 1] - offsets[i];
    const expected = lengths.offsets[i + 1] - lengths.offsets[i];
    if (count === 0 || count === expected) continue;
    throw damaged(
      { file: file.name, object: `${plan.tree}/${plan.name}` },
      `entry ${range.first + i} has ${count} values, its counter ${plan.counter} says ${expected}`,
    );
  }
  return found;
}

/** Where a counter's values and those of entries before the range are decoded: apart from the column of that name. */
function counterPlaces({ name }: ColumnPlan): [string, string] {
  return [`${name} counting`, `${name} seeking`];
}

/** Entries of a counter that are added up at once. */
const SEEKING = 16_384;

/** Turns a counter's values into offsets, once per range for all columns that it counts. */
class Counter {
  readonly #file: RootFile;
  readonly #plan: ColumnPlan;
  readonly #memory: ReaderMemory;
  readonly #cursor: ColumnCursor;
  readonly #offsets: GrowingMemory;
  readonly #seeking = new Int32Array(SEEKING + 1);
  #seeker: ColumnCursor | null = null;
  #range: EntryRange = { first: -1, last: -1, verify: false };
  #lengths: Lengths | null = null;

  constructor(file: RootFile, plan: ColumnPlan, memory: ReaderMemory) {
    this.#file = file;
    this.#plan = plan;
    this.#memory = memory;
    const [place] = counterPlaces(plan);
    this.#cursor = new ColumnCursor(file, plan, memory, place);
    this.#offsets = memory.ofColumn(place).basket.offsets;
  }

  forget(): void {
    this.#cursor.forget();
    this.#seeker?.forget();
    this.#lengths = null;
  }

  lengths(range: EntryRange): Lengths {
    const { first, last, verify } = this.#range;
    if (this.#lengths !== null && range.first === first && range.last === last && (verify || !range.verify)) {
      return this.#lengths;
    }
    const { values } = this.#cursor.read(range, null);
    const offsets = this.#sums(values, range, this.#offsets.int32(values.length + 1));
    this.#range = range;
    this.#lengths = { offsets, sum: (from, to) => this.#sum(from, to, range.verify) };
    return this.#lengths;
  }

  #sum(first: number, last: number, verify: boolean): number {
    if (first === last) return 0;
    this.#seeker ??= new ColumnCursor(this.#file, this.#plan, this.#memory, counterPlaces(this.#plan)[1]);
    let total = 0;
    for (let from = first; from < last; from += SEEKING) {
      const range = { first: from, last: Math.min(last, from + SEEKING), verify };
      const { values } = this.#seeker.read(range, null);
      total += this.#sums(values, range, this.#seeking)[values.length];
    }
    return total;
  }

  #sums(values: ValueArray, range: EntryRange, into: Int32Array): Int32Array {
    const offsets = into.subarray(0, values.length + 1);
    const is32Bit = values instanceof Int32Array || values instanceof Uint32Array;
    if (is32Bit && summed(new Int32Array(values.buffer, values.byteOffset, values.length), offsets))
      return offsets;
    let total = 0;
    offsets[0] = 0;
    for (let i = 0; i < values.length; i++) {
      const count = Number(values[i]);
      total += count;
      if (!(count >= 0 && total < 2 ** 31)) {
        const where = { file: this.#file.name, object: `${this.#plan.tree}/${this.#plan.name}` };
        throw damaged(where, `the counter has the value ${count} in entry ${range.first + i}`);
      }
      offsets[i + 1] = total;
    }
    return offsets;
  }
}

/** Writes the sums before every count; false when a count or a sum is negative or leaves 31 bits. */
function summed(counts: Int32Array, offsets: Int32Array): boolean {
  const { length } = counts;
  let total = 0;
  let signs = 0;
  offsets[0] = 0;
  for (let i = 0; i < length; i++) {
    const count = counts[i];
    total = (total + count) | 0;
    signs |= count | total;
    offsets[i + 1] = total;
  }
  return signs >= 0;
}
