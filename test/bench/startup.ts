import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './process.ts';

const program = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../scripts/muscope.mjs');
const ROUNDS = 9;

function timed(args: string[]): number {
  const began = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return performance.now() - began;
}

/** Times whole processes: the plan of a file and its first histogram, against the start of a bare Node; medians, after one start that fills the compile cache. */
export function startupTimes(file: string): void {
  const tasks = {
    'plan (inspect)': [program, 'inspect', file, '--json'],
    'first histogram (hist)': [program, 'hist', file, '--expr', 'Muon_pt', '--json'],
  };
  for (const args of Object.values(tasks)) timed(args);
  const bare: number[] = [];
  const found = new Map(Object.keys(tasks).map((name) => [name, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(timed(['-e', '0']));
    for (const [name, args] of Object.entries(tasks)) found.get(name)?.push(timed(args));
  }
  const floor = median(bare);
  console.log(`process start to end on ${path.basename(file)} (bare Node: 1.0 = ${floor.toFixed(0)} ms)`);
  for (const [name, times] of found) {
    console.log(
      `  ${name.padEnd(24)} ${(median(times) / floor).toFixed(1)} (${median(times).toFixed(0)} ms)`,
    );
  }
}
