import type { Checked, RowLevel } from '../../../src-shared/expression/check.ts';
import { check } from '../../../src-shared/expression/check.ts';
import type { Environment } from '../../../src-shared/expression/environment.ts';
import type { Meaning } from '../../../src-shared/expression/meaning.ts';
import type { Warning } from '../../../src-shared/expression/operand.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { ColumnValues } from '../root/tree.ts';
import type { Batch, MuonSelection, Rows } from './batch.ts';
import type { StoredAs } from './expressionCode.ts';
import * as functions from './expressionFunctions.ts';
import type { KernelMode, KernelRows, KernelSource } from './expressionKernel.ts';
import { columnsOf, KERNEL_PARAMETERS, kernelSource, MISSING } from './expressionKernel.ts';

/** An expression as a function on rows. */
export interface Compiled<Out> {
  /** Canonical text. */
  text: string;
  /** Batch columns that it reads, derived ones (`@...`) and those that give lengths included. */
  columns: string[];
  /** Unit of the value; null for plain numbers and decisions. */
  unit: string | null;
  /** What may not be meant as written. */
  warnings: Warning[];
  /**
   * Writes out[0...rows.length]. Elements are those of `selection` for `mu`, all of the file when it is null.
   * Throws a UserError `damaged` when columns of one collection have different lengths.
   */
  evaluate(batch: Batch, rows: Rows, selection: MuonSelection | null, out: Out): void;
}

type KernelFunction = (...values: unknown[]) => void;

interface Kernel extends KernelSource {
  run: KernelFunction;
}

const FUNCTIONS = new Map<string, KernelFunction>();
const MOST_FUNCTIONS = 1000;

function kernelFunction(source: string): KernelFunction {
  let found = FUNCTIONS.get(source);
  if (!found) {
    found = new Function(...KERNEL_PARAMETERS, source) as KernelFunction;
    if (FUNCTIONS.size >= MOST_FUNCTIONS) FUNCTIONS.clear();
    FUNCTIONS.set(source, found);
  }
  return found;
}

function storedAs(values: ColumnValues): StoredAs {
  if (values.strings) return 's';
  const { constructor, BYTES_PER_ELEMENT } = values.values;
  const letter = constructor.name.startsWith('Float')
    ? 'f'
    : /^(Big)?Uint/.test(constructor.name)
      ? 'u'
      : 'i';
  return `${letter}${BYTES_PER_ELEMENT}` as StoredAs;
}

function columnOf(batch: Batch, name: string): ColumnValues {
  const found = batch.columns.get(name);
  if (!found) throw new Error(`batch without column ${name}`);
  return found;
}

function fixedOffsets(entries: number, length: number): Int32Array {
  return Int32Array.from({ length: entries + 1 }, (_, k) => k * length);
}

function offsetsOf(batch: Batch, name: string): Int32Array {
  const { offsets, values, strings } = columnOf(batch, name);
  if (offsets) return offsets;
  return fixedOffsets(batch.entries, batch.entries === 0 ? 0 : (strings ?? values).length / batch.entries);
}

function longest(offsets: Int32Array): number {
  let most = 0;
  for (let k = 1; k < offsets.length; k++) most = Math.max(most, offsets[k] - offsets[k - 1]);
  return most;
}

function scratchOf(kernel: KernelSource, batch: Batch): unknown[] {
  return kernel.scratch.flatMap(({ limit, lengths }) => {
    const size = limit ?? longest(offsetsOf(batch, lengths));
    return [new Float64Array(size), new Int32Array(size)];
  });
}

interface CollectionColumn {
  column: string;
  lengths: string;
}

function collectionColumns(meaning: Meaning, environment: Environment): CollectionColumn[] {
  return columnsOf(meaning).symbols.flatMap(({ column, level, length }) =>
    level === 'event' || length !== 1 ? [] : [{ column, lengths: environment.lengthsOf(level.collection) }],
  );
}

function requireEqualLengths(batch: Batch, pairs: readonly CollectionColumn[]): void {
  const { columns, entries } = batch;
  for (const { column, lengths } of pairs) {
    const other = columns.get(lengths)?.offsets;
    const own = columnOf(batch, column).offsets;
    if (!other || !own || own === other) continue;
    let event = 1;
    while (event <= entries && own[event] === other[event]) event++;
    if (event > entries) continue;
    const all = own[entries] !== other[entries];
    const [one, two] = [own, other].map((offsets) =>
      all ? offsets[entries] : offsets[event] - offsets[event - 1],
    );
    const place = all ? `in the same ${entries} events` : 'in the same event';
    throw new UserError('damaged', `${column} has ${one} elements and ${lengths} has ${two} ${place}`);
  }
}

