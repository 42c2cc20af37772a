import type { ChannelInput, ChannelOutput } from '../../../../src-shared/contracts/channels.ts';
import { roundEdges } from '../../../../src-shared/figure/roundEdges.ts';
import type { Transport } from '../../../client/transport.ts';
import { histogramOf, rangeOfMost, searchEdges } from './distribution.ts';
import type { Distribution } from './distribution.ts';
import type { Plan } from './plan.ts';

/** Counts of points in one dataset, as the host answers. */
export type Counted = ChannelOutput<'thresholds.evaluate'>;

/** Counts by dataset. */
export type CountedBy = Readonly<Record<string, Counted>>;

/** A quantity in every dataset, on the same edges. */
export interface Distributions {
  edges: readonly number[];
  by: Readonly<Record<string, Distribution>>;
}

/** Asks the host to count points in a dataset of one run. */
export type Ask = (
  dataset: string,
  points: ChannelInput<'thresholds.evaluate'>['points'],
  intervals: boolean,
) => Promise<Counted>;

/** {@link Ask} for this run. */
export function askRun(call: Transport['call'], run: string): Ask {
  return (dataset, points, intervals) => call('thresholds.evaluate', { run, dataset, points, intervals });
}

/** One answer for every dataset that is moved. */
export async function byDataset<Answer>(
  { points }: Plan,
  ask: (point: Plan['points'][number]) => Promise<Answer>,
): Promise<Record<string, Answer>> {
  const answers = await Promise.all(points.map(ask));
  return Object.fromEntries(points.map(({ dataset }, i) => [dataset, answers[i]]));
}

async function counted(
  ask: Ask,
  plan: Plan,
  threshold: number,
  edges: readonly number[],
): Promise<Distributions> {
  const by = await byDataset(plan, async ({ dataset, thresholds }) => {
    const { quantity } = thresholds[threshold];
    const points = edges.map((edge) => ({ expression: `(${quantity}) < ${edge}` }));
    const { overall, probes, notComputable } = await ask(dataset, points, false);
    return histogramOf(edges, overall.passed, probes, notComputable[0]);
  });
  return { edges, by };
}

function edgesAround({ by }: Distributions, value: number): number[] {
  const ranges = Object.values(by).flatMap((one) => rangeOfMost(one) ?? []);
  return roundEdges(ranges.length === 0 ? [value, value] : [Math.min(...ranges), Math.max(...ranges)], [
    value,
  ]);
}

/**
 * The distributions of the quantity that a threshold cuts, among the selected probes: looked for over nine decades, then counted
 * where most of it lies.
 */
export async function distributionOf(ask: Ask, plan: Plan, threshold: number): Promise<Distributions> {
  const { value } = plan.points[0].thresholds[threshold];
  const coarse = edgesAround(await counted(ask, plan, threshold, searchEdges()), value);
  const found = await counted(ask, plan, threshold, coarse);
  const fine = edgesAround(found, value);
  return fine.join() === coarse.join() ? found : counted(ask, plan, threshold, fine);
}
