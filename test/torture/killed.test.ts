import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineArguments, engineEnvironment } from '../../scripts/node-runtime.mjs';
import { muscope, recordIn, resultIn, scratchFolder } from '../cli/command.ts';
import { seeded } from '../native/blocks.ts';
import { writeStudy } from './study.ts';

// Source of truth: result.json of a run that nobody disturbed, to the byte; the rows of the store itself for what was done before the kill.

const MAIN = fileURLToPath(new URL('../../src-main/cli/main.ts', import.meta.url));
const FILES = Number(process.env['MUSCOPE_FILES'] ?? 40);
const KILLS = Number(process.env['MUSCOPE_KILLS'] ?? 20);
const KILLS_PER_HOME = 4;
const THREADS = [1, 2, 5];
const SEED = Number(process.env['MUSCOPE_SEED'] ?? 20_260_731);
const STORE = 'store.sqlite';

const { folder, remove } = scratchFolder('killed');
afterAll(remove);
let document = '';
let reference = '';
let chunks = 0;

function homeOf(trial: number | string): string {
  const home = path.join(folder, `home-${trial}`);
  mkdirSync(home, { recursive: true });
  return home;
}

/** How many chunks the store of a folder holds. */
function chunksIn(home: string): number {
  const file = path.join(home, STORE);
  if (!existsSync(file)) return 0;
  const database = new Database(file, { readonly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE name = 'kept'").all();
    if (tables.length === 0) return 0;
    const row = database.prepare("SELECT count(*) AS n FROM kept WHERE kind = 'partial'").get();
    return (row as { n: number }).n;
  } finally {
    database.close();
  }
}

/** The same of a program that writes to it now; 0 while it cannot be told. */
function chunksNow(home: string): number {
  try {
    return chunksIn(home);
  } catch {
    return 0;
  }
}

/** The same of a program that was killed, counted in a copy: what it left behind stays as it left it. */
function chunksLeft(home: string): number {
  const copy = mkdtempSync(path.join(folder, 'left-'));
  for (const name of readdirSync(home).filter((one) => one === STORE || one === `${STORE}-wal`))
    copyFileSync(path.join(home, name), path.join(copy, name));
  const found = chunksIn(copy);
  rmSync(copy, { recursive: true });
  return found;
}

/** When a run is killed: some ms after its store holds so many chunks. */
interface Moment {
  chunks: number;
  ms: number;
}

/** Three quarters of the moments lie in the first two thirds of what is left to do, the others anywhere from the program's start to its end. */
function momentOf(next: () => number, before: number): Moment {
  const anywhere = next() < 0.25;
  const share = next() * (anywhere ? 1 : 0.6);
  return { chunks: before + Math.floor(share * (chunks - before)), ms: next() * (anywhere ? 300 : 10) };
}

/** Runs the study and kills it (SIGKILL to its whole group); whether it lived that long. */
async function killed(home: string, out: string, threads: number, moment: Moment): Promise<boolean> {
  const child = spawn(process.execPath, [...engineArguments, MAIN, ...runOf(out, threads)], {
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, ...engineEnvironment, MUSCOPE_HOME: home },
  });
  let ended = false;
  const end = new Promise<void>((resolve) => child.on('exit', () => ((ended = true), resolve())));
  while (!ended && chunksNow(home) < moment.chunks) await sleep(4);
  await Promise.race([sleep(moment.ms), end]);
  if (!ended) process.kill(-child.pid!, 'SIGKILL');
  await end;
  return child.signalCode === 'SIGKILL';
}

function runOf(out: string, threads: number): string[] {
  return ['run', document, '--out', out, '--threads', String(threads)];
}

function bytesIn(out: string): string {
  return readFileSync(path.join(out, 'result.json'), 'utf8');
}

async function finish(home: string, out: string, threads: number): Promise<void> {
  const { code, stderr } = await muscope(runOf(out, threads), { patience: 120_000, home });
  expect(code, stderr).toBe(0);
}

describe.skipIf(process.platform === 'win32')('a run that is killed', () => {
  beforeAll(async () => {
    document = writeStudy(folder, FILES);
    const out = path.join(folder, 'reference');
    await finish(homeOf('reference'), out, 2);
    reference = bytesIn(out);
    const record = recordIn(out);
    expect(record.chunks).toEqual({ computed: 2 * FILES, remembered: 0 });
    chunks = 2 * FILES;
  });

  it(
    `gives the same bytes when it is run again, and computes no finished chunk twice: ${KILLS} kills of living runs over ${FILES} files, seed ${SEED}`,
    async () => {
      const next = seeded(SEED);
      let kills = 0;
      for (let trial = 0; kills < KILLS; trial++) {
        expect(trial, 'runs end before they are killed').toBeLessThan(KILLS);
        const home = homeOf(trial);
        const out = path.join(folder, `out-${trial}`);
        for (let kill = 0; kill < KILLS_PER_HOME && kills < KILLS; kill++) {
          const threads = THREADS[(trial + kill) % THREADS.length]!;
          if (!(await killed(home, out, threads, momentOf(next, chunksLeft(home))))) break;
          kills++;
          if (existsSync(path.join(out, 'result.json'))) expect(bytesIn(out)).toBe(reference);
        }
        const stored = chunksLeft(home);
        await finish(home, out, THREADS[trial % THREADS.length]!);
        expect(bytesIn(out)).toBe(reference);
        expect(recordIn(out).chunks).toEqual({ computed: chunks - stored, remembered: stored });
        for (const done of [home, out]) rmSync(done, { recursive: true, maxRetries: 3 });
      }
    },
    300_000 + 20_000 * KILLS,
  );

  it('leaves the results of a finished run alone, and a run after it computes nothing', async () => {
    const out = path.join(folder, 'again');
    await finish(homeOf('reference'), out, 2);
    expect(bytesIn(out)).toBe(reference);
    expect(recordIn(out)).toMatchObject({ chunks: { computed: 0, remembered: chunks }, bytesRead: 0 });
    expect(resultIn(out).partial).toBeUndefined();
  });
});
