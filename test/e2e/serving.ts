import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const MAIN = path.resolve(import.meta.dirname, '../../src-main/cli/main.ts');
const PATIENCE = 60_000;

/** A `muscope serve` process of its own. */
export interface Serving {
  /** As printed: it carries the token. */
  address: string;
  /** What it said on standard error so far. */
  said(): string;
  /** Sends SIGINT; gives the exit code. */
  interrupt(): Promise<number | null>;
  /** Ends it if it still runs. */
  close(): Promise<void>;
}

/**
 * Starts `muscope ...args --no-open --port 0` and waits for the address.
 * @param kept the MUSCOPE_HOME, which stays; left out: an empty one for this process alone
 */
export async function startServing(args: readonly string[] = [], kept?: string): Promise<Serving> {
  const home = kept ?? mkdtempSync(path.join(tmpdir(), 'muscope-home-'));
  const child = spawn(process.execPath, [MAIN, ...args, '--no-open', '--port', '0'], {
    env: { ...process.env, MUSCOPE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const address = await new Promise<string>((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(() => reject(new Error(`no address after ${PATIENCE} ms: ${said}`)), PATIENCE);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const found = /http:\S+/.exec(printed)?.[0];
      if (!found || !printed.includes('\n')) return;
      clearTimeout(timer);
      resolve(found);
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  return {
    address,
    said: () => said,
    interrupt() {
      child.kill('SIGINT');
      return ended;
    },
    async close() {
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
      if (kept === undefined) rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
