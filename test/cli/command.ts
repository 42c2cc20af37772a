import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { RunRecord } from '../../src-shared/contracts/run.ts';
import { engineArguments, engineEnvironment } from '../../scripts/node-runtime.mjs';
import { fixture } from '../shared.ts';

const MAIN = fileURLToPath(new URL('../../src-main/cli/main.ts', import.meta.url));

/** What a command line did. */
export interface Ended {
  /** Null when it was ended by a signal. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** Wall time in ms. */
  ms: number;
}

/**
 * Runs `muscope ...args` as the launcher does, in a process of its own, with an empty MUSCOPE_HOME unless `home` is given; `during` gets the process as soon as it
 * started. It is ended after `patience` ms.
 */
export function muscope(
  args: string[],
  options: {
    cwd?: string;
    home?: string;
    patience?: number;
    during?: (child: ReturnType<typeof spawn>) => void;
  } = {},
): Promise<Ended> {
  const began = performance.now();
  const empty = options.home === undefined ? scratchFolder('home') : null;
  const child = spawn(process.execPath, [...engineArguments, MAIN, ...args], {
    cwd: options.cwd ?? os.tmpdir(),
    env: { ...engineEnvironment, ...process.env, MUSCOPE_HOME: options.home ?? empty?.folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), options.patience ?? 20_000);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
  options.during?.(child);
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearTimeout(timer);
      empty?.remove();
      resolve({ code, ...output, ms: performance.now() - began });
    }),
  );
}

/** A folder of its own for a test file. */
export function scratchFolder(name: string): { folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), `muscope-${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) };
}

/** A study of single muons with one axis; `dataset` stands for the keys of the only dataset `d`. */
export function smallStudy(dataset: string, more = ''): string {
  return `muscope: 1
study: efficiency
title: Small
datasets:
  d: {${dataset}, kind: data}
muons: medium
denominator: muons
workingPoints:
  Tight_VarRad: preset
axes:
  - {variable: pt, edges: [20, 40, 100]}
${more}`;
}

/** A file of test/fixtures/study. */
export function ntuple(name: string): string {
  return fixture(`study/${name}`);
}

/** Reads result.json of a folder of results. */
export function resultIn(folder: string): EfficiencyStudyResult {
  return JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8')) as EfficiencyStudyResult;
}

/** Reads run.json of a folder of results. */
export function recordIn(folder: string): RunRecord {
  return JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')) as RunRecord;
}
