import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { TIME_SLACK } from '../shared.ts';
import { muscope, recordIn, resultIn, scratchFolder } from './command.ts';

/* Source of truth: the contract: Ctrl-C ends a run with 130 within a second and keeps what is done. */

const { folder, remove } = scratchFolder('cancel');
afterAll(remove);
const DATASETS = 150;
const POINTS = 12;
const AXES = 4;
const sample = fileURLToPath(new URL('../../assets/sample', import.meta.url));
const files = ['data22', 'data23', 'mc'].map((name) => path.join(sample, `isol_${name}.root`));

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');
const document = path.join(folder, 'long.yaml');
writeFileSync(
  document,
  `muscope: 1
study: efficiency
title: Long
datasets:
${lines(DATASETS, (i) => `  d${i}: {files: [${files.join(', ')}], kind: simulation, duplicates: count}`)}
muons: medium
events: {two muons: count(mu) == 2}
pairs: {opposite charge: tag.charge * probe.charge < 0}
tag: triggerMatched && pt > 27
workingPoints:
${lines(POINTS, (i) => `  w${i}: ptvarcone30_pt1000 / pt < ${0.01 * (i + 1)}`)}
axes:
${lines(AXES, (i) => `  - [{variable: pt, edges: [${i}, 40, 100]}, {variable: eta, edges: [-3, 0, 3]}]`)}
`,
);

/** Ends when a run has looked at all its files and measures them: what it found stands in the store of its home, which rests. */
async function isMeasuring(home: string): Promise<void> {
  const log = path.join(home, 'store.sqlite-wal');
  for (let [size, resting] = [0, 0]; resting < 1500; resting += 50) {
    await sleep(50);
    const now = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
    if (now !== size || now < 4e6) resting = 0;
    size = now;
  }
}

let attempts = 0;

describe.skipIf(process.platform === 'win32')('Ctrl-C', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends a run within a second and keeps what is done',
    async (signal) => {
      const out = path.join(folder, signal);
      const home = path.join(folder, `home-${signal}-${attempts++}`);
      let asked = 0;
      const ended = await muscope(['run', document, '--out', out, '--json', '--fresh'], {
        home,
        patience: 60_000,
        during: (child) => {
          void (async () => {
            await isMeasuring(home);
            asked = performance.now();
            child.kill(signal);
          })();
        },
      });
      const took = performance.now() - asked;
      expect(ended.code).toBe(130);
      expect(took).toBeLessThan(1000 * TIME_SLACK);
      expect(ended.stderr).toMatch(/^cancelled: /m);
      const result = resultIn(out);
      expect(JSON.parse(ended.stdout)).toEqual(result);
      expect(recordIn(out)).toMatchObject({ state: 'cancelled', exitCode: 130 });
      const all = Object.values(result.datasets).flatMap((dataset) => dataset.files);
      const count = (status: string): number => all.filter((file) => file.status === status).length;
      expect([count('processed') + count('skipped'), count('failed')]).toEqual([3 * DATASETS, 0]);
      expect(count('processed')).toBeGreaterThan(0);
      expect(count('skipped')).toBeGreaterThan(0);
      const skipped = all.find((file) => file.status === 'skipped');
      expect(skipped?.reason).toBe('the run was cancelled before this file was finished');
      const events = Object.values(result.datasets).reduce((sum, dataset) => sum + dataset.entries, 0);
      expect(Object.values(result.cutflow).reduce((sum, [first]) => sum + first.count, 0)).toBe(events);
    },
  );
});
