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
function tally(cells: Int32Array, rows: number, length: number): Uint32Array {
  const counts = new Uint32Array(length);
  for (let row = 0; row < rows; row++) counts[cells[row]]++;
  return counts;
}

/** Probes per cell with this bit of their decision: PASS or NOT_COMPUTABLE. */
function tallyOf(
  bit: number,
  cells: Int32Array,
  decisions: Uint8Array,
  rows: number,
  length: number,
): Uint32Array {
  const counts = new Uint32Array(length);
  const shift = bit >> 1;
  for (let row = 0; row < rows; row++) counts[cells[row]] += (decisions[row] >> shift) & 1;
  return counts;
}

/** Adds probes to a working point's cells; `all` are those of every probe, `undecided` of them have no decision. */
function fillCounts(
  counts: ProbeCounts,
  base: number,
  cells: Int32Array,
  decisions: Uint8Array,
  rows: number,
  all: Uint32Array,
  undecided: number,
): void {
  const { total, passed } = counts;
  const passing = tallyOf(PASS, cells, decisions, rows, all.length);
  for (let cell = 0; cell < all.length; cell++) {
    total[base + cell] += all[cell];
    passed[base + cell] += passing[cell];
  }
  if (undecided === 0) return;
  const without = tallyOf(NOT_COMPUTABLE, cells, decisions, rows, all.length);
  for (let cell = 0; cell < all.length; cell++) total[base + cell] -= without[cell];
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

const LANES = 0x01010101;
/** Words whose bytes, each 0 or 1, add up without a carry. */
const WORDS = 255;

function sumOfLanes(word: number): number {
  return (word & 0xff) + ((word >>> 8) & 0xff) + ((word >>> 16) & 0xff) + (word >>> 24);
}

/** How many of the first `rows` decisions pass, and how many are none; four at a time. */
function countDecisions(decisions: Uint8Array, rows: number): { passed: number; undecided: number } {
  const words = new Uint32Array(decisions.buffer, decisions.byteOffset, rows >> 2);
  let passed = 0;
  let undecided = 0;
  for (let from = 0; from < words.length; from += WORDS) {
    const to = Math.min(words.length, from + WORDS);
    let one = 0;
    let two = 0;
    for (let i = from; i < to; i++) {
      const word = words[i];
      one = (one + (word & LANES)) | 0;
      two = (two + ((word >>> 1) & LANES)) | 0;
    }
    passed += sumOfLanes(one);
    undecided += sumOfLanes(two);
  }
  for (let row = words.length << 2; row < rows; row++) {
    passed += decisions[row] & PASS;
    undecided += decisions[row] >> 1;
  }
  return { passed, undecided };
}

/** Counts probes without a decision, and those of them that a naive cut would pass. */
function noteUndecided(
  sum: EfficiencySum,
  bench: Workbench,
  point: number,
  decisions: Uint8Array,
  rows: Rows,
  selection: MuonSelection,
  count: number,
): void {
  const { program, batch, scratch } = bench;
  sum.notComputable[point] += count;
  const naive = program.naivePoints[point];
  if (!naive) return;
  const undecided = scratch.uint8('undecided', rows.length);
  for (let row = 0; row < rows.length; row++) undecided[row] = decisions[row] >> 1;
  const copy: Rows = { length: rows.length, event: rows.event.slice() };
  if (rows.muon) copy.muon = rows.muon.slice();
  if (rows.tag) copy.tag = rows.tag.slice();
  if (rows.probe) copy.probe = rows.probe.slice();
  compact(copy, undecided);
  const passing = new Uint8Array(copy.length);
  naive.evaluate(batch, copy, selection, passing);
  for (const one of passing) sum.naivePassed[point] += one;
}

/** Notes the probes that stand in no bin, and the working points that the file has not what they need for. */
function noteGaps(
  sum: EfficiencySum,
  bench: Workbench,
  rows: Rows,
  cells: (Int32Array | null)[],
  tallies: (Uint32Array | null)[],
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

/** The decisions of a working point, those that are none settled as the study says, and how many are none. */
function decisionsOf(
  sum: EfficiencySum,
  bench: Workbench,
  point: number,
  rows: Rows,
  selection: MuonSelection,
  sign: number,
): { decisions: Uint8Array; passed: number; undecided: number } {
  const { study, program, scratch, batch } = bench;
  const { length } = rows;
  const decision = program.workingPoints[point];
  const decisions = scratch.uint8('decisions', length);
  if (decision === null) decisions.fill(NOT_COMPUTABLE, 0, length);
  else decision.evaluate(batch, rows, selection, decisions);
  const { passed, undecided } = countDecisions(decisions, length);
  if (undecided === 0) return { decisions, passed, undecided };
  if (sign === 0) noteUndecided(sum, bench, point, decisions, rows, selection, undecided);
  if (study.notComputable !== 'fail') return { decisions, passed, undecided };
  for (let row = 0; row < length; row++) decisions[row] &= PASS;
  return { decisions, passed, undecided: 0 };
}

/** Adds probes to every working point and axis. Sign 0: the study's own pairs, 1: same-sign ones. */
export function fillProbes(
  sum: EfficiencySum,
  bench: Workbench,
  rows: Rows,
  selection: MuonSelection,
  sign: number,
): void {
  const { study, program, weights } = bench;
  const { length } = rows;
  const points = study.workingPoints.length;
  const cells = sum.axes.map((counts, axes) =>
    program.axes[axes] === null ? null : cellNumbers(bench, axes, rows, selection, counts.cells - 1),
  );
  const tallies = cells.map((numbers, axes) => numbers && tally(numbers, length, sum.axes[axes].cells));
  if (sign === 0) noteGaps(sum, bench, rows, cells, tallies);
  for (let point = 0; point < points; point++) {
    const { decisions, passed, undecided } = decisionsOf(sum, bench, point, rows, selection, sign);
    const at = sign * points + point;
    sum.overall.total[at] += length - undecided;
    sum.overall.passed[at] += passed;
    fillWeights(sum.overall, at, null, decisions, rows, weights);
    sum.axes.forEach((counts, axes) => {
      const numbers = cells[axes];
      const all = tallies[axes];
      if (!numbers || !all) return;
      fillCounts(counts, at * counts.cells, numbers, decisions, length, all, undecided);
      fillWeights(counts, at * counts.cells, numbers, decisions, rows, weights);
    });
  }
}
