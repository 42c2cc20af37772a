import { check } from '../../../src-shared/expression/check.ts';
import type { Comparison, Meaning } from '../../../src-shared/expression/meaning.ts';
import type { ThresholdTask } from './thresholdTask.ts';
import { probeEnvironment } from './thresholdTask.ts';

/** Operations on two float64. */
export type Binary = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max';
/** Operations on one float64. */
export type Unary = 'neg' | 'abs' | 'sqrt' | 'floor' | 'ceil';
/** Comparisons; `ne` is false for a NaN. */
export type Compare = 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne';

/** A node of the working points' common expression graph: float64 numbers, and conditions. Operands are numbers of earlier nodes. */
export type FormNode =
  | { kind: 'column'; column: number }
  | { kind: 'constant'; value: number }
  | { kind: 'unary'; operator: Unary; operand: number }
  | { kind: 'binary'; operator: Binary; left: number; right: number }
  | { kind: 'choose'; condition: number; yes: number; no: number }
  | { kind: 'flag'; column: number }
  | { kind: 'truth'; value: boolean }
  | { kind: 'compare'; operator: Compare; left: number; right: number }
  | { kind: 'and' | 'or'; left: number; right: number }
  | { kind: 'not'; operand: number };

/** A condition with the columns that it reads, ascending: a probe without one of them has no decision. */
export interface FormCondition {
  root: number;
  reads: number[];
}

/** All conditions of a task on one graph in which equal parts are one node. */
export interface ThresholdForm {
  nodes: readonly FormNode[];
  selection: FormCondition | null;
  points: FormCondition[];
}

/** A form that the emitter does not know; the message says which. */
export class UnknownForm extends Error {}

const ARITHMETIC: Readonly<Record<string, Binary>> = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div' };
const COMPARISONS: Readonly<Record<Comparison, Compare>> = {
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '==': 'eq',
  '!=': 'ne',
};
const UNARY = new Set<string>(['abs', 'sqrt', 'floor', 'ceil']);

/** A float64 operation on two numbers, as the expression's kernel has it. */
export function applyBinary(operator: Binary, left: number, right: number): number {
  switch (operator) {
    case 'add':
      return left + right;
    case 'sub':
      return left - right;
    case 'mul':
      return left * right;
    case 'div':
      return left / right;
    default:
      return Math[operator](left, right);
  }
}

function applyUnary(operator: Unary, value: number): number {
  return operator === 'neg' ? -value : Math[operator](value);
}

class FormBuilder {
  readonly nodes: FormNode[] = [];
  readonly #known = new Map<string, number>();
  readonly #columns: ReadonlyMap<string, number>;
  #reads = new Set<number>();

  constructor(columns: ReadonlyMap<string, number>) {
    this.#columns = columns;
  }

  condition(meaning: Meaning): FormCondition {
    this.#reads = new Set();
    const root = this.#condition(meaning);
    return { root, reads: [...this.#reads].sort((a, b) => a - b) };
  }

  #make(node: FormNode): number {
    const key = Object.values(node)
      .map((part) => (Object.is(part, -0) ? '-0' : String(part)))
      .join(' ');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.nodes.length);
    return this.nodes.push(node) - 1;
  }

