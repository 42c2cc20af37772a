import { levelOf, type RowLevel } from '../../../src-shared/expression/check.ts';
import type { Level } from '../../../src-shared/expression/environment.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { Batch, Rows } from '../../engine/columns/batch.ts';
import { type Compiled, compileCut, compileFiltered, compileNumber } from '../../engine/columns/compile.ts';
import type { HistogramTree } from './histogramTree.ts';

/** The expressions of a histogram. */
export interface HistogramExpressions {
  /** A value per event, or per element of the collection that it names (`Muon_pt`; `pt` is per muon). */
  expression: string;
  /** What the second axis shows, in two dimensions; on the same rows. */
  y?: string;
  /** Rows that take part; a condition on the event holds for all of its elements. */
  where?: string;
  /** Weight of a row. */
  weight?: string;
}

/** A histogram ready to be filled. */
export interface HistogramProgram {
  /** One per axis. */
  values: Compiled<Float64Array>[];
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

function rowsText(level: Level): string {
  return level === 'event' ? 'one value per event' : `one value per element of ${level.collection}`;
}

/** The rows of the first expression; a second one must be on the same. */
function commonLevel({ binding }: HistogramTree, { expression, y }: HistogramExpressions): Level {
  const level = of('expression', () => levelOf(expression, binding));
  if (y === undefined) return level;
  const other = of('y', () => levelOf(y, binding));
  if (rowsText(other) === rowsText(level)) return level;
  throw new UserError(
    'expression',
    `x and y are not of the same rows: \`${expression}\` has ${rowsText(level)}, \`${y}\` ${rowsText(other)}`,
    {
      hint: 'Reduce the one that has more values, as with leading(mu, pt).eta, sum(...), max(...) or [0].',
      where: { object: 'y', span: [0, y.length] },
    },
  );
}

function compileProgram(opened: HistogramTree, request: HistogramExpressions): HistogramProgram {
  const { binding } = opened;
  const { expression, y, where, weight } = request;
  const level: RowLevel = commonLevel(opened, request);
  const axes = [of('expression', () => compileFiltered(expression, binding, level))];
  if (y !== undefined) axes.push(of('y', () => compileFiltered(y, binding, level)));
  const values = axes.map(({ value }) => value);
  const cuts = axes.flatMap(({ condition }) => condition ?? []);
  if (where !== undefined) cuts.push(of('where', () => compileCut(where, binding, level)));
  const weighted = weight === undefined ? null : of('weight', () => compileNumber(weight, binding, level));
  const lengths = level === 'event' ? null : binding.lengthsOf(level.collection);
  const columns = [...values, ...cuts, ...(weighted ? [weighted] : [])].flatMap((part) => part.columns);
  if (lengths !== null) columns.push(lengths);
  return { values, cuts, weight: weighted, lengths, columns: [...new Set(columns)] };
}

/**
 * Compiles the expressions of a histogram. What fails on a part of the tree is tried on the whole of it, whose reasons name all that
 * there is. Throws a UserError `expression` or `unknown-name` whose `where.object` is `expression`, `y`, `where` or `weight` and whose
 * span points into that text.
 */
export function compileHistogram(
  opened: HistogramTree,
  request: HistogramExpressions,
): [HistogramTree, HistogramProgram] {
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

/** The rows of a batch that pass all cuts. */
export function selectRows(program: HistogramProgram, batch: Batch): Rows {
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

/** The values of an expression on rows. */
export function valuesOf(compiled: Compiled<Float64Array>, batch: Batch, rows: Rows): Float64Array {
  const values = new Float64Array(rows.length);
  compiled.evaluate(batch, rows, null, values);
  return values;
}
