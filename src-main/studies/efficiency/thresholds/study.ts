import type { EfficiencyStudy } from '../../../../src-shared/study/efficiency.ts';
import type { ErrorReport } from '../../../../src-shared/userError.ts';
import type { ThresholdCounts } from '../../../engine/columns/thresholdTask.ts';
import { addThresholdCounts, emptyThresholdCounts } from '../../../engine/columns/thresholdTask.ts';
import { probeArray } from '../../../engine/columns/thresholdMemory.ts';
import { entriesOutside } from '../../../engine/events/entrySet.ts';
import type { EntrySet } from '../../../engine/events/entrySet.ts';
import { defineStep, defineStudy } from '../../../engine/pipeline/study.ts';
import type { MapContext } from '../../../engine/pipeline/study.ts';
import { slotsOf, variableAxis } from '../../../engine/statistics/axis.ts';
import { cutflowLines } from '../cutflow.ts';
import { examine } from '../examine.ts';
import type { EfficiencyFacts } from '../examine.ts';
import { measureBatch } from '../measure.ts';
import { openTree, readBatch } from '../openTree.ts';
import type { OpenedTree } from '../openTree.ts';
import { createScratch } from '../scratch.ts';
import { datasetOf } from '../setup.ts';
import type { Setup } from '../setup.ts';
import { maskOf } from '../steps.ts';
import { emptySum } from '../sums.ts';
import { countTable, emptyTables } from './chunk.ts';
import type { ThreadTables } from './chunk.ts';
import type { Leaf } from './flatten.ts';
import { layoutKey, layoutOf } from './layout.ts';
import type { Layout, LayoutPoint, ThresholdPoint } from './layout.ts';
import { cellColumns, leafColumn } from './probeTable.ts';
import type { ChunkProbes, ProbeTable } from './probeTable.ts';

/** What threads need of a session: the study's setup, whose probes are held in memory. */
export interface ThresholdSetup extends Setup {
  /** Different for every session of a process. */
  session: string;
  /** By position of the file: events that are left out because they stand in an earlier file. */
  repeated: Record<number, EntrySet>;
  /** Bytes of probes that each thread may hold. */
  budget: number;
}

/** One question to a session. */
export interface ThresholdRequest {
  number: number;
  points: readonly ThresholdPoint[];
}

/** A point that some chunks cannot decide, and the first reason. */
export interface AbsentIn {
  chunks: number;
  reason: string;
  unknown: ErrorReport | null;
}

/** What one chunk, or all of a dataset, answers. */
export interface ThresholdSum {
  probes: number;
  /** By point. */
  absent: (AbsentIn | null)[];
  counts: ThresholdCounts;
  /** Chunks counted by vectors, by the float64 kernel; of all chunks those whose probes were in memory. */
  simd: number;
  js: number;
  held: number;
}

type Context = MapContext<ThresholdSetup, EfficiencyFacts, ThresholdRequest>;

/** The study whose probes a session holds: nothing else is measured. */
export function probesOnly(study: EfficiencyStudy): EfficiencyStudy {
  return { ...study, background: 'none', checkFlags: false };
}

/** Nothing counted yet. */
export function emptyThresholdSum(study: EfficiencyStudy, points: number): ThresholdSum {
  const axes = study.axes.map((axis) => ({
    cells: axis.reduce((product, { edges }) => product * slotsOf(variableAxis(edges)), 1) + 1,
    column: '',
  }));
  const counts = emptyThresholdCounts({ points: Array<string>(points).fill(''), axes });
  return { probes: 0, absent: Array<null>(points).fill(null), counts, simd: 0, js: 0, held: 0 };
}

/** Adds `from` to `into`. */
export function addThresholdSums(into: ThresholdSum, from: ThresholdSum): void {
  into.probes += from.probes;
  into.simd += from.simd;
  into.js += from.js;
  into.held += from.held;
  from.absent.forEach((absent, p) => {
    const before = into.absent[p];
    if (absent) into.absent[p] = before ? { ...before, chunks: before.chunks + absent.chunks } : absent;
  });
  addThresholdCounts(into.counts, from.counts);
}

function tablesOf(context: Context): ThreadTables {
  const { session, budget } = context.setup;
  const held = context.ofThread('threshold tables', () => ({ tables: emptyTables(session, budget) }));
  if (held.tables.session !== session) held.tables = emptyTables(session, budget);
  const { tables } = held;
  if (tables.request !== context.shared.number) {
    tables.request = context.shared.number;
    tables.known.clear();
  }
  return tables;
}

function layoutIn(tables: ThreadTables, context: Context, opened: OpenedTree): Layout {
  return context.ofRun('threshold layout', () => {
    const key = layoutKey(context.file.dataset, opened);
    const layout = tables.layouts.get(key) ?? layoutOf(context.setup.study, opened);
    tables.layouts.set(key, layout);
    return layout;
  });
}

