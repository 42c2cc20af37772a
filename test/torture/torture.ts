import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isClean, summaryLine } from './attack.ts';
import { ATTACKS } from './attacks.ts';

/* npm run torture [name ...] [-- --seed S --count N --only NUMBER --files N --list]: the long forms of the attacks. */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    count: { type: 'string' },
    only: { type: 'string' },
    files: { type: 'string' },
    list: { type: 'boolean' },
  },
});

/** A whole number of the command line. npm takes `--count 5` for its own and hands on a bare 5. */
function numberOf(option: 'seed' | 'count' | 'only' | 'files'): number | undefined {
  const taken = process.env[`npm_config_${option}`];
  const bare = positionals.filter((word) => /^\d+$/.test(word));
  if (taken === 'true' && bare.length !== 1)
    throw new Error(`npm hides --${option}: write -- before the options`);
  const text = values[option] ?? (taken === 'true' ? bare[0] : taken);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${option} takes a whole number, not ${text}`);
  return Number(text);
}

const names = positionals.filter((word) => !/^\d+$/.test(word));
const unknown = names.find((name) => !ATTACKS.some((attack) => attack.name === name));
if (unknown !== undefined) throw new Error(`no attack is called ${unknown}: --list names them`);
if (values.list || process.env['npm_config_list'] === 'true') {
  for (const { name, count, what } of ATTACKS)
    console.log(`${name.padEnd(12)} ${String(count).padStart(8)}  ${what}`);
  process.exit(0);
}

const seed = numberOf('seed') ?? Math.floor(Math.random() * 1e9);
const only = numberOf('only');
const files = numberOf('files');
const began = Date.now();
const say = (line: string): void =>
  console.log(`${((Date.now() - began) / 1000).toFixed(0).padStart(6)} s  ${line}`);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'muscope-torture-'));
console.log(`seed ${seed}; failing inputs go to ${scratch}`);

let clean = true;
const summary: string[] = [];
for (const attack of ATTACKS.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const reason = attack.skipped?.() ?? null;
  if (reason !== null) {
    summary.push(`skip ${attack.name}: ${reason}`);
    continue;
  }
  const count = numberOf('count') ?? attack.count;
  say(`${attack.name}: ${attack.what}, ${count} of them`);
  const tally = await attack.run({
    ...{ seed, count, scratch, say },
    ...(only !== undefined && { only }),
    ...(files !== undefined && { files }),
  });
  clean &&= isClean(tally);
  summary.push(summaryLine(attack.name, tally));
  for (const note of tally.notes) summary.push(`       ${note}`);
  for (const { what, command } of tally.failing)
    summary.push(`       ${what.split('\n')[0]}\n         ${command}`);
}

console.log(
  `\n${new Date().toISOString().slice(0, 10)}, seed ${seed}, ${Math.round((Date.now() - began) / 1000)} s`,
);
console.log(summary.join('\n'));
if (!existsSync(path.join(scratch, 'failing'))) rmSync(scratch, { recursive: true, force: true });
process.exit(clean ? 0 : 1);
