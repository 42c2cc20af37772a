import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { AttackOptions, Tally } from '../attack.ts';
import { emptyTally } from '../attack.ts';
import type { ProgramEnd } from '../program.ts';
import { deskIn, runProgram } from '../program.ts';
import { writeStudy } from '../study.ts';
import type { Fault } from './shim.ts';
import { buildShim, faultEnvironment } from './shim.ts';

const FILES = 2;
const PATIENCE = 60_000;
const STACK = /^\s+at .*:\d+:\d+\)?$/m;

/** What is wrong with how a run ended whose writes failed; null when it ended with its result or with a message. */
export function badEnd({ code, signal, hung, stderr }: ProgramEnd, sameBytes: boolean): string | null {
  if (hung) return 'it did not end';
  if (signal !== null || code === null) return `it died of ${signal}`;
  const words = stderr.replaceAll(/^FAULT .*$/gm, '').trim();
  if (STACK.test(words)) return `it ended with a stack trace: ${words.slice(-600)}`;
  if (code === 0) return sameBytes ? null : 'it ended well with another result';
  return words === '' ? `it ended with code ${code} and no message` : null;
}

/** The bytes of result.json in a folder; null where there is none. */
export function bytesAt(out: string): string | null {
  try {
    return readFileSync(path.join(out, 'result.json'), 'utf8');
  } catch {
    return null;
  }
}

/** Faults in turn: each operation fails once with and once without all after it; by turns a bad disk, a full one, a quota. */
function faultOf(number: number): Fault {
  const how = (['EIO', 'ENOSPC', 'EDQUOT'] as const)[(number >> 1) % 3]!;
  return { at: (number >> 1) + 1, onwards: number % 2 === 1, how };
}

/** Numbers of the faults: both of each write, or one of each by turns. */
function* faultNumbers(writes: number, both: boolean): Generator<number> {
  for (let write = 0; write < writes; write++) {
    if (both) yield 2 * write;
    yield 2 * write + (both ? 1 : write % 2);
  }
}

/**
 * Runs a study again and again, in the n-th run with an error at its n-th write below home and results, until no write is left to fail or
 * `count` writes have: each once alone and once with all after it, or with one of the two by turns. Each run must end with the result or a message, and a run after it with the bytes of an undisturbed one.
 */
export async function attackWithFaults(
  { count, scratch, say, seed, only }: AttackOptions,
  both = true,
): Promise<Tally> {
  const tally = emptyTally();
  const desk = deskIn(realpathSync(scratch), 'faults');
  const library = buildShim(desk.folder, 'writes');
  const document = writeStudy(desk.folder, FILES);
  const place = (name: string): { root: string; home: string; out: string; result(): string | null } => {
    const root = path.join(desk.folder, name);
    mkdirSync(root, { recursive: true });
    const out = path.join(root, 'out');
    return { root, home: path.join(root, 'home'), out, result: () => bytesAt(out) };
  };
  const clean = place('clean');
  const run = (at: typeof clean, env = {}) =>
    runProgram(['run', document, '--out', at.out], { home: at.home, env, patience: PATIENCE });
  await run(clean);
  const reference = clean.result();
  if (reference === null) throw new Error('the undisturbed run gave no result');

  const endings = new Map<string, number>();
  let reached = 0;
  for (const number of only === undefined ? faultNumbers(count, both) : [only]) {
    const fault = faultOf(number);
    const at = place(`fault-${number}`);
    const end = await run(at, faultEnvironment(library, at.root, fault));
    const where = /^FAULT (.*)$/m.exec(end.stderr)?.[1];
    if (where === undefined) break;
    reached = fault.at;
    tally.attempts++;
    tally.slowestMs = Math.max(tally.slowestMs, end.ms);
    const problem = badEnd(end, at.result() === reference);
    const again = await run(at);
    const resumed = again.code === 0 && at.result() === reference;
    const ending = `exit code ${end.code}${end.code === 0 ? ', same bytes' : ' with a message'}`;
    endings.set(ending, (endings.get(ending) ?? 0) + 1);
    if (tally.attempts % 20 === 0) say(`write ${fault.at} of ${count}`);
    if (problem === null && resumed) continue;
    if (end.hung) tally.hangs++;
    else if (end.signal !== null) tally.deaths++;
    else tally.faults++;
    const after = resumed ? '' : `; the next run: code ${again.code}, ${again.stderr.slice(-300)}`;
    const what = `${fault.how} at ${where}${fault.onwards ? ' and all after it' : ''}: ${problem ?? 'ended well'}${after}`;
    tally.failing.push({ what, command: `npm run torture -- faults --seed ${seed} --only ${number}` });
    say(what);
  }
  tally.notes = [
    `writes that failed: the first ${reached}`,
    ...[...endings].map(([how, n]) => `${how}: ${n}`),
  ];
  desk.remove();
  return tally;
}
