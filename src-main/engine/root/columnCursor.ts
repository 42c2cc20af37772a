import type { BasketHead, LoadedBasket } from './basket.ts';
import { BasketLoader } from './basket.ts';
import { BasketWindow, hasWindows } from './basketWindow.ts';
import type { ColumnPlan, Layout } from './columnPlan.ts';
import { damaged } from './damage.ts';
import type { DecodedBasket } from './decodeNumbers.ts';
import { decodeLeafOf, decodeNumbers, decodeTails, storedWidth } from './decodeNumbers.ts';
import { decodeTexts, decodeTextVectors } from './decodeText.ts';
import { decodeNestedVectors, decodeVectors } from './decodeVector.ts';
import { valuesOn } from './elementType.ts';
import { storedStarts } from './entryStarts.ts';
import { Gatherer } from './gather.ts';
import type { ReaderMemory } from './memory.ts';
import type { RootFile } from './rootFile.ts';
import type { ColumnValues } from './tree.ts';

/** Lengths of a counted column's entries, from its counter. */
export interface Lengths {
  /** Of the range being read: from 0, one more than it has entries. */
  offsets: Int32Array;
  /** Elements in entries [first, last) outside that range. Throws as reading the counter does. */
  sum(first: number, last: number): number;
}

/** A range of entries, and how carefully to read them. */
export interface EntryRange {
  first: number;
  last: number;
  verify: boolean;
}

/** A part of a range inside one basket. */
interface Part {
  entry: number;
  stop: number;
  range: EntryRange;
}

/**
 * Reads one column in ranges of entries. The last basket stays decoded, or a window of it where it is large: reading on does not
 * decompress it twice.
 */
export class ColumnCursor {
  readonly plan: ColumnPlan;
  readonly #loader: BasketLoader;
  readonly #gatherer: Gatherer;
  readonly #memory: ReaderMemory;
  readonly #window: BasketWindow;
  #head: BasketHead | null = null;
  #basket: LoadedBasket | null = null;
  #decoded: DecodedBasket | null = null;
  /** Number of the basket that was decoded in full, with all checks. */
  #checked = -1;
  /** Counted columns: the entry behind the last one read, the number of its first value in the basket, and that basket. */
  #entry = 0;
  #value = 0;
  #index = -1;

  /** `memory` is shared by all cursors of a reader; `place` names this cursor's part of it. */
  constructor(file: RootFile, plan: ColumnPlan, memory: ReaderMemory, place: string) {
    this.plan = plan;
    this.#memory = memory;
    const own = memory.ofColumn(place);
    this.#loader = new BasketLoader(file, plan, memory, own.basket);
    this.#window = new BasketWindow(plan, this.#loader, memory, own.basket);
    this.#gatherer = new Gatherer(plan, file.name, memory, own.range);
  }

  /** Forgets the decoded basket: another reader may have used its memory. */
  forget(): void {
    this.#head = null;
    this.#basket = null;
    this.#decoded = null;
    this.#index = -1;
    this.#window.forget();
  }

  /** The values of a range inside the tree's entries. Counted columns need their lengths. Throws `damaged` or `unsupported`. */
  read(range: EntryRange, lengths: Lengths | null): ColumnValues {
    const { first, last } = range;
    this.#gatherer.start(last - first, this.#expected(last - first, lengths));
    for (let entry = first; entry < last;) {
      const head = this.#headAt(entry);
      const stop = Math.min(last, head.last);
      const part = { entry, stop, range };
      if (this.#inWindows(head)) this.#addWindow(head, part, lengths);
      else this.#addWhole(head, part, lengths);
      entry = stop;
    }
    return this.#gatherer.finish(lengths?.offsets ?? null);
  }

  /** How many values a range has, 0 where only its baskets tell. */
  #expected(entries: number, lengths: Lengths | null): number {
    const { layout } = this.plan;
    if (layout.kind === 'flat') return entries * layout.count;
    if (layout.kind !== 'counted' || lengths === null) return 0;
    return lengths.offsets[entries] * layout.count;
  }

