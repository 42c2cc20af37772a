import { parse } from './parse.ts';
import { print } from './print.ts';
import { expressionError } from './syntax.ts';
import type { BinaryOperator, Syntax } from './syntax.ts';

const MIRRORED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' } as const;

/** A comparison with the quantity at its left. */
export interface QuantityBound {
  operator: keyof typeof MIRRORED;
  value: number;
}

/** A quantity that a cut compares with numbers, and what is left of the cut without these comparisons. */
export interface CutQuantity {
  /** In canonical form. */
  quantity: string;
  /** In the order of the text. */
  bounds: QuantityBound[];
  /** The other conditions of the cut; null where there are none. */
  rest: string | null;
}

function isComparison(operator: BinaryOperator): operator is keyof typeof MIRRORED {
  return Object.hasOwn(MIRRORED, operator);
}

/** The number that a syntax without names stands for; null for anything else. */
function constantOf(syntax: Syntax): number | null {
  if (syntax.kind === 'number') return Number(syntax.value);
  if (syntax.kind === 'unary' && syntax.operator === '-') {
    const value = constantOf(syntax.operand);
    return value === null ? null : -value;
  }
  if (syntax.kind !== 'binary') return null;
  const [left, right] = [constantOf(syntax.left), constantOf(syntax.right)];
  if (left === null || right === null) return null;
  const results: Partial<Record<BinaryOperator, number>> = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '/': left / right,
  };
  return results[syntax.operator] ?? null;
}

type Compared = Omit<CutQuantity, 'rest'>;

/** The one quantity that a condition compares with numbers, and nothing else; null for any other condition. */
function comparedIn(syntax: Syntax): Compared | null {
  if (syntax.kind === 'unary' && syntax.operator === '!') return comparedIn(syntax.operand);
  if (syntax.kind !== 'binary') return null;
  const { operator, left, right } = syntax;
  if (operator === '&&' || operator === '||') {
    const [one, other] = [comparedIn(left), comparedIn(right)];
    if (!one || !other || one.quantity !== other.quantity) return null;
    return { quantity: one.quantity, bounds: [...one.bounds, ...other.bounds] };
  }
  if (!isComparison(operator)) return null;
  const [low, high] = [constantOf(left), constantOf(right)];
  if (high !== null && low === null) return { quantity: print(left), bounds: [{ operator, value: high }] };
  if (low !== null && high === null)
    return { quantity: print(right), bounds: [{ operator: MIRRORED[operator], value: low }] };
  return null;
}

function conditionsOf(syntax: Syntax): Syntax[] {
  if (syntax.kind !== 'binary' || syntax.operator !== '&&') return [syntax];
  return [...conditionsOf(syntax.left), ...conditionsOf(syntax.right)];
}

function joined(conditions: readonly Syntax[]): string | null {
  if (conditions.length === 0) return null;
  return print(
    conditions.reduce((left, right) => ({
      kind: 'binary',
      operator: '&&',
      left,
      right,
      span: [left.span[0], right.span[1]],
    })),
  );
}

/**
 * The quantities that a cut compares with numbers, in the order of the text: `mass >= 80 && mass < 100` has one,
 * `triggerMatched && pt > 27` has pt with `triggerMatched` as the rest, `pt > 5 && abs(eta) < 2.5` has two.
 * Throws a UserError `expression` for a text that cannot be read, and where no quantity is compared with a number.
 */
export function cutQuantities(text: string): CutQuantity[] {
  const syntax = parse(text);
  const conditions = conditionsOf(syntax).map((condition) => ({
    condition,
    compared: comparedIn(condition),
  }));
  const quantities = new Set(conditions.flatMap(({ compared }) => compared?.quantity ?? []));
  if (quantities.size === 0) {
    throw expressionError(
      `\`${text}\` does not compare one quantity with a number, so there is no distribution to show it in`,
      syntax.span,
      'Write it as `quantity < number`, or as a window: `quantity > low && quantity < high`.',
    );
  }
  return [...quantities].map((quantity) => {
    const own = conditions.filter(({ compared }) => compared?.quantity === quantity);
    const others = conditions.filter(({ compared }) => compared?.quantity !== quantity);
    return {
      quantity,
      bounds: own.flatMap(({ compared }) => compared?.bounds ?? []),
      rest: joined(others.map(({ condition }) => condition)),
    };
  });
}
