import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { mergeRuns } from './luminosity.ts';
import type { RunCounts } from './luminosity.ts';
import type { Warning } from '../../engine/slips/slip.ts';
import { mergeGaps } from './gaps.ts';
import type { Gap } from './gaps.ts';
import { slotsOf, variableAxis } from '../../engine/statistics/axis.ts';
import { mergeSums as mergeNeumaier } from '../../engine/statistics/neumaier.ts';
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
  /** Events left when those that stand in an earlier file are out; 0 where a dataset has none of these. */
  once: { count: Float64Array; weights: CompensatedSums };
  /** Per entry of the study's axes. */
  axes: ProbeCounts[];
  /** Without axes: one cell. */
  overall: ProbeCounts;
  /** Per working point: probes whose working point has no value. */
  notComputable: Float64Array;
  /** Of these, the ones that would pass if sentinels were values. */
  naivePassed: Float64Array;
  /** What is missing where something is counted. */
  gaps: Gap[];
  /** Slips found in the first chunk of the dataset's first file. */
  slips: Warning[];
  flags: FlagSum[];
  /** Events by run, where the dataset has a luminosity table. */
  runs: RunCounts;
}

/** The most flipped muons that are listed. */
export const FLIPS_LISTED = 1000;

/** Gives out parts of one buffer, so that a sum crosses threads as a single block. */
function parts(length: number): { numbers(n: number): Float64Array; sums(n: number): CompensatedSums } {
  const block = new Float64Array(length);
  let at = 0;
  const numbers = (n: number): Float64Array => block.subarray(at, (at += n));
  return { numbers, sums: (n) => ({ sums: numbers(n), compensations: numbers(n) }) };
}

const PLAIN_ROWS = 2;
const WEIGHT_ROWS = 8;
const ONCE_NUMBERS = 3;

function probeCounts(
  block: ReturnType<typeof parts>,
  cells: number,
  length: number,
  weighted: boolean,
): ProbeCounts {
  return {
    cells,
    total: block.numbers(length),
    passed: block.numbers(length),
    weights: weighted
      ? {
          w: block.sums(length),
          w2: block.sums(length),
          passedW: block.sums(length),
          passedW2: block.sums(length),
        }
      : null,
  };
}

/** The neutral sum of a dataset with `lines` cutflow lines. */
export function emptySum(study: EfficiencyStudy, lines: number, weighted: boolean): EfficiencySum {
  const points = study.workingPoints.length;
  const columns = points * (study.background === 'same-sign' ? 2 : 1);
  const cells = study.axes.map(
    (axes) => axes.reduce((product, axis) => product * slotsOf(variableAxis(axis.edges)), 1) + 1,
  );
  const rows = PLAIN_ROWS + (weighted ? WEIGHT_ROWS : 0);
  const all = cells.reduce((sum, one) => sum + one, 1);
  const block = parts(all * columns * rows + 4 * lines + 2 * points + ONCE_NUMBERS);
  return {
    events: 0,
    cutflow: {
      count: block.numbers(lines),
      notComputable: block.numbers(lines),
      weights: block.sums(lines),
    },
    once: { count: block.numbers(1), weights: block.sums(1) },
    axes: cells.map((one) => probeCounts(block, one, one * columns, weighted)),
    overall: probeCounts(block, 1, columns, weighted),
    notComputable: block.numbers(points),
    naivePassed: block.numbers(points),
    gaps: [],
    slips: [],
    flags: study.workingPoints.map(() => ({ compared: 0, agree: 0, notComputable: 0, differing: [] })),
    runs: new Map(),
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
  addPlain(into.once.count, from.once.count);
  mergeNeumaier(into.once.weights, from.once.weights);
  into.axes.forEach((counts, i) => mergeCounts(counts, from.axes[i]));
  mergeCounts(into.overall, from.overall);
  addPlain(into.notComputable, from.notComputable);
  addPlain(into.naivePassed, from.naivePassed);
  mergeGaps(into.gaps, from.gaps);
  mergeRuns(into.runs, from.runs);
  into.slips.push(...from.slips);
  into.flags.forEach((flag, i) => {
    const other = from.flags[i];
    flag.compared += other.compared;
    flag.agree += other.agree;
    flag.notComputable += other.notComputable;
    flag.differing.push(...other.differing.slice(0, FLIPS_LISTED - flag.differing.length));
  });
}
