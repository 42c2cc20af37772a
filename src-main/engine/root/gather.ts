import type { Where } from '../../../src-shared/userError.ts';
import type { ColumnPlan } from './columnPlan.ts';
import type { DecodedBasket, StoredTexts } from './decodeNumbers.ts';
import { ELEMENT_WIDTH, valuesOn } from './elementType.ts';
import type { GrowingMemory } from './growingMemory.ts';
import type { RangeMemory, ReaderMemory } from './memory.ts';
import type { ColumnValues, ValueArray } from './tree.ts';

/** Joins the parts of a range that stand in several baskets; a range inside one basket is a view on it. */
export class Gatherer {
  readonly #plan: ColumnPlan;
  readonly #memory: ReaderMemory;
  readonly #where: Where;
  readonly #values: GrowingMemory;
  readonly #offsets: GrowingMemory;
  readonly #inner: GrowingMemory;
  #view: ValueArray | null = null;
  #length = 0;
  #entries = 0;
  #lists = 0;
  #strings: string[] = [];
  #characters = 0;
  #expected = 0;

  constructor(plan: ColumnPlan, file: string, memory: ReaderMemory, own: RangeMemory) {
    this.#plan = plan;
    this.#memory = memory;
    this.#values = own.values;
    this.#offsets = own.offsets;
    this.#inner = own.inner;
    this.#where = { file, object: `${plan.tree}/${plan.name}` };
  }

  /** Begins a range of so many entries, and of so many values where that is known beforehand. */
  start(entries: number, values = 0): void {
    this.#view = null;
    this.#length = 0;
    this.#entries = 0;
    this.#lists = 0;
    this.#strings = [];
    this.#characters = 0;
    this.#expected = values;
    if (this.#jagged()) this.#room(this.#offsets, entries + 1)[0] = 0;
    if (this.#plan.shape === 'nested') this.#room(this.#inner, 1)[0] = 0;
  }

  /** Adds entries [from, to) of a basket, counted from its first. `alone` when they are the whole range. */
  add(decoded: DecodedBasket, from: number, to: number, alone: boolean): void {
    const { offsets, inner, texts } = decoded;
    const first = offsets === null ? from * this.#plan.length : offsets[from];
    const last = offsets === null ? to * this.#plan.length : offsets[to];
    if (offsets !== null) this.#addOffsets(offsets, from, to);
    if (texts !== null) {
      this.#addTexts(texts, first, last);
    } else if (inner === null) {
      this.addValues(decoded, first, last, alone);
    } else {
      this.#addInner(inner, first, last);
      this.addValues(decoded, inner[first], inner[last], alone);
    }
  }

  /** Adds values [first, last) of a basket. */
  addValues({ values }: DecodedBasket, first: number, last: number, alone: boolean): void {
    const part = values.subarray(first, last);
    if (alone) {
      this.#view = part;
      return;
    }
    const width = ELEMENT_WIDTH[this.#plan.element];
    const before = this.#length * width;
    const after = Math.max(before + part.byteLength, this.#expected * width);
    const target = this.#memory.forRange(this.#values, after, this.#where);
    target.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), before);
    this.#length += part.length;
  }

  /** The joined range; `offsets` are those of a counter where it has one. */
  finish(offsets: Int32Array | null): ColumnValues {
    const { element, shape } = this.#plan;
    const width = ELEMENT_WIDTH[element];
    const memory = this.#values.bytes(this.#length * width);
    return {
      values: this.#view ?? valuesOn(element, memory.buffer, 0, width === 0 ? 0 : this.#length),
      offsets: offsets ?? (this.#jagged() ? this.#offsets.int32(0).subarray(0, this.#entries + 1) : null),
      inner: shape === 'nested' ? this.#inner.int32(0).subarray(0, this.#lists + 1) : null,
      strings: element === 'string' ? this.#strings : null,
    };
  }

  #jagged(): boolean {
    const { shape, layout } = this.#plan;
    return (shape === 'jagged' || shape === 'nested') && layout.kind !== 'counted';
  }

  #addTexts({ bytes, ranges }: StoredTexts, first: number, last: number): void {
    const characters = ranges[2 * last - 1] - ranges[2 * first];
    if (first < last) this.#memory.checkTexts((this.#characters += characters), this.#where);
    for (let i = first; i < last; i++) {
      this.#strings.push(bytes.toString('utf8', ranges[2 * i], ranges[2 * i + 1]));
    }
  }

  #addOffsets(offsets: Int32Array, from: number, to: number): void {
    const target = this.#offsets.int32(0);
    const shift = target[this.#entries] - offsets[from];
    for (let i = from; i < to; i++) target[++this.#entries] = offsets[i + 1] + shift;
  }

  #addInner(inner: Int32Array, first: number, last: number): void {
    const target = this.#room(this.#inner, this.#lists + last - first + 1);
    const shift = target[this.#lists] - inner[first];
    for (let i = first; i < last; i++) target[++this.#lists] = inner[i + 1] + shift;
  }

  #room(memory: GrowingMemory, length: number): Int32Array {
    this.#memory.forRange(memory, 4 * length, this.#where);
    return memory.int32(length);
  }
}
