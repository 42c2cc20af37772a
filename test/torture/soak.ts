import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { memoryFullChecks } from '../../src-main/runtime/fullChecks.ts';
import { runStudy } from '../../src-main/runtime/run.ts';
import { openStore } from '../../src-main/runtime/store/open.ts';
import { createThreadPool } from '../../src-main/runtime/threads.ts';
import { countingDoors, countingStudy } from '../engine/pipeline/countingStudy.ts';
import type { CountingResult } from '../engine/pipeline/countingStudy.ts';
import type { AttackOptions, Tally } from './attack.ts';
import { emptyTally } from './attack.ts';
import { deskIn } from './program.ts';

const ENTRIES = 64;
/** Chunks of a run: one file, profiled and measured. */
const CHUNKS_PER_RUN = 2000;
const RUNS_TO_SETTLE = 3;
const MOST_GROWTH = 25e6;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

interface Held {
  rss: number;
  heap: number;
  handles: number;
}

function held(): Held {
  collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  let handles = process.getActiveResourcesInfo().length;
  try {
    handles += readdirSync('/proc/self/fd').length;
  } catch {
    // Only Linux lists its open files there.
  }
  return { rss, heap: heapUsed + external, handles };
}

/** `count` small chunks through two threads and a store, run after run in one process: memory stays where it was, and so do open files and handles. */
export async function soak({ seed, count, scratch, say }: AttackOptions): Promise<Tally> {
  const tally = emptyTally();
  const { folder, remove } = deskIn(scratch, 'soak');
  const store = await openStore({ home: path.join(folder, 'home'), limit: 20e6 });
  const entry = new URL('../runtime/countingThread.ts', import.meta.url);
  const pool = createThreadPool({ entry, threads: 2, softMemoryLimit: 4e9 });
  const { partials, plans } = store;
  const environment = {
    runner: pool,
    doors: countingDoors,
    checks: memoryFullChecks(),
    partials,
    plans,
    program: 'soak',
  };
  const per = CHUNKS_PER_RUN / 2;
  let settled: Held | null = null;
  let last = held();
  try {
    for (let run = 0; tally.attempts < count; run++) {
      const file = `s${seed}r${run}:entries=${ENTRIES * per}&cluster=${ENTRIES}&bytes=300000`;
      const config = { datasets: [{ name: 'a', files: [file] }], normalise: false };
      const began = performance.now();
      const { result } = await runStudy<CountingResult>(
        { study: countingStudy, config, folder: '/' },
        environment,
      );
      tally.slowestMs = Math.max(tally.slowestMs, performance.now() - began);
      const { measure, profile } = result.datasets['a']!;
      tally.attempts += measure.chunks + profile.chunks;
      if (measure.entries !== ENTRIES * per) tally.silent++;
      store.prune(10e6);
      last = held();
      tally.peakBytes = Math.max(tally.peakBytes, last.rss);
      if (run === RUNS_TO_SETTLE) settled = last;
      if (run % 25 === 0)
        say(`${tally.attempts} of ${count}: ${Math.round(last.rss / 1e6)} MB, ${last.handles} handles`);
    }
  } finally {
    await pool.close();
    store.close();
  }
  const fail = (what: string): void => {
    tally.faults++;
    tally.failing.push({ what, command: `npm run torture -- soak --seed ${seed} --count ${count}` });
    say(what);
  };
  if (settled !== null) {
    const growth = last.heap - settled.heap;
    if (growth > MOST_GROWTH) fail(`memory in use grew by ${Math.round(growth / 1e6)} MB`);
    if (last.handles > settled.handles) fail(`${settled.handles} handles became ${last.handles}`);
    const at = (one: Held) =>
      `${Math.round(one.rss / 1e6)} MB resident, ${Math.round(one.heap / 1e6)} MB in use, ${one.handles} handles`;
    tally.notes = [`after ${RUNS_TO_SETTLE + 1} runs: ${at(settled)}`, `at the end: ${at(last)}`];
  }
  if (tally.failing.length === 0) remove();
  return tally;
}
