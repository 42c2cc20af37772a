import { statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { UserError } from '../../src-shared/userError.ts';
import { serve as openShell } from '../shell-node/serve.ts';
import type { Server } from '../shell-node/server.ts';
import { parseOptions, wholeNumber } from './options.ts';
import { say } from './output.ts';
import { builtPage } from './page.ts';

const IMPATIENT = 1000;

function existing(name: string, kind: 'file' | 'folder'): string {
  const location = path.resolve(name);
  const status = statSync(location, { throwIfNoEntry: false });
  const what = kind === 'file' ? 'study document' : 'folder';
  if (!status) throw new UserError('missing', `there is no such ${what}`, { where: { file: name } });
  if (status.isDirectory() !== (kind === 'folder')) {
    throw new UserError('unreadable', `this is not a ${what}`, { where: { file: name } });
  }
  return location;
}

/** Whether the person who started this sits at another machine, or at one without a screen. */
export function isRemote(): boolean {
  if (process.env['SSH_CONNECTION'] || process.env['SSH_TTY']) return true;
  return process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
}

function announce({ address, port }: Server, opens: boolean): void {
  process.stdout.write(`${address}\n`);
  say(
    opens
      ? 'muscope: the page opens in your browser; the address above works once'
      : 'muscope: open the address above in a browser; it works once',
  );
  if (isRemote()) {
    say(`muscope: from another machine, first run there:  ssh -L ${port}:127.0.0.1:${port} ${os.hostname()}`);
  }
  say(`muscope: ${process.stdin.isTTY ? 'Enter prints a new address, ' : ''}Ctrl-C ends`);
}

/** Resolves on Ctrl-C, on SIGTERM or when the terminal goes away; a second Ctrl-C after a second ends at once. */
function untilEnded(server: Server): Promise<void> {
  const terminal = process.stdin.isTTY ? readline.createInterface({ input: process.stdin }) : null;
  terminal?.on('line', () => process.stdout.write(`${server.newAddress()}\n`));
  return new Promise((resolve) => {
    let ending = 0;
    const end = () => {
      if (ending === 0) ending = performance.now();
      else if (performance.now() - ending > IMPATIENT) process.exit(130);
      terminal?.close();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  });
}

/** What the window, in whichever shell, is opened with. */
export interface WindowRequest {
  /** Absolute; null for the bundled sample. */
  document: string | null;
  /** Absolute folders that may be read besides the document's own. */
  roots: string[];
  threads?: number;
  /** Null where none was asked for. */
  port: number | null;
  /** Whether a browser may be opened. */
  open: boolean;
  /** Whether the browser shell was asked for, by name or by an option that only it has. */
  browser: boolean;
}

/** Reads a command line with or without the verb. Throws a UserError for a wrong option, a document or folder that is not there. */
export function readWindowRequest(args: string[]): WindowRequest {
  const { values, positionals } = parseOptions(
    args,
    {
      port: { type: 'string' },
      root: { type: 'string', multiple: true, default: [] },
      browser: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      threads: { type: 'string' },
    },
    { least: 0, most: 2, what: 'at most one study document' },
  );
  const [name, ...more] = positionals.filter((positional) => positional !== 'serve');
  if (more.length > 0) throw new UserError('usage', 'expected at most one study document');
  const port = wholeNumber(values.port, 'port', 0, 65535) ?? null;
  const threads = wholeNumber(values.threads, 'threads', 1, 256);
  return {
    document: name === undefined ? null : existing(name, 'file'),
    roots: values.root.map((folder) => existing(folder, 'folder')),
    ...(threads !== undefined && { threads }),
    port,
    open: !values['no-open'],
    browser: values.browser || values['no-open'] || port !== null || positionals.includes('serve'),
  };
}

/** Builds the page where it must be, with a word on it. */
export function announcedPage(): Promise<string> {
  return builtPage(() => say('muscope: building the page, which takes a few seconds'));
}

/** The window in a browser until it is ended: 0. Throws a UserError for a port that is taken. */
export async function serveRequest(request: WindowRequest): Promise<number> {
  const { document, roots, threads } = request;
  const page = await announcedPage();
  const opens = request.open && !isRemote();
  const shell = { document, port: request.port ?? 0, open: opens, roots, page };
  const server = await openShell(threads === undefined ? shell : { ...shell, threads });
  const ended = untilEnded(server);
  announce(server, opens);
  await ended;
  await server.close();
  return 0;
}

/**
 * `muscope serve`: the window in a browser, on a loopback server with a one-time address. Gives 0 once it was ended. Throws what
 * {@link readWindowRequest} and {@link serveRequest} throw.
 */
export function serve(args: string[]): Promise<number> {
  return serveRequest(readWindowRequest(args));
}
