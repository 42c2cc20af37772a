import { CODE, moduleBytes, signed, SIMD, unsigned } from './thresholdBinary.ts';
import { bytesOf } from './thresholdTask.ts';
import type { ProbeStored } from './thresholdTask.ts';

/** A vector local by its number: four float32, four 32-bit integers or masks, or two float64. */
export type Vector = number;

/** Four float64: probes 0 and 1, probes 2 and 3. */
export type Pair = readonly [Vector, Vector];

/** A number that the function finds in its work space, once for every lane. */
export interface Parameter {
  type: 'f4' | 'f8';
  value: number;
}

/** Bytes of one parameter in the work space, which begins with them. */
export const PARAMETER_BYTES = 16;

const LEFT = 0;
const SPACE = 1;
const FIRST_COLUMN = 2;
const LANES = 4;
const HIGH_HALF = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7];
const EVEN_LANES = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27];

function lanes(values: readonly number[]): number[] {
  return [...new Uint8Array(Int32Array.from(values).buffer)];
}

/**
 * Writes run(left, space, ...columns): a loop over four probes at a time, `left` of them, that reads columns at the given addresses.
 * Every value is a local of its own, so that the engine's compiler sees them all.
 */
export class VectorWriter {
  /** Columns of the task that are read, in the order of the function's arguments. */
  readonly columns: number[] = [];
  readonly parameters: Parameter[] = [];
  readonly #stored: readonly ProbeStored[];
  readonly #before: number[] = [];
  readonly #inside: number[] = [];
  readonly #constants = new Map<string, Vector>();
  #vectors = 0;

  constructor(stored: readonly ProbeStored[]) {
    this.#stored = stored;
  }

