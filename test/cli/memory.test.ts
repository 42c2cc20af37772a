import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { engineArguments, engineEnvironment } from '../../scripts/node-runtime.mjs';
import { fixture } from '../shared.ts';
import { scratchFolder } from './command.ts';

// Source of truth: the program's ceiling of 300 MB for two threads, and what the recipe of the file says (make_large_baskets.py:
// 1.6 million equal events, one basket of 3 to 64 MB per branch); counts are exact, sums within 1e-6.

const MAIN = fileURLToPath(new URL('../../src-main/cli/main.ts', import.meta.url));
const LARGE = fixture('memory/large_baskets.root');
const EVENTS = 1_600_000;
const WEIGHTS = Array.from({ length: 24 }, (_, i) => `w${String(i).padStart(2, '0')}`);
const CEILING = 300;

const scratch = scratchFolder('memory');
afterAll(() => scratch.remove());

/** Writes the peak resident size of the process (kB) to a file as it ends. */
const WATCH = `data:text/javascript,${encodeURIComponent(
  "import fs from 'node:fs'; process.on('exit', () => fs.writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)))",
)}`;

/** Runs the command line as its launcher does; gives its peak resident size in MB. */
function measured(args: string[]): Promise<{ code: number | null; stdout: string; peak: number }> {
  const home = path.join(scratch.folder, 'home');
  const peakFile = path.join(scratch.folder, 'peak');
  const child = spawn(process.execPath, [...engineArguments, '--import', WATCH, MAIN, ...args], {
    env: { ...engineEnvironment, ...process.env, MUSCOPE_HOME: home, PEAK_FILE: peakFile },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  return new Promise((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, peak: Number(readFileSync(peakFile)) / 1024 })),
  );
}

function writeStudy(): string {
  const study = path.join(scratch.folder, 'large.muscope.yaml');
  writeFileSync(
    study,
    `muscope: 1
study: efficiency
title: Large baskets
datasets:
  d: {files: ["${LARGE}"], kind: simulation, weight: ${WEIGHTS.join(' + ')}}
muons: pt > 0 && abs(eta) < 2.5 && abs(phi) < 3 && charge != 0
denominator: muons
workingPoints:
  isolated: ptvarcone30 / pt < 0.06 && topoetcone20 / pt < 0.15
axes:
  - {variable: pt, edges: [20, 40, 100]}
  - {variable: actualMu, edges: [0, 100]}
`,
  );
  return study;
}

interface Bin {
  total: number;
  passed: number;
  sumWeights: number;
}

describe('peak resident memory on baskets larger than what is kept of them', () => {
  it('of a run with two threads', { timeout: 120_000 }, async () => {
    const out = path.join(scratch.folder, 'large.run');
    const { code, peak } = await measured(['run', writeStudy(), '--threads', '2', '--out', out]);
    expect(code).toBe(0);
    expect(peak).toBeLessThan(CEILING);
    const result = readFileSync(path.join(out, 'result.json'), 'utf8');
    const { efficiencies } = JSON.parse(result) as { efficiencies: { bins: Bin[] }[] };
    expect(efficiencies[0].bins.map(({ total, passed }) => [total, passed])).toEqual([
      [EVENTS, EVENTS],
      [EVENTS, 0],
    ]);
    expect(efficiencies[0].bins[0].sumWeights / EVENTS).toBeCloseTo(1, 6);
  });

  it('of stats, which reads every column', { timeout: 60_000 }, async () => {
    const { code, stdout, peak } = await measured(['stats', LARGE, '--json']);
    expect(code).toBe(0);
    expect(peak).toBeLessThan(CEILING);
    const [{ columns, notRead }] = (
      JSON.parse(stdout) as {
        trees: { columns: Record<string, { count: number; sum: number }>; notRead: unknown[] }[];
      }
    ).trees;
    expect(notRead).toEqual([]);
    expect(columns['block']).toMatchObject({ count: 5 * EVENTS, sum: 10 * EVENTS, min: 0, max: 4 });
    expect(columns['muon_pt']).toMatchObject({ count: 2 * EVENTS, sum: 90_000 * EVENTS });
  });

  it('of hist over many columns', { timeout: 60_000 }, async () => {
    const expression = WEIGHTS.join(' + ');
    const args = ['hist', LARGE, '--expr', expression, '--where', 'nmuon == 2', '--bins', '1,0,2', '--json'];
    const { code, stdout, peak } = await measured(args);
    expect(code).toBe(0);
    expect(peak).toBeLessThan(CEILING);
    expect(JSON.parse(stdout)).toMatchObject({ counts: [EVENTS], entries: EVENTS });
  });
});
