import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Attack, AttackOptions, Tally } from './attack.ts';
import { emptyTally } from './attack.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const VITEST = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
const PATIENCE = 4 * 3600 * 1000;

interface Report {
  testResults: {
    assertionResults: { fullName: string; status: string; duration?: number; failureMessages: string[] }[];
  }[];
}

function vitest(files: readonly string[], report: string, env: Record<string, string>): Promise<void> {
  const args = ['run', ...files, '--reporter=json', `--outputFile=${report}`, `--testTimeout=${PATIENCE}`];
  const child = spawn(process.execPath, [VITEST, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  return new Promise((resolve) => child.on('close', () => resolve()));
}

async function runTests(
  name: string,
  { files, counted }: { files: readonly string[]; counted: string },
  { seed, count, scratch, say, files: studied }: AttackOptions,
): Promise<Tally> {
  const tally = emptyTally();
  const report = path.join(scratch, `${name}.json`);
  const settings: Record<string, string> = { MUSCOPE_SEED: String(seed), [counted]: String(count) };
  if (studied !== undefined) settings['MUSCOPE_FILES'] = String(studied);
  await vitest(files, report, settings);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  rmSync(report);
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  tally.attempts = count;
  tally.slowestMs = Math.max(0, ...tests.map(({ duration = 0 }) => duration));
  for (const { fullName, status, failureMessages } of tests) {
    if (status !== 'failed') continue;
    tally.faults++;
    const what = `${fullName}: ${failureMessages.join(' ').slice(0, 1000)}`;
    const set = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
    const command = `${set.join(' ')} npx vitest run ${files.join(' ')}`;
    tally.failing.push({ what, command });
    say(what);
  }
  const passed = tests.filter(({ status }) => status === 'passed').length;
  if (passed === 0) tally.faults++;
  tally.notes = [`${passed} of ${tests.length} tests passed`];
  return tally;
}

/** An attack whose code is test files; an environment variable tells them how often. */
export function testFileAttack(
  about: Pick<Attack, 'name' | 'what' | 'count'>,
  files: readonly string[],
  counted: string,
): Attack {
  return { ...about, run: (options) => runTests(about.name, { files, counted }, options) };
}
