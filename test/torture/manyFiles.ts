import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { recordIn, resultIn } from '../cli/command.ts';
import { dice } from './mutants/dice.ts';
import type { AttackOptions, Tally } from './attack.ts';
import { emptyTally } from './attack.ts';
import type { Damage } from './distinctFiles.ts';
import { damaged, DAMAGES, distinctFile, EVENTS_PER_FILE } from './distinctFiles.ts';
import { deskIn, runProgram } from './program.ts';
import { nameOf, STUDY, writeStudy } from './study.ts';

/** What the program must say of each damage. */
const REASONS: Record<Damage, RegExp> = {
  empty: /^"not a ROOT file: it has 0 bytes"$/,
  'cut in half': /header says 35682 bytes, there are 17841: it was cut short \(byte 0\)/,
  'last byte missing': /header says 35682 bytes, there are 35681: it was cut short \(byte 0\)/,
  'not ROOT': /^"not a ROOT file: it does not begin with/,
  'header zeroed': /^"not a ROOT file: it does not begin with/,
  'zeros in a basket': /zlib block is damaged.* \(analysis\/muon_pt basket 0, byte \d+\)/,
  'bit flipped in a basket': /zlib block is damaged.* \(analysis\/muon_pt basket 0, byte \d+\)/,
  'basket key overwritten': /no key of a basket of \d+ bytes.* \(analysis\/muon_pt basket 0, byte \d+\)/,
  'tree object zeroed': /unknown algorithm \(analysis, byte \d+\)/,
  'key list zeroed': /says 0 keys, a TBasket runNumber stands.*\(top directory, byte \d+\)/,
};
const MOST_BYTES = 300e6;
const WITHOUT_WEIGHTS = STUDY.replace(/^ {4}pileup: .*\n/m, '');

function damageOf(number: number): Damage | null {
  return number % 4 < 2 ? null : DAMAGES[(number >> 2) % DAMAGES.length]!;
}

/** What is wrong with the list of files of a result; null when every file is there with its status, entries and reason. */
function badAccount(out: string, files: number, damageNow: (number: number) => Damage | null): string | null {
  const { datasets } = resultIn(out);
  const listed = Object.values(datasets).flatMap((dataset) => dataset.files);
  if (listed.length !== files) return `${listed.length} of ${files} files are listed`;
  const byPath = new Map(listed.map((file) => [file.path, file]));
  for (let number = 0; number < files; number++) {
    const file = byPath.get(nameOf(number));
    const damage = damageNow(number);
    if (file === undefined) return `${nameOf(number)} is not listed`;
    const { status, reason = '', entries } = file;
    const text = JSON.stringify(reason);
    if (damage === null && (status !== 'processed' || entries !== EVENTS_PER_FILE))
      return `${nameOf(number)} is sound and ${status}: ${text}`;
    if (damage !== null && (status !== 'failed' || !REASONS[damage].test(text)))
      return `${nameOf(number)} (${damage}) is ${status}: ${text}`;
  }
  const events = Object.values(datasets).reduce((sum, { entries }) => sum + entries, 0);
  const sound = Array.from({ length: files }, (_, i) => damageNow(i)).filter((one) => one === null).length;
  return events === sound * EVENTS_PER_FILE ? null : `${events} events of ${sound} sound files`;
}

/**
 * `count` distinct files, half of them damaged in ten ways: each must stand in the result with its reason, in less than 300 MB. Then some
 * are mended, and `--retry-failed` must compute those alone.
 */
export async function attackWithManyFiles({ seed, count, scratch, say }: AttackOptions): Promise<Tally> {
  const tally = emptyTally();
  const { folder, remove } = deskIn(scratch, 'many');
  const out = path.join(folder, 'out');
  const home = path.join(folder, 'home');
  const document = writeStudy(folder, count, (bytes, number) => {
    const damage = damageOf(number);
    return damage === null ? bytes : damaged(bytes, damage);
  });
  writeFileSync(document, WITHOUT_WEIGHTS);
  const command = `npm run torture -- files --seed ${seed} --count ${count}`;
  const fail = (what: string): void => {
    tally.faults++;
    tally.failing.push({ what, command });
    say(what);
  };

  async function run(what: string, expected: number, ...more: string[]): Promise<void> {
    const end = await runProgram(['run', document, '--out', out, '--threads', '2', ...more], { home });
    tally.slowestMs = Math.max(tally.slowestMs, end.ms);
    tally.peakBytes = Math.max(tally.peakBytes, end.peakBytes);
    if (end.hung) tally.hangs++;
    if (end.signal !== null && !end.hung) tally.deaths++;
    if (end.code !== 1) fail(`${what}: exit code ${end.code}: ${end.stderr.slice(-500)}`);
    if (end.peakBytes > MOST_BYTES) fail(`${what}: ${Math.round(end.peakBytes / 1e6)} MB`);
    const { chunks } = recordIn(out);
    if (chunks?.computed !== expected) fail(`${what}: ${chunks?.computed} chunks computed, not ${expected}`);
    say(`${what}: ${Math.round(end.ms)} ms, ${Math.round(end.peakBytes / 1e6)} MB`);
  }

  const isDamaged = (number: number): boolean => damageOf(number) !== null;
  const numbers = Array.from({ length: count }, (_, number) => number);
  const sound = numbers.filter((number) => !isDamaged(number)).length;
  tally.attempts = count;
  await run('first run', sound);
  const first = badAccount(out, count, damageOf);
  if (first !== null) fail(first);

  const { chance } = dice(seed, 0);
  const mended = new Set(numbers.filter((number) => isDamaged(number) && chance(0.2)));
  for (const number of mended) writeFileSync(path.join(folder, nameOf(number)), distinctFile({ number }));
  await run(`retry of ${mended.size} mended files`, mended.size, '--retry-failed');
  const second = badAccount(out, count, (number) => (mended.has(number) ? null : damageOf(number)));
  if (second !== null) fail(second);
  tally.notes.push(
    `${count - sound} of ${count} files damaged in ${DAMAGES.length} ways, ${mended.size} mended`,
  );
  if (tally.failing.length === 0) remove();
  return tally;
}
