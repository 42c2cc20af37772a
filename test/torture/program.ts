import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineArguments, engineEnvironment } from '../../scripts/node-runtime.mjs';

const MAIN = fileURLToPath(new URL('../../src-main/cli/main.ts', import.meta.url));
const PATIENCE = 300_000;

/** How {@link runProgram} starts the program. */
export interface ProgramOptions {
  home: string;
  /** Command before node's: a shell with limits, faketime, fiu-run. */
  before?: readonly string[];
  env?: Record<string, string>;
  patience?: number;
}

/** What became of it. */
export interface ProgramEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  ms: number;
  /** Peak resident bytes; 0 where the system does not tell. */
  peakBytes: number;
  /** Ended because it took longer than it was given. */
  hung: boolean;
}

function peakOf(pid: number): number {
  try {
    return 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Runs `muscope ...args` as its launcher does, in a process of its own. */
export function runProgram(args: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  const { home, before = [], env = {}, patience = PATIENCE } = options;
  const began = performance.now();
  const [command, ...rest] = [...before, process.execPath, ...engineArguments, MAIN, ...args];
  const child = spawn(command!, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...engineEnvironment, ...env, MUSCOPE_HOME: home },
  });
  const end = { stdout: '', stderr: '', peakBytes: 0, hung: false };
  child.stdout.on('data', (data: Buffer) => (end.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (end.stderr += data.toString()));
  const watch = setInterval(() => (end.peakBytes = Math.max(end.peakBytes, peakOf(child.pid!))), 50);
  const timer = setTimeout(() => {
    end.hung = true;
    child.kill('SIGKILL');
  }, patience);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(watch);
      clearTimeout(timer);
      resolve({ code, signal, ms: performance.now() - began, ...end });
    });
  });
}

/** A folder of its own inside the attack's scratch folder. */
export function deskIn(scratch: string, name: string): { folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(scratch, `${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) };
}
