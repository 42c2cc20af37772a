import { SIMD } from './thresholdBinary.ts';
import type { ProbeColumn } from './thresholdTask.ts';
import type { Pair, Vector } from './thresholdVectors.ts';
import { VectorWriter } from './thresholdVectors.ts';

/* A divisor in this range neither overflows nor makes a float32 other than 0 vanish. */
function keepsOrder({ divisor }: ProbeColumn): boolean {
  return divisor >= 1 && divisor <= 1e200;
}

function isSingle({ stored }: ProbeColumn): boolean {
  return stored === 'f4' || stored[1] === '1' || stored[1] === '2';
}

/** Emits the values of columns of four probes, and where they are missing, each once. */
export class ColumnEmitter {
  readonly writer: VectorWriter;
  readonly columns: readonly ProbeColumn[];
  readonly #singles = new Map<number, Vector>();
  readonly #raw = new Map<number, Pair>();
  readonly #missing = new Map<number, Vector | null>();

  constructor(columns: readonly ProbeColumn[]) {
    this.columns = columns;
    this.writer = new VectorWriter(columns.map(({ stored }) => stored));
  }

  /** An instruction on two float64 and on the other two. */
  both(instruction: number, ...operands: Pair[]): Pair {
    const half = (k: 0 | 1): Vector =>
      this.writer.operation(instruction, ...operands.map((operand) => operand[k]));
    return [half(0), half(1)];
  }

  /** A number as float64. */
  double(value: number): Pair {
    const vector = this.writer.number('f8', value);
    return [vector, vector];
  }

  /** Stored values of a column that float32 holds without loss. */
  single(column: number): Vector {
    let found = this.#singles.get(column);
    if (found === undefined) {
      found = this.writer.singles(column);
      this.#singles.set(column, found);
    }
    return found;
  }

  /** Stored values and the divisor whose quotients are in the order of those; null where float32 does not hold them, or the order is lost. */
  ordered(column: number): { x: Vector; divisor: number } | null {
    const own = this.columns[column];
    return isSingle(own) && keepsOrder(own) ? { x: this.single(column), divisor: own.divisor } : null;
  }

  /** Stored values as float64. */
  #stored(column: number): Pair {
    let found = this.#raw.get(column);
    if (!found) {
      const single = isSingle(this.columns[column]) ? this.single(column) : null;
      found = this.writer.doubles(column, single);
      this.#raw.set(column, found);
    }
    return found;
  }

  /** Values of a column: stored ones over the divisor. */
  value(column: number): Pair {
    const { divisor } = this.columns[column];
    const stored = this.#stored(column);
    return divisor === 1 ? stored : this.both(SIMD.f64x2.div, stored, this.double(divisor));
  }

  #any(masks: readonly Vector[]): Vector | null {
    return masks.reduce<Vector | null>(
      (one, other) => (one === null ? other : this.writer.operation(SIMD.or, one, other)),
      null,
    );
  }

  #missingSingles(column: number): Vector[] {
    const { stored, sentinels, negativeIsMissing } = this.columns[column];
    const x = this.single(column);
    const { f32x4 } = SIMD;
    const test = (instruction: number, value: number): Vector =>
      this.writer.operation(instruction, x, this.writer.number('f4', value));
    const exact = stored === 'f4' ? sentinels : sentinels.filter((one) => Math.fround(one) === one);
    return [
      ...(stored === 'f4' ? [this.writer.operation(f32x4.ne, x, x)] : []),
      ...exact.map((sentinel) => test(f32x4.eq, sentinel)),
      ...(negativeIsMissing ? [test(f32x4.lt, 0)] : []),
    ];
  }

  #missingDoubles(column: number): Vector[] {
    const { stored, sentinels, negativeIsMissing } = this.columns[column];
    const { f64x2 } = SIMD;
    const x = this.#stored(column);
    const test = (instruction: number, other: Pair): Vector =>
      this.writer.joined(this.both(instruction, x, other));
    return [
      ...(stored === 'f8' ? [test(f64x2.ne, x)] : []),
      ...sentinels.map((sentinel) => test(f64x2.eq, this.double(sentinel))),
      ...(negativeIsMissing ? [test(f64x2.lt, this.double(0))] : []),
    ];
  }

  /** Where a column's value is missing; null where it cannot be. */
  missing(column: number): Vector | null {
    let found = this.#missing.get(column);
    if (found === undefined) {
      const single = isSingle(this.columns[column]);
      found = this.#any(single ? this.#missingSingles(column) : this.#missingDoubles(column));
      this.#missing.set(column, found);
    }
    return found;
  }

  /** Where the value of one of the columns is missing. */
  missingOf(columns: readonly number[]): Vector | null {
    return this.#any(columns.map((column) => this.missing(column)).filter((mask) => mask !== null));
  }

  /** Where a column of truth values is true. */
  flag(column: number): Vector {
    if (isSingle(this.columns[column]))
      return this.writer.operation(SIMD.f32x4.ne, this.single(column), this.writer.number('f4', 0));
    return this.writer.joined(this.both(SIMD.f64x2.ne, this.#stored(column), this.double(0)));
  }
}
