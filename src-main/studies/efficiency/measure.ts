import type { Batch, MuonSelection, Rows } from '../../engine/columns/batch.ts';
import { addToBin } from '../../engine/statistics/neumaier.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { fillProbes } from './fill.ts';
import { compareFlags } from './flags.ts';
import type { Decision, PairCut, Program } from './program.ts';
import {
  compact,
  eventRows,
  exchanged,
  keptMuons,
  muonRows,
  orderedPairs,
  pairRows,
  selectionOf,
} from './rows.ts';
import type { MuonRows, PairRows } from './rows.ts';
import type { Scratch } from './scratch.ts';
import type { EfficiencySum } from './sums.ts';

/** Event weights of the batch with the pile-up factor in; null without weights. */
export type EventWeights = Float64Array | null;

/** Where a chunk lies, for the list of flipped muons. */
export interface ChunkPlace {
  file: string;
  start: number;
}

/** What the measurement of a batch works with. */
export interface Workbench {
  study: EfficiencyStudy;
  program: Program;
  batch: Batch;
  /** 0/1 per event, by the luminosity mask and `once`; null without both. */
  inMask: Uint8Array | null;
  /** 0 for events that stand in an earlier file, else 1; absent where the dataset has none of these. */
  once?: Uint8Array | null;
  weights: EventWeights;
  place: ChunkPlace;
  scratch: Scratch;
  /** Takes the probes instead of their being counted in bins. */
  take?(probes: MuonRows | PairRows, selection: MuonSelection): void;
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
      for (let row = 0; row < rows.length; row++)
        addToBin(cutflow.weights, this.#line, this.#weights[rows.event[row]]);
    }
    this.#line++;
  }
}

/** Keeps the rows that pass, as {@link compact} does; gives the number of rows without a decision. */
function apply(
  decision: Decision,
  bench: Workbench,
  rows: Rows,
  selection: MuonSelection,
  into = rows.event,
): number {
  const decisions = bench.scratch.uint8('cut', rows.length);
  decision.evaluate(bench.batch, rows, selection, decisions);
  return compact(rows, decisions, into);
}

/** Ordered pairs that pass the cuts; the cutflow counts unordered ones. */
function selectPairs(
  cutflow: Cutflow | null,
  cuts: readonly PairCut[],
  bench: Workbench,
  events: Rows,
  selection: MuonSelection,
): PairRows {
  const { batch, scratch } = bench;
  const rows = pairRows(selection, events, scratch);
  const orders = scratch.uint8('orders', rows.length).fill(3);
  cutflow?.add(rows);
  for (const { decision, symmetric } of cuts) {
    const one = scratch.uint8('order', rows.length);
    const two = symmetric ? one : scratch.uint8('exchanged', rows.length);
    decision.evaluate(batch, rows, selection, one);
    if (!symmetric) decision.evaluate(batch, exchanged(rows), selection, two);
    const kept = scratch.uint8('pair kept', rows.length);
    let n = 0;
    for (let row = 0; row < rows.length; row++) {
      const left = orders[row] & ((one[row] & 1) | ((two[row] & 1) << 1));
      orders[n] = left;
      kept[row] = left === 0 ? 0 : 1;
      n += kept[row];
    }
    compact(rows, kept);
    cutflow?.add(rows);
  }
  return orderedPairs(rows, orders, scratch);
}

function probesOfPairs(
  cutflow: Cutflow | null,
  cuts: readonly PairCut[],
  bench: Workbench,
  events: Rows,
  selection: MuonSelection,
): PairRows {
  const { program } = bench;
  const probes = selectPairs(cutflow, cuts, bench, events, selection);
  if (program.tag) {
    const undecided = apply(program.tag, bench, probes, selection);
    cutflow?.add(probes, undecided);
  }
  return probes;
}

