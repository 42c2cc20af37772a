import { Buffer } from 'node:buffer';
import type { Where } from '../../../src-shared/userError.ts';
import { unsupported } from './damage.ts';

/** Memory that is kept from one use to the next and grows when more is asked for. Its start is aligned for every type of value; new memory is not cleared. */
export class GrowingMemory {
  #bytes: Buffer = Buffer.alloc(0);

  /** Bytes it has at the moment. */
  get capacity(): number {
    return this.#bytes.length;
  }

  /** At least `length` bytes. What was there stays only with `keep`. The caller has checked the length against its budget. */
  bytes(length: number, keep = false): Buffer {
    if (this.#bytes.length < length) {
      const grown = Buffer.allocUnsafeSlow(roomFor(length));
      if (keep) this.#bytes.copy(grown);
      this.#bytes = grown;
    }
    return this.#bytes;
  }

  /** At least `length` 32-bit integers. */
  int32(length: number, keep = false): Int32Array {
    const { buffer, byteLength } = this.bytes(4 * length, keep);
    return new Int32Array(buffer, 0, byteLength >> 2);
  }
}

/** A little more than asked for, so that slowly growing baskets do not ask each time. */
function roomFor(length: number): number {
  const spare = Math.min(length / 4, 1024 * 1024);
  return Math.ceil((length + spare + 64) / 8) * 8;
}

/** What one basket is decoded into. */
export interface BasketMemory {
  decoded: GrowingMemory;
  /** Floats that were packed. */
  packed: GrowingMemory;
  offsets: GrowingMemory;
  inner: GrowingMemory;
}

/** Empty memory for a basket. */
export function basketMemory(): BasketMemory {
  return {
    decoded: new GrowingMemory(),
    packed: new GrowingMemory(),
    offsets: new GrowingMemory(),
    inner: new GrowingMemory(),
  };
}

/** Decoded baskets that a reader keeps for its columns, together. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** Ranges that a reader joins from several baskets, all columns together. */
const RANGE_BYTES = 96 * 1024 * 1024;

/** What a range of a column is joined in. */
export interface RangeMemory {
  values: GrowingMemory;
  offsets: GrowingMemory;
  inner: GrowingMemory;
}

/** The memory of one column. */
export interface ColumnMemory {
  basket: BasketMemory;
  range: RangeMemory;
}

function columnMemory(): ColumnMemory {
  const range = { values: new GrowingMemory(), offsets: new GrowingMemory(), inner: new GrowingMemory() };
  return { basket: basketMemory(), range };
}

function held({ basket, range }: ColumnMemory): { kept: number; ranges: number } {
  const { values, offsets, inner } = range;
  return { kept: basket.decoded.capacity, ranges: values.capacity + offsets.capacity + inner.capacity };
}

/**
 * The memory of a reader: a ceiling over all of its columns. A thread that reads file after file gives the same memory to
 * every reader: columns of the same name use the same place again. The reader that read last owns it.
 */
export class ReaderMemory {
  /** Compressed bytes, during a load. */
  readonly raw = new GrowingMemory();
  readonly #spare = basketMemory();
  readonly #columns = new Map<string, ColumnMemory>();
  #owner: object | null = null;
  #kept = 0;
  #ranges = 0;

  /** Memory of a column by its name, from an earlier reader or new. */
  ofColumn(name: string): ColumnMemory {
    let memory = this.#columns.get(name);
    if (memory === undefined) this.#columns.set(name, (memory = columnMemory()));
    return memory;
  }

  /** Makes `reader` the owner; false when it was already, true when what it has decoded may be overwritten. */
  takeOver(reader: object): boolean {
    if (this.#owner === reader) return false;
    this.#owner = reader;
    return true;
  }

  /** Lets go of columns that are not among these, once they take much room. */
  keepOnly(names: ReadonlySet<string>): void {
    if (this.#kept + this.#ranges < KEPT_BYTES) return;
    for (const [name, memory] of [...this.#columns]) {
      if (names.has(name)) continue;
      const { kept, ranges } = held(memory);
      this.#kept -= kept;
      this.#ranges -= ranges;
      this.#columns.delete(name);
    }
  }

  /**
   * Where to decode a basket of so many bytes: into the column's own memory, where it stays, or, once all columns together
   * keep too much, into memory that the next such basket overwrites.
   */
  forBasket(own: BasketMemory, bytes: number): { memory: BasketMemory; kept: boolean } {
    const growth = bytes > own.decoded.capacity ? roomFor(bytes) - own.decoded.capacity : 0;
    if (this.#kept + growth > KEPT_BYTES) return { memory: this.#spare, kept: false };
    this.#kept += growth;
    return { memory: own, kept: true };
  }

  /** Grows memory for a joined range, keeping what is there. Throws `unsupported` when all ranges together take too much. */
  forRange(memory: GrowingMemory, bytes: number, where: Where): Buffer {
    const growth = bytes > memory.capacity ? roomFor(bytes) - memory.capacity : 0;
    if (this.#ranges + growth > RANGE_BYTES) {
      throw unsupported(
        where,
        `the entries asked for at once take more than ${RANGE_BYTES} bytes: read fewer at a time`,
      );
    }
    this.#ranges += growth;
    return memory.bytes(bytes, true);
  }
}