  #fresh(): Vector {
    return this.#vectors++;
  }

  /* Behind the addresses of all columns and one integer. */
  #local(vector: Vector): number {
    return FIRST_COLUMN + this.#stored.length + 1 + vector;
  }

  #get(vector: Vector): number[] {
    return [CODE.localGet, ...unsigned(this.#local(vector))];
  }

  #set(code: number[], instructions: readonly number[]): Vector {
    const vector = this.#fresh();
    code.push(...instructions, CODE.localSet, ...unsigned(this.#local(vector)));
    return vector;
  }

  #simd(instruction: number): number[] {
    return [0xfd, ...unsigned(instruction)];
  }

  #load(instruction: number, address: number, offset: number): number[] {
    return [CODE.localGet, ...unsigned(address), ...this.#simd(instruction), ...[0, ...unsigned(offset)]];
  }

  #addressOf(column: number): number {
    if (!this.columns.includes(column)) this.columns.push(column);
    return FIRST_COLUMN + column;
  }

  /** An instruction on vectors. */
  operation(instruction: number, ...operands: Vector[]): Vector {
    return this.#set(this.#inside, [
      ...operands.flatMap((operand) => this.#get(operand)),
      ...this.#simd(instruction),
    ]);
  }

  /** Four 32-bit integers, the same in every pass. */
  integers(values: readonly [number, number, number, number]): Vector {
    const key = values.join(' ');
    let found = this.#constants.get(key);
    if (found === undefined) {
      found = this.#set(this.#before, [...this.#simd(SIMD.constant), ...lanes(values)]);
      this.#constants.set(key, found);
    }
    return found;
  }

  /** The same 32-bit integer four times. */
  integer(value: number): Vector {
    return this.integers([value, value, value, value]);
  }

  #parameter(type: Parameter['type'], value: number): number {
    const known = this.parameters.findIndex((one) => one.type === type && Object.is(one.value, value));
    return PARAMETER_BYTES * (known >= 0 ? known : this.parameters.push({ type, value }) - 1);
  }

  /** A number of the expressions, read from the work space before the loop. */
  number(type: Parameter['type'], value: number): Vector {
    const offset = this.#parameter(type, value);
    const key = `parameter ${offset}`;
    let found = this.#constants.get(key);
    if (found === undefined) {
      found = this.#set(this.#before, this.#load(SIMD.load, SPACE, offset));
      this.#constants.set(key, found);
    }
    return found;
  }

  /** A number that is used once in a pass: read where it is needed. */
  numberOnce(type: Parameter['type'], value: number): Vector {
    return this.#set(this.#inside, this.#load(SIMD.load, SPACE, this.#parameter(type, value)));
  }

  /** A column of whole numbers as 32-bit integers. */
  storedIntegers(column: number): Vector {
    const stored = this.#stored[column];
    const address = this.#addressOf(column);
    const isSigned = stored[0] === 'i';
    if (bytesOf(stored) === 4) return this.#set(this.#inside, this.#load(SIMD.load, address, 0));
    if (bytesOf(stored) === 2) {
      const load = isSigned ? SIMD.load16x4Signed : SIMD.load16x4Unsigned;
      return this.#set(this.#inside, this.#load(load, address, 0));
    }
    return this.#set(this.#inside, [
      ...this.#load(SIMD.load32Zero, address, 0),
      ...this.#simd(isSigned ? SIMD.i16x8ExtendSigned : SIMD.i16x8ExtendUnsigned),
      ...this.#simd(isSigned ? SIMD.i32x4ExtendSigned : SIMD.i32x4ExtendUnsigned),
    ]);
  }

  /** A column whose values are exact in float32. */
  singles(column: number): Vector {
    if (this.#stored[column] !== 'f4')
      return this.operation(SIMD.f32x4.fromSigned, this.storedIntegers(column));
    return this.#set(this.#inside, this.#load(SIMD.load, this.#addressOf(column), 0));
  }

  #halves(vector: Vector, instruction: number): Pair {
    const high = this.#set(this.#inside, [
      ...this.#get(vector),
      ...this.#get(vector),
      ...this.#simd(SIMD.shuffle),
      ...HIGH_HALF,
    ]);
    return [this.operation(instruction, vector), this.operation(instruction, high)];
  }

  /** A column as float64; `single` where {@link singles} gave it already. */
  doubles(column: number, single: Vector | null): Pair {
    const stored = this.#stored[column];
    if (single !== null) return this.#halves(single, SIMD.f64x2.promoteLow);
    if (stored === 'f8') {
      const address = this.#addressOf(column);
      return [
        this.#set(this.#inside, this.#load(SIMD.load, address, 0)),
        this.#set(this.#inside, this.#load(SIMD.load, address, 16)),
      ];
    }
    const convert = stored === 'u4' ? SIMD.f64x2.fromUnsigned : SIMD.f64x2.fromSigned;
    return this.#halves(this.storedIntegers(column), convert);
  }

  /** Masks of two and two probes as one of four. */
  joined([low, high]: Pair): Vector {
    return this.#set(this.#inside, [
      ...this.#get(low),
      ...this.#get(high),
      ...this.#simd(SIMD.shuffle),
      ...EVEN_LANES,
    ]);
  }

  /** A mask of four probes as masks of two and two. */
  split(mask: Vector): Pair {
    const half = (first: number): Vector => {
      const order = [0, 0, 1, 1].flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * (first + lane) + byte));
      return this.#set(this.#inside, [
        ...this.#get(mask),
        ...this.#get(mask),
        ...this.#simd(SIMD.shuffle),
        ...order,
      ]);
    };
    return [half(0), half(2)];
  }

  /** The probes of this pass that exist. */
  existing(): Vector {
    const first = this.integers([0, 1, 2, 3]);
    return this.#set(this.#inside, [
      ...this.#get(first),
      ...[CODE.localGet, LEFT],
      ...this.#simd(SIMD.i32x4Splat),
      ...this.#simd(SIMD.i32x4LessSigned),
    ]);
  }

  /** Four integers shifted left. */
  shifted(vector: Vector, by: number): Vector {
    return this.#set(this.#inside, [
      ...this.#get(vector),
      ...[CODE.i32Const, ...signed(by)],
      ...this.#simd(SIMD.i32x4ShiftLeft),
    ]);
  }

  /** Adds 1 to the 32-bit counters at these bytes of the work space, each lane in a table of its own at `tables`. */
  count(bytes: Vector, tables: readonly number[]): void {
    const address = FIRST_COLUMN + this.#stored.length;
    const space = this.#spaceVector();
    const all = this.operation(SIMD.i32x4Add, bytes, space);
    tables.forEach((table, lane) => {
      this.#inside.push(
        ...[...this.#get(all), ...this.#simd(SIMD.i32x4ExtractLane), lane],
        ...[CODE.localTee, ...unsigned(address), CODE.localGet, ...unsigned(address)],
        ...[CODE.i32Load, 2, ...unsigned(table), CODE.i32Const, 1, CODE.i32Add],
        ...[CODE.i32Store, 2, ...unsigned(table)],
      );
    });
  }

  #spaceVector(): Vector {
    let found = this.#constants.get('space');
    if (found === undefined) {
      found = this.#set(this.#before, [CODE.localGet, SPACE, ...this.#simd(SIMD.i32x4Splat)]);
      this.#constants.set('space', found);
    }
    return found;
  }

  #advance(): number[] {
    const step = (local: number, by: number): number[] => [
      ...[CODE.localGet, ...unsigned(local), CODE.i32Const, ...signed(by)],
      ...[CODE.i32Add, CODE.localSet, ...unsigned(local)],
    ];
    return [
      ...this.columns.flatMap((column) => step(FIRST_COLUMN + column, LANES * bytesOf(this.#stored[column]))),
      ...step(LEFT, -LANES),
    ];
  }

  /** The module. */
  bytes(): Uint8Array {
    const body = [
      ...this.#before,
      ...[CODE.loop, CODE.void],
      ...this.#inside,
      ...this.#advance(),
      ...[CODE.i32Const, 0, CODE.localGet, LEFT, CODE.i32LessSigned, CODE.branchIf, 0],
      CODE.end,
    ];
    return moduleBytes({
      parameters: FIRST_COLUMN + this.#stored.length,
      integers: 1,
      vectors: this.#vectors,
      body,
    });
  }
}