function probeCut(cutflow: Cutflow | null, bench: Workbench, probes: Rows, selection: MuonSelection): void {
  const { probe } = bench.program;
  if (!probe) return;
  const undecided = apply(probe, bench, probes, selection);
  cutflow?.add(probes, undecided);
}

function passingEvents(bench: Workbench, taken: Rows, selection: MuonSelection, cutflow: Cutflow): Rows {
  const rows = { ...taken };
  const into = bench.scratch.int32('events', rows.length);
  for (const decision of bench.program.events) {
    const undecided = apply(decision, bench, rows, selection, into);
    cutflow.add(rows, undecided);
  }
  return rows;
}

/** The selected muons of the events of `events`. */
function muonsOfEvents({ batch, scratch }: Workbench, muons: MuonRows, events: Rows): MuonRows {
  const passing = scratch.uint8('passing', batch.entries).fill(0);
  for (let row = 0; row < events.length; row++) passing[events.event[row]] = 1;
  const kept = scratch.uint8('cut', muons.length);
  for (let row = 0; row < muons.length; row++) kept[row] = passing[muons.event[row]];
  return keptMuons(muons, batch.entries, kept, 'probes', scratch).muons;
}

/** The muons that pass the study's cut: what `mu` means from here on. */
function selectedMuons(bench: Workbench, muons: MuonRows, cutflow: Cutflow): MuonRows {
  const { program, batch, scratch } = bench;
  if (!program.muons) return muons;
  const decisions = scratch.uint8('cut', muons.length);
  program.muons.evaluate(batch, muons, selectionOf(muons), decisions);
  const { muons: selected, undecided } = keptMuons(muons, batch.entries, decisions, 'selected', scratch);
  cutflow.add(selected, undecided);
  return selected;
}

function countOrGive(
  sum: EfficiencySum,
  bench: Workbench,
  probes: MuonRows | PairRows,
  selection: MuonSelection,
): void {
  if (bench.take) bench.take(probes, selection);
  else fillProbes(sum, bench, probes, selection, 0);
}

function countOnce({ once }: EfficiencySum, rows: Rows, weights: EventWeights): void {
  once.count[0] += rows.length;
  if (weights)
    for (let row = 0; row < rows.length; row++) addToBin(once.weights, 0, weights[rows.event[row]]);
}

/** Adds the probes of one batch to `sum`, which is the neutral sum of the dataset. */
export function measureBatch(sum: EfficiencySum, bench: Workbench): void {
  const { study, program, batch, scratch } = bench;
  const cutflow = new Cutflow(sum, bench.weights);
  sum.events += batch.entries;
  const every = eventRows(batch.entries, null, scratch);
  cutflow.add(every);
  if (bench.once) countOnce(sum, eventRows(batch.entries, bench.once, scratch), bench.weights);
  const mask = program.masked || bench.once ? bench.inMask : null;
  const taken = eventRows(batch.entries, mask, scratch);
  if (program.masked) cutflow.add(taken);
  const all = muonRows(program.muonOffsets(batch), batch.entries, mask, scratch);
  compareFlags(sum.flags, bench, all);
  cutflow.add(all);
  const muons = selectedMuons(bench, all, cutflow);
  const selection = selectionOf(muons);
  const passing = passingEvents(bench, taken, selection, cutflow);

  if (study.denominator === 'muons') {
    const probes = muonsOfEvents(bench, muons, passing);
    cutflow.add(probes);
    probeCut(cutflow, bench, probes, selection);
    countOrGive(sum, bench, probes, selection);
    return;
  }
  const probes = probesOfPairs(cutflow, program.pairs, bench, passing, selection);
  probeCut(cutflow, bench, probes, selection);
  countOrGive(sum, bench, probes, selection);
  if (program.sameSignPairs) {
    const mirrored = probesOfPairs(null, program.sameSignPairs, bench, passing, selection);
    probeCut(null, bench, mirrored, selection);
    fillProbes(sum, bench, mirrored, selection, 1);
  }
}
