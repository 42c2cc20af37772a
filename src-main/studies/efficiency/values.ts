import type { EfficiencyBin, EfficiencyValue } from '../../../src-shared/contracts/resultEfficiency.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { binomialEfficiency } from '../../engine/statistics/efficiencyInterval.ts';
import { countsAsSums } from '../../engine/statistics/estimate.ts';
import type { EfficiencyEstimate, ProbeSums } from '../../engine/statistics/estimate.ts';
import { sameSignEfficiency, weightedEfficiency } from '../../engine/statistics/weightedEfficiency.ts';
import type { ProbeCounts } from './sums.ts';

/** Probes of one cell. */
interface Cell {
  total: number;
  passed: number;
  sums: ProbeSums;
}

function cellAt(counts: ProbeCounts, i: number): Cell {
  const total = counts.total[i];
  const passed = counts.passed[i];
  if (!counts.weights) return { total, passed, sums: countsAsSums(passed, total) };
  const at = (sums: { sums: Float64Array; compensations: Float64Array }): number =>
    sums.sums[i] + sums.compensations[i];
  const { w, w2, passedW, passedW2 } = counts.weights;
  return {
    total,
    passed,
    sums: {
      sumWeights: at(w),
      sumWeightsSquared: at(w2),
      sumWeightsPassed: at(passedW),
      sumWeightsSquaredPassed: at(passedW2),
    },
  };
}

function estimate(
  study: EfficiencyStudy,
  weighted: boolean,
  cell: Cell,
  same: Cell | null,
): EfficiencyEstimate {
  if (same) return sameSignEfficiency(cell.sums, same.sums);
  if (!weighted) return binomialEfficiency(study.interval, cell.passed, cell.total, study.confidenceLevel);
  const { sumWeights, sumWeightsSquared, sumWeightsPassed, sumWeightsSquaredPassed } = cell.sums;
  return weightedEfficiency(sumWeights, sumWeightsSquared, sumWeightsPassed, sumWeightsSquaredPassed);
}

/** The efficiency of one cell of a working point: counts, value, errors, or null with a reason. */
export function valueOf(
  study: EfficiencyStudy,
  counts: ProbeCounts,
  point: number,
  cell: number,
): EfficiencyValue {
  const points = study.workingPoints.length;
  const own = cellAt(counts, point * counts.cells + cell);
  const same =
    study.background === 'same-sign' ? cellAt(counts, (points + point) * counts.cells + cell) : null;
  const weighted = counts.weights !== null;
  return {
    total: own.total,
    passed: own.passed,
    ...estimate(study, weighted, own, same),
    ...(weighted && own.sums),
    ...(same && { sameSign: { total: same.total, passed: same.passed } }),
  };
}

/** How the errors of a dataset were made. */
export function errorsOf(
  study: EfficiencyStudy,
  counts: ProbeCounts,
): 'interval' | 'weighted-binomial' | 'same-sign' {
  if (study.background === 'same-sign') return 'same-sign';
  return counts.weights ? 'weighted-binomial' : 'interval';
}

/** The bins of a result in order, the last axis fastest. */
export function binsOf(
  study: EfficiencyStudy,
  counts: ProbeCounts,
  axes: number,
  point: number,
): EfficiencyBin[] {
  const sizes = study.axes[axes].map((axis) => axis.edges.length - 1);
  const bins: EfficiencyBin[] = [];
  const [first, second = 1] = sizes;
  for (let i = 0; i < first; i++) {
    for (let j = 0; j < second; j++) {
      const cell = sizes.length === 1 ? i + 1 : (i + 1) * (second + 2) + j + 1;
      bins.push({ index: sizes.length === 1 ? [i] : [i, j], ...valueOf(study, counts, point, cell) });
    }
  }
  return bins;
}

/** Per axis: raw probes below, at or above the edges; probes without a value stand with the first axis. */
export function outsideOf(
  study: EfficiencyStudy,
  counts: ProbeCounts,
  axes: number,
  point: number,
): { under: number; over: number; nonFinite?: number }[] {
  const slots = study.axes[axes].map((axis) => axis.edges.length + 1);
  const base = point * counts.cells;
  const noValue = counts.total[base + counts.cells - 1];
  return slots.map((slotsHere, axis) => {
    const stride = slots.slice(axis + 1).reduce((product, n) => product * n, 1);
    let under = 0;
    let over = 0;
    for (let cell = 0; cell < counts.cells - 1; cell++) {
      const slot = Math.floor(cell / stride) % slotsHere;
      if (slot === 0) under += counts.total[base + cell];
      if (slot === slotsHere - 1) over += counts.total[base + cell];
    }
    return { under, over, ...(axis === 0 && noValue > 0 && { nonFinite: noValue }) };
  });
}
