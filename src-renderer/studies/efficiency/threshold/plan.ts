import type { EfficiencyStudyResult } from '../../../../src-shared/contracts/result.ts';
import type { ResultAxis } from '../../../../src-shared/contracts/resultEfficiency.ts';
import { thresholdsIn } from './thresholds.ts';
import type { Threshold } from './thresholds.ts';

/** What the panel looks at. */
export interface Choice {
  workingPoint: string;
  datasets: readonly string[];
}

/** A working point in one dataset, ready to be moved. */
export interface MovablePoint {
  dataset: string;
  expression: string;
  thresholds: readonly Threshold[];
}

/** What can be moved together; the first one stands for all. */
export interface Plan {
  points: readonly MovablePoint[];
  /** Chosen datasets that stay aside, and why. */
  aside: readonly { dataset: string; reason: string }[];
}

/** Working points of a result, in its order. */
export function workingPointsOf({ provenance }: EfficiencyStudyResult): string[] {
  return [
    ...new Set(
      Object.values(provenance.datasets).flatMap((one) => one.workingPoints.map(({ name }) => name)),
    ),
  ];
}

/** Datasets that have files of their own; groups of them are not asked. */
export function datasetsOf({ provenance }: EfficiencyStudyResult): string[] {
  return Object.keys(provenance.datasets);
}

/** The different axes on which a working point was measured. */
export function axesOf(result: EfficiencyStudyResult, workingPoint: string): ResultAxis[][] {
  const found = new Map(
    result.efficiencies
      .filter((entry) => entry.workingPoint === workingPoint)
      .map(({ axes }) => [JSON.stringify(axes), axes]),
  );
  return [...found.values()];
}

function movable(
  result: EfficiencyStudyResult,
  dataset: string,
  workingPoint: string,
): MovablePoint | { reason: string } {
  const { workingPoints, names } = result.provenance.datasets[dataset];
  const point = workingPoints.find(({ name }) => name === workingPoint);
  if (!point?.expression) return { reason: 'the working point could not be computed' };
  const { expression, kind } = point;
  if (kind === 'flag') return { reason: `it is the stored flag ${expression}, which has no threshold` };
  const units = new Map(names.map(({ name, unit }) => [name, unit ?? null]));
  try {
    const thresholds = thresholdsIn(expression, units);
    if (thresholds.length === 0) return { reason: 'its expression compares nothing with a number' };
    return { dataset, expression, thresholds };
  } catch {
    return { reason: `its files need different expressions: ${expression}` };
  }
}

/** Whether two expressions have the same comparisons, in the same order. */
export function alike(one: MovablePoint, other: MovablePoint): boolean {
  const shape = ({ thresholds }: MovablePoint) =>
    thresholds.map(({ operator, value }) => `${operator} ${value}`).join();
  return shape(one) === shape(other);
}

/** How a choice can be moved: datasets whose expressions have the same comparisons move together. */
export function planOf(result: EfficiencyStudyResult, { workingPoint, datasets }: Choice): Plan {
  const points: MovablePoint[] = [];
  const aside: { dataset: string; reason: string }[] = [];
  for (const dataset of datasets) {
    const found = movable(result, dataset, workingPoint);
    if ('reason' in found) aside.push({ dataset, reason: found.reason });
    else if (points.length > 0 && !alike(points[0], found)) {
      aside.push({ dataset, reason: `it is another expression there: ${found.expression}` });
    } else points.push(found);
  }
  return { points, aside };
}

/** What a reader of the counts must know: they are raw, whatever the study does with them. */
export function rawNotes(result: EfficiencyStudyResult, datasets: readonly string[]): string[] {
  const { settings, efficiencies, datasets: all } = result;
  const weighted = datasets.filter((dataset) =>
    efficiencies.some((one) => one.dataset === dataset && one.overall.sumWeights !== undefined),
  );
  const labels = weighted.map((dataset) => all[dataset]?.label ?? dataset).join(', ');
  return [
    ...(weighted.length > 0 ? [`raw probes without the weights of ${labels}`] : []),
    ...(settings.background === 'same-sign' ? ['same-sign pairs are not subtracted'] : []),
  ];
}