  #headAt(entry: number): BasketHead {
    let head = this.#head;
    if (head === null || entry < head.first || entry >= head.last) {
      this.#basket = null;
      head = this.#head = this.#loader.head(this.#loader.indexOf(entry));
    }
    if (this.#index !== head.index) {
      this.#index = head.index;
      this.#entry = head.first;
      this.#value = 0;
    }
    return head;
  }

  #inWindows({ size, place }: BasketHead): boolean {
    return place !== null && size > this.#memory.window && hasWindows(this.plan);
  }

  #addWindow(head: BasketHead, part: Part, lengths: Lengths | null): void {
    const { layout } = this.plan;
    const { entry, stop, range } = part;
    const count = this.#window.count(head);
    let from: number;
    let to: number;
    if (lengths === null) {
      const each = layout.kind === 'flat' ? layout.count : 1;
      this.#checkFlat(head, count, each);
      [from, to] = [(entry - head.first) * each, (stop - head.first) * each];
    } else {
      ({ from, to } = this.#counted(head, count, part, lengths));
    }
    const alone = entry === range.first && stop === range.last;
    const rows =
      lengths !== null && range.verify ? { from: entry - head.first, to: stop - head.first } : null;
    this.#window.read(head, { from, to }, { rows, verify: range.verify }, (decoded, start, end, all) =>
      this.#gatherer.addValues(decoded, start, end, alone && all),
    );
    if (lengths === null || rows === null) return;
    const starts = this.#window.starts(rows);
    if (starts !== null) this.#compareStarts(head, starts, part, from, lengths.offsets);
  }

  #addWhole(head: BasketHead, part: Part, lengths: Lengths | null): void {
    const { entry, stop, range } = part;
    const counted = lengths === null ? null : this.#counted(head, this.#window.count(head), part, lengths);
    const { basket, decoded } = this.#whole(head, range.verify);
    const alone = stop === range.last && entry === range.first && basket.kept;
    if (lengths === null || counted === null) {
      this.#gatherer.add(decoded, entry - head.first, stop - head.first, alone);
    } else {
      const { from, to } = counted;
      const starts =
        range.verify && basket.full ? storedStarts(basket, entry - head.first, stop - head.first) : null;
      if (starts !== null) this.#compareStarts(head, starts, part, from, lengths.offsets);
      this.#gatherer.addValues(decoded, from, to, alone);
    }
    if (!basket.kept) this.#basket = null;
  }

  #whole(head: BasketHead, verify: boolean): { basket: LoadedBasket; decoded: DecodedBasket } {
    const kept = this.#basket;
    if (kept !== null && this.#decoded !== null && (kept.full || !verify)) {
      return { basket: kept, decoded: this.#decoded };
    }
    this.#basket = null;
    const { layout } = this.plan;
    const inFull = verify && (this.#checked !== head.index || layout.kind === 'counted');
    const basket = this.#loader.load(head, inFull || needsTable(layout));
    const decoded = this.#decode(basket, inFull);
    if (verify) this.#checked = head.index;
    this.#basket = { ...basket, full: basket.full || verify };
    this.#decoded = decoded;
    return { basket, decoded };
  }

  #decode(basket: LoadedBasket, verify: boolean): DecodedBasket {
    const { layout, element } = this.plan;
    const { packed, offsets, inner } = basket.memory;
    checkEntries(basket, layout);
    switch (layout.kind) {
      case 'flat': {
        const format = { element, packing: layout.packing, memory: packed };
        if (layout.stride === undefined)
          return this.#flat(basket, decodeNumbers(basket, format), layout.count);
        return decodeLeafOf(basket, format, {
          count: layout.count,
          stride: layout.stride,
          offset: layout.offset ?? 0,
        });
      }
      case 'counted':
        return decodeNumbers(basket, { element, packing: layout.packing, memory: packed });
      case 'tail':
        return decodeTails(basket, { element, packing: layout.packing, memory: packed }, layout.skip);
      case 'vector':
        return layout.depth === 1
          ? decodeVectors(basket, element, offsets, verify)
          : decodeNestedVectors(basket, element, { offsets, inner }, verify);
      case 'text':
        return decodeTexts(basket, layout.header, inner);
      case 'texts':
        return decodeTextVectors(basket, inner, verify);
      case 'none':
        throw damaged(basket.where, this.plan.notRead ?? 'nothing to read');
    }
  }

  #flat(basket: LoadedBasket, decoded: DecodedBasket, count: number): DecodedBasket {
    this.#checkFlat(basket, decoded.values.length, count);
    return decoded;
  }

  #checkFlat({ first, last, where }: BasketPlace, values: number, each: number): void {
    const expected = (last - first) * each;
    if (values === expected) return;
    throw damaged(where, `${values} values stand there, ${expected} are expected`);
  }

  /** The values of a part of a counted column, in a basket of `values`. May read its counter: nothing else is being decoded then. */
  #counted(
    basket: BasketPlace,
    values: number,
    { entry, stop, range }: Part,
    { offsets, sum }: Lengths,
  ): { from: number; to: number } {
    const { layout } = this.plan;
    const count = layout.kind === 'counted' ? layout.count : 1;
    if (this.#entry !== entry) this.#value = sum(basket.first, entry) * count;
    const from = this.#value;
    const base = offsets[entry - range.first];
    const to = from + (offsets[stop - range.first] - base) * count;
    if (to > values || (stop === basket.last && to !== values)) {
      throw damaged(
        basket.where,
        `${values} values stand there, by the counter ${this.plan.counter} it is ${to} up to entry ${stop}`,
      );
    }
    this.#entry = stop;
    this.#value = to;
    return { from, to };
  }

  /** Compares the rows of the part's entries with what the counter says; its first value is number `start` of the basket. */
  #compareStarts(
    { where }: BasketPlace,
    starts: Int32Array,
    { entry, stop, range }: Part,
    start: number,
    offsets: Int32Array,
  ): void {
    const { layout, element } = this.plan;
    const count = layout.kind === 'counted' ? layout.count : 1;
    const bytes = count * storedWidth(element, layout.kind === 'counted' ? layout.packing : null);
    const from = entry - range.first;
    const origin = (start / count - offsets[from]) * bytes;
    const entries = stop - entry;
    let i = 0;
    while (i < entries && starts[i] === origin + offsets[from + i] * bytes) i++;
    if (i === entries) return;
    throw damaged(
      where,
      `entry ${entry + i} starts at byte ${starts[i]}, by the counter ${this.plan.counter} at ${origin + offsets[from + i] * bytes}`,
    );
  }
}

