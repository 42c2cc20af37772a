import type { ColumnSymbol, Environment } from '../../../src-shared/expression/environment.ts';
import type { AxisValues } from '../statistics/axis.ts';

/** Array types of probe columns: f(loat), i(nteger), u(nsigned) with their bytes. */
export type ProbeStored = 'f4' | 'f8' | 'i1' | 'i2' | 'i4' | 'u1' | 'u2' | 'u4';

/** Values of one column, one per probe. */
export type ProbeValues =
  Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array;

/** What a column of probes is called and what its stored values mean, as {@link ColumnSymbol}. */
export interface ProbeColumn {
  /** Name in the expressions: an identifier. */
  name: string;
  stored: ProbeStored;
  type: 'number' | 'boolean';
  divisor: number;
  sentinels: readonly number[];
  negativeIsMissing: boolean;
}

/**
 * An entry of the result: cell numbers worked out before (a column of u1, u2 or i4; what lies outside counts as the last cell),
 * or one or two variables with ascending edges, low <= x < high, in the cells of {@link cellsOf}.
 */
export type ProbeAxis =
  { cells: number; column: string } | { variables: readonly { name: string; edges: readonly number[] }[] };

/** What is to be counted. Expressions are written in the names of the columns. */
export interface ThresholdTask {
  columns: readonly ProbeColumn[];
  /** Probes that take part: those that pass it; null: all. */
  selection: string | null;
  points: readonly string[];
  axes: readonly ProbeAxis[];
  /** What becomes of probes without a decision: left out, or counted as failing. */
  notComputable: 'exclude' | 'fail';
}

/** Counts in the cells of one entry of the axes; index = point * cells + cell. */
export interface ThresholdCells {
  cells: number;
  total: Float64Array;
  passed: Float64Array;
}

/** What {@link ThresholdKernel.fill} adds to: plain data. */
export interface ThresholdCounts {
  axes: ThresholdCells[];
  /** All probes that take part, those outside the axes too; by point. */
  overall: ThresholdCells;
  /** By point: probes without a decision, because a value that it reads is missing. */
  notComputable: Float64Array;
}

/**
 * Counts probes per working point and cell. Stored values are widened to float64, divided by their divisor in float64; every
 * operation and comparison is that of float64. A probe at which any value that a point reads is missing (a sentinel, a
 * NaN) has no decision at that point; one whose axis value is missing or not finite counts in the entry's last cell.
 */
export interface ThresholdKernel {
  /** `simd`: WebAssembly vectors emitted from the expressions; `js`: the float64 reference of compile.ts. */
  kind: 'simd' | 'js';
  /** Why it is not `simd`. */
  reason: string | null;
  /** Adds probes to counts: fewer than 2^32 in one call. */
  fill(batches: readonly ProbeBatch[], counts: ThresholdCounts): void;
}

/** Probes as columns. */
export interface ProbeBatch {
  rows: number;
  /** At least `rows` long, arrays of the stored types in the order of the task's columns. */
  columns: readonly ProbeValues[];
}

const ARRAYS: Record<string, ProbeStored> = {
  Float32Array: 'f4',
  Float64Array: 'f8',
  Int8Array: 'i1',
  Int16Array: 'i2',
  Int32Array: 'i4',
  Uint8Array: 'u1',
  Uint16Array: 'u2',
  Uint32Array: 'u4',
};

/** The letter and width of an array's type; null for arrays that probe columns cannot be. */
export function probeStored(values: AxisValues | ArrayBufferView): ProbeStored | null {
  return ARRAYS[values.constructor.name] ?? null;
}

/** Bytes of one stored value. */
export function bytesOf(stored: ProbeStored): number {
  return Number(stored[1]);
}

/** Cells of an entry: underflow, the bins, overflow of each variable (the last one fastest), and one for probes without a value. */
export function cellsOf(axis: ProbeAxis): number {
  if ('cells' in axis) return axis.cells;
  return axis.variables.reduce((product, { edges }) => product * (edges.length + 1), 1) + 1;
}

/** Counts of 0 for a task. */
export function emptyThresholdCounts(task: Pick<ThresholdTask, 'points' | 'axes'>): ThresholdCounts {
  const points = task.points.length;
  const cellsFor = (cells: number): ThresholdCells => ({
    cells,
    total: new Float64Array(cells * points),
    passed: new Float64Array(cells * points),
  });
  return {
    axes: task.axes.map((axis) => cellsFor(cellsOf(axis))),
    overall: cellsFor(1),
    notComputable: new Float64Array(points),
  };
}

function addAll(into: Float64Array, from: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i] += from[i];
}

/** Adds `from` to `into`, counts of the same task. */
export function addThresholdCounts(into: ThresholdCounts, from: ThresholdCounts): void {
  into.axes.forEach((cells, i) => {
    addAll(cells.total, from.axes[i].total);
    addAll(cells.passed, from.axes[i].passed);
  });
  addAll(into.overall.total, from.overall.total);
  addAll(into.overall.passed, from.overall.passed);
  addAll(into.notComputable, from.notComputable);
}

const PROBES = 'probes';

/** The names of a task's columns, members of every row. */
export function probeEnvironment(columns: readonly ProbeColumn[]): Environment {
  const symbols = new Map(
    columns.map(({ name, type, divisor, sentinels, negativeIsMissing }): [string, ColumnSymbol] => [
      name,
      {
        kind: 'column',
        column: name,
        level: { collection: PROBES },
        type,
        length: 1,
        unit: null,
        divisor,
        sentinels,
        negativeIsMissing,
      },
    ]),
  );
  return {
    muons: PROBES,
    global: () => undefined,
    member: (_, name) => symbols.get(name),
    collection: () => undefined,
    lengthsOf: () => PROBES,
    names: () => [...symbols.keys()],
  };
}
