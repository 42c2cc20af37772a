import type { LoadedBasket } from './basket.ts';
import { BasketLoader } from './basket.ts';
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

/** Reads one column in ranges of entries. The last basket stays decoded: reading on does not decompress it twice. */
export class ColumnCursor {
  readonly plan: ColumnPlan;
  readonly #loader: BasketLoader;
  readonly #gatherer: Gatherer;
  #basket: LoadedBasket | null = null;
  #decoded: DecodedBasket | null = null;
  #starts: Int32Array | null = null;
  /** Counted columns: the entry behind the last one read, the number of its first value in the basket, and that basket. */
  #entry = 0;
  #value = 0;
  #index = -1;

  /** `memory` is shared by all cursors of a reader; `place` names this cursor's part of it. */
  constructor(file: RootFile, plan: ColumnPlan, memory: ReaderMemory, place: string) {
    this.plan = plan;
    const own = memory.ofColumn(place);
    this.#loader = new BasketLoader(file, plan, memory, own.basket);
    this.#gatherer = new Gatherer(plan, file.name, memory, own.range);
  }

  /** Forgets the decoded basket: another reader may have used its memory. */
  forget(): void {
    this.#basket = null;
    this.#decoded = null;
    this.#starts = null;
    this.#index = -1;
  }

  /** The values of a range inside the tree's entries. Counted columns need their lengths. Throws `damaged` or `unsupported`. */
  read(range: EntryRange, lengths: Lengths | null): ColumnValues {
    const { first, last, verify } = range;
    this.#gatherer.start(last - first, this.#expected(last - first, lengths));
    for (let entry = first; entry < last;) {
      const { basket, decoded } = this.#at(entry, verify);
      const stop = Math.min(last, basket.last);
      const from = entry - basket.first;
      const alone = stop === last && entry === first && basket.kept;
      if (lengths === null) {
        this.#gatherer.add(decoded, from, stop - basket.first, alone);
      } else {
        const { start, end } = this.#counted(basket, decoded, range, entry, stop, lengths);
        this.#gatherer.addValues(decoded, start, end, alone);
      }
      if (!basket.kept) this.#basket = null;
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

  #at(entry: number, verify: boolean): { basket: LoadedBasket; decoded: DecodedBasket } {
    const kept = this.#basket;
    if (
      kept !== null &&
      this.#decoded !== null &&
      entry >= kept.first &&
      entry < kept.last &&
      (kept.full || !verify)
    ) {
      return { basket: kept, decoded: this.#decoded };
    }
    this.#basket = null;
    const { layout } = this.plan;
    const basket = this.#loader.load(this.#loader.indexOf(entry), verify || needsTable(layout));
    this.#starts = verify && layout.kind === 'counted' ? storedStarts(basket) : null;
    const decoded = this.#decode(basket, verify);
    this.#basket = basket;
    this.#decoded = decoded;
    if (this.#index !== basket.index) {
      this.#index = basket.index;
      this.#entry = basket.first;
      this.#value = 0;
    }
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
        return decodeTexts(basket, layout.header);
      case 'texts':
        return decodeTextVectors(basket, verify);
      case 'none':
        throw damaged(basket.where, this.plan.notRead ?? 'nothing to read');
    }
  }

  #flat(basket: LoadedBasket, decoded: DecodedBasket, count: number): DecodedBasket {
    const expected = (basket.last - basket.first) * count;
    if (decoded.values.length === expected) return decoded;
    throw damaged(basket.where, `${decoded.values.length} values stand there, ${expected} are expected`);
  }

  /** The values of entries [entry, stop) in a counted column's basket. */
  #counted(
    basket: LoadedBasket,
    decoded: DecodedBasket,
    range: EntryRange,
    entry: number,
    stop: number,
    { offsets, sum }: Lengths,
  ): { start: number; end: number } {
    const { layout } = this.plan;
    const count = layout.kind === 'counted' ? layout.count : 1;
    if (this.#entry !== entry) this.#value = sum(basket.first, entry) * count;
    const start = this.#value;
    const base = offsets[entry - range.first];
    const end = start + (offsets[stop - range.first] - base) * count;
    if (end > decoded.values.length || (stop === basket.last && end !== decoded.values.length)) {
      throw damaged(
        basket.where,
        `${decoded.values.length} values stand there, by the counter ${this.plan.counter} it is ${end} up to entry ${stop}`,
      );
    }
    if (range.verify && this.#starts !== null) {
      this.#compareStarts(basket, this.#starts, range, { entry, stop, start, count }, offsets);
    }
    this.#entry = stop;
    this.#value = end;
    return { start, end };
  }

  #compareStarts(
    basket: LoadedBasket,
    starts: Int32Array,
    range: EntryRange,
    part: { entry: number; stop: number; start: number; count: number },
    offsets: Int32Array,
  ): void {
    const { layout, element } = this.plan;
    const bytes = part.count * storedWidth(element, layout.kind === 'counted' ? layout.packing : null);
    const from = part.entry - range.first;
    const origin = (part.start / part.count - offsets[from]) * bytes;
    const at = part.entry - basket.first;
    const entries = part.stop - part.entry;
    let i = 0;
    while (i < entries && starts[at + i] === origin + offsets[from + i] * bytes) i++;
    if (i === entries) return;
    throw damaged(
      basket.where,
      `entry ${part.entry + i} starts at byte ${starts[at + i]}, by the counter ${this.plan.counter} at ${origin + offsets[from + i] * bytes}`,
    );
  }
}

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