/** Entries of a basket and where it stands. */
type BasketPlace = Pick<BasketHead, 'first' | 'last' | 'where'>;

/** Entries that tell their own length take at least a byte each, or a row in the table: no memory for more than there can be. */
function checkEntries(basket: LoadedBasket, layout: Layout): void {
  if (layout.kind === 'flat' || layout.kind === 'counted') return;
  const entries = basket.last - basket.first;
  const room = basket.size + (basket.starts?.length ?? 0);
  if (entries <= room) return;
  throw damaged(basket.where, `${entries} entries cannot stand in ${room} bytes`);
}

/** Whether the values of a basket cannot be told apart without the table of entries behind them. */
function needsTable(layout: Layout): boolean {
  return layout.kind === 'tail' || layout.kind === 'text' || (layout.kind === 'flat' && layout.stride === 0);
}

/** The values of a range without entries. */
export function noValues(plan: ColumnPlan): ColumnValues {
  const isText = plan.element === 'string';
  const jagged = plan.shape === 'jagged' || plan.shape === 'nested';
  return {
    values: valuesOn(plan.element, new ArrayBuffer(0), 0, 0),
    offsets: jagged ? new Int32Array(1) : null,
    inner: plan.shape === 'nested' ? new Int32Array(1) : null,
    strings: isText ? [] : null,
  };
}
