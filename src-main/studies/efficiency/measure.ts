import { NOT_COMPUTABLE, PASS } from '../../engine/columns/batch.ts';
import type { Batch, MuonSelection, Rows } from '../../engine/columns/batch.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { NON_FINITE, variableAxis } from '../../engine/statistics/axis.ts';
import { addToBin } from '../../engine/statistics/neumaier.ts';
import { slotsOfRows } from '../../engine/statistics/slots.ts';
import { compareFlags } from './flags.ts';
import type { Decision, Program } from './program.ts';
import { eventRows, keep, muonRows, onePerPair, pairRows, selectionOf } from './rows.ts';
import type { PairRows } from './rows.ts';
import type { EfficiencySum, ProbeCounts } from './sums.ts';

/** Event weights of the batch with the pile-up factor in; null without weights. */
export type EventWeights = Float64Array | null;

/** Where a chunk lies, for the list of flipped muons. */
export interface ChunkPlace {
  file: string;
  start: number;
}

function decide(decision: Decision, batch: Batch, rows: Rows, selection: MuonSelection | null): Uint8Array {
  const out = new Uint8Array(rows.length);
  decision.evaluate(batch, rows, selection, out);
  return out;
}

function countOf(values: Uint8Array, wanted: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === wanted) count++;
  return count;
}

/** Writes the cutflow of a sum line by line. */
class Cutflow {
  #line = 0;
  readonly #sum: EfficiencySum;
  readonly #weights: EventWeights;

  constructor(sum: EfficiencySum, weights: EventWeights) {
    this.#sum = sum;
    this.#weights = weights;
  }

