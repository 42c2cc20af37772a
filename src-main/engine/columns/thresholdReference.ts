import { NON_FINITE, variableAxis } from '../statistics/axis.ts';
import { slotsOfRows } from '../statistics/slots.ts';
import type { Batch, Rows } from './batch.ts';
import { NOT_COMPUTABLE, PASS } from './batch.ts';
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

type CellNumbers = (batch: Batch, rows: Rows) => ArrayLike<number>;

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

function fillPoint(
  { cells, total, passed }: ThresholdCells,
  point: number,
  numbers: ArrayLike<number>,
  decisions: Uint8Array,
  rows: number,
): void {
  const base = point * cells;
  for (let row = 0; row < rows; row++) {
    const cell = base + numbers[row];
    total[cell] += 1 - (decisions[row] >> 1);
    passed[cell] += decisions[row] & PASS;
  }
}

interface Reference {
  selection: Compiled<Uint8Array> | null;
  points: Compiled<Uint8Array>[];
  axes: CellNumbers[];
}

function fillSlice(task: ThresholdTask, own: Reference, batch: Batch, counts: ThresholdCounts): void {
  const rows = { length: batch.entries, event: new Int32Array(0), muon: new Int32Array(batch.entries) };
  for (let row = 0; row < rows.length; row++) rows.muon[row] = row;
  const decisions = new Uint8Array(rows.length);
  if (own.selection) {
    own.selection.evaluate(batch, rows, null, decisions);
    let taken = 0;
    for (let row = 0; row < rows.length; row++) {
      rows.muon[taken] = row;
      taken += decisions[row] & PASS;
    }
    rows.length = taken;
  }
  const zeros = new Uint8Array(rows.length);
  const cells = own.axes.map((numbers) => numbers(batch, rows));
  own.points.forEach((point, p) => {
    point.evaluate(batch, rows, null, decisions);
    for (let row = 0; row < rows.length; row++) {
      if (decisions[row] !== NOT_COMPUTABLE) continue;
      counts.notComputable[p]++;
      if (task.notComputable === 'fail') decisions[row] = 0;
    }
    fillPoint(counts.overall, p, zeros, decisions, rows.length);
    cells.forEach((numbers, a) => fillPoint(counts.axes[a], p, numbers, decisions, rows.length));
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
