import { SIMD } from './thresholdBinary.ts';
import { ColumnEmitter } from './thresholdColumns.ts';
import type { Binary, Compare, FormNode, ThresholdForm } from './thresholdForm.ts';
import { lastFloat32, leastFloat32 } from './thresholdLevels.ts';
import type { ThresholdTask } from './thresholdTask.ts';
import type { Pair, Vector, VectorWriter } from './thresholdVectors.ts';

const TURNED: Readonly<Record<Compare, Compare>> = {
  lt: 'gt',
  le: 'ge',
  gt: 'lt',
  ge: 'le',
  eq: 'eq',
  ne: 'ne',
};

/**
 * Emits the numbers and conditions of a form for four probes, each once. A comparison of a float32 column with a number is done in float32 at the
 * level of {@link leastFloat32}; everything else in float64.
 */
export class ProbeEmitter {
  readonly columns: ColumnEmitter;
  readonly #writer: VectorWriter;
  readonly #nodes: readonly FormNode[];
  readonly #numbers = new Map<number, Pair>();
  readonly #conditions = new Map<number, Vector>();

  constructor(task: ThresholdTask, form: ThresholdForm) {
    this.columns = new ColumnEmitter(task.columns);
    this.#writer = this.columns.writer;
    this.#nodes = form.nodes;
  }

  /** A node that is a number, as float64. */
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
        return this.columns.value(node.column);
      case 'constant':
        return this.columns.double(node.value);
      case 'unary':
        return this.columns.both(SIMD.f64x2[node.operator], this.number(node.operand));
      case 'binary':
        return this.#binary(node.operator, node.left, node.right);
      case 'choose': {
        const mask = this.#writer.split(this.condition(node.condition));
        return this.columns.both(SIMD.bitselect, this.number(node.yes), this.number(node.no), mask);
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
    return this.columns.both(SIMD.f64x2[operator], this.number(left), this.number(right));
  }

  /* pmin and pmax are one instruction of the processor, keep a NaN of their first operand, and the first operand of two equal ones:
     max(x, 0) must turn -0 into 0, which adding 0 does; only the sign of min(x, -0) needs the full operation. */
  #limited(operator: 'min' | 'max', node: number, limit: number): Pair {
    const x = this.number(node);
    const other = this.columns.double(limit);
    if (Number.isNaN(limit) || (operator === 'min' && Object.is(limit, -0)))
      return this.columns.both(SIMD.f64x2[operator], x, other);
    const { pmin, pmax, add } = SIMD.f64x2;
    const limited = this.columns.both(operator === 'min' ? pmin : pmax, x, other);
    return operator === 'max' && Object.is(limit, 0) ? this.columns.both(add, limited, other) : limited;
  }

  /** A node that is a condition. */
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
        return this.#writer.integer(node.value ? -1 : 0);
      case 'flag':
        return this.columns.flag(node.column);
      case 'compare':
        return this.#compare(node.operator, node.left, node.right);
      case 'and':
      case 'or':
        return this.#writer.operation(SIMD[node.kind], this.condition(node.left), this.condition(node.right));
      case 'not':
        return this.#writer.operation(SIMD.not, this.condition(node.operand));
      default:
        throw new Error(`${node.kind} is no condition`);
    }
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
    if (operator !== 'ne') return this.#writer.joined(this.columns.both(f64x2[operator], left, right));
    const sides = [f64x2.lt, f64x2.gt].map((side) => this.columns.both(side, left, right));
    return this.#writer.joined(this.columns.both(or, ...sides));
  }

  /** A single-precision column, or its size, and the divisor that makes it the node's value. */
  #ordered(node: number): { x: Vector; divisor: number } | null {
    const found = this.#nodes[node];
    if (found.kind === 'unary' && found.operator === 'abs' && this.#nodes[found.operand].kind === 'column') {
      const inner = this.#ordered(found.operand);
      return inner && { ...inner, x: this.#writer.operation(SIMD.f32x4.abs, inner.x) };
    }
    return found.kind === 'column' ? this.columns.ordered(found.column) : null;
  }

  #compareWith(operator: Compare, node: number, level: number): Vector {
    const ordered = this.#ordered(node);
    if (!ordered) return this.#compareDoubles(operator, this.number(node), this.columns.double(level));
    const { x, divisor } = ordered;
    const { f32x4, and, or } = SIMD;
    const side = (one: 'lt' | 'le' | 'gt' | 'ge'): Vector => {
      const find = one === 'lt' || one === 'ge' ? leastFloat32 : lastFloat32;
      return this.#writer.operation(f32x4[one], x, this.#writer.number('f4', find(level, divisor)));
    };
    if (operator === 'eq') return this.#writer.operation(and, side('ge'), side('le'));
    if (operator === 'ne') return this.#writer.operation(or, side('lt'), side('gt'));
    return side(operator);
  }
}
