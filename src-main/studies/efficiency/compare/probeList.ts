import { UserError } from '../../../../src-shared/userError.ts';
import type { Workbench } from '../measure.ts';
import type { MuonSelection, Rows } from '../../../engine/columns/batch.ts';

/** Probes of one chunk, one element of every array each. */
export interface ProbeBlock {
  /** As the document writes the path. */
  file: string;
  run: Float64Array;
  event: BigUint64Array;
  /** Entry in the file's tree. */
  entry: Float64Array;
  /** GeV; NaN where the file has no value. */
  pt: Float64Array;
  eta: Float64Array;
  phi: Float64Array;
  /** Per working point PASS, FAIL or NOT_COMPUTABLE; index = point * probes + probe. */
  decisions: Uint8Array;
}

/** Probes are divided among passes by a hash of their event number, so that memory does not depend on the number of events. */
export interface Pass {
  index: number;
  of: number;
}

function passOf(event: bigint, of: number): number {
  return Number(BigInt.asUintN(32, event * 2654435761n) % BigInt(of));
}

/** The first row of every muon: a muon that is the probe of several pairs counts once. */
function distinctRows(
  event: Int32Array,
  muon: Int32Array,
  length: number,
  wanted: (e: number) => boolean,
): number[] {
  const rows: number[] = [];
  let current = -1;
  let seen = new Set<number>();
  for (let row = 0; row < length; row++) {
    if (event[row] !== current) {
      current = event[row];
      seen = new Set();
    }
    if (seen.has(muon[row]) || !wanted(event[row])) continue;
    seen.add(muon[row]);
    rows.push(row);
  }
  return rows;
}

/** The probes of a batch with event, direction and decisions. Throws a UserError `unsupported` where the file has no event numbers. */
export function probeBlock(bench: Workbench, probes: Rows, selection: MuonSelection, pass: Pass): ProbeBlock {
  const { program, batch, place } = bench;
  const events = program.eventColumn === null ? undefined : batch.columns.get(program.eventColumn)?.values;
  const runs = program.runColumn === null ? undefined : batch.columns.get(program.runColumn)?.values;
  if (!events)
    throw new UserError('unsupported', 'there are no event numbers by which muons could be matched');
  const muon = probes.probe ?? (probes.muon as Int32Array);
  const rows = distinctRows(
    probes.event,
    muon,
    probes.length,
    (e) => pass.of === 1 || passOf(BigInt(events[e]), pass.of) === pass.index,
  );
  const pick = <T extends Float64Array | BigUint64Array>(into: T, value: (row: number) => T[number]): T => {
    rows.forEach((row, i) => (into[i] = value(row)));
    return into;
  };
  const [pt, eta, phi] = program.axes.map((axis) => {
    const values = new Float64Array(probes.length).fill(NaN);
    axis?.[0].evaluate(batch, probes, selection, values);
    return pick(new Float64Array(rows.length), (row) => values[row]);
  });
  const decisions = new Uint8Array(program.workingPoints.length * rows.length).fill(2);
  program.workingPoints.forEach((decision, point) => {
    if (!decision) return;
    const all = new Uint8Array(probes.length);
    decision.evaluate(batch, probes, selection, all);
    rows.forEach((row, i) => (decisions[point * rows.length + i] = all[row]));
  });
  return {
    file: place.file,
    run: pick(new Float64Array(rows.length), (row) => (runs ? Number(runs[probes.event[row]]) : 0)),
    event: pick(new BigUint64Array(rows.length), (row) => BigInt(events[probes.event[row]])),
    entry: pick(new Float64Array(rows.length), (row) => place.start + probes.event[row]),
    pt,
    eta,
    phi,
    decisions,
  };
}
