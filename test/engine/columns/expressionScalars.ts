import { parse } from '../../../src-shared/expression/parse.ts';
import type { Syntax } from '../../../src-shared/expression/syntax.ts';
import { SAMPLE } from './expressionSample.ts';

/** A value of the interpreter: missing numbers are NaN, other missing values null. */
export type Scalar = number | boolean | bigint | string | null;

export function number(value: Scalar): number {
  if (value === null) return NaN;
  return typeof value === 'bigint' ? Number(value) : typeof value === 'string' ? NaN : Number(value);
}

export function holds(value: Scalar): boolean {
  if (value === null) return false;
  if (typeof value === 'number') return value === value && value !== 0;
  return value === true || (typeof value === 'bigint' && value !== 0n);
}

export function compare(operator: string, left: Scalar, right: Scalar): boolean {
  if (left === null || right === null) return false;
  if (typeof left === 'string') return operator === '==' ? left === right : left !== right;
  const one = typeof left === 'boolean' ? Number(left) : left;
  const other = typeof right === 'boolean' ? Number(right) : (right as number | bigint);
  if (operator === '<') return one < other;
  if (operator === '<=') return one <= other;
  if (operator === '>') return one > other;
  if (operator === '>=') return one >= other;
  if (operator === '==') return one == other;
  return one < other || one > other;
}

function exact(operator: string, left: bigint | null, right: bigint | null): bigint | null {
  if (left === null || right === null || (operator === '%' && right === 0n)) return null;
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  if (operator === '%') return left % right;
  return operator === '&' ? left & right : left | right;
}

export function whole(value: Scalar): bigint | null {
  return value === null || (typeof value === 'number' && !Number.isInteger(value)) ? null : BigInt(value);
}

export function arithmetic(operator: string, left: Scalar, right: Scalar, isExact: boolean): Scalar {
  if (isExact) return exact(operator, whole(left), whole(right));
  const [a, b] = [number(left), number(right)];
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    default: {
      const isWhole = Number.isSafeInteger(a) && Number.isSafeInteger(b);
      return isWhole ? Number(exact(operator, BigInt(a), BigInt(b))) : NaN;
    }
  }
}

export const PLAIN: Record<string, (...values: number[]) => number> = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  log10: Math.log10,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  atan2: Math.atan2,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  floor: Math.floor,
  ceil: Math.ceil,
  min: Math.min,
  max: Math.max,
  round: (x) => (Math.abs(x) % 1 >= 0.5 ? (x < 0 ? Math.floor(x) : Math.ceil(x)) : Math.trunc(x)),
  pow: (x, y) => (Number.isNaN(x) ? NaN : x ** y),
  hypot: (x, y) => Math.sqrt(x * x + y * y),
  deltaPhi: (a, b) => wrap(a - b),
  deltaR: (e1, p1, e2, p2) => Math.sqrt((e1 - e2) * (e1 - e2) + wrap(p1 - p2) * wrap(p1 - p2)),
};

function wrap(angle: number): number {
  return angle >= -Math.PI && angle < Math.PI
    ? angle
    : angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
}

export type Type = 'number' | 'boolean' | 'integer' | 'string';

const CONDITIONS = new Set(['<', '<=', '>', '>=', '==', '!=', '&&', '||']);

function typeOfName(name: string): Type {
  const symbol = SAMPLE.global(name) ?? SAMPLE.member('Muon', name) ?? SAMPLE.member('TrigObj', name);
  if (symbol?.kind === 'definition') return typeOf(parse(symbol.text));
  return symbol?.type === 'integer64' ? 'integer' : (symbol?.type ?? 'number');
}

export function typeOf(syntax: Syntax): Type {
  switch (syntax.kind) {
    case 'number':
      return typeof syntax.value === 'bigint' ? 'integer' : 'number';
    case 'boolean':
    case 'string':
      return syntax.kind;
    case 'name':
    case 'member':
      return typeOfName(syntax.name);
    case 'index':
      return typeOf(syntax.object);
    case 'unary':
      return syntax.operator === '!'
        ? 'boolean'
        : typeOf(syntax.operand) === 'integer'
          ? 'integer'
          : 'number';
    case 'binary': {
      if (CONDITIONS.has(syntax.operator)) return 'boolean';
      const sides = [typeOf(syntax.left), typeOf(syntax.right)];
      if (sides.includes('integer')) return 'integer';
      return (syntax.operator === '&' || syntax.operator === '|') && sides[0] === 'boolean'
        ? 'boolean'
        : 'number';
    }
    case 'conditional': {
      const sides = [typeOf(syntax.yes), typeOf(syntax.no)];
      if (sides.includes('integer')) return 'integer';
      return sides[0] === sides[1] ? sides[0] : 'number';
    }
    case 'call': {
      if (['any', 'all', 'bit', 'isFinite'].includes(syntax.name)) return 'boolean';
      if (['sum', 'min', 'max'].includes(syntax.name) && syntax.arguments.length === 1)
        return typeOf(syntax.arguments[0]) === 'integer' ? 'integer' : 'number';
      return 'number';
    }
  }
}
