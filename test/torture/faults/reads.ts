import { mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { resultIn } from '../../cli/command.ts';
import type { AttackOptions, Tally } from '../attack.ts';
import { emptyTally } from '../attack.ts';
import { EVENTS_PER_FILE } from '../distinctFiles.ts';
import type { ProgramEnd } from '../program.ts';
import { deskIn, runProgram } from '../program.ts';
import { writeStudy } from '../study.ts';
import { badEnd, bytesAt } from './attack.ts';
import type { Fault } from './shim.ts';
import { buildShim, faultEnvironment } from './shim.ts';

const FILES = 4;
const PATIENCE = 60_000;
const KINDS: readonly Fault['how'][] = ['EIO', 'short', 'ESTALE'];

/** What is wrong with the files that a result lists after one read failed; null when each counts or says why not. */
function badAccount(out: string): string | null {
  const { datasets, partial } = resultIn(out);
  const files = Object.values(datasets).flatMap((dataset) => dataset.files);
  if (files.length !== FILES) return `${files.length} of ${FILES} files are listed`;
  const failed = files.filter(({ status }) => status === 'failed');
  const sound = files.filter(({ status, entries }) => status === 'processed' && entries === EVENTS_PER_FILE);
  if (failed.length !== 1 || sound.length !== FILES - 1)
    return `${failed.length} failed, ${sound.length} whole`;
  const events = Object.values(datasets).reduce((sum, { entries }) => sum + entries, 0);
  if (events !== (FILES - 1) * EVENTS_PER_FILE) return `${events} events of ${FILES - 1} files`;
  if (partial === undefined) return 'the result is not marked partial';
  const text = JSON.stringify(failed[0]!.reason ?? '');
  return /failed while reading|has lost the file/.test(text) ? null : `${failed[0]!.path}: ${text}`;
}

/** What is wrong with how a run ended of which one read failed or came out short; null when it is right or says what is missing. */
function badReading(how: Fault['how'], end: ProgramEnd, out: string, sameBytes: boolean): string | null {
  const bad = badEnd(end, sameBytes);
  if (bad !== null) return bad;
  if (how === 'short') return end.code === 0 ? null : `a short read is no error: ${end.stderr.slice(-300)}`;
  return end.code === 1 && bytesAt(out) !== null ? badAccount(out) : null;
}

/**
 * Runs a study again and again, in the n-th run with a fault at its n-th read of the document, of the folders of its patterns or of its
 * files, until no read is left or `count` were attacked: each once as a failing disk, once short, once as a lost network file. Each run must end with the
 * result, with every file but one and the reason of that, or with a message; a run after it with the bytes of an undisturbed one.
 * @param kinds how many of the three, by turns where it is one
 */
export async function attackWithReads(
  { count, scratch, say, seed, only }: AttackOptions,
  kinds = KINDS.length,
): Promise<Tally> {
  const tally = emptyTally();
  const desk = deskIn(realpathSync(scratch), 'reads');
  const library = buildShim(desk.folder, 'reads');
  const data = path.join(desk.folder, 'data');
  mkdirSync(data);
  const document = writeStudy(data, FILES);
  const run = (name: string, env = {}) => {
    const home = path.join(desk.folder, name);
    const out = path.join(home, 'out');
    return { out, end: runProgram(['run', document, '--out', out], { home, env, patience: PATIENCE }) };
  };
  const clean = run('clean');
  await clean.end;
  const reference = bytesAt(clean.out);
  if (reference === null) throw new Error('the undisturbed run gave no result');
  const endings = new Map<string, number>();

  async function attempt(number: number): Promise<boolean> {
    const how = KINDS[number % KINDS.length]!;
    const fault: Fault = { at: Math.floor(number / KINDS.length) + 1, how };
    const { out, end: ending } = run(`read-${number}`, faultEnvironment(library, data, fault));
    const end = await ending;
    const where = /^FAULT (.*)$/m.exec(end.stderr)?.[1];
    if (where === undefined) return false;
    tally.attempts++;
    tally.slowestMs = Math.max(tally.slowestMs, end.ms);
    const problem = badReading(how, end, out, bytesAt(out) === reference);
    const next = run(`read-${number}`);
    const again = await next.end;
    const resumed = again.code === 0 && bytesAt(next.out) === reference;
    endings.set(`${how}: exit code ${end.code}`, (endings.get(`${how}: exit code ${end.code}`) ?? 0) + 1);
    if (tally.attempts % 20 === 0) say(`read ${fault.at} of ${count}`);
    if (problem === null && resumed) return true;
    if (end.hung) tally.hangs++;
    else tally.faults++;
    const after = resumed ? '' : `; the next run: code ${again.code}, ${again.stderr.slice(-300)}`;
    const what = `${how} at ${where}: ${problem ?? 'ended well'}${after}`;
    tally.failing.push({ what, command: `npm run torture -- reads --seed ${seed} --only ${number}` });
    say(what);
    return true;
  }

  if (only !== undefined) await attempt(only);
  else
    for (let read = 0, left = true; left && read < count; read++) {
      left = false;
      for (let kind = 0; kind < kinds; kind++)
        left = (await attempt(KINDS.length * read + (kinds === 1 ? read % KINDS.length : kind))) || left;
    }
  tally.notes = [...endings].sort().map(([how, n]) => `${how}: ${n}`);
  desk.remove();
  return tally;
}