  #constant(value: number): number {
    return this.#make({ kind: 'constant', value });
  }

  #binary(operator: Binary, left: number, right: number): number {
    const [one, other] = [this.nodes[left], this.nodes[right]];
    if (one.kind === 'constant' && other.kind === 'constant')
      return this.#constant(applyBinary(operator, one.value, other.value));
    return this.#make({ kind: 'binary', operator, left, right });
  }

  #unary(operator: Unary, operand: number): number {
    const inner = this.nodes[operand];
    if (inner.kind === 'constant') return this.#constant(applyUnary(operator, inner.value));
    return this.#make({ kind: 'unary', operator, operand });
  }

  #compare(operator: Compare, left: number, right: number): number {
    return this.#make({ kind: 'compare', operator, left, right });
  }

  #column(meaning: Meaning & { kind: 'column' }): number {
    const column = this.#columns.get(meaning.symbol.column);
    if (column === undefined || meaning.place !== 'self' || meaning.component !== null)
      throw new UnknownForm(`${meaning.symbol.column} is not a column of the probes`);
    this.#reads.add(column);
    return column;
  }

  #number(meaning: Meaning): number {
    switch (meaning.kind) {
      case 'number':
        return this.#constant(meaning.value);
      case 'column':
        if (meaning.type === 'number') return this.#make({ kind: 'column', column: this.#column(meaning) });
        return this.#asNumber(meaning);
      case 'negate':
        return this.#unary('neg', this.#number(meaning.operand));
      case 'toNumber':
        return this.#number(meaning.operand);
      case 'arithmetic':
        return this.#arithmetic(meaning);
      case 'call':
        return this.#call(meaning);
      case 'conditional':
        if (meaning.type !== 'number') return this.#asNumber(meaning);
        return this.#make({
          kind: 'choose',
          condition: this.#condition(meaning.condition),
          yes: this.#number(meaning.yes),
          no: this.#number(meaning.no),
        });
      default:
        if (meaning.type === 'boolean') return this.#asNumber(meaning);
        throw new UnknownForm(`${meaning.kind} of ${meaning.type}`);
    }
  }

  #asNumber(meaning: Meaning): number {
    if (meaning.type !== 'boolean') throw new UnknownForm(`${meaning.kind} of ${meaning.type}`);
    const condition = this.#condition(meaning);
    return this.#make({ kind: 'choose', condition, yes: this.#constant(1), no: this.#constant(0) });
  }

  #arithmetic({ operator, type, left, right }: Meaning & { kind: 'arithmetic' }): number {
    const known = ARITHMETIC[operator];
    if (known === undefined || type !== 'number') throw new UnknownForm(`the operator ${operator}`);
    return this.#binary(known, this.#number(left), this.#number(right));
  }

  #call(meaning: Meaning & { kind: 'call' }): number {
    const { name } = meaning;
    const values = meaning.arguments.map((argument) => this.#number(argument));
    if (name === 'min' || name === 'max')
      return values.reduce((one, other) => this.#binary(name, one, other));
    if (UNARY.has(name)) return this.#unary(name as Unary, values[0]);
    const exponent = meaning.arguments[1];
    if (name === 'pow' && exponent.kind === 'number' && exponent.value === 2)
      return this.#binary('mul', values[0], values[0]);
    if (name === 'hypot') {
      const [x, y] = values.map((value) => this.#binary('mul', value, value));
      return this.#unary('sqrt', this.#binary('add', x, y));
    }
    throw new UnknownForm(`the function ${name}`);
  }

  #condition(meaning: Meaning): number {
    if (meaning.type === 'number') {
      const zero = this.#constant(0);
      return this.#compare('ne', this.#number(meaning), zero);
    }
    if (meaning.type !== 'boolean') throw new UnknownForm(`a condition of ${meaning.type}`);
    switch (meaning.kind) {
      case 'boolean':
        return this.#make({ kind: 'truth', value: meaning.value });
      case 'column':
        return this.#make({ kind: 'flag', column: this.#column(meaning) });
      case 'compare':
        return this.#comparison(meaning);
      case 'logical': {
        const left = this.#condition(meaning.left);
        const right = this.#condition(meaning.right);
        return this.#make({ kind: meaning.operator === '&&' ? 'and' : 'or', left, right });
      }
      case 'not':
        if (meaning.operand.type === 'number')
          return this.#compare('eq', this.#number(meaning.operand), this.#constant(0));
        return this.#make({ kind: 'not', operand: this.#condition(meaning.operand) });
      case 'isFinite': {
        const size = this.#unary('abs', this.#number(meaning.operand));
        return this.#compare('lt', size, this.#constant(Infinity));
      }
      case 'conditional':
        return this.#choice(meaning);
      default:
        throw new UnknownForm(meaning.kind);
    }
  }

  #comparison({ operator, left, right }: Meaning & { kind: 'compare' }): number {
    for (const { type } of [left, right])
      if (type !== 'number' && type !== 'boolean') throw new UnknownForm(`a comparison of ${type}`);
    return this.#compare(COMPARISONS[operator], this.#number(left), this.#number(right));
  }

  #choice({ condition, yes, no }: Meaning & { kind: 'conditional' }): number {
    const when = this.#condition(condition);
    const taken = this.#make({ kind: 'and', left: when, right: this.#condition(yes) });
    const otherwise = this.#make({ kind: 'not', operand: when });
    const left = this.#make({ kind: 'and', left: otherwise, right: this.#condition(no) });
    return this.#make({ kind: 'or', left: taken, right: left });
  }
}

/**
 * The common graph of a task's selection and working points; constant parts are worked out in float64. Throws {@link UnknownForm}
 * for what vectors cannot do, a UserError for expressions that are wrong.
 */
export function thresholdForm(task: ThresholdTask): ThresholdForm {
  const environment = probeEnvironment(task.columns);
  const builder = new FormBuilder(new Map(task.columns.map(({ name }, i) => [name, i])));
  const condition = (text: string): FormCondition => {
    const checked = check(text, environment, 'muon');
    if (checked.condition !== null) throw new UnknownForm('a filter');
    return builder.condition(checked.meaning);
  };
  return {
    selection: task.selection === null ? null : condition(task.selection),
    points: task.points.map(condition),
    nodes: builder.nodes,
  };
}
