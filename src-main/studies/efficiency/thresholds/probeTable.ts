import type { Batch, MuonSelection, Rows } from '../../../engine/columns/batch.ts';
import type { ProbeMemory } from '../../../engine/columns/thresholdMemory.ts';
import { probeArray } from '../../../engine/columns/thresholdMemory.ts';
import type { ProbeStored, ProbeValues } from '../../../engine/columns/thresholdTask.ts';
import { bytesOf, probeStored } from '../../../engine/columns/thresholdTask.ts';
import { NON_FINITE } from '../../../engine/statistics/axis.ts';
import { slotsOfRows } from '../../../engine/statistics/slots.ts';
import type { Program } from '../program.ts';
import type { Leaf } from './flatten.ts';
import type { Layout } from './layout.ts';

/** One column of a table. */
export interface TableColumn {
  stored: ProbeStored;
  values: ProbeValues;
}

/** The selected probes of one chunk: what working points read of them, and their cell on every entry of the axes. */
export interface ProbeTable {
  layout: Layout;
  rows: number;
  /** By the leaf's key. */
  columns: Map<string, TableColumn>;
  /** Null where the file has not the axis. */
  cells: (TableColumn | null)[];
}

/** Makes columns: in a kernel's memory, or as arrays of their own where that is full. */
export type MakeColumn = (stored: ProbeStored, rows: number) => ProbeValues;

/** Columns of `budget` bytes in all go to the memory. */
export function columnsIn(memory: ProbeMemory, budget: number): { make: MakeColumn; full(): boolean } {
  let left = budget;
  return {
    make(stored, rows) {
      const bytes = rows * bytesOf(stored);
      left -= bytes;
      if (left < 0 || memory.memory === null) return probeArray(stored, rows);
      return memory.array(stored, memory.allocate(bytes), rows);
    },
    full: () => left < 0,
  };
}

/** Probes of a chunk on their way into a table. */
export interface ChunkProbes {
  batch: Batch;
  program: Program;
  rows: Rows;
  selection: MuonSelection;
}

function positionsOf({ place }: Leaf, { event, muon, tag, probe }: Rows): Int32Array {
  const positions = place === 'event' ? event : place === 'tag' ? tag : (probe ?? muon);
  if (!positions) throw new Error(`probes have no ${place}`);
  return positions;
}

/** A leaf's values at the probes, as they are stored; 64-bit integers as the float64 that expressions see. */
export function leafColumn(leaf: Leaf, { batch, rows }: ChunkProbes, make: MakeColumn): TableColumn {
  const { symbol, component } = leaf;
  const found = batch.columns.get(symbol.column);
  if (!found) throw new Error(`batch without column ${symbol.column}`);
  const stored = probeStored(found.values) ?? 'f8';
  const values = make(stored, rows.length);
  const positions = positionsOf(leaf, rows);
  const { length } = symbol;
  const from = found.values;
  for (let row = 0; row < rows.length; row++) values[row] = Number(from[positions[row] * length + component]);
  return { stored, values };
}

/** The cell of every probe on each entry of the study's axes, `counts[i]` cells with that for probes without a value. */
export function cellColumns(
  { batch, program, rows, selection }: ChunkProbes,
  counts: readonly number[],
  make: MakeColumn,
): (TableColumn | null)[] {
  return program.axes.map((quantities, i) => {
    if (!quantities) return null;
    const columns = quantities.map((quantity) => {
      const values = new Float64Array(rows.length);
      quantity.evaluate(batch, rows, selection, values);
      return values;
    });
    const cells = slotsOfRows(program.histogramAxes[i], columns, rows.length);
    const last = counts[i] - 1;
    const stored: ProbeStored = last < 256 ? 'u1' : last < 65536 ? 'u2' : 'i4';
    const values = make(stored, rows.length);
    for (let row = 0; row < rows.length; row++) values[row] = cells[row] === NON_FINITE ? last : cells[row];
    return { stored, values };
  });
}
