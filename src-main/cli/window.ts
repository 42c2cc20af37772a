import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findElectron } from '../shell-electron/binary.ts';
import { say } from './output.ts';
import { builtPreload } from './page.ts';
import { announcedPage, isRemote, readWindowRequest, serveRequest } from './serve.ts';
import type { WindowRequest } from './serve.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Milliseconds in which Electron ends when it cannot open a window at all. */
const EARLY = 5000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How Electron ended: its exit code, null for a signal or a program that does not start, and after how many milliseconds. */
interface Ending {
  code: number | null;
  after: number;
  interrupted: boolean;
}

function electronArguments({ document, roots, threads }: WindowRequest): string[] {
  return [
    ROOT,
    ...(document === null ? [] : [document]),
    ...roots.map((folder) => `--root=${folder}`),
    ...(threads === undefined ? [] : [`--threads=${threads}`]),
  ];
}

function untilEnded(binary: string, request: WindowRequest): Promise<Ending> {
  const env = { ...process.env };
  delete env['ELECTRON_RUN_AS_NODE'];
  const began = performance.now();
  const child = spawn(binary, electronArguments(request), { stdio: ['ignore', 'inherit', 'inherit'], env });
  const { promise, resolve } = Promise.withResolvers<Ending>();
  let interrupted = false;
  const interrupt = (signal: NodeJS.Signals) => {
    interrupted = true;
    child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  const end = (code: number | null) => resolve({ code, after: performance.now() - began, interrupted });
  child.on('error', () => end(null));
  child.on('exit', end);
  return promise.finally(() => {
    for (const signal of SIGNALS) process.removeListener(signal, interrupt);
  });
}

/** Opens Electron's window; gives the exit code, or the reason why there was no window. */
async function openElectron(request: WindowRequest): Promise<number | string> {
  if (isRemote()) return 'there is no screen here';
  const found = findElectron(process.env, ROOT);
  if ('reason' in found) return found.reason;
  await announcedPage();
  await builtPreload();
  const { code, after, interrupted } = await untilEnded(found.binary, request);
  if (code === 0 || interrupted) return 0;
  if (after < EARLY)
    return `Electron ended at once (${code === null ? 'it does not start' : `exit ${code}`})`;
  return 1;
}

/**
 * `muscope [STUDY.yaml]`: Electron's window where its binary is (see {@link findElectron}) and there is a screen, else, with the
 * reason, the browser shell, which `--browser` and the options that only it has ask for. Throws as `serve` does.
 */
export async function openWindow(args: string[]): Promise<number> {
  const request = readWindowRequest(args);
  if (!request.browser) {
    const ended = await openElectron(request);
    if (typeof ended === 'number') return ended;
    say(`muscope: ${ended}, so the page opens in a browser`);
  }
  return serveRequest(request);
}
