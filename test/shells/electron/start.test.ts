import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findElectron } from '../../../src-main/shell-electron/binary.ts';
import { SAMPLE_STUDY } from '../../e2e/studies.ts';

// Source of truth: the promise of `npm start`: Electron where its binary is, the browser shell with the reason where not, no download by itself.

const ROOT = path.resolve(import.meta.dirname, '../../..');
const MAIN = path.join(ROOT, 'src-main/cli/main.ts');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-start-'));
const noted = path.join(folder, 'noted');
const posix = process.platform !== 'win32';

afterAll(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

function program(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return file;
}

interface Started {
  code: number | null;
  said: string;
  address: string | null;
}

/** Starts the program on a screen that is not there, without anything on the PATH, and interrupts it once it serves a browser. */
function start(args: string[], environment: NodeJS.ProcessEnv): Promise<Started> {
  const env: NodeJS.ProcessEnv = {
    MUSCOPE_HOME: path.join(folder, 'home'),
    TMPDIR: os.tmpdir(),
    PATH: folder,
    DISPLAY: ':99',
    ...environment,
  };
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, printed] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.includes('Ctrl-C ends')) child.kill('SIGINT');
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, said, address: /http:\S+/.exec(printed)?.[0] ?? null }));
  });
}

describe.skipIf(!posix)('muscope (stand-ins for the binary are shell scripts: skipped on Windows)', () => {
  it('opens Electron on the checkout with what it was given, and ends with it', async () => {
    const electron = program('electron', `printf '%s\\n' "$ELECTRON_RUN_AS_NODE" "$@" > '${noted}'`);
    const args = [SAMPLE_STUDY, '--root', folder, '--threads', '2'];
    const ended = await start(args, { MUSCOPE_ELECTRON: electron, ELECTRON_RUN_AS_NODE: '1' });
    expect(ended).toMatchObject({ code: 0, address: null });
    const [asNode, root, ...given] = fs.readFileSync(noted, 'utf8').trimEnd().split('\n');
    expect([asNode, path.resolve(root)]).toEqual(['', ROOT]);
    expect(given).toEqual([path.resolve(SAMPLE_STUDY), `--root=${folder}`, '--threads=2']);
    expect(fs.readdirSync(path.join(ROOT, 'dist/preload'))).toEqual(['preload.cjs']);
  });

  it.each<[string, string[], NodeJS.ProcessEnv, string]>([
    ['where Electron ends at once', [], { MUSCOPE_ELECTRON: program('broken', 'exit 7') }, 'exit 7'],
    ['where the named binary is none', [], { MUSCOPE_ELECTRON: '/no/such/electron' }, 'names no program'],
    [
      'where there is no screen',
      [],
      { MUSCOPE_ELECTRON: program('screenless', 'exit 0'), SSH_CONNECTION: 'x' },
      'no screen',
    ],
    [
      'where it is asked for',
      ['--browser'],
      { MUSCOPE_ELECTRON: program('unasked', `echo no > '${noted}.2'`) },
      'in your browser',
    ],
  ])('serves a browser %s, and says why', async (_what, args, environment, reason) => {
    const ended = await start(args, environment);
    expect(ended.said).toContain(reason);
    expect(ended.address).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(ended.code).toBe(0);
    expect(fs.existsSync(`${noted}.2`)).toBe(false);
  });
});

describe.skipIf(!posix)('findElectron', () => {
  it('takes the installed package’s binary, and its path from elsewhere when that is set', () => {
    const root = path.join(folder, 'checkout');
    expect(findElectron({}, root)).toHaveProperty('reason');
    const binary = program('checkout/node_modules/electron/dist/electron', '');
    expect(findElectron({}, root)).toEqual({ binary });
    const other = program('elsewhere/Electron.app/electron', '');
    fs.writeFileSync(path.join(root, 'node_modules/electron/path.txt'), 'Electron.app/electron');
    expect(findElectron({}, root)).toHaveProperty('reason');
    const elsewhere = { ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'elsewhere') };
    expect(findElectron(elsewhere, root)).toEqual({ binary: other });
    expect(findElectron({ MUSCOPE_ELECTRON: other }, root)).toEqual({ binary: other });
  });

  it('never runs the package, which downloads', () => {
    const root = path.join(folder, 'downloading');
    fs.mkdirSync(path.join(root, 'node_modules/electron'), { recursive: true });
    fs.writeFileSync(path.join(root, 'node_modules/electron/index.js'), 'throw new Error("downloads")');
    expect(findElectron({}, root)).toMatchObject({
      reason: expect.stringContaining('install-electron') as string,
    });
  });
});
