import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordIn } from '../cli/command.ts';
import type { AttackOptions, Tally } from './attack.ts';
import { emptyTally } from './attack.ts';
import { badEnd } from './faults/attack.ts';
import { dice } from './mutants/dice.ts';
import type { ProgramEnd, ProgramOptions } from './program.ts';
import { deskIn, runProgram } from './program.ts';
import { writeStudy } from './study.ts';

const FILES = 6;
const PATIENCE = 120_000;
const FAKETIME_YEARS = [-20, -1, 1, 20];

function works(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Why file systems of one's own cannot be mounted here; null when they can. */
export function whyNoMounts(): string | null {
  if (process.platform !== 'linux') return 'user namespaces are of Linux';
  return works('unshare', '-rm', 'sh', '-c', 'mount -t tmpfs none /mnt')
    ? null
    : 'unshare -rm may not mount a file system';
}

/** Why the clock of a program cannot be set here; null when it can. */
export function whyNoClock(): string | null {
  return works('faketime', '-f', '+1d', 'true') ? null : 'faketime is not installed';
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

interface Desk {
  root: string;
  home: string;
  out: string;
  result(): string | null;
}

/** The study, its undisturbed result, and attempts that are compared with it. */
async function laboratory(name: string, options: AttackOptions) {
  const tally = emptyTally();
  const { folder, remove } = deskIn(realpathSync(options.scratch), name);
  const document = writeStudy(folder, FILES);
  const desk = (part: string): Desk => {
    const root = path.join(folder, part);
    mkdirSync(root);
    const out = path.join(root, 'out');
    return { root, home: path.join(root, 'home'), out, result: () => read(path.join(out, 'result.json')) };
  };
  const run = (at: Desk, more: Partial<ProgramOptions> = {}, ...args: string[]) =>
    runProgram(['run', document, '--out', at.out, ...args], { home: at.home, patience: PATIENCE, ...more });
  const clean = desk('clean');
  await run(clean);
  const reference = clean.result();
  if (reference === null) throw new Error('the undisturbed run gave no result');
  const fail = (what: string): void => {
    tally.faults++;
    tally.failing.push({
      what,
      command: `npm run torture -- ${name} --seed ${options.seed} --count ${options.count}`,
    });
    options.say(what);
  };
  const judge = (what: string, end: ProgramEnd, result: string | null): void => {
    tally.attempts++;
    tally.slowestMs = Math.max(tally.slowestMs, end.ms);
    if (end.hung) tally.hangs++;
    const problem = badEnd(end, result === reference);
    if (problem !== null) fail(`${what}: ${problem}`);
  };
  return { tally, desk, run, reference, fail, judge, remove };
}

/**
 * Home or results on file systems of `count` sizes that are too small, on read-only ones, in folders that vanish during the run. Each run ends with the
 * right result or with a message; a run after it, with room, has the bytes.
 */
export async function attackWithFullDisks(options: AttackOptions): Promise<Tally> {
  const { tally, desk, run, reference, fail, judge, remove } = await laboratory('disks', options);
  const { below } = dice(options.seed, 0);
  async function attempt(
    what: string,
    prepare: (at: Desk) => readonly string[],
    during?: (at: Desk) => Promise<void>,
  ): Promise<void> {
    const at = desk(`${tally.attempts}`);
    for (const folder of [at.home, at.out]) mkdirSync(folder);
    const before = prepare(at);
    const [end] = await Promise.all([
      run(at, {
        before:
          before.length > 0
            ? [
                'unshare',
                '-rm',
                'sh',
                '-c',
                `${before.join(' && ')} && "$0" "$@"; code=$?; cp ${at.out}/result.json ${at.root}/seen.json 2>/dev/null; exit $code`,
              ]
            : [],
      }),
      during?.(at),
    ]);
    judge(what, end, read(path.join(at.root, 'seen.json')) ?? at.result());
    const again = await run(at);
    if (again.code !== 0 || at.result() !== reference)
      fail(`${what}: the next run ends with ${again.code}: ${again.stderr.slice(-300)}`);
  }
  for (let i = 0; i < options.count; i++) {
    const kilobytes = [32, 64, 128, 256, 512, 1024, 2048][i % 7]! + below(32);
    const place = i % 2 === 0 ? 'home' : 'out';
    await attempt(`${place} on a disk of ${kilobytes} kB`, (at) => [
      `mount -t tmpfs -o size=${kilobytes}k none ${at[place]}`,
    ]);
  }
  for (const place of ['home', 'out'] as const) {
    await attempt(`${place} read-only`, (at) => [
      `mount --bind ${at[place]} ${at[place]}`,
      `mount -o remount,bind,ro ${at[place]}`,
    ]);
    await attempt(
      `${place} vanishes`,
      () => [],
      async (at) => {
        await sleep(300 + below(500));
        renameSync(at[place], `${at[place]}.away`);
      },
    );
    await attempt(
      `${place} may not be written`,
      (at) => {
        chmodSync(at[place], 0o500);
        return [];
      },
      async (at) => {
        await sleep(3000);
        chmodSync(at[place], 0o700);
      },
    );
  }
  if (tally.failing.length === 0) remove();
  return tally;
}

/** Two and more programs on one home at the same time, `count` times: each gives the bytes, one of them keeps, the others say who does. */
export async function attackWithPrograms(options: AttackOptions): Promise<Tally> {
  const { tally, desk, run, reference, fail, judge, remove } = await laboratory('programs', options);
  for (let i = 0; i < options.count; i++) {
    const first = desk(`${i}`);
    const others = Array.from({ length: 1 + (i % 3) }, (_, k) => ({
      ...desk(`${i}-${k}`),
      home: first.home,
    }));
    const ends = await Promise.all([first, ...others].map((at) => run(at)));
    ends.forEach((end, k) => judge(`program ${k} of ${ends.length}`, end, [first, ...others][k]!.result()));
    const silent = ends.filter(({ stderr }) => /writes to the store/.test(stderr)).length;
    if (silent > others.length) fail(`${silent} of ${ends.length} programs say that another one writes`);
    await run(first);
    if (first.result() !== reference) fail('another result from the home that they shared');
    const { chunks } = recordIn(first.out);
    if (chunks?.computed !== 0)
      fail(`${chunks?.computed} chunks were not kept by any of ${ends.length} programs`);
    rmSync(first.root, { recursive: true });
  }
  if (tally.failing.length === 0) remove();
  return tally;
}

/** Runs with the clock years off, then right again, on one home: the same bytes, no negative times, nothing computed twice. */
export async function attackOnTheClock(options: AttackOptions): Promise<Tally> {
  const { tally, desk, run, reference, fail, judge, remove } = await laboratory('clock', options);
  const { pick } = dice(options.seed, 0);
  const shared = desk('shared');
  for (let i = 0; i < options.count; i++) {
    const years = FAKETIME_YEARS[i] ?? pick(FAKETIME_YEARS);
    const at = i % 2 === 0 ? desk(`${i}`) : shared;
    const end = await run(at, { before: ['faketime', '-f', `${years > 0 ? '+' : ''}${years}y`] });
    judge(`${years} years`, end, at.result());
    if (at.result() !== reference) fail(`${years} years: another result`);
    const { seconds, phases = {} } = recordIn(at.out);
    const times = [seconds, ...Object.values(phases)];
    if (times.some((time) => !(time >= 0 && time < 3600))) fail(`${years} years: times ${times.join(' ')}`);
    const again = await run(at);
    if (recordIn(at.out).chunks?.computed !== 0)
      fail(`${years} years, then today: ${again.stderr.slice(-200)}`);
  }
  if (tally.failing.length === 0) remove();
  return tally;
}
