import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineArguments, engineEnvironment } from '../../scripts/node-runtime.mjs';
import type { Timing } from './dimuon.ts';
import { median, startTask } from './process.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
const ROUNDS = 5;
const THREADS = 2;
const EVENTS = 2_000_000;
const WARM_EVENTS = 200_000;
const CODECS = { zlib: 101, zstd: 505, lz4: 404, lzma: 209 };

type Readings = [first: Timing, second: Timing];

function makeEvents(python: string, folder: string, prefix: string, events: number): void {
  const names = Object.entries(CODECS).map(
    ([codec, compression]) => [`${prefix}${codec}.root`, compression] as const,
  );
  const missing = names.filter(([name]) => !existsSync(path.join(folder, name)));
  if (missing.length === 0) return;
  console.log(`making ${events} events in ${missing.map(([name]) => name).join(', ')}`);
  const script = path.join(here, 'peers/make_events.py');
  const files = missing.map(([name, compression]) => `${name}=${compression}`);
  const made = spawnSync(python, [script, String(events), ...files], { cwd: folder, stdio: 'ignore' });
  if (made.status !== 0) throw new Error('the events could not be made: does this Python have ROOT?');
}

function makeFiles(python: string): string {
  const folder = process.env['MUSCOPE_BENCH_DATA'] ?? mkdtempSync(path.join(tmpdir(), 'muscope-bench-'));
  mkdirSync(folder, { recursive: true });
  makeEvents(python, folder, '', EVENTS);
  makeEvents(python, folder, 'warm_', WARM_EVENTS);
  return folder;
}

async function twice(command: string, args: string[], env?: Record<string, string>): Promise<Readings> {
  const task = await startTask(command, args, env);
  const readings: Readings = [await task.run(), await task.run()];
  await task.end();
  return readings;
}

function ratios(peer: Readings[], ours: Readings[], reading: 0 | 1, what: 'wall' | 'cpu'): number {
  return median(peer.map((one, i) => one[reading][what] / ours[i][reading][what]));
}

function row(codec: string, name: string, peer: Readings[], ours: Readings[]): string {
  const cells = ([0, 1] as const).flatMap((reading) =>
    (['wall', 'cpu'] as const).map((what) => ratios(peer, ours, reading, what)),
  );
  return `${codec.padEnd(6)} ${name.padEnd(22)} ${cells.map((cell) => `${cell.toFixed(2)}x`.padStart(9)).join('')}`;
}

/** Compares the dimuon task with RDataFrame and uproot, interleaved, on the same events in four codecs; prints medians of ratios. */
export async function compareWithPeers(python: string): Promise<void> {
  const folder = makeFiles(python);
  const serve = path.join(here, 'peers/serve.py');
  console.log(
    `dimuon task, ${EVENTS} events, ${THREADS} threads, medians of ${ROUNDS} interleaved rounds: peer's time / Muscope's`,
  );
  console.log(
    `${''.padEnd(30)}${['first', '(cpu)', 'second', '(cpu)'].map((title) => title.padStart(9)).join('')}`,
  );
  for (const codec of Object.keys(CODECS)) {
    const file = path.join(folder, `${codec}.root`);
    const warm = path.join(folder, `warm_${codec}.root`);
    const ours: Readings[] = [];
    const frames: Readings[] = [];
    const uproot: Readings[] = [];
    let peak = 0;
    for (let round = 0; round < ROUNDS; round++) {
      frames.push(await twice(python, [serve, 'rdataframe', file, String(THREADS)]));
      const own = await twice(
        process.execPath,
        [...engineArguments, path.join(here, 'ours.ts'), file, warm, String(THREADS)],
        engineEnvironment,
      );
      peak = Math.max(peak, (own[1] as Timing & { peak: number }).peak);
      ours.push(own);
      uproot.push(await twice(python, [serve, 'uproot', file, '1']));
    }
    const totals = new Set([...ours, ...frames, ...uproot].flat().map((timing) => timing.totals.join()));
    if (totals.size !== 1) throw new Error(`the totals differ: ${[...totals].join(' / ')}`);
    console.log(row(codec, 'RDataFrame (compiled)', frames, ours));
    console.log(`${row(codec, 'uproot (1 thread)', uproot, ours)}   our peak ${(peak / 1e6).toFixed(0)} MB`);
  }
}
