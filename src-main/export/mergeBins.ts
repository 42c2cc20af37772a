import type {
  EfficiencyBin,
  EfficiencyResult,
  EfficiencyValue,
  ResultAxis,
} from '../../src-shared/contracts/resultEfficiency.ts';
import { UserError } from '../../src-shared/userError.ts';

/** How many bins become one, or the edges that stay. */
export type Merge = number | readonly number[];

/** Variable to how its bins are merged. */
export type Merges = Readonly<Record<string, Merge>>;

/** A bin of merged ones, with how many they were. */
export interface MergedBin {
  bin: EfficiencyBin;
  parts: number;
}

function bounds(list: readonly number[], value: number): string {
  const below = list.filter((one) => one < value).at(-1);
  const above = list.find((one) => one > value);
  return [below, above].filter((one) => one !== undefined).join(' and ');
}

/** The edges of a list that stay, ascending. */
function checkedEdges({ variable, edges }: ResultAxis, kept: readonly number[]): number[] {
  const strange = kept.find((edge) => !edges.includes(edge));
  if (strange !== undefined)
    throw new UserError('usage', `${strange} is no edge of ${variable}`, {
      hint: `Its nearest edges are ${bounds(edges, strange)}.`,
    });
  const [first, last] = [edges[0]!, edges.at(-1)!];
  if (!kept.includes(first) || !kept.includes(last))
    throw new UserError('usage', `the outer edges of ${variable}, ${first} and ${last}, must stay`, {
      hint: 'What lies beyond an axis was not counted in bins.',
    });
  return edges.filter((edge) => kept.includes(edge));
}

function edgesAfter(axis: ResultAxis, merge: Merge): number[] {
  if (typeof merge !== 'number') return checkedEdges(axis, merge);
  const bins = axis.edges.length - 1;
  if (merge > bins)
    throw new UserError('usage', `${axis.variable} has ${bins} bins: ${merge} of them cannot become one`);
  return axis.edges.filter((_, i) => i === bins || i % merge === 0);
}

/** The axes with bins merged: every so many from below, where the last takes what is left, or between the edges that stay. Throws a UserError `usage` for more bins than an axis has, and edges that it has not. */
export function mergedAxes(axes: readonly ResultAxis[], merges: Merges): ResultAxis[] {
  return axes.map((axis) => ({ ...axis, edges: edgesAfter(axis, merges[axis.variable] ?? 1) }));
}

/** The index after merging of every bin of an axis. */
function intoOf(axis: ResultAxis, merges: Merges): number[] {
  const kept = new Set(edgesAfter(axis, merges[axis.variable] ?? 1));
  let index = -1;
  return axis.edges.slice(0, -1).map((edge) => (kept.has(edge) ? ++index : index));
}

const SUMS = ['sumWeights', 'sumWeightsPassed', 'sumWeightsSquared', 'sumWeightsSquaredPassed'] as const;

/** Counts and sums of several bins; value and errors are left to be computed. */
function added(bins: readonly EfficiencyBin[]): EfficiencyValue {
  const sum = (of: (bin: EfficiencyBin) => number): number => bins.reduce((total, bin) => total + of(bin), 0);
  const sums = SUMS.filter((name) => bins.every((bin) => bin[name] !== undefined)).map(
    (name) => [name, sum((bin) => bin[name] ?? 0)] as const,
  );
  const same = bins.every((bin) => bin.sameSign !== undefined);
  return {
    total: sum((bin) => bin.total),
    passed: sum((bin) => bin.passed),
    efficiency: null,
    errorLow: null,
    errorHigh: null,
    ...Object.fromEntries(sums),
    ...(same && {
      sameSign: {
        total: sum((bin) => bin.sameSign?.total ?? 0),
        passed: sum((bin) => bin.sameSign?.passed ?? 0),
      },
    }),
  };
}

/** The bins of a result on {@link mergedAxes}, in order; bins that stay alone are as they were. */
export function mergedBins({ axes, bins }: EfficiencyResult, merges: Merges): MergedBin[] {
  const into = axes.map((axis) => intoOf(axis, merges));
  const groups = new Map<string, { index: number[]; bins: EfficiencyBin[] }>();
  for (const bin of bins) {
    const index = bin.index.map((i, a) => into[a]![i]!);
    const group = groups.get(index.join()) ?? { index, bins: [] };
    group.bins.push(bin);
    groups.set(index.join(), group);
  }
  return [...groups.values()].map(({ index, bins: parts }) => ({
    parts: parts.length,
    bin: { ...(parts.length === 1 ? parts[0]! : added(parts)), index },
  }));
}
