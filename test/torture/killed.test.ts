import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { muscope, recordIn, resultIn, scratchFolder } from '../cli/command.ts';
import { seeded } from '../native/blocks.ts';
import { writeStudy } from './study.ts';

// Source of truth: result.json of a run that nobody disturbed, to the byte; the rows of the store itself for what was done before the kill.

const MAIN = fileURLToPath(new URL('../../src-main/cli/main.ts', import.meta.url));
const FILES = 40;
const KILLS = 4;
const TRIALS = Math.ceil(Number(process.env['MUSCOPE_KILLS'] ?? 20) / KILLS);
const SEED = Number(process.env['MUSCOPE_SEED'] ?? 20_260_731);

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

/** How many chunks the store of a home holds. */
function storedChunks(home: string): number {
  const file = path.join(home, 'store.sqlite');
  if (!existsSync(file)) return 0;
  const database = new Database(file);
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE name = 'kept'").all();
    if (tables.length === 0) return 0;
    const row = database.prepare("SELECT count(*) AS n FROM kept WHERE kind = 'partial'").get();
    return (row as { n: number }).n;
  } finally {
    database.close();
  }
}

/** Runs the study and kills the process (SIGKILL to its whole group) once the store holds that many chunks; whether it lived that long. */
async function killed(home: string, out: string, atChunks: number, extra: number): Promise<boolean> {
  const child = spawn(process.execPath, [MAIN, 'run', document, '--out', out], {
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, MUSCOPE_HOME: home },
  });
  let ended = false;
  const end = new Promise<void>((resolve) => child.on('exit', () => ((ended = true), resolve())));
  const sizeNow = (): number => (existsSync(path.join(home, 'store.sqlite')) ? storedChunks(home) : 0);
  while (!ended && sizeNow() < atChunks) await sleep(4);
  await sleep(extra);
  if (!ended) process.kill(-child.pid!, 'SIGKILL');
  await end;
  return child.signalCode === 'SIGKILL';
}

function bytesIn(out: string): string {
  return readFileSync(path.join(out, 'result.json'), 'utf8');
}

async function finish(home: string, out: string, threads = 2): Promise<void> {
  const { code, stderr } = await muscope(['run', document, '--out', out, '--threads', String(threads)], {
    patience: 120_000,
    home,
  });
  expect(code, stderr).toBe(0);
}

describe.skipIf(process.platform === 'win32')('a run that is killed', () => {
  beforeAll(async () => {
    document = writeStudy(folder, FILES);
    const out = path.join(folder, 'reference');
    await finish(homeOf('reference'), out);
    reference = bytesIn(out);
    const record = recordIn(out);
    expect(record.chunks).toEqual({ computed: 2 * FILES, remembered: 0 });
    chunks = 2 * FILES;
  });

  it(
    `gives the same bytes when it is run again, and computes no finished chunk twice: ${TRIALS * KILLS} kills, seed ${SEED}`,
    async () => {
      const next = seeded(SEED);
      let kills = 0;
      for (let trial = 0; trial < TRIALS; trial++) {
        const home = homeOf(trial);
        const out = path.join(folder, `out-${trial}`);
        for (let kill = 0; kill < KILLS; kill++) {
          const before = storedChunks(home);
          const at = before + Math.floor(next() * (chunks - before) * 0.6);
          if (await killed(home, out, at, next() * 10)) kills++;
        }
        const stored = storedChunks(home);
        await finish(home, out, [1, 2, 5][trial % 3]);
        expect(bytesIn(out)).toBe(reference);
        expect(recordIn(out).chunks).toEqual({ computed: chunks - stored, remembered: stored });
      }
      expect(kills).toBeGreaterThan(TRIALS);
    },
    300_000 + 60_000 * TRIALS,
  );

  it('leaves the results of a finished run alone, and a run after it computes nothing', async () => {
    const out = path.join(folder, 'again');
    await finish(homeOf('reference'), out);
    expect(bytesIn(out)).toBe(reference);
    expect(recordIn(out)).toMatchObject({ chunks: { computed: 0, remembered: chunks }, bytesRead: 0 });
    expect(resultIn(out).partial).toBeUndefined();
  });
});
