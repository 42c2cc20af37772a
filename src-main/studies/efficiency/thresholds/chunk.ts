import { createThresholdKernels } from '../../../engine/columns/threshold.ts';
import type { ThresholdKernels } from '../../../engine/columns/threshold.ts';
import { createProbeMemory, probeArray } from '../../../engine/columns/thresholdMemory.ts';
import type {
  ProbeAxis,
  ProbeColumn,
  ProbeStored,
  ProbeValues,
  ThresholdCounts,
  ThresholdKernel,
  ThresholdTask,
} from '../../../engine/columns/thresholdTask.ts';
import type { Leaf } from './flatten.ts';
import type { Layout, LayoutPoint } from './layout.ts';
import { columnsIn } from './probeTable.ts';
import type { MakeColumn, ProbeTable, TableColumn } from './probeTable.ts';

/** What one thread holds for one session: probes of chunks, and the kernels that count them. */
export interface ThreadTables {
  session: string;
  layouts: Map<string, Layout>;
  /** By chunk. */
  tables: Map<string, ProbeTable>;
  kernels: ThresholdKernels;
  make: MakeColumn;
  /** The budget is used up: what comes now is read again every time. */
  full(): boolean;
  /** Kernels of the request that is being answered, by columns and axes. */
  request: number;
  known: Map<string, ThresholdKernel>;
}

/** Nothing held yet. */
export function emptyTables(session: string, budget: number): ThreadTables {
  const memory = createProbeMemory();
  const kernels = createThresholdKernels(memory);
  const held = columnsIn(memory, budget);
  return {
    session,
    layouts: new Map(),
    tables: new Map(),
    kernels,
    ...held,
    request: -1,
    known: new Map(),
  };
}

/** A point's decisions on a chunk, FAIL, PASS or NOT_COMPUTABLE, where it is no condition on columns of the table. */
export type WholeDecisions = ReadonlyMap<number, Uint8Array>;

interface Assembled {
  columns: ProbeColumn[];
  values: ProbeValues[];
  points: string[];
}

const UNDECIDED = 2;
const MEASURED = { divisor: 1, sentinels: [], negativeIsMissing: false };

function leafProbeColumn(name: string, stored: ProbeStored, { symbol }: Leaf): ProbeColumn {
  const { divisor, sentinels, negativeIsMissing } = symbol;
  const type = symbol.type === 'boolean' ? 'boolean' : 'number';
  return { name, stored, type, divisor, sentinels, negativeIsMissing };
}

/** Columns and texts of the points of one request on one table. */
function assemble(table: ProbeTable, points: readonly LayoutPoint[], whole: WholeDecisions): Assembled {
  const made: Assembled = { columns: [], values: [], points: [] };
  const add = (column: ProbeColumn, values: ProbeValues): string => {
    made.columns.push(column);
    made.values.push(values);
    return column.name;
  };
  const names = new Map<string, string>();
  const nameOf = (leaf: Leaf): string => {
    let name = names.get(leaf.key);
    if (name === undefined) {
      const { stored, values } = table.columns.get(leaf.key) as TableColumn;
      name = add(leafProbeColumn(`v${names.size}`, stored, leaf), values);
      names.set(leaf.key, name);
    }
    return name;
  };
  points.forEach((point, p) => {
    const decisions = whole.get(p);
    if (point.kind === 'flat' && !decisions) {
      const own = point.flat.leaves.map(nameOf);
      made.points.push(point.flat.text.replace(/\bc(\d+)\b/g, (_, index) => own[Number(index)]));
      return;
    }
    const sentinels = [UNDECIDED];
    const column: ProbeColumn = { ...MEASURED, name: `d${p}`, stored: 'u1', type: 'boolean', sentinels };
    made.points.push(add(column, decisions ?? (probeArray('u1', table.rows).fill(UNDECIDED) as Uint8Array)));
  });
  return made;
}

/**
 * Adds a table's probes to counts that have all entries of the axes; entries that the file has not stay as they are. Gives how it
 * was counted. `whole` has the points that are not `flat`, without those that are absent.
 */
export function countTable(
  tables: ThreadTables,
  table: ProbeTable,
  points: readonly LayoutPoint[],
  whole: WholeDecisions,
  notComputable: ThresholdTask['notComputable'],
  counts: ThresholdCounts,
): ThresholdKernel['kind'] {
  const { columns, values, points: texts } = assemble(table, points, whole);
  const present = table.cells.flatMap((cells, i) => (cells ? [{ cells, into: counts.axes[i], i }] : []));
  const axes = present.map(({ cells, into, i }): ProbeAxis => {
    columns.push({ ...MEASURED, name: `a${i}`, stored: cells.stored, type: 'number' });
    values.push(cells.values);
    return { cells: into.cells, column: `a${i}` };
  });
  const task: ThresholdTask = { columns, selection: null, points: texts, axes, notComputable };
  const key = JSON.stringify(task);
  let kernel = tables.known.get(key);
  if (!kernel) {
    kernel = tables.kernels.kernel(task);
    tables.known.set(key, kernel);
  }
  kernel.fill([{ rows: table.rows, columns: values }], { ...counts, axes: present.map(({ into }) => into) });
  return kernel.kind;
}
