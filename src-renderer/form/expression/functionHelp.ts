import type { ExpressionLevel } from '../../../src-shared/study/schemaParts.ts';
import type { ExpressionName } from './expressionNames.ts';

type Row = [name: string, title: string];

const FUNCTIONS: readonly Row[] = [
  ['abs', 'absolute value: abs(eta)'],
  ['sqrt', 'square root'],
  ['exp', 'e to the power of'],
  ['log', 'natural logarithm'],
  ['log10', 'decimal logarithm'],
  ['sin', 'sine'],
  ['cos', 'cosine'],
  ['tan', 'tangent'],
  ['asin', 'inverse sine'],
  ['acos', 'inverse cosine'],
  ['atan', 'inverse tangent'],
  ['atan2', 'angle of (y, x)'],
  ['sinh', 'hyperbolic sine'],
  ['cosh', 'hyperbolic cosine'],
  ['tanh', 'hyperbolic tangent'],
  ['floor', 'next whole number below'],
  ['ceil', 'next whole number above'],
  ['round', 'nearest whole number'],
  ['min', 'smallest of several values, or of a collection'],
  ['max', 'largest of several values, or of a collection'],
  ['hypot', 'sqrt(x ** 2 + y ** 2)'],
  ['any', 'whether it holds for at least one element: any(mu.pt > 20)'],
  ['all', 'whether it holds for every element'],
  ['count', 'number of elements, or of those for which it holds: count(mu) == 2'],
  ['sum', 'sum over a collection'],
  ['mean', 'mean over a collection'],
  ['sorted', 'elements by falling value: sorted(mu, pt)[0]'],
  ['leading', 'element with the largest value: leading(mu, pt).eta'],
  ['bit', 'whether a bit is set: bit(flags, 3)'],
  ['pow', 'power: pow(x, 2), as x ** 2'],
  ['isFinite', 'whether a value is there and no NaN'],
  ['number', 'a condition or a 64-bit integer as number'],
  ['mass', 'invariant mass: mass(mu[0], mu[1])'],
  ['deltaR', 'distance in eta and phi: deltaR(tag, probe)'],
  ['deltaPhi', 'difference of two angles, between -pi and pi'],
  ['branch', 'branch with an unusual name: branch("a.b")'],
];

/** Every function, with what it does. */
export const FUNCTION_NAMES: readonly ExpressionName[] = FUNCTIONS.map(([name, title]) => {
  return { name, title, kind: 'function' };
});

const MUONS: Row = ['mu', 'the selected muons: mu[0].pt, count(mu)'];
const TAG: Row = ['tag', 'the muon that fired the trigger: tag.charge'];
const PROBE: Row = ['probe', 'the muon that is measured: probe.charge'];
const MASS: Row = ['mass', 'invariant mass of the pair in GeV'];

/** The objects that an expression can name where rows are of this level. */
export function objectNames(level: ExpressionLevel): ExpressionName[] {
  const rows = level === 'event' || level === 'muon' ? [MUONS] : [TAG, PROBE, MASS, MUONS];
  return rows.map(([name, title]) => ({ name, title, kind: 'object' }));
}
