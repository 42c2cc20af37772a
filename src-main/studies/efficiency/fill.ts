import { NOT_COMPUTABLE, PASS } from '../../engine/columns/batch.ts';
import type { MuonSelection, Rows } from '../../engine/columns/batch.ts';
import { NON_FINITE } from '../../engine/statistics/axis.ts';
import { addToBin } from '../../engine/statistics/neumaier.ts';
import { slotsOfRows } from '../../engine/statistics/slots.ts';
import { axesText, gap } from './gaps.ts';
import type { EventWeights, Workbench } from './measure.ts';
import { compact } from './rows.ts';
import type { EfficiencySum, ProbeCounts } from './sums.ts';

/** The cell of every probe on one entry of the study's axes. */
function cellNumbers(
  bench: Workbench,
  axes: number,
  rows: Rows,
  selection: MuonSelection,
  noValue: number,
): Int32Array {
  const { program, scratch, batch } = bench;
  const columns = (program.axes[axes] ?? []).map((variable, i) => {
    const values = scratch.float64(`axis ${i}`, rows.length);
    variable.evaluate(batch, rows, selection, values);
    return values;
  });
  const into = scratch.int32(`cells ${axes}`, rows.length);
  const cells = slotsOfRows(program.histogramAxes[axes], columns, rows.length, into);
  for (let row = 0; row < rows.length; row++) if (cells[row] === NON_FINITE) cells[row] = noValue;
  return cells;
}

/** Probes per cell, whatever they pass. */
function tally(cells: Int32Array, rows: number, length: number): Float64Array {
  const counts = new Float64Array(length);
  for (let row = 0; row < rows; row++) counts[cells[row]]++;
  return counts;
}

/** Adds probes to a working point's cells; `all` are those of every probe, null when some have no decision. */
function fillCounts(
  counts: ProbeCounts,
  base: number,
  cells: Int32Array,
  decisions: Uint8Array,
  rows: number,
  all: Float64Array | null,
): void {
  const { total, passed } = counts;
  for (let row = 0; row < rows; row++) passed[base + cells[row]] += decisions[row] & PASS;
  if (all) for (let cell = 0; cell < all.length; cell++) total[base + cell] += all[cell];
  else for (let row = 0; row < rows; row++) total[base + cells[row]] += 1 - (decisions[row] >> 1);
}

function fillWeights(
  counts: ProbeCounts,
  base: number,
  cells: Int32Array | null,
  decisions: Uint8Array,
  rows: Rows,
  weights: EventWeights,
): void {
  if (!counts.weights || !weights) return;
  const { w, w2, passedW, passedW2 } = counts.weights;
  for (let row = 0; row < rows.length; row++) {
    const decision = decisions[row];
    if (decision === NOT_COMPUTABLE) continue;
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

/** Counts probes without a decision, and those of them that a naive cut would pass; where they count as failing, they do so from here on. */
function settleUndecided(
  sum: EfficiencySum,
  bench: Workbench,
  point: number,
  decisions: Uint8Array,
  rows: Rows,
  selection: MuonSelection,
): void {
  const { program, batch, study, scratch } = bench;
  const undecided = scratch.uint8('undecided', rows.length);
  let count = 0;
  for (let row = 0; row < rows.length; row++) {
    undecided[row] = decisions[row] >> 1;
    count += undecided[row];
  }
  if (count === 0) return;
  sum.notComputable[point] += count;
  const naive = program.naivePoints[point];
  if (naive) {
    const copy: Rows = { length: rows.length, event: rows.event.slice() };
    if (rows.muon) copy.muon = rows.muon.slice();
    if (rows.tag) copy.tag = rows.tag.slice();
    if (rows.probe) copy.probe = rows.probe.slice();
    compact(copy, undecided);
    const passing = new Uint8Array(copy.length);
    naive.evaluate(batch, copy, selection, passing);
    for (const one of passing) sum.naivePassed[point] += one;
  }
  if (study.notComputable === 'fail') for (let row = 0; row < rows.length; row++) decisions[row] &= 1;
}

/** Notes the probes that stand in no bin, and the working points that the file has not what they need for. */
function noteGaps(
  sum: EfficiencySum,
  bench: Workbench,
  rows: Rows,
  cells: (Int32Array | null)[],
  tallies: (Float64Array | null)[],
): void {
  const { study, program, place } = bench;
  if (rows.length === 0) return;
  const at = (row: number) => ({ file: place.file, entry: place.start + rows.event[row] });
  cells.forEach((numbers, axes) => {
    const what = axesText(study.axes[axes]);
    if (!numbers) {
      const reason = program.absentAxes[axes]?.reason;
      sum.gaps.push(gap('absent axis', what, at(0), rows.length, reason));
      return;
    }
    const noValue = sum.axes[axes].cells - 1;
    const count = tallies[axes]?.[noValue] ?? 0;
    if (count > 0) sum.gaps.push(gap('no value', what, at(numbers.indexOf(noValue)), count));
  });
  program.workingPoints.forEach((decision, point) => {
    if (decision !== null) return;
    const reason = program.points[point].absent?.reason;
    sum.gaps.push(gap('absent working point', study.workingPoints[point].name, at(0), rows.length, reason));
  });
}

/** Adds probes to every working point and axis. Sign 0: the study's own pairs, 1: same-sign ones. */
export function fillProbes(
  sum: EfficiencySum,
  bench: Workbench,
  rows: Rows,
  selection: MuonSelection,
  sign: number,
): void {
  const { study, program, scratch, batch, weights } = bench;
  const points = study.workingPoints.length;
  const cells = sum.axes.map((counts, axes) =>
    program.axes[axes] === null ? null : cellNumbers(bench, axes, rows, selection, counts.cells - 1),
  );
  const tallies = cells.map((numbers, axes) => numbers && tally(numbers, rows.length, sum.axes[axes].cells));
  if (sign === 0) noteGaps(sum, bench, rows, cells, tallies);
  program.workingPoints.forEach((decision, point) => {
    const decisions = scratch.uint8('decisions', rows.length);
    if (decision === null) decisions.fill(NOT_COMPUTABLE, 0, rows.length);
    else decision.evaluate(batch, rows, selection, decisions);
    if (sign === 0) settleUndecided(sum, bench, point, decisions, rows, selection);
    else if (study.notComputable === 'fail') for (let row = 0; row < rows.length; row++) decisions[row] &= 1;
    const at = sign * points + point;
    let total = 0;
    let passed = 0;
    for (let row = 0; row < rows.length; row++) {
      total += 1 - (decisions[row] >> 1);
      passed += decisions[row] & PASS;
    }
    sum.overall.total[at] += total;
    sum.overall.passed[at] += passed;
    fillWeights(sum.overall, at, null, decisions, rows, weights);
    sum.axes.forEach((counts, axes) => {
      const numbers = cells[axes];
      if (!numbers) return;
      fillCounts(
        counts,
        at * counts.cells,
        numbers,
        decisions,
        rows.length,
        total === rows.length ? tallies[axes] : null,
      );
      fillWeights(counts, at * counts.cells, numbers, decisions, rows, weights);
    });
  });
}
