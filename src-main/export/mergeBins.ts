import type {
  EfficiencyBin,
  EfficiencyResult,
  EfficiencyValue,
  ResultAxis,
} from '../../src-shared/contracts/resultEfficiency.ts';
import { UserError } from '../../src-shared/userError.ts';

/** Variable to the number of bins that become one. */
export type Merges = Readonly<Record<string, number>>;

/** A bin of merged ones, with how many they were. */
export interface MergedBin {
  bin: EfficiencyBin;
  parts: number;
}

/** The axes with every `k` bins made one from below; the last takes what is left. Throws a UserError `usage` for more bins than an axis has. */
export function mergedAxes(axes: readonly ResultAxis[], merges: Merges): ResultAxis[] {
  return axes.map((axis) => {
    const k = merges[axis.variable] ?? 1;
    const bins = axis.edges.length - 1;
    if (k > bins)
      throw new UserError('usage', `${axis.variable} has ${bins} bins: ${k} of them cannot become one`);
    return { ...axis, edges: axis.edges.filter((_, i) => i === bins || i % k === 0) };
  });
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
  const factors = axes.map(({ variable }) => merges[variable] ?? 1);
  const groups = new Map<string, { index: number[]; bins: EfficiencyBin[] }>();
  for (const bin of bins) {
    const index = bin.index.map((i, a) => Math.floor(i / factors[a]!));
    const group = groups.get(index.join()) ?? { index, bins: [] };
    group.bins.push(bin);
    groups.set(index.join(), group);
  }
  return [...groups.values()].map(({ index, bins: parts }) => ({
    parts: parts.length,
    bin: { ...(parts.length === 1 ? parts[0]! : added(parts)), index },
  }));
}
