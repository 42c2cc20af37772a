import { parse } from '../../../../src-shared/expression/parse.ts';
import { print } from '../../../../src-shared/expression/print.ts';
import type { Span, Syntax } from '../../../../src-shared/expression/syntax.ts';
import { quantityUnit } from './quantityUnit.ts';

/** A comparison of a quantity with a number that decides about a probe: `quantity operator value`. */
export interface Threshold {
  /** In canonical form. */
  quantity: string;
  /** With the quantity at its left, whatever the text has. */
  operator: '<' | '<=' | '>' | '>=';
  value: number;
  /** Null for a plain number and where it cannot be known. */
  unit: string | null;
  /** Characters of the number. */
  span: Span;
}

const MIRRORED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function numberOf(syntax: Syntax): number | null {
  if (syntax.kind === 'number') return typeof syntax.value === 'number' ? syntax.value : null;
  if (syntax.kind !== 'unary' || syntax.operator !== '-') return null;
  const value = numberOf(syntax.operand);
  return value === null ? null : -value;
}

function comparison(
  syntax: Syntax & { kind: 'binary' },
  units: ReadonlyMap<string, string | null>,
): Threshold[] {
  const { operator, left, right } = syntax;
  if (operator !== '<' && operator !== '<=' && operator !== '>' && operator !== '>=') return [];
  const [low, high] = [numberOf(left), numberOf(right)];
  if ((low === null) === (high === null)) return [];
  const [quantity, number] = high === null ? [right, left] : [left, right];
  return [
    {
      quantity: print(quantity),
      operator: high === null ? MIRRORED[operator] : operator,
      value: (high ?? low) as number,
      unit: quantityUnit(quantity, units),
      span: number.span,
    },
  ];
}

function found(syntax: Syntax, units: ReadonlyMap<string, string | null>): Threshold[] {
  const inside = (inner: Syntax) => found(inner, units);
  if (syntax.kind === 'unary' && syntax.operator === '!') return inside(syntax.operand);
  if (syntax.kind === 'conditional') return [syntax.condition, syntax.yes, syntax.no].flatMap(inside);
  if (syntax.kind !== 'binary') return [];
  const { operator, left, right } = syntax;
  if (operator === '&&' || operator === '||' || operator === '&' || operator === '|') {
    return [left, right].flatMap(inside);
  }
  return comparison(syntax, units);
}

/**
 * The comparisons of an expression with numbers, in the order of the text: those that decide about the probe itself, not those
 * inside of indices and calls, which decide about other muons. Throws a UserError `expression` for a text that cannot be read.
 * @param units of the names that occur
 */
export function thresholdsIn(
  text: string,
  units: ReadonlyMap<string, string | null> = new Map(),
): Threshold[] {
  return found(parse(text), units);
}

/** A number as expressions read it: a large one with an exponent, since whole digits would be an exact integer. */
function numberText(value: number): string {
  return Number.isSafeInteger(value) || !Number.isInteger(value) ? String(value) : value.toExponential();
}

/** The expression with other numbers in its thresholds; those that stay are written as they were. */
export function withValues(
  text: string,
  thresholds: readonly Threshold[],
  values: readonly number[],
): string {
  return thresholds.reduceRight((written, { span, value }, i) => {
    if (Object.is(values[i], value)) return written;
    return written.slice(0, span[0]) + numberText(values[i]) + written.slice(span[1]);
  }, text);
}
