import { levelOf, type RowLevel } from '../../../src-shared/expression/check.ts';
import type { Warning } from '../../../src-shared/expression/operand.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { Batch, Rows } from '../../engine/columns/batch.ts';
import { type Compiled, compileCut, compileFiltered, compileNumber } from '../../engine/columns/compile.ts';
import { axisEdges, type HistogramAxis, regularAxis, variableAxis } from '../../engine/statistics/axis.ts';
import {
  binContents,
  countHistogram,
  fillCounts,
  fillWeights,
  type Histogram,
  weightHistogram,
} from '../../engine/statistics/histogram.ts';
import { slotsOfRows } from '../../engine/statistics/slots.ts';
import { chooseEdges, BINNING_SAMPLE } from './histogramBinning.ts';
import { type HistogramTree, visitBatches } from './histogramTree.ts';

/** A histogram that is asked for. */
export interface HistogramRequest {
  /** A value per event, or per element of the collection that it names (`Muon_pt`; `pt` is per muon). */
  expression: string;
  /** Rows that take part; a condition on the event holds for all of its elements. */
  where?: string;
  /** Equal bins; chosen from the values where not given. */
  bins?: { count: number; low: number; high: number };
  /** Weight of a row. */
  weight?: string;
}

/** A histogram as `muscope hist --json` prints it. Bins are low <= x < high. */
export interface HistogramResult {
  expression: string;
  where: string | null;
  axes: { variable: string; unit: string | null; edges: number[] }[];
  /** Raw counts, of weighted rows too. */
  counts: number[];
  underflow: number;
  overflow: number;
  /** Rows without a finite value (or weight): in no bin. */
  nonFinite: number;
  /** All rows that took part. */
  entries: number;
  sumWeights?: number[];
  sumWeightsSquared?: number[];
}

interface Program {
  level: RowLevel;
  value: Compiled<Float64Array>;
  cuts: Compiled<Uint8Array>[];
  weight: Compiled<Float64Array> | null;
  /** A column with the elements' offsets, null for events. */
  lengths: string | null;
  columns: string[];
}

function of<T>(part: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const where = { ...error.where, object: part };
    throw new UserError(error.code, error.message, {
      where,
      ...(error.hint !== undefined && { hint: error.hint }),
    });
  }
}

function compileProgram({ binding }: HistogramTree, request: HistogramRequest): Program {
  const { expression, where, weight } = request;
  const level = of('expression', () => levelOf(expression, binding));
  const { value, condition } = of('expression', () => compileFiltered(expression, binding, level));
  const cuts = condition ? [condition] : [];
  if (where !== undefined) cuts.push(of('where', () => compileCut(where, binding, level)));
  const weighted = weight === undefined ? null : of('weight', () => compileNumber(weight, binding, level));
  const lengths = level === 'event' ? null : binding.lengthsOf(level.collection);
  const columns = [value, ...cuts, ...(weighted ? [weighted] : [])].flatMap((part) => part.columns);
  if (lengths !== null) columns.push(lengths);
  return { level, value, cuts, weight: weighted, lengths, columns: [...new Set(columns)] };
}

/** What fails on a part of the tree is tried on the whole of it, whose reasons name all that there is. */
function compileFor(opened: HistogramTree, request: HistogramRequest): [HistogramTree, Program] {
  try {
    return [opened, compileProgram(opened, request)];
  } catch (error) {
    if (!(error instanceof UserError) || opened.whole === null) throw error;
    const whole = opened.whole();
    return [whole, compileProgram(whole, request)];
  }
}

function rowsOf(batch: Batch, lengths: string | null): Rows {
  const offsets = lengths === null ? null : batch.columns.get(lengths)!.offsets!;
  const length = offsets ? offsets[batch.entries] : batch.entries;
  const event = new Int32Array(length);
  const muon = new Int32Array(offsets ? length : 0);
  if (!offsets) for (let e = 0; e < length; e++) event[e] = e;
  else
    for (let e = 0; e < batch.entries; e++)
      for (let k = offsets[e]; k < offsets[e + 1]; k++) {
        event[k] = e;
        muon[k] = k;
      }
  return { length, event, muon };
}

