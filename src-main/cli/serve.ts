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
function isRemote(): boolean {
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

/**
 * `muscope [STUDY.yaml]` and `muscope serve`: the window in a browser, on a loopback server with a one-time address. Gives 0 once it was
 * ended. Throws a UserError for a wrong option, a document or folder that is not there, or a port that is taken.
 */
export async function serve(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    {
      port: { type: 'string' },
      root: { type: 'string', multiple: true, default: [] },
      'no-open': { type: 'boolean', default: false },
      threads: { type: 'string' },
    },
    { least: 0, most: 2, what: 'at most one study document' },
  );
  const [name, ...more] = positionals.filter((positional) => positional !== 'serve');
  if (more.length > 0) throw new UserError('usage', 'expected at most one study document');
  const port = wholeNumber(values.port, 'port', 0, 65535) ?? 0;
  const threads = wholeNumber(values.threads, 'threads', 1, 256);
  const document = name === undefined ? null : existing(name, 'file');
  const roots = values.root.map((folder) => existing(folder, 'folder'));
  const page = await builtPage(() => say('muscope: building the page, which takes a few seconds'));
  const opens = !values['no-open'] && !isRemote();
  say('muscope: Electron is not installed here, so the page opens in a browser');
  const shell = { document, port, open: opens, roots, page };
  const server = await openShell(threads === undefined ? shell : { ...shell, threads });
  announce(server, opens);
  await untilEnded(server);
  await server.close();
  return 0;
}
