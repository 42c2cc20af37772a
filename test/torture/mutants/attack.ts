import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { engineArguments, engineEnvironment } from '../../../scripts/node-runtime.mjs';
import type { AttackOptions, Tally } from '../attack.ts';
import { emptyTally } from '../attack.ts';
import { mutantOf } from './mutant.ts';
import type { MutantOutcome } from './outcome.ts';
import type { SeedFile } from './seeds.ts';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));
/** Processor time for one file, and wall time where the system does not tell or somebody sleeps. */
const MOST_CPU_MS = 2000;
const MOST_WALL_MS = 60_000;
const MOST_BYTES = 300e6;
/** A worker beyond this is ended at once. */
const DEADLY_BYTES = 1e9;
const TICK_MS = 10;

interface Numbers {
  from: number;
  to: number;
  step: number;
}

interface Ended {
  number: number;
  how: 'death' | 'hang';
  what: string;
}

/** Processor ms and resident bytes of a process; null where the system does not tell. */
function vitals(pid: number): { cpuMs: number; rss: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, rss: Number(fields[21]) * 4096 };
  } catch {
    return null;
  }
}

/** Runs one worker to its end; the mutant that ended it before, or null. */
function worker(
  seed: number,
  list: string,
  { from, to, step }: Numbers,
  onOutcome: (outcome: MutantOutcome) => void,
): Promise<Ended | null> {
  const args = [...engineArguments, WORKER, String(seed), String(from), String(to), String(step), list];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...engineEnvironment },
  });
  let current: { number: number; began: number; cpuMs: number } | null = null;
  let last = from - step;
  let said = '';
  let killed: string | null = null;
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const heard = JSON.parse(line) as MutantOutcome | { begin: number };
    if ('begin' in heard) {
      const now = vitals(child.pid!);
      current = { number: heard.begin, began: performance.now(), cpuMs: now?.cpuMs ?? 0 };
    } else {
      last = heard.number;
      current = null;
      onOutcome(heard);
    }
  });
  const watch = setInterval(() => {
    if (current === null) return;
    const now = vitals(child.pid!);
    const wall = performance.now() - current.began;
    const cpu = now === null ? wall : now.cpuMs - current.cpuMs;
    if (cpu > MOST_CPU_MS || wall > MOST_WALL_MS)
      killed = `no end after ${Math.round(cpu)} ms of processor time, ${Math.round(wall)} ms in all`;
    else if (now !== null && now.rss > DEADLY_BYTES) killed = `${now.rss} bytes of memory`;
    if (killed !== null) child.kill('SIGKILL');
  }, 250);
  return new Promise((resolve) =>
    child.on('close', (code, signal) => {
      clearInterval(watch);
      if (code === 0) return resolve(null);
      const number = current?.number ?? last + step;
      if (killed !== null) return resolve({ number, how: 'hang', what: killed });
      resolve({ number, how: 'death', what: `${signal ?? `exit code ${code}`} ${said.trim().slice(-600)}` });
    }),
  );
}

/** Counts outcomes; those that are wrong are written down with their input. */
class Book {
  readonly tally: Tally = emptyTally();
  readonly #options: AttackOptions;
  readonly #files: readonly SeedFile[];
  readonly #counts = new Map<string, number>();
  readonly suspects: number[] = [];

  constructor(options: AttackOptions, files: readonly SeedFile[]) {
    this.#options = options;
    this.#files = files;
  }

  add(outcome: MutantOutcome, alone = false): void {
    const { tally } = this;
    const { number, kind, cpuMs, peakBytes, what = '' } = outcome;
    if (!alone) {
      tally.attempts++;
      this.count(`${outcome.class}: ${kind}`);
      if (kind === 'fault') this.fail('faults', number, what);
      else if (kind === 'different' && outcome.class === 'checked') this.fail('silent', number, what);
    }
    if (!alone && (cpuMs > MOST_CPU_MS || peakBytes > MOST_BYTES)) {
      this.suspects.push(number);
      return;
    }
    tally.slowestMs = Math.max(tally.slowestMs, cpuMs);
    tally.peakBytes = Math.max(tally.peakBytes, peakBytes);
    if (cpuMs > MOST_CPU_MS) this.fail('hangs', number, `${Math.round(cpuMs)} ms of processor time`);
    if (peakBytes > MOST_BYTES) this.fail('faults', number, `${Math.round(peakBytes / 1e6)} MB of memory`);
  }

  count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  fail(as: 'deaths' | 'hangs' | 'silent' | 'faults', number: number, what: string): void {
    const { seed, scratch, say } = this.#options;
    this.tally[as]++;
    const mutant = mutantOf(this.#files, seed, number);
    const folder = path.join(scratch, 'failing');
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `mutant-${seed}-${number}.root`);
    writeFileSync(file, mutant.bytes);
    const command = `npm run torture -- mutants --seed ${seed} --only ${number}`;
    const line = `${as} in ${mutant.seedFile.name} (${mutant.class}): ${what}`;
    this.tally.failing.push({ what: line, file, command });
    say(`${line}\n  ${file}\n  ${command}`);
  }

  notes(): string[] {
    return [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, n]) => `${what} ${n}`);
  }
}

/**
 * Reads `count` mutants of the seed files in worker processes, one per processor up to two, which are replaced when they die or take too
 * long. What takes too much time or memory is tried once more in a process of its own, and that counts.
 */
export async function attackWithMutants(options: AttackOptions, files: readonly SeedFile[]): Promise<Tally> {
  const { seed, count, only, scratch, say } = options;
  const book = new Book(options, files);
  const list = path.join(scratch, 'seed-files.json');
  writeFileSync(list, JSON.stringify(files));
  const began = performance.now();
  let told = began;
  const tell = (): void => {
    const now = performance.now();
    if (now - told < 10_000) return;
    told = now;
    const { attempts } = book.tally;
    say(`${attempts} of ${count}, ${(attempts / ((now - began) / 1000)).toFixed(1)} a second`);
  };

  async function runAll({ from, to, step }: Numbers, alone = false): Promise<void> {
    for (let next = from; next < to;) {
      const ended = await worker(seed, list, { from: next, to, step }, (outcome) => {
        book.add(outcome, alone);
        tell();
      });
      if (ended === null) return;
      if (!alone) book.tally.attempts++;
      if (ended.how === 'hang' && !alone) book.suspects.push(ended.number);
      else book.fail(ended.how === 'hang' ? 'hangs' : 'deaths', ended.number, ended.what);
      next = ended.number + step;
    }
  }

  const first = only ?? 0;
  const last = only === undefined ? count : only + 1;
  const lanes = Math.min(2, os.availableParallelism(), last - first);
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) => runAll({ from: first + lane, to: last, step: lanes })),
  );
  for (const number of book.suspects) await runAll({ from: number, to: number + 1, step: 1 }, true);
  if (book.suspects.length > 0)
    book.count(`tried again alone for time or memory: ${book.suspects.join(' ')} =`);
  book.tally.notes = [`${files.length} seed files`, ...book.notes()];
  return book.tally;
}
