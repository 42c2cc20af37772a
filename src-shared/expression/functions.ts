import type { NumberFunction } from './meaning.ts';

/** How a function of numbers treats units: keeps the common one, takes its root, wants plain numbers, or gives a plain number from equal units. */
export type UnitRule = 'keeps' | 'root' | 'plain' | 'ratio';

/** Functions of numbers that an expression can call. */
export interface FunctionRule {
  name: NumberFunction;
  least: number;
  most: number;
  units: UnitRule;
}

function rule(name: NumberFunction, least: number, most: number, units: UnitRule): [string, FunctionRule] {
  return [name, { name, least, most, units }];
}

/** By name; min and max with one argument reduce a collection instead. */
export const NUMBER_FUNCTIONS: ReadonlyMap<string, FunctionRule> = new Map([
  rule('abs', 1, 1, 'keeps'),
  rule('sqrt', 1, 1, 'root'),
  rule('exp', 1, 1, 'plain'),
  rule('log', 1, 1, 'plain'),
  rule('log10', 1, 1, 'plain'),
  rule('sin', 1, 1, 'plain'),
  rule('cos', 1, 1, 'plain'),
  rule('tan', 1, 1, 'plain'),
  rule('asin', 1, 1, 'plain'),
  rule('acos', 1, 1, 'plain'),
  rule('atan', 1, 1, 'plain'),
  rule('atan2', 2, 2, 'ratio'),
  rule('sinh', 1, 1, 'plain'),
  rule('cosh', 1, 1, 'plain'),
  rule('tanh', 1, 1, 'plain'),
  rule('floor', 1, 1, 'keeps'),
  rule('ceil', 1, 1, 'keeps'),
  rule('round', 1, 1, 'keeps'),
  rule('min', 2, 16, 'keeps'),
  rule('max', 2, 16, 'keeps'),
  rule('hypot', 2, 2, 'keeps'),
]);

const OTHERS = [
  'any',
  'all',
  'count',
  'sum',
  'mean',
  'min',
  'max',
  'sorted',
  'leading',
  'bit',
  'pow',
  'isFinite',
  'number',
  'mass',
  'deltaR',
  'deltaPhi',
  'branch',
];

/** Every function that an expression can call, for completion and suggestions. */
export function functionNames(): string[] {
  return [...new Set([...NUMBER_FUNCTIONS.keys(), ...OTHERS])];
}
