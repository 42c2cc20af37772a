import { SIMD } from './thresholdBinary.ts';
import type { ColumnEmitter } from './thresholdColumns.ts';
import { leastFloat32 } from './thresholdLevels.ts';
import type { ProbeAxis } from './thresholdTask.ts';
import { cellsOf } from './thresholdTask.ts';
import type { Vector } from './thresholdVectors.ts';

/** What edges are compared with: where a variable has reached an edge, and where it is finite. */
interface Reach {
  reached(edge: number): Vector;
  finite: Vector;
}

function reachOfSingles({ writer }: ColumnEmitter, x: Vector, divisor: number): Reach {
  const { f32x4 } = SIMD;
  return {
    reached: (edge) => writer.operation(f32x4.ge, x, writer.numberOnce('f4', leastFloat32(edge, divisor))),
    finite: writer.operation(f32x4.lt, writer.operation(f32x4.abs, x), writer.number('f4', Infinity)),
  };
}

function reachOfDoubles(emitter: ColumnEmitter, column: number): Reach {
  const { writer } = emitter;
  const { f64x2 } = SIMD;
  const x = emitter.value(column);
  return {
    reached(edge) {
      const level = writer.numberOnce('f8', edge);
      return writer.joined(emitter.both(f64x2.ge, x, [level, level]));
    },
    finite: writer.joined(emitter.both(f64x2.lt, emitter.both(f64x2.abs, x), emitter.double(Infinity))),
  };
}

/** Slot of a variable on its edges, 0 below them; and where it has none. */
function slots(
  emitter: ColumnEmitter,
  column: number,
  edges: readonly number[],
): { slot: Vector; valid: Vector } {
  const { writer } = emitter;
  const ordered = emitter.ordered(column);
  const { reached, finite } = ordered
    ? reachOfSingles(emitter, ordered.x, ordered.divisor)
    : reachOfDoubles(emitter, column);
  const slot = edges.reduce(
    (count, edge) => writer.operation(SIMD.i32x4Sub, count, reached(edge)),
    writer.integer(0),
  );
  const missing = emitter.missing(column);
  if (missing === null) return { slot, valid: finite };
  return { slot, valid: writer.operation(SIMD.and, finite, writer.operation(SIMD.not, missing)) };
}

/** Emits the cell of four probes on an entry of the axes. */
export function emitCells(emitter: ColumnEmitter, axis: ProbeAxis): Vector {
  const { writer, columns } = emitter;
  const last = writer.integer(cellsOf(axis) - 1);
  const index = (name: string): number => columns.findIndex((column) => column.name === name);
  if ('cells' in axis)
    return writer.operation(SIMD.i32x4MinUnsigned, writer.storedIntegers(index(axis.column)), last);
  const found = axis.variables.map(({ name, edges }) => slots(emitter, index(name), edges));
  const cell = found.reduce<Vector | null>((before, { slot }, i) => {
    if (before === null) return slot;
    const width = writer.integer(axis.variables[i].edges.length + 1);
    return writer.operation(SIMD.i32x4Add, writer.operation(SIMD.i32x4Multiply, before, width), slot);
  }, null)!;
  const valid = found.map((one) => one.valid).reduce((one, other) => writer.operation(SIMD.and, one, other));
  return writer.operation(SIMD.bitselect, cell, last, valid);
}