/** Reads the chunk and selects its probes as the study does. */
function withProbes(
  context: Context,
  opened: OpenedTree,
  more: readonly string[],
  take: (probes: ChunkProbes) => void,
): void {
  const { study } = context.setup;
  const { program } = opened;
  const columns = [...new Set([...program.columns, ...more])];
  const batch = readBatch(context, opened, `thresholds ${columns.join(' ')}`, columns, context);
  const repeated = context.setup.repeated[context.file.index];
  const once = repeated ? entriesOutside(repeated, context.start, context.stop) : null;
  const mask = maskOf(context, opened, batch);
  const inMask = mask && once ? mask.map((one, i) => one & once[i]) : (mask ?? once);
  const lines = cutflowLines(study, datasetOf(study, context.file.dataset).mask !== undefined).length;
  measureBatch(emptySum(study, lines, false), {
    study,
    program,
    batch,
    inMask,
    once,
    weights: null,
    place: { file: context.file.path, start: context.start },
    scratch: context.ofThread('scratch', createScratch),
    take: (rows, selection) => take({ batch, program, rows, selection }),
  });
}

function leavesOf(points: readonly LayoutPoint[]): Leaf[] {
  const leaves = points.flatMap((point) => (point.kind === 'flat' ? point.flat.leaves : []));
  return [...new Map(leaves.map((leaf) => [leaf.key, leaf])).values()];
}

/** What the points need and the table lacks. */
function lacking(table: ProbeTable | null, points: readonly LayoutPoint[]) {
  const leaves = leavesOf(points).filter(({ key }) => !table?.columns.has(key));
  const whole = points.flatMap((point, p) => (point.kind === 'whole' ? [{ p, ...point }] : []));
  return { leaves, whole, any: table === null || leaves.length > 0 || whole.length > 0 };
}

function newTable(tables: ThreadTables, context: Context, layout: Layout, probes: ChunkProbes): ProbeTable {
  const cells = emptyThresholdSum(context.setup.study, 0).counts.axes.map((axis) => axis.cells);
  const { rows } = probes;
  return {
    layout,
    rows: rows.length,
    columns: new Map(),
    cells: cellColumns(probes, cells, tables.make),
  };
}

type Lacking = ReturnType<typeof lacking>;

/** Reads what the table lacks; gives the decisions of points that are no conditions on its columns. */
function complete(
  context: Context,
  tables: ThreadTables,
  before: ProbeTable | null,
  { leaves, whole }: Lacking,
): { table: ProbeTable; decided: Map<number, Uint8Array> } {
  const opened = openTree(context);
  const decided = new Map<number, Uint8Array>();
  let table = before;
  const more = [
    ...leaves.map(({ symbol }) => symbol.column),
    ...whole.flatMap(({ decision }) => decision.columns),
  ];
  withProbes(context, opened, more, (probes) => {
    table ??= newTable(tables, context, layoutIn(tables, context, opened), probes);
    for (const leaf of leaves) table.columns.set(leaf.key, leafColumn(leaf, probes, tables.make));
    for (const { p, decision } of whole) {
      const decisions = probeArray('u1', table.rows) as Uint8Array;
      decision.evaluate(probes.batch, probes.rows, probes.selection, decisions);
      decided.set(p, decisions);
    }
  });
  if (!table) throw new Error('the chunk gave no probes');
  return { table, decided };
}

function evaluateChunk(context: Context): ThresholdSum {
  const { study } = context.setup;
  const { points: asked } = context.shared;
  const tables = tablesOf(context);
  const key = `${context.file.index} ${context.content} ${context.start} ${context.stop}`;
  const before = tables.tables.get(key) ?? null;
  const layout = before?.layout ?? layoutIn(tables, context, openTree(context));
  const points = asked.map((point) => layout.point(point));
  const lacks = lacking(before, points);
  const { table, decided } =
    before && !lacks.any
      ? { table: before, decided: new Map<number, Uint8Array>() }
      : complete(context, tables, before, lacks);
  const sum = emptyThresholdSum(study, asked.length);
  sum.probes = table.rows;
  sum.held = lacks.any ? 0 : 1;
  sum.absent = points.map((point) =>
    point.kind === 'absent' ? { chunks: 1, reason: point.reason, unknown: point.unknown } : null,
  );
  const kind = countTable(tables, table, points, decided, study.notComputable, sum.counts);
  sum[kind]++;
  if (!tables.full()) tables.tables.set(key, table);
  else if (before) for (const leaf of lacks.leaves) before.columns.delete(leaf.key);
  return sum;
}

/** Counts one chunk's probes: from the thread's memory, else from the column cache or the file. */
export const thresholdStep = defineStep<ThresholdSetup, EfficiencyFacts, ThresholdRequest, ThresholdSum>({
  id: 'thresholds',
  phase: 'measuring',
  wants: () => true,
  columns: () => [],
  share: () => ({ number: 0, points: [] }),
  map: evaluateChunk,
  empty: ({ study }) => emptyThresholdSum(study, 0),
  merge: addThresholdSums,
});

/** What threads run for {@link createThresholdSession}: never a whole run of its own. */
export const thresholds = defineStudy<ThresholdSetup, ThresholdSetup, EfficiencyFacts, null>({
  id: 'efficiency-thresholds',
  version: 1,
  title: 'Working points on selected probes',
  datasets: () => [],
  setUp: (setup) => setup,
  examine,
  steps: [thresholdStep],
  finalise: () => null,
  figures: () => [],
});
