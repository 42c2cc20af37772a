import { Buffer } from 'node:buffer';
import type { BasketHead, BasketLoader, BasketPiece } from './basket.ts';
import type { ColumnPlan } from './columnPlan.ts';
import { damaged } from './damage.ts';
import type { DecodedBasket } from './decodeNumbers.ts';
import { decodeNumbers, storedWidth } from './decodeNumbers.ts';
import { ELEMENT_WIDTH } from './elementType.ts';
import { checkRows, startsFromRows } from './entryStarts.ts';
import type { BasketMemory, ReaderMemory } from './memory.ts';

/** Values or rows [from, to) of a basket. */
interface Stretch {
  from: number;
  to: number;
}

/**
 * A basket too large to be kept whole, of numbers that stand back to back: only a window of it is in memory, decoded again from
 * the file where other values are asked for. The whole basket is checked once.
 */
export class BasketWindow {
  readonly #plan: ColumnPlan;
  readonly #loader: BasketLoader;
  readonly #shared: ReaderMemory;
  readonly #own: BasketMemory;
  #index = -1;
  #values: Stretch = { from: 0, to: 0 };
  #decoded: DecodedBasket | null = null;
  #rows: Stretch = { from: 0, to: 0 };
  #starts: Int32Array | null = null;
  /** Number of the basket that was decoded in full, with all checksums. */
  #checked = -1;

  constructor(plan: ColumnPlan, loader: BasketLoader, shared: ReaderMemory, own: BasketMemory) {
    this.#plan = plan;
    this.#loader = loader;
    this.#shared = shared;
    this.#own = own;
  }

  /** Forgets what is decoded: another reader may have used its memory. */
  forget(): void {
    this.#index = -1;
    this.#decoded = null;
    this.#starts = null;
  }

  /** How many values a basket has. Throws `damaged` for no whole number. */
  count({ border, where }: BasketHead): number {
    const width = this.#width();
    const count = border / width;
    if (Number.isInteger(count)) return count;
    throw damaged(where, `${border} bytes are no whole number of values of ${width} bytes`);
  }

  /**
   * Hands the values [from, to) of a basket to `take` in parts that fit into the window; positions are those in `part`.
   * `alone` when there is one part only. With `verify`, all checksums of the basket are verified first.
   * @param rows rows of the table of entries that are wanted for {@link starts}
   */
  read(
    head: BasketHead,
    { from, to }: Stretch,
    { rows, verify }: { rows: Stretch | null; verify: boolean },
    take: (part: DecodedBasket, from: number, to: number, alone: boolean) => void,
  ): void {
    const most = Math.max(1, this.#most(head).values);
    let at = from;
    do {
      const stop = Math.min(to, at + most);
      const decoded = this.#need(head, { from: at, to: stop }, rows, verify);
      const base = this.#values.from;
      take(decoded, at - base, stop - base, at === from && stop === to);
      at = stop;
    } while (at < to);
  }

  /** Rows that the last {@link read} wanted, counted from the first value; null where the basket has no table. */
  starts({ from, to }: Stretch): Int32Array | null {
    return this.#starts?.subarray(from - this.#rows.from, to - this.#rows.from) ?? null;
  }

  #width(): number {
    const { element, layout } = this.#plan;
    return storedWidth(element, 'packing' in layout ? layout.packing : null);
  }

  /** How many values and rows of the table are kept: the same part of both. */
  #most({ size, border }: BasketHead): { values: number; rows: number } {
    const part = Math.min(1, this.#shared.window / size);
    return {
      values: Math.floor((part * border) / this.#width()),
      rows: Math.floor((part * (size - border)) / 4),
    };
  }

  #need(head: BasketHead, values: Stretch, rows: Stretch | null, verify: boolean): DecodedBasket {
    const unchecked = verify && this.#checked !== head.index;
    const same = this.#index === head.index && !unchecked;
    const hasRows = rows === null || !hasTable(head) || (this.#starts !== null && within(rows, this.#rows));
    if (same && this.#decoded !== null && within(values, this.#values) && hasRows) return this.#decoded;
    this.forget();
    const most = this.#most(head);
    const to = Math.min(this.count(head), Math.max(values.to, values.from + most.values));
    const table = rows === null || !hasTable(head) ? null : this.#tableOf(head, rows, most.rows);
    const width = this.#width();
    const room = (to - values.from) * Math.max(width, ELEMENT_WIDTH[this.#plan.element]);
    const length = table === null ? 0 : table.to - table.from;
    const { values: bytes, starts } = this.#shared.forWindow(this.#own, room, length);
    const piece = { from: values.from * width, to: to * width, target: bytes, at: 0 };
    const count = Buffer.alloc(4);
    const ofTable = table === null ? [] : tablePieces(head, table, count, starts);
    this.#loader.pieces(head, [piece, ...ofTable], unchecked);
    if (table !== null) this.#takeTable(head, count.readInt32BE(0), starts, table);
    this.#decoded = this.#decode(head, bytes, (to - values.from) * width);
    this.#values = { from: values.from, to };
    this.#index = head.index;
    if (unchecked) this.#checked = head.index;
    return this.#decoded;
  }

  #tableOf({ first, last }: BasketHead, { from, to }: Stretch, most: number): Stretch {
    return { from, to: Math.min(last - first, Math.max(to, from + most)) };
  }

  #takeTable(
    { border, first, last, keylen, size, where }: BasketHead,
    count: number,
    rows: Int32Array,
    table: Stretch,
  ): void {
    checkRows(count, last - first, size - border, where);
    this.#starts = startsFromRows(rows, keylen);
    this.#rows = table;
  }

  #decode({ index, first, last, keylen, where }: BasketHead, bytes: Buffer, length: number): DecodedBasket {
    const { element, layout } = this.#plan;
    const packing = 'packing' in layout ? layout.packing : null;
    const memory = this.#own;
    const basket = { index, first, last, keylen, where, full: false, starts: null, kept: true, memory };
    return decodeNumbers(
      { ...basket, bytes, border: length, size: length },
      { element, packing, memory: memory.packed },
    );
  }
}

/** The number of rows of a table, and rows of it. */
function tablePieces(
  { border, size }: BasketHead,
  { from, to }: Stretch,
  count: Buffer,
  rows: Int32Array,
): BasketPiece[] {
  const target = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
  const table = border + 4;
  const end = Math.min(size, table + 4 * to);
  return [
    { from: border, to: table, target: count, at: 0 },
    { from: Math.min(end, table + 4 * from), to: end, target, at: 0 },
  ];
}

function within(inner: Stretch, outer: Stretch): boolean {
  return inner.from >= outer.from && inner.to <= outer.to;
}

function hasTable({ size, border }: BasketHead): boolean {
  return size - border >= 4;
}

/** Whether parts of a basket can be decoded alone: numbers back to back. */
export function hasWindows({ layout }: ColumnPlan): boolean {
  return layout.kind === 'counted' || (layout.kind === 'flat' && layout.stride === undefined);
}
