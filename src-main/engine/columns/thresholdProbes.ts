import { SIMD } from './thresholdBinary.ts';
import type { Binary, Compare, FormNode, ThresholdForm } from './thresholdForm.ts';
import { lastFloat32, leastFloat32 } from './thresholdLevels.ts';
import type { ProbeAxis, ProbeColumn, ThresholdTask } from './thresholdTask.ts';
import { cellsOf } from './thresholdTask.ts';
import type { Pair, Vector } from './thresholdVectors.ts';
import { VectorWriter } from './thresholdVectors.ts';

/* A divisor in this range neither overflows nor makes a float32 other than 0 vanish. */
function keepsOrder({ divisor }: ProbeColumn): boolean {
  return divisor >= 1 && divisor <= 1e200;
}

function isSingle({ stored }: ProbeColumn): boolean {
  return stored === 'f4' || stored[1] === '1' || stored[1] === '2';
}

const TURNED: Readonly<Record<Compare, Compare>> = {
  lt: 'gt',
  le: 'ge',
  gt: 'lt',
  ge: 'le',
  eq: 'eq',
  ne: 'ne',
};

/**
 * Emits values, conditions and cells of four probes, each once. A comparison of a float32 column with a number is done in float32 at the
 * level of {@link leastFloat32}; everything else in float64.
 */
export class ProbeEmitter {
  readonly writer: VectorWriter;
  readonly #columns: readonly ProbeColumn[];
  readonly #nodes: readonly FormNode[];
  readonly #singles = new Map<number, Vector>();
  readonly #raw = new Map<number, Pair>();
  readonly #missing = new Map<number, Vector | null>();
  readonly #numbers = new Map<number, Pair>();
  readonly #conditions = new Map<number, Vector>();

  constructor(task: ThresholdTask, form: ThresholdForm) {
    this.#columns = task.columns;
    this.#nodes = form.nodes;
    this.writer = new VectorWriter(task.columns.map(({ stored }) => stored));
  }

