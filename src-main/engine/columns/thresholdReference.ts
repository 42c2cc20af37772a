import { NON_FINITE, variableAxis } from '../statistics/axis.ts';
import { slotsOfRows } from '../statistics/slots.ts';
import type { Batch, Rows } from './batch.ts';
import { PASS } from './batch.ts';
import type { Compiled } from './compile.ts';
import { compileDecision, compileNumber } from './compile.ts';
import type {
  ProbeAxis,
  ThresholdCells,
  ThresholdCounts,
  ThresholdKernel,
  ThresholdTask,
} from './thresholdTask.ts';
import { cellsOf, probeEnvironment } from './thresholdTask.ts';

const SLICE = 1 << 15;

type CellNumbers = (batch: Batch, rows: Rows) => Int32Array;

function cellNumbers(axis: ProbeAxis, task: ThresholdTask): CellNumbers {
  const last = cellsOf(axis) - 1;
  const into = new Int32Array(SLICE);
  if ('cells' in axis)
    return (batch, rows) => {
      const stored = batch.columns.get(axis.column)!.values as Int32Array;
      const at = rows.muon!;
      for (let row = 0; row < rows.length; row++) into[row] = Math.min(stored[at[row]] >>> 0, last);
      return into;
    };
  const environment = probeEnvironment(task.columns);
  const quantities = axis.variables.map(({ name }) => compileNumber(name, environment, 'muon'));
  const bins = axis.variables.map(({ edges }) => variableAxis(edges));
  const values = quantities.map(() => new Float64Array(SLICE));
  return (batch, rows) => {
    quantities.forEach((quantity, i) => quantity.evaluate(batch, rows, null, values[i]));
    const cells = slotsOfRows(bins, values, rows.length, into);
    for (let row = 0; row < rows.length; row++) if (cells[row] === NON_FINITE) cells[row] = last;
    return cells;
  };
}

/** Probes per cell, whatever they pass. */
function tally(numbers: Int32Array, rows: number, cells: number): Float64Array {
  const counts = new Float64Array(cells);
  for (let row = 0; row < rows; row++) counts[numbers[row]]++;
  return counts;
}

/** Adds decisions, of which `all` counts the probes per cell when every one is taken. */
function fillPoint(
  { cells, total, passed }: ThresholdCells,
  point: number,
  numbers: Int32Array,
  decisions: Uint8Array,
  rows: number,
  all: Float64Array | null,
): void {
  const base = point * cells;
  for (let row = 0; row < rows; row++) passed[base + numbers[row]] += decisions[row] & PASS;
  if (all) for (let cell = 0; cell < cells; cell++) total[base + cell] += all[cell];
  else for (let row = 0; row < rows; row++) total[base + numbers[row]] += 1 - (decisions[row] >> 1);
}

interface Reference {
  selection: Compiled<Uint8Array> | null;
  points: Compiled<Uint8Array>[];
  axes: CellNumbers[];
}

/** Rows that pass the selection, to the front of `muon`. */
function select(selection: Compiled<Uint8Array>, batch: Batch, rows: ProbeRows, decisions: Uint8Array): void {
  selection.evaluate(batch, rows, null, decisions);
  const { muon, length } = rows;
  let taken = 0;
  for (let row = 0; row < length; row++) {
    muon[taken] = row;
    taken += decisions[row] & PASS;
  }
  rows.length = taken;
}

type ProbeRows = Rows & { muon: Int32Array };

function fillSlice(task: ThresholdTask, own: Reference, batch: Batch, counts: ThresholdCounts): void {
  const muon = new Int32Array(batch.entries);
  for (let row = 0; row < muon.length; row++) muon[row] = row;
  const rows: ProbeRows = { length: batch.entries, event: muon, muon };
  const decisions = new Uint8Array(batch.entries);
  if (own.selection) select(own.selection, batch, rows, decisions);
  const cells = own.axes.map((numbers) => numbers(batch, rows));
  const tallies = cells.map((numbers, a) => tally(numbers, rows.length, counts.axes[a].cells));
  own.points.forEach((point, p) => {
    point.evaluate(batch, rows, null, decisions);
    let undecided = 0;
    let passed = 0;
    for (let row = 0; row < rows.length; row++) {
      undecided += decisions[row] >> 1;
      passed += decisions[row] & PASS;
    }
    counts.notComputable[p] += undecided;
    const left = task.notComputable === 'fail' ? 0 : undecided;
    counts.overall.total[p] += rows.length - left;
    counts.overall.passed[p] += passed;
    cells.forEach((numbers, a) =>
      fillPoint(counts.axes[a], p, numbers, decisions, rows.length, left === 0 ? tallies[a] : null),
    );
  });
}

/** The float64 kernel: the functions that compile.ts makes of the expressions. Throws a UserError for expressions that are wrong. */
export function referenceKernel(task: ThresholdTask, reason: string | null): ThresholdKernel {
  const environment = probeEnvironment(task.columns);
  const decision = (text: string): Compiled<Uint8Array> => compileDecision(text, environment, 'muon');
  const own: Reference = {
    selection: task.selection === null ? null : decision(task.selection),
    points: task.points.map(decision),
    axes: task.axes.map((axis) => cellNumbers(axis, task)),
  };
  return {
    kind: 'js',
    reason,
    fill(batches, counts) {
      for (const { rows, columns } of batches) {
        for (let start = 0; start < rows; start += SLICE) {
          const stop = Math.min(rows, start + SLICE);
          const named = columns.map((values, i) => {
            const part = { values: values.subarray(start, stop), offsets: null, inner: null, strings: null };
            return [task.columns[i].name, part] as const;
          });
          fillSlice(task, own, { entries: stop - start, columns: new Map(named) }, counts);
        }
      }
    },
  };
}
