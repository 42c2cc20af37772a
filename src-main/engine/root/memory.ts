import type { Buffer } from 'node:buffer';
import type { Where } from '../../../src-shared/userError.ts';
import { unsupported } from './damage.ts';
import { GrowingMemory, roomFor } from './growingMemory.ts';
import { RawWindow } from './rawWindow.ts';

/** What one basket is decoded into. */
export interface BasketMemory {
  decoded: GrowingMemory;
  /** Floats that were packed. */
  packed: GrowingMemory;
  offsets: GrowingMemory;
  inner: GrowingMemory;
  /** Bytes that are set aside for it among those that are kept. */
  charged: number;
}

/** Empty memory for a basket. */
export function basketMemory(): BasketMemory {
  return {
    decoded: new GrowingMemory(),
    packed: new GrowingMemory(),
    offsets: new GrowingMemory(),
    inner: new GrowingMemory(),
    charged: 0,
  };
}

function releaseBasket(memory: BasketMemory): void {
  for (const part of [memory.decoded, memory.packed, memory.offsets, memory.inner]) part.release();
  memory.charged = 0;
}

/** Decoded baskets, or windows of large ones, that a reader keeps for its columns, together. */
export const KEPT_BYTES = 40 * 1024 * 1024;
/** Ranges that a reader joins from several baskets, all columns together. */
const RANGE_BYTES = 64 * 1024 * 1024;
/** The least window of a basket. */
const SMALLEST_WINDOW = 64 * 1024;
/** Memory for one basket at a time that is not kept for other columns. */
const LARGE = 8 * 1024 * 1024;

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

/** The bytes of each that let all together take `total`: the small ones what they need, the others equal shares. */
function equalShare(needs: Iterable<number>, total: number): number {
  const sorted = [...needs].sort((a, b) => a - b);
  let left = total;
  for (const [i, need] of sorted.entries()) {
    const share = left / (sorted.length - i);
    if (need > share) return Math.floor(Math.max(share, Math.min(SMALLEST_WINDOW, total)));
    left -= need;
  }
  return Infinity;
}

/**
 * The memory of a reader: a ceiling over all of its columns. A thread that reads file after file gives the same memory to
 * every reader: columns of the same name use the same place again. The reader that read last owns it.
 */
export class ReaderMemory {
  /** Compressed bytes, during a load. */
  readonly raw = new RawWindow();
  /** A basket that is not kept, or a block of one. */
  readonly spare = basketMemory();
  readonly #columns = new Map<string, ColumnMemory>();
  #owner: object | null = null;
  #kept = 0;
  #ranges = 0;
  #window = Infinity;
  readonly #most: number;

  /** @param most bytes of decoded baskets that are kept, all columns together */
  constructor(most = KEPT_BYTES) {
    this.#most = most;
  }

  /** Memory of a column by its name, from an earlier reader or new. */
  ofColumn(name: string): ColumnMemory {
    let memory = this.#columns.get(name);
    if (memory === undefined) this.#columns.set(name, (memory = columnMemory()));
    return memory;
  }

  /** Bytes of a basket beyond which only a window of it is kept, so that all columns of the owner find room. */
  get window(): number {
    return this.#window;
  }

  /**
   * Makes `reader` the owner; false when it was already, true when what it has decoded may be overwritten.
   * @param needs bytes of the largest basket of each of its columns, by the names of {@link ofColumn}
   */
  takeOver(reader: object, needs: ReadonlyMap<string, number>): boolean {
    if (this.#owner === reader) return false;
    this.#owner = reader;
    this.#window = equalShare(needs.values(), this.#most);
    let wanted = 0;
    for (const need of needs.values()) wanted += Math.min(need, this.#window);
    if (this.#kept + this.#ranges + wanted > this.#most) this.#releaseColumns((name) => !needs.has(name));
    if (this.raw.capacity + this.spare.decoded.capacity > LARGE) this.#releaseSpare();
    return true;
  }

  /** Gives all of it back to the system; the next reader decodes again. */
  release(): void {
    this.#owner = null;
    this.#releaseColumns(() => true);
    this.#releaseSpare();
  }

  #releaseSpare(): void {
    this.raw.release();
    releaseBasket(this.spare);
  }

  #releaseColumns(which: (name: string) => boolean): void {
    for (const [name, { basket, range }] of this.#columns) {
      if (!which(name)) continue;
      this.#kept -= basket.charged;
      releaseBasket(basket);
      for (const memory of [range.values, range.offsets, range.inner]) {
        this.#ranges -= memory.capacity;
        memory.release();
      }
    }
  }

  /**
   * Where to decode a basket that takes so many bytes with what is made of it: into the column's own memory, where it stays, or,
   * once all columns together keep too much, into memory that the next such basket overwrites.
   */
  forBasket(own: BasketMemory, bytes: number): { memory: BasketMemory; kept: boolean } {
    const growth = Math.max(0, roomFor(bytes) - own.charged);
    if (this.#kept + growth > this.#most) return { memory: this.spare, kept: false };
    this.#charge(own, growth);
    return { memory: own, kept: true };
  }

  /** The column's own memory for a window of a basket and rows of its table, which have at most {@link window} bytes together. */
  forWindow(own: BasketMemory, bytes: number, rows: number): { values: Buffer; starts: Int32Array } {
    this.#charge(own, Math.max(0, roomFor(bytes + 4 * rows) - own.charged));
    return { values: own.decoded.bytes(bytes), starts: own.offsets.int32(rows).subarray(0, rows) };
  }

  #charge(own: BasketMemory, bytes: number): void {
    own.charged += bytes;
    this.#kept += bytes;
  }

  /** Throws `unsupported` when the strings of a range take too much. */
  checkTexts(bytes: number, where: Where): void {
    if (bytes > RANGE_BYTES) throw tooMuch(where);
  }

  /** Grows memory for a joined range, keeping what is there. Throws `unsupported` when all ranges together take too much. */
  forRange(memory: GrowingMemory, bytes: number, where: Where): Buffer {
    const growth = growthOf(memory, bytes);
    if (this.#ranges + growth > RANGE_BYTES) {
      throw tooMuch(where);
    }
    this.#ranges += growth;
    return memory.bytes(bytes, true);
  }
}

function tooMuch(where: Where): Error {
  return unsupported(
    where,
    `the entries asked for at once take more than ${RANGE_BYTES} bytes: read fewer at a time`,
  );
}

function growthOf(memory: GrowingMemory, bytes: number): number {
  return bytes > memory.capacity ? roomFor(bytes) - memory.capacity : 0;
}