  #single(column: number): Vector {
    let found = this.#singles.get(column);
    if (found === undefined) {
      found = this.writer.singles(column);
      this.#singles.set(column, found);
    }
    return found;
  }

  /** Stored values as float64. */
  #stored(column: number): Pair {
    let found = this.#raw.get(column);
    if (!found) {
      const single = isSingle(this.#columns[column]) ? this.#single(column) : null;
      found = this.writer.doubles(column, single);
      this.#raw.set(column, found);
    }
    return found;
  }

  #both(instruction: number, ...operands: Pair[]): Pair {
    const half = (k: 0 | 1): Vector =>
      this.writer.operation(instruction, ...operands.map((operand) => operand[k]));
    return [half(0), half(1)];
  }

  #double(value: number): Pair {
    const vector = this.writer.number('f8', value);
    return [vector, vector];
  }

  /** Values of a column: stored ones over the divisor. */
  #value(column: number): Pair {
    const { divisor } = this.#columns[column];
    const stored = this.#stored(column);
    return divisor === 1 ? stored : this.#both(SIMD.f64x2.div, stored, this.#double(divisor));
  }

  #any(masks: readonly Vector[]): Vector | null {
    return masks.reduce<Vector | null>(
      (one, other) => (one === null ? other : this.writer.operation(SIMD.or, one, other)),
      null,
    );
  }

  #missingSingles(column: number): Vector[] {
    const { stored, sentinels, negativeIsMissing } = this.#columns[column];
    const x = this.#single(column);
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
    const { stored, sentinels, negativeIsMissing } = this.#columns[column];
    const { f64x2 } = SIMD;
    const x = this.#stored(column);
    const test = (instruction: number, other: Pair): Vector =>
      this.writer.joined(this.#both(instruction, x, other));
    return [
      ...(stored === 'f8' ? [test(f64x2.ne, x)] : []),
      ...sentinels.map((sentinel) => test(f64x2.eq, this.#double(sentinel))),
      ...(negativeIsMissing ? [test(f64x2.lt, this.#double(0))] : []),
    ];
  }

  /** Where a column's value is missing; null where it cannot be. */
  missing(column: number): Vector | null {
    let found = this.#missing.get(column);
    if (found === undefined) {
      const single = isSingle(this.#columns[column]);
      found = this.#any(single ? this.#missingSingles(column) : this.#missingDoubles(column));
      this.#missing.set(column, found);
    }
    return found;
  }

  /** Where the value of one of the columns is missing. */
  missingOf(columns: readonly number[]): Vector | null {
    return this.#any(columns.map((column) => this.missing(column)).filter((mask) => mask !== null));
  }

  number(node: number): Pair {
    let found = this.#numbers.get(node);
    if (!found) {
      found = this.#emitNumber(this.#nodes[node]);
      this.#numbers.set(node, found);
    }
    return found;
  }

  #emitNumber(node: FormNode): Pair {
    switch (node.kind) {
      case 'column':
        return this.#value(node.column);
      case 'constant':
        return this.#double(node.value);
      case 'unary':
        return this.#both(SIMD.f64x2[node.operator], this.number(node.operand));
      case 'binary':
        return this.#binary(node.operator, node.left, node.right);
      case 'choose': {
        const mask = this.writer.split(this.condition(node.condition));
        return this.#both(SIMD.bitselect, this.number(node.yes), this.number(node.no), mask);
      }
      default:
        throw new Error(`${node.kind} is no number`);
    }
  }

  #constant(node: number): number | null {
    const found = this.#nodes[node];
    return found.kind === 'constant' ? found.value : null;
  }

  #binary(operator: Binary, left: number, right: number): Pair {
    if (operator === 'min' || operator === 'max') {
      const swapped = this.#constant(left) !== null;
      const limit = this.#constant(swapped ? left : right);
      if (limit !== null) return this.#limited(operator, swapped ? right : left, limit);
    }
    return this.#both(SIMD.f64x2[operator], this.number(left), this.number(right));
  }

  /* pmin and pmax are one instruction of the processor, keep a NaN of their first operand, and the first operand of two equal ones:
     max(x, 0) must turn -0 into 0, which adding 0 does; only the sign of min(x, -0) needs the full operation. */
  #limited(operator: 'min' | 'max', node: number, limit: number): Pair {
    const x = this.number(node);
    const other = this.#double(limit);
    if (Number.isNaN(limit) || (operator === 'min' && Object.is(limit, -0)))
      return this.#both(SIMD.f64x2[operator], x, other);
    const { pmin, pmax, add } = SIMD.f64x2;
    const limited = this.#both(operator === 'min' ? pmin : pmax, x, other);
    return operator === 'max' && Object.is(limit, 0) ? this.#both(add, limited, other) : limited;
  }

  condition(node: number): Vector {
    let found = this.#conditions.get(node);
    if (found === undefined) {
      found = this.#emitCondition(this.#nodes[node]);
      this.#conditions.set(node, found);
    }
    return found;
  }

  #emitCondition(node: FormNode): Vector {
    switch (node.kind) {
      case 'truth':
        return this.writer.integer(node.value ? -1 : 0);
      case 'flag':
        return this.#flag(node.column);
      case 'compare':
        return this.#compare(node.operator, node.left, node.right);
      case 'and':
      case 'or':
        return this.writer.operation(SIMD[node.kind], this.condition(node.left), this.condition(node.right));
      case 'not':
        return this.writer.operation(SIMD.not, this.condition(node.operand));
      default:
        throw new Error(`${node.kind} is no condition`);
    }
  }

  #flag(column: number): Vector {
    if (isSingle(this.#columns[column]))
      return this.writer.operation(SIMD.f32x4.ne, this.#single(column), this.writer.number('f4', 0));
    return this.writer.joined(this.#both(SIMD.f64x2.ne, this.#stored(column), this.#double(0)));
  }

  #compare(operator: Compare, left: number, right: number): Vector {
    const level = this.#constant(right);
    if (level !== null) return this.#compareWith(operator, left, level);
    const turned = this.#constant(left);
    if (turned !== null) return this.#compareWith(TURNED[operator], right, turned);
    return this.#compareDoubles(operator, this.number(left), this.number(right));
  }

  #compareDoubles(operator: Compare, left: Pair, right: Pair): Vector {
    const { f64x2, or } = SIMD;
    if (operator !== 'ne') return this.writer.joined(this.#both(f64x2[operator], left, right));
    const sides = [f64x2.lt, f64x2.gt].map((side) => this.#both(side, left, right));
    return this.writer.joined(this.#both(or, ...sides));
  }

  /** A single-precision column, or its size, and the divisor that makes it the node's value. */
  #ordered(node: number): { x: Vector; divisor: number } | null {
    const found = this.#nodes[node];
    if (found.kind === 'unary' && found.operator === 'abs' && this.#nodes[found.operand].kind === 'column') {
      const inner = this.#ordered(found.operand);
      return inner && { ...inner, x: this.writer.operation(SIMD.f32x4.abs, inner.x) };
    }
    if (found.kind !== 'column') return null;
    const column = this.#columns[found.column];
    if (!isSingle(column) || !keepsOrder(column)) return null;
    return { x: this.#single(found.column), divisor: column.divisor };
  }

  #compareWith(operator: Compare, node: number, level: number): Vector {
    const ordered = this.#ordered(node);
    if (!ordered) return this.#compareDoubles(operator, this.number(node), this.#double(level));
    const { x, divisor } = ordered;
    const { f32x4, and, or } = SIMD;
    const side = (one: 'lt' | 'le' | 'gt' | 'ge'): Vector => {
      const find = one === 'lt' || one === 'ge' ? leastFloat32 : lastFloat32;
      return this.writer.operation(f32x4[one], x, this.writer.number('f4', find(level, divisor)));
    };
    if (operator === 'eq') return this.writer.operation(and, side('ge'), side('le'));
    if (operator === 'ne') return this.writer.operation(or, side('lt'), side('gt'));
    return side(operator);
  }

  /** Slot of a variable on its edges, 0 below them; and where it has none. */
  #slots(column: number, edges: readonly number[]): { slot: Vector; valid: Vector } {
    const { writer } = this;
    const { f32x4, f64x2 } = SIMD;
    const own = this.#columns[column];
    const single = isSingle(own) && keepsOrder(own);
    const x = single ? null : this.#value(column);
    const reached = (edge: number): Vector => {
      if (!x) {
        const least = writer.numberOnce('f4', leastFloat32(edge, own.divisor));
        return writer.operation(f32x4.ge, this.#single(column), least);
      }
      const level = writer.numberOnce('f8', edge);
      return writer.joined(this.#both(f64x2.ge, x, [level, level]));
    };
    const slot = edges.reduce(
      (count, edge) => writer.operation(SIMD.i32x4Sub, count, reached(edge)),
      writer.integer(0),
    );
    const finite = x
      ? writer.joined(this.#both(f64x2.lt, this.#both(f64x2.abs, x), this.#double(Infinity)))
      : writer.operation(
          f32x4.lt,
          writer.operation(f32x4.abs, this.#single(column)),
          writer.number('f4', Infinity),
        );
    const missing = this.missing(column);
    if (missing === null) return { slot, valid: finite };
    return { slot, valid: writer.operation(SIMD.and, finite, writer.operation(SIMD.not, missing)) };
  }

  /** Cell of every probe on an entry of the axes. */
  cells(axis: ProbeAxis): Vector {
    const { writer } = this;
    const last = writer.integer(cellsOf(axis) - 1);
    const index = (name: string): number => this.#columns.findIndex((column) => column.name === name);
    if ('cells' in axis)
      return writer.operation(SIMD.i32x4MinUnsigned, writer.storedIntegers(index(axis.column)), last);
    const found = axis.variables.map(({ name, edges }) => this.#slots(index(name), edges));
    const cell = found.reduce<Vector | null>((before, { slot }, i) => {
      if (before === null) return slot;
      const slots = writer.integer(axis.variables[i].edges.length + 1);
      return writer.operation(SIMD.i32x4Add, writer.operation(SIMD.i32x4Multiply, before, slots), slot);
    }, null)!;
    const valid = found
      .map((one) => one.valid)
      .reduce((one, other) => writer.operation(SIMD.and, one, other));
    return writer.operation(SIMD.bitselect, cell, last, valid);
  }
}
