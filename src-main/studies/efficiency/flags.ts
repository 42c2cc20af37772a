import { NOT_COMPUTABLE, PASS } from '../../engine/columns/batch.ts';
import type { Batch } from '../../engine/columns/batch.ts';
import type { Workbench } from './measure.ts';
import { selectionOf } from './rows.ts';
import type { MuonRows } from './rows.ts';
import { FLIPS_LISTED } from './sums.ts';
import type { FlagSum, FlippedMuon } from './sums.ts';

function exactNumber(batch: Batch, column: string | null, event: number): string | null {
  const values = column === null ? undefined : batch.columns.get(column)?.values;
  return values === undefined ? null : String(values[event]);
}

/** Compares stored flags with computed working points for every muon of `rows`, and lists those that differ. */
export function compareFlags(sums: FlagSum[], bench: Workbench, rows: MuonRows): void {
  const { program, batch, scratch } = bench;
  if (program.flags.every((pair) => pair === null)) return;
  const selection = selectionOf(rows);
  const flags = scratch.uint8('flags', rows.length);
  const computed = scratch.uint8('computed', rows.length);
  program.flags.forEach((pair, point) => {
    if (!pair) return;
    const sum = sums[point];
    pair.flag.evaluate(batch, rows, selection, flags);
    pair.computed.evaluate(batch, rows, selection, computed);
    for (let row = 0; row < rows.length; row++) {
      if (flags[row] === NOT_COMPUTABLE || computed[row] === NOT_COMPUTABLE) {
        sum.notComputable++;
        continue;
      }
      sum.compared++;
      if (flags[row] === computed[row]) sum.agree++;
      else if (sum.differing.length < FLIPS_LISTED)
        sum.differing.push(flipped(bench, rows, row, flags[row] === PASS));
    }
  });
}

function flipped(
  { program, batch, place }: Workbench,
  rows: MuonRows,
  row: number,
  flag: boolean,
): FlippedMuon {
  const event = rows.event[row];
  const run = exactNumber(batch, program.runColumn, event);
  return {
    file: place.file,
    entry: place.start + event,
    event: exactNumber(batch, program.eventColumn, event),
    run: run === null ? null : Number(run),
    muon: rows.muon[row] - program.muonOffsets(batch)[event],
    flag,
    computed: !flag,
  };
}