function choose(rows: Rows, passes: Uint8Array, passing: number): Rows {
  const event = new Int32Array(passing);
  const muon = new Int32Array(passing);
  let at = 0;
  for (let row = 0; row < rows.length; row++) {
    if (passes[row] === 0) continue;
    event[at] = rows.event[row];
    muon[at++] = rows.muon![row] ?? 0;
  }
  return { length: passing, event, muon };
}

function selectRows(program: Program, batch: Batch): Rows {
  let rows = rowsOf(batch, program.lengths);
  for (const cut of program.cuts) {
    const passes = new Uint8Array(rows.length);
    cut.evaluate(batch, rows, null, passes);
    let passing = 0;
    for (const one of passes) passing += one;
    if (passing < rows.length) rows = choose(rows, passes, passing);
  }
  return rows;
}

function valuesOf(compiled: Compiled<Float64Array>, batch: Batch, rows: Rows): Float64Array {
  const values = new Float64Array(rows.length);
  compiled.evaluate(batch, rows, null, values);
  return values;
}

/** Called with every batch; throws where the histogram is not wanted any more. */
type Watch = () => void;

function chooseAxis(opened: HistogramTree, program: Program, watch: Watch): HistogramAxis {
  const sample: Float64Array[] = [];
  let found = 0;
  visitBatches(opened, program.columns, (batch) => {
    watch();
    const values = valuesOf(program.value, batch, selectRows(program, batch));
    sample.push(values);
    found += values.length;
    return found < BINNING_SAMPLE;
  });
  const all = new Float64Array(found);
  let at = 0;
  for (const values of sample) {
    all.set(values, at);
    at += values.length;
  }
  return variableAxis(chooseEdges(all));
}

function fillFrom(
  opened: HistogramTree,
  program: Program,
  axis: HistogramAxis,
  watch: Watch,
): [Histogram, number] {
  const counts = program.weight ? null : countHistogram([axis]);
  const weighted = program.weight ? weightHistogram([axis]) : null;
  let entries = 0;
  visitBatches(opened, program.columns, (batch) => {
    watch();
    const rows = selectRows(program, batch);
    entries += rows.length;
    const slots = slotsOfRows([axis], [valuesOf(program.value, batch, rows)], rows.length);
    if (counts) fillCounts(counts, slots);
    if (weighted) fillWeights(weighted, slots, valuesOf(program.weight!, batch, rows));
  });
  return [(counts ?? weighted)!, entries];
}

/**
 * Fills a histogram of an expression over a whole tree, in bounded memory. Throws a UserError `expression` or
 * `unknown-name` whose `where.object` is `expression`, `where` or `weight` and whose span points into that text;
 * `damaged` and others for what cannot be read.
 * @param stopped asked between batches; once it says yes, a UserError `cancelled` is thrown
 */
export function histogramOf(
  given: HistogramTree,
  request: HistogramRequest,
  stopped: () => boolean = () => false,
): { histogram: HistogramResult; warnings: Warning[] } {
  const [opened, program] = compileFor(given, request);
  const { bins } = request;
  const watch = () => {
    if (stopped()) throw new UserError('cancelled', 'the histogram was stopped');
  };
  const axis = bins ? regularAxis(bins.count, bins.low, bins.high) : chooseAxis(opened, program, watch);
  const [filled, entries] = fillFrom(opened, program, axis, watch);
  const { counts, sumWeights, sumWeightsSquared } = binContents(filled);
  const histogram: HistogramResult = {
    expression: request.expression,
    where: request.where ?? null,
    axes: [{ variable: program.value.text, unit: program.value.unit, edges: axisEdges(axis) }],
    counts: [...counts],
    underflow: filled.counts[0],
    overflow: filled.counts[filled.counts.length - 1],
    nonFinite: filled.nonFinite,
    entries,
    ...(sumWeights && { sumWeights: [...sumWeights] }),
    ...(sumWeightsSquared && { sumWeightsSquared: [...sumWeightsSquared] }),
  };
  const parts = [program.value, ...program.cuts, ...(program.weight ? [program.weight] : [])];
  return { histogram, warnings: parts.flatMap((part) => part.warnings) };
}
