import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import type { Warning } from '../../engine/slips/slip.ts';
import { slotsOf, variableAxis } from '../../engine/statistics/axis.ts';
import { emptySums, mergeSums as mergeNeumaier } from '../../engine/statistics/neumaier.ts';
import type { CompensatedSums } from '../../engine/statistics/neumaier.ts';

/**
 * Probes in the cells of one result (one or two axes), for every working point and sign. Cells are the
 * slots of the axes (underflow, bins, overflow; the last axis fastest) and one more for probes without a value; index = (sign * workingPoints + workingPoint) * cells + cell.
 * Sign 0 is the study's own pairs, 1 the same-sign ones.
 */
export interface ProbeCounts {
  cells: number;
  total: Float64Array;
  passed: Float64Array;
  /** Sums of w, w^2 over all and over passing probes; null without weights. */
  weights: {
    w: CompensatedSums;
    w2: CompensatedSums;
    passedW: CompensatedSums;
    passedW2: CompensatedSums;
  } | null;
}

/** A muon whose stored flag disagrees with the computed working point. */
export interface FlippedMuon {
  file: string;
  entry: number;
  event: string | null;
  run: number | null;
  muon: number;
  flag: boolean;
  computed: boolean;
}

/** Agreement of a stored flag with its computed working point. */
export interface FlagSum {
  compared: number;
  agree: number;
  notComputable: number;
  differing: FlippedMuon[];
}

/** What one chunk, file or dataset contributes. */
export interface EfficiencySum {
  events: number;
  /** Per cutflow line: what is left, and how many of those taken out had no decision. */
  cutflow: { count: Float64Array; notComputable: Float64Array; weights: CompensatedSums };
  /** Per entry of the study's axes. */
  axes: ProbeCounts[];
  /** Without axes: one cell. */
  overall: ProbeCounts;
  /** Per working point: probes whose working point has no value. */
  notComputable: Float64Array;
  /** Of these, the ones that would pass if sentinels were values. */
  naivePassed: Float64Array;
  /** Slips found in the first chunk of the dataset's first file. */
  slips: Warning[];
  flags: FlagSum[];
}

/** The most flipped muons that are listed. */
export const FLIPS_LISTED = 1000;

function probeCounts(cells: number, points: number, signs: number, weighted: boolean): ProbeCounts {
  const length = cells * points * signs;
  return {
    cells,
    total: new Float64Array(length),
    passed: new Float64Array(length),
    weights: weighted
      ? {
          w: emptySums(length),
          w2: emptySums(length),
          passedW: emptySums(length),
          passedW2: emptySums(length),
        }
      : null,
  };
}

/** The neutral sum of a dataset with `lines` cutflow lines. */
export function emptySum(study: EfficiencyStudy, lines: number, weighted: boolean): EfficiencySum {
  const points = study.workingPoints.length;
  const signs = study.background === 'same-sign' ? 2 : 1;
  return {
    events: 0,
    cutflow: {
      count: new Float64Array(lines),
      notComputable: new Float64Array(lines),
      weights: emptySums(lines),
    },
    axes: study.axes.map((axes) =>
      probeCounts(
        axes.reduce((cells, axis) => cells * slotsOf(variableAxis(axis.edges)), 1) + 1,
        points,
        signs,
        weighted,
      ),
    ),
    overall: probeCounts(1, points, signs, weighted),
    notComputable: new Float64Array(points),
    naivePassed: new Float64Array(points),
    slips: [],
    flags: study.workingPoints.map(() => ({ compared: 0, agree: 0, notComputable: 0, differing: [] })),
  };
}

function addPlain(into: Float64Array, from: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i] += from[i];
}

function mergeCounts(into: ProbeCounts, from: ProbeCounts): void {
  addPlain(into.total, from.total);
  addPlain(into.passed, from.passed);
  if (into.weights && from.weights) {
    mergeNeumaier(into.weights.w, from.weights.w);
    mergeNeumaier(into.weights.w2, from.weights.w2);
    mergeNeumaier(into.weights.passedW, from.weights.passedW);
    mergeNeumaier(into.weights.passedW2, from.weights.passedW2);
  }
}

/** Adds `from` to `into`: chunks in order to their file, files in order to their dataset. */
export function mergeSums(into: EfficiencySum, from: EfficiencySum): void {
  into.events += from.events;
  addPlain(into.cutflow.count, from.cutflow.count);
  addPlain(into.cutflow.notComputable, from.cutflow.notComputable);
  mergeNeumaier(into.cutflow.weights, from.cutflow.weights);
  into.axes.forEach((counts, i) => mergeCounts(counts, from.axes[i]));
  mergeCounts(into.overall, from.overall);
  addPlain(into.notComputable, from.notComputable);
  addPlain(into.naivePassed, from.naivePassed);
  into.slips.push(...from.slips);
  into.flags.forEach((flag, i) => {
    const other = from.flags[i];
    flag.compared += other.compared;
    flag.agree += other.agree;
    flag.notComputable += other.notComputable;
    flag.differing.push(...other.differing.slice(0, FLIPS_LISTED - flag.differing.length));
  });
}