function rowsOf(level: RowLevel): KernelRows {
  return level === 'muon' || typeof level === 'object' ? 'element' : level;
}

function compiledOf<Out>(
  checked: Checked,
  meaning: Meaning,
  environment: Environment,
  level: RowLevel,
  mode: KernelMode,
): Compiled<Out> {
  const needs = columnsOf(meaning);
  const columns = [...new Set([...needs.columns, ...needs.lengths])];
  const collections = collectionColumns(meaning, environment);
  const kernels = new Map<string, Kernel>();
  const kernelFor = (batch: Batch, hasSelection: boolean): Kernel => {
    const stored = new Map(needs.columns.map((name) => [name, storedAs(columnOf(batch, name))]));
    const signature = `${hasSelection} ${[...stored.values()].join(' ')}`;
    let kernel = kernels.get(signature);
    if (!kernel) {
      const made = kernelSource(meaning, rowsOf(level), mode, stored, hasSelection);
      kernel = { ...made, run: kernelFunction(made.source) };
      kernels.set(signature, kernel);
    }
    return kernel;
  };
  return {
    text: checked.text,
    columns,
    unit: mode === 'number' ? checked.unit : null,
    warnings: checked.warnings,
    evaluate(batch, rows, selection, out) {
      requireEqualLengths(batch, collections);
      const kernel = kernelFor(batch, selection !== null);
      const arrays = kernel.columns.map((name) => {
        const { values, strings } = columnOf(batch, name);
        return strings ?? values;
      });
      kernel.run(
        rows.length,
        rows.event,
        rows.muon,
        rows.tag,
        rows.probe,
        selection?.offsets,
        selection?.index,
        out,
        arrays,
        kernel.lengths.map((name) => offsetsOf(batch, name)),
        kernel.strings,
        scratchOf(kernel, batch),
        functions,
        MISSING,
      );
    },
  };
}

function refuseText(checked: Checked, expression: string, mode: KernelMode): void {
  if (checked.meaning.type !== 'string') return;
  throw new UserError('expression', mode === 'number' ? 'Text has no value' : 'Text is not a condition', {
    hint: 'Compare it: name == "text".',
    where: { span: [0, expression.length] },
  });
}

function compile<Out>(
  expression: string,
  environment: Environment,
  level: RowLevel,
  mode: KernelMode,
): Compiled<Out> {
  const checked = check(expression, environment, level);
  refuseText(checked, expression, mode);
  if (checked.condition !== null)
    throw new UserError('expression', 'A filter cannot stand alone here', {
      hint: mode === 'number' ? 'Write condition ? value : 0.' : 'Join the conditions with &&.',
      where: { span: [0, expression.length] },
    });
  return compiledOf(checked, checked.meaning, environment, level, mode);
}

/** A value per row, on the rows where a condition holds. */
export interface FilteredNumber {
  value: Compiled<Float64Array>;
  /** Null: on all rows. */
  condition: Compiled<Uint8Array> | null;
}

/** As {@link compileNumber}, for an expression that may be filtered as a whole: `Muon_pt[Muon_tightId]` on the rows of Muon. */
export function compileFiltered(
  expression: string,
  environment: Environment,
  level: RowLevel,
): FilteredNumber {
  const checked = check(expression, environment, level);
  refuseText(checked, expression, 'number');
  const { meaning, condition } = checked;
  return {
    value: compiledOf(checked, meaning, environment, level, 'number'),
    condition: condition && compiledOf(checked, condition, environment, level, 'cut'),
  };
}

/**
 * A float64 per row, NaN where missing (conditions count 0 or 1, 64-bit integers are rounded at the very end).
 * Stored values are divided by their divisor in float64. Throws a UserError `expression` or `unknown-name` with the span.
 */
export function compileNumber(
  expression: string,
  environment: Environment,
  level: RowLevel,
): Compiled<Float64Array> {
  return compile(expression, environment, level, 'number');
}

/**
 * FAIL, PASS or NOT_COMPUTABLE per row (see batch.ts). A row is not computable when any operand at it is missing: a
 * sentinel, a NaN, an element out of range, whatever `&&`, `||` or `? :` would leave out; only conditions inside a filter
 * [...] and the keys of a sorting do not count.
 */
export function compileDecision(
  expression: string,
  environment: Environment,
  level: RowLevel,
): Compiled<Uint8Array> {
  return compile(expression, environment, level, 'decision');
}

/** 1 where the expression holds, else 0; comparisons with a missing value do not hold. */
export function compileCut(
  expression: string,
  environment: Environment,
  level: RowLevel,
): Compiled<Uint8Array> {
  return compile(expression, environment, level, 'cut');
}
