import { SIMD } from './thresholdBinary.ts';
import { emitCells } from './thresholdCells.ts';
import type { ThresholdForm } from './thresholdForm.ts';
import { UnknownForm } from './thresholdForm.ts';
import { ProbeEmitter } from './thresholdProbes.ts';
import type { ThresholdTask } from './thresholdTask.ts';
import { cellsOf } from './thresholdTask.ts';
import type { Parameter, Vector } from './thresholdVectors.ts';
import { PARAMETER_BYTES } from './thresholdVectors.ts';

/** Where the four lanes' counters of one entry of the axes lie in the work space, in bytes. */
export interface CounterTable {
  cells: number;
  tables: number[];
}

/**
 * A module and what its work space holds: parameters, then the counters. A counter is that of a class of probes in a cell:
 * index = cell << bits | class, bit b of the class: point b passes; bits behind those: the values of the set of columns are not all there.
 */
export interface EmittedKernel {
  bytes: Uint8Array;
  /** Columns of the task that the function is given, in their places; the others are 0. */
  columns: readonly number[];
  parameters: readonly Parameter[];
  counters: CounterTable[];
  /** Number of bits of a class. */
  bits: number;
  /** By point the bit of its set of columns; null where nothing can be missing. */
  missingBit: (number | null)[];
  /** Bytes of the work space. */
  space: number;
}

/** Every edge is compared with: with more of them a search in JavaScript is the better way. */
const MOST_EDGES = 64;
const TRASH = 16;
const LANES = 4;

function requireKnownAxes(task: ThresholdTask): void {
  for (const axis of task.axes) {
    if ('cells' in axis) continue;
    for (const { name, edges } of axis.variables) {
      if (edges.length > MOST_EDGES) throw new UnknownForm(`more than ${MOST_EDGES} edges`);
      const column = task.columns.find((one) => one.name === name);
      if (column?.type !== 'number') throw new UnknownForm(`an axis of ${name}`);
    }
  }
}

/** The class of every probe: which points it passes, which sets of columns have a value missing. */
function classes(
  emitter: ProbeEmitter,
  form: ThresholdForm,
): Pick<EmittedKernel, 'bits' | 'missingBit'> & { vector: Vector } {
  const { columns } = emitter;
  const { writer } = columns;
  let vector = writer.integer(0);
  let bits = 0;
  const mark = (mask: Vector): void => {
    const bit = writer.operation(SIMD.and, mask, writer.integer(LANES << bits++));
    vector = writer.operation(SIMD.or, vector, bit);
  };
  for (const { root } of form.points) mark(emitter.condition(root));
  const sets = new Map<string, number>();
  const missingBit = form.points.map(({ reads }) => {
    const key = reads.filter((column) => columns.missing(column) !== null).join(' ');
    if (key === '') return null;
    let bit = sets.get(key);
    if (bit === undefined) {
      bit = bits;
      sets.set(key, bit);
      mark(columns.missingOf(reads)!);
    }
    return bit;
  });
  return { vector, bits, missingBit };
}

/** Emits the kernel of a form: one class per probe and one counter per entry of the axes. Throws {@link UnknownForm}. */
export function emitThresholds(task: ThresholdTask, form: ThresholdForm): EmittedKernel {
  requireKnownAxes(task);
  const emitter = new ProbeEmitter(task, form);
  const { writer } = emitter.columns;
  let taken = writer.existing();
  if (form.selection) {
    taken = writer.operation(SIMD.and, taken, emitter.condition(form.selection.root));
    const missing = emitter.columns.missingOf(form.selection.reads);
    if (missing !== null) taken = writer.operation(SIMD.and, taken, writer.operation(SIMD.not, missing));
  }
  const { vector, bits, missingBit } = classes(emitter, form);
  const cells = task.axes.map((axis) => ({ cells: cellsOf(axis), vector: emitCells(emitter.columns, axis) }));
  if (cells.length === 0) cells.push({ cells: 1, vector: writer.integer(0) });
  const trash = writer.integer(-TRASH);
  let space = writer.parameters.length * PARAMETER_BYTES;
  const counters = cells.map((entry) => {
    const size = Math.ceil(((entry.cells << bits) * LANES) / TRASH) * TRASH;
    const tables = Array.from({ length: LANES }, (_, lane) => space + TRASH + lane * (size + TRASH));
    space += LANES * (size + TRASH);
    const place = writer.operation(SIMD.or, writer.shifted(entry.vector, bits + 2), vector);
    writer.count(writer.operation(SIMD.bitselect, place, trash, taken), tables);
    return { cells: entry.cells, tables };
  });
  const { columns, parameters } = writer;
  return { bytes: writer.bytes(), columns, parameters, counters, bits, missingBit, space };
}