  add(rows: Rows, notComputable = 0): void {
    const { cutflow } = this.#sum;
    cutflow.count[this.#line] += rows.length;
    cutflow.notComputable[this.#line] += notComputable;
    if (this.#weights) {
      let weight = 0;
      for (let row = 0; row < rows.length; row++) weight += this.#weights[rows.event[row]];
      addToBin(cutflow.weights, this.#line, weight);
    }
    this.#line++;
  }
}

function cut<R extends Rows>(
  decision: Decision,
  batch: Batch,
  rows: R,
  selection: MuonSelection,
): { rows: R; undecided: number } {
  const decisions = decide(decision, batch, rows, selection);
  return { rows: keep(rows, decisions, PASS), undecided: countOf(decisions, NOT_COMPUTABLE) };
}

function cellNumbers(
  program: Program,
  axes: number,
  study: EfficiencyStudy,
  batch: Batch,
  rows: Rows,
  selection: MuonSelection,
  noValue: number,
): Int32Array {
  const columns = (program.axes[axes] ?? []).map((variable) => {
    const values = new Float64Array(rows.length);
    variable.evaluate(batch, rows, selection, values);
    return values;
  });
  const cells = slotsOfRows(
    study.axes[axes].map((axis) => variableAxis(axis.edges)),
    columns,
    rows.length,
  );
  for (let row = 0; row < rows.length; row++) if (cells[row] === NON_FINITE) cells[row] = noValue;
  return cells;
}

function fill(
  counts: ProbeCounts,
  base: number,
  cells: Int32Array | null,
  decisions: Uint8Array,
  undecidedFails: boolean,
  rows: Rows,
  weights: EventWeights,
): void {
  const { total, passed } = counts;
  for (let row = 0; row < rows.length; row++) {
    const decision = decisions[row];
    if (decision === NOT_COMPUTABLE && !undecidedFails) continue;
    const cell = base + (cells === null ? 0 : cells[row]);
    total[cell]++;
    if (decision === PASS) passed[cell]++;
  }
  if (!counts.weights || !weights) return;
  const { w, w2, passedW, passedW2 } = counts.weights;
  for (let row = 0; row < rows.length; row++) {
    const decision = decisions[row];
    if (decision === NOT_COMPUTABLE && !undecidedFails) continue;
    const cell = base + (cells === null ? 0 : cells[row]);
    const weight = weights[rows.event[row]];
    addToBin(w, cell, weight);
    addToBin(w2, cell, weight * weight);
    if (decision === PASS) {
      addToBin(passedW, cell, weight);
      addToBin(passedW2, cell, weight * weight);
    }
  }
}

function fillProbes(
  sum: EfficiencySum,
  program: Program,
  study: EfficiencyStudy,
  batch: Batch,
  rows: Rows,
  selection: MuonSelection,
  weights: EventWeights,
  sign: number,
): void {
  const undecidedFails = study.notComputable === 'fail';
  const points = study.workingPoints.length;
  const cells = study.axes.map((_, axes) =>
    program.axes[axes] === null
      ? null
      : cellNumbers(program, axes, study, batch, rows, selection, sum.axes[axes].cells - 1),
  );
  program.workingPoints.forEach((decision, point) => {
    if (decision === null) {
      if (sign === 0) sum.notComputable[point] += rows.length;
      return;
    }
    const decisions = decide(decision, batch, rows, selection);
    const undecided = countOf(decisions, NOT_COMPUTABLE);
    if (sign === 0 && undecided > 0) {
      sum.notComputable[point] += undecided;
      const naive = program.naivePoints[point];
      if (naive) sum.naivePassed[point] += countOf(decide(naive, batch, keep(rows, decisions, NOT_COMPUTABLE), selection), PASS);
    }
    const at = sign * points + point;
    fill(sum.overall, at, null, decisions, undecidedFails, rows, weights);
    sum.axes.forEach((counts, axes) => {
      const numbers = cells[axes];
      if (numbers) fill(counts, at * counts.cells, numbers, decisions, undecidedFails, rows, weights);
    });
  });
}

function probesOfPairs(
  cutflow: Cutflow | null,
  program: Program,
  cuts: readonly Decision[],
  batch: Batch,
  all: PairRows,
  selection: MuonSelection,
): PairRows {
  let rows = all;
  cutflow?.add(onePerPair(rows));
  for (const decision of cuts) {
    const left = cut(decision, batch, rows, selection);
    rows = left.rows;
    cutflow?.add(onePerPair(rows), left.undecided);
  }
  if (program.tag) {
    const left = cut(program.tag, batch, rows, selection);
    rows = left.rows;
    cutflow?.add(rows, left.undecided);
  }
  return rows;
}

/** Adds the probes of one batch to `sum`, which is the neutral sum of the dataset. */
export function measureBatch(
  sum: EfficiencySum,
  program: Program,
  study: EfficiencyStudy,
  batch: Batch,
  events: { inMask: Uint8Array | null; weights: EventWeights },
  place: ChunkPlace,
): void {
  const cutflow = new Cutflow(sum, events.weights);
  sum.events += batch.entries;
  const taken = new Uint8Array(batch.entries).fill(1);
  cutflow.add(eventRows(taken));
  if (program.masked) {
    if (events.inMask) taken.set(events.inMask);
    cutflow.add(eventRows(taken));
  }
  const offsets = program.muonOffsets(batch);
  const muons = muonRows(offsets, taken);
  compareFlags(sum.flags, program, batch, muons, place);
  cutflow.add(muons);
  let selected = muons;
  if (program.muons) {
    const left = cut(program.muons, batch, muons, selectionOf(muons, batch.entries));
    selected = left.rows;
    cutflow.add(selected, left.undecided);
  }
  const selection = selectionOf(selected, batch.entries);
  let kept = eventRows(taken);
  for (const decision of program.events) {
    const left = cut(decision, batch, kept, selection);
    kept = left.rows;
    cutflow.add(kept, left.undecided);
  }
  const passing = new Uint8Array(batch.entries);
  for (let row = 0; row < kept.length; row++) passing[kept.event[row]] = 1;

  if (study.denominator === 'muons') {
    let probes = rowsOfEvents(selected, passing);
    cutflow.add(probes);
    probes = probeCut(cutflow, program, batch, probes, selection);
    fillProbes(sum, program, study, batch, probes, selection, events.weights, 0);
    return;
  }
  const pairs = pairRows(selection, passing);
  let probes = probesOfPairs(cutflow, program, program.pairs, batch, pairs, selection);
  probes = probeCut(cutflow, program, batch, probes, selection);
  fillProbes(sum, program, study, batch, probes, selection, events.weights, 0);
  if (program.sameSignPairs) {
    let mirrored = probesOfPairs(null, program, program.sameSignPairs, batch, pairs, selection);
    mirrored = probeCut(null, program, batch, mirrored, selection);
    fillProbes(sum, program, study, batch, mirrored, selection, events.weights, 1);
  }
}

function rowsOfEvents(rows: Rows, passing: Uint8Array): Rows {
  const decisions = new Uint8Array(rows.length);
  for (let row = 0; row < rows.length; row++) decisions[row] = passing[rows.event[row]];
  return keep(rows, decisions, PASS);
}

function probeCut<R extends Rows>(
  cutflow: Cutflow | null,
  program: Program,
  batch: Batch,
  rows: R,
  selection: MuonSelection,
): R {
  if (!program.probe) return rows;
  const left = cut(program.probe, batch, rows, selection);
  cutflow?.add(left.rows, left.undecided);
  return left.rows;
}
