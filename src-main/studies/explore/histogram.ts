import type { Warning } from '../../../src-shared/expression/operand.ts';
import { UserError } from '../../../src-shared/userError.ts';
import {
  axisEdges,
  binsOf,
  type HistogramAxis,
  regularAxis,
  variableAxis,
} from '../../engine/statistics/axis.ts';
import {
  binContents,
  countHistogram,
  fillCounts,
  fillWeights,
  type Histogram,
  weightHistogram,
} from '../../engine/statistics/histogram.ts';
import { outsideOf } from '../../engine/statistics/projection.ts';
import { slotsOfRows } from '../../engine/statistics/slots.ts';
import { chooseEdges, BINNING_SAMPLE } from './histogramBinning.ts';
import {
  compileHistogram,
  type HistogramExpressions,
  type HistogramProgram,
  selectRows,
  valuesOf,
} from './histogramProgram.ts';
import { type HistogramTree, visitBatches } from './histogramTree.ts';
import { Moments, type MomentsResult } from './moments.ts';

/** Equal bins of an axis. */
export interface HistogramBins {
  count: number;
  low: number;
  high: number;
}

/** A histogram that is asked for. */
export interface HistogramRequest extends HistogramExpressions {
  /** Chosen from the values where not given. */
  bins?: HistogramBins;
  /** Those of y; as `bins`. */
  yBins?: HistogramBins;
}

/** A histogram as `muscope hist --json` prints it. Bins are low <= x < high. */
export interface HistogramResult {
  expression: string;
  /** In two dimensions: what the second axis shows. */
  y?: string;
  where: string | null;
  axes: { variable: string; unit: string | null; edges: number[] }[];
  /** Raw counts, of weighted rows too; in two dimensions those of the first bin of x, all bins of y, first. */
  counts: number[];
  /** Rows below the first bin; in two dimensions below that of any axis. */
  underflow: number;
  /** Rows above the last bin; in two dimensions above that of any axis and below none. */
  overflow: number;
  /** Rows without a finite value (or weight): in no bin. */
  nonFinite: number;
  /** All rows that took part. */
  entries: number;
  sumWeights?: number[];
  sumWeightsSquared?: number[];
  /** In two dimensions: rows below and above each axis, wherever they lie on the other. */
  outside?: { under: number; over: number }[];
  /** In two dimensions: of the rows in bins, by their values and weights. */
  statistics?: MomentsResult;
}

/** Bins of a histogram of two dimensions; there are five numbers for each where it is weighted. */
const MOST_CELLS = 1_000_000;

/** Called with every batch; throws where the histogram is not wanted any more. */
type Watch = () => void;

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The axes, those without bins from the first values; the file is not read for it where all have them. */
function chooseAxes(
  opened: HistogramTree,
  program: HistogramProgram,
  given: readonly (HistogramBins | undefined)[],
  watch: Watch,
): HistogramAxis[] {
  const samples = program.values.map((): Float64Array[] => []);
  let found = 0;
  if (given.includes(undefined))
    visitBatches(opened, program.columns, (batch) => {
      watch();
      const rows = selectRows(program, batch);
      program.values.forEach((value, axis) => {
        if (!given[axis]) samples[axis].push(valuesOf(value, batch, rows));
      });
      found += rows.length;
      return found < BINNING_SAMPLE;
    });
  return given.map((bins, axis) =>
    bins ? regularAxis(bins.count, bins.low, bins.high) : variableAxis(chooseEdges(joined(samples[axis]))),
  );
}

function refuseTooMany(axes: readonly HistogramAxis[]): void {
  if (axes.length === 1) return;
  const [x, y] = axes.map(binsOf);
  if (x * y <= MOST_CELLS) return;
  throw new UserError('too-large', `${x} times ${y} bins are more than the ${MOST_CELLS} that are filled`);
}

function momentsOf(axes: readonly HistogramAxis[]): Moments | null {
  if (axes.length === 1) return null;
  const [x, y] = axes.map(axisEdges);
  return new Moments([x[0], x[x.length - 1]], [y[0], y[y.length - 1]]);
}

interface Filled {
  histogram: Histogram;
  entries: number;
  moments: Moments | null;
}

function fillFrom(
  opened: HistogramTree,
  program: HistogramProgram,
  axes: readonly HistogramAxis[],
  watch: Watch,
): Filled {
  const counts = program.weight ? null : countHistogram(axes);
  const weighted = program.weight ? weightHistogram(axes) : null;
  const moments = momentsOf(axes);
  let entries = 0;
  visitBatches(opened, program.columns, (batch) => {
    watch();
    const rows = selectRows(program, batch);
    entries += rows.length;
    const values = program.values.map((value) => valuesOf(value, batch, rows));
    const weights = program.weight && valuesOf(program.weight, batch, rows);
    const slots = slotsOfRows(axes, values, rows.length);
    if (counts) fillCounts(counts, slots);
    if (weighted) fillWeights(weighted, slots, weights!);
    moments?.add(values[0], values[1], weights);
  });
  return { histogram: (counts ?? weighted)!, entries, moments };
}

/** Rows outside of the bins: below some axis, and above some axis but below none. */
function outsideBins({ axes, counts }: Histogram, inside: number): { underflow: number; overflow: number } {
  const rows = axes.length === 1 ? 1 : binsOf(axes[1]) + 2;
  let all = 0;
  let underflow = 0;
  counts.forEach((count, slot) => {
    all += count;
    if (slot < rows || (rows > 1 && slot % rows === 0)) underflow += count;
  });
  return { underflow, overflow: all - inside - underflow };
}

/**
 * Fills a histogram of one or two expressions over a whole tree, in bounded memory. Throws a UserError `expression` or
 * `unknown-name` whose `where.object` is `expression`, `y`, `where` or `weight` and whose span points into that text;
 * `too-large` for more than a million bins in two dimensions; `damaged` and others for what cannot be read.
 * @param stopped asked between batches; once it says yes, a UserError `cancelled` is thrown
 */
export function histogramOf(
  given: HistogramTree,
  request: HistogramRequest,
  stopped: () => boolean = () => false,
): { histogram: HistogramResult; warnings: Warning[] } {
  const [opened, program] = compileHistogram(given, request);
  const { bins, y, yBins } = request;
  const watch = () => {
    if (stopped()) throw new UserError('cancelled', 'the histogram was stopped');
  };
  const axes = chooseAxes(opened, program, y === undefined ? [bins] : [bins, yBins], watch);
  refuseTooMany(axes);
  const { histogram: filled, entries, moments } = fillFrom(opened, program, axes, watch);
  const { counts, sumWeights, sumWeightsSquared } = binContents(filled);
  const histogram: HistogramResult = {
    expression: request.expression,
    ...(y !== undefined && { y }),
    where: request.where ?? null,
    axes: program.values.map(({ text, unit }, axis) => {
      return { variable: text, unit, edges: axisEdges(axes[axis]) };
    }),
    counts: [...counts],
    ...outsideBins(
      filled,
      counts.reduce((sum, count) => sum + count, 0),
    ),
    nonFinite: filled.nonFinite,
    entries,
    ...(sumWeights && { sumWeights: [...sumWeights] }),
    ...(sumWeightsSquared && { sumWeightsSquared: [...sumWeightsSquared] }),
    ...(moments && { outside: axes.map((_, axis) => outsideOf(filled, axis)), statistics: moments.result() }),
  };
  const parts = [...program.values, ...program.cuts, ...(program.weight ? [program.weight] : [])];
  return { histogram, warnings: parts.flatMap((part) => part.warnings) };
}
