import { UserError } from '../../../src-shared/userError.ts';
import { edgesProblem, MAX_BINS } from './edges.ts';

/** `bins` bins of equal width from `low` to `high`; edge i is (low (bins - i) + high i)/bins. */
export interface RegularAxis {
  kind: 'regular';
  bins: number;
  low: number;
  high: number;
}

/** Bins between ascending edges; the outermost may be infinite. */
export interface VariableAxis {
  kind: 'variable';
  edges: number[];
}

/** One bin per integer from <= i < to; a value between two integers belongs to the lower one. */
export interface IntegerAxis {
  kind: 'integer';
  from: number;
  to: number;
}

/** One bin per listed value; everything else is overflow, there is no underflow. */
export interface CategoryAxis {
  kind: 'category';
  categories: (string | number)[];
}

/** An axis of a histogram as plain data, after boost-histogram. Bins are low <= x < high. */
export type HistogramAxis = RegularAxis | VariableAxis | IntegerAxis | CategoryAxis;

/** Numbers, or names for a category axis: one per row. */
export type AxisValues = ArrayLike<number> | readonly (string | number)[];

/** Slot of a value that is NaN or infinite: it is counted in `nonFinite` and in no bin. */
export const NON_FINITE = -1;

function refuse(message: string): never {
  throw new UserError('document', message);
}

/** An axis of equal bins. Throws a UserError for what is none. */
export function regularAxis(bins: number, low: number, high: number): RegularAxis {
  if (!(Number.isInteger(bins) && bins > 0 && bins <= MAX_BINS)) {
    refuse(`the number of bins must be 1 to ${MAX_BINS}, not ${bins}`);
  }
  if (!(Number.isFinite(high - low) && high > low)) refuse(`no bins between ${low} and ${high}`);
  const axis: RegularAxis = { kind: 'regular', bins, low, high };
  const problem = edgesProblem(axisEdges(axis));
  if (problem) refuse(`${bins} bins between ${low} and ${high} are too fine for floating point`);
  return axis;
}

/** An axis with given edges. Throws a UserError when they do not ascend. */
export function variableAxis(edges: readonly number[]): VariableAxis {
  const problem = edgesProblem(edges);
  if (problem) refuse(problem);
  return { kind: 'variable', edges: [...edges] };
}

/** An axis with a bin per integer, from <= i < to. */
export function integerAxis(from: number, to: number): IntegerAxis {
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && to > from && to - from <= MAX_BINS)) {
    refuse(`no integers ${from} <= i < ${to}`);
  }
  return { kind: 'integer', from, to };
}

/** An axis with a bin per value, which must differ. */
export function categoryAxis(categories: readonly (string | number)[]): CategoryAxis {
  if (categories.length === 0 || new Set(categories).size < categories.length) {
    refuse('categories must be at least one and all different');
  }
  return { kind: 'category', categories: [...categories] };
}

/** Number of bins, without under- and overflow. */
export function binsOf(axis: HistogramAxis): number {
  if (axis.kind === 'regular') return axis.bins;
  if (axis.kind === 'variable') return axis.edges.length - 1;
  return axis.kind === 'integer' ? axis.to - axis.from : axis.categories.length;
}

/** Slots in the storage: underflow, the bins, overflow; a category axis has no underflow. */
export function slotsOf(axis: HistogramAxis): number {
  return binsOf(axis) + (axis.kind === 'category' ? 1 : 2);
}

/** Slot of the first bin: 1, or 0 for a category axis. */
export function firstBinSlot(axis: HistogramAxis): number {
  return axis.kind === 'category' ? 0 : 1;
}

/** The edges, one more than bins; positions 0, 1, 2, ... for a category axis. What every value is compared with. */
export function axisEdges(axis: HistogramAxis): number[] {
  switch (axis.kind) {
    case 'variable':
      return [...axis.edges];
    case 'regular': {
      const { bins, low, high } = axis;
      return Array.from({ length: bins + 1 }, (_, i) =>
        i === 0 ? low : i === bins ? high : (low * (bins - i) + high * i) / bins,
      );
    }
    case 'integer':
      return Array.from({ length: axis.to - axis.from + 1 }, (_, i) => axis.from + i);
    case 'category':
      return Array.from({ length: axis.categories.length + 1 }, (_, i) => i);
  }
}

/** Do two axes have the same bins? */
export function sameAxis(a: HistogramAxis, b: HistogramAxis): boolean {
  if ((a.kind === 'category') !== (b.kind === 'category')) return false;
  const of = (axis: HistogramAxis) => (axis.kind === 'category' ? axis.categories : axisEdges(axis));
  const left = of(a);
  const right = of(b);
  return left.length === right.length && left.every((edge, i) => edge === right[i]);
}
