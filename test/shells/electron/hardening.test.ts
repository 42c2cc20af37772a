import fs from 'node:fs';
import path from 'node:path';
import type { WebFrameMain } from 'electron';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { HARDENING } from '../../../src-main/shell-electron/hardening.ts';
import { bundlePreload, runPreload } from './preloadBundle.ts';
import { preventable, standInFrame } from './standIn.ts';
import { started } from './started.ts';
import type { Started } from './started.ts';

// Source of truth: the checklist of https://www.electronjs.org/docs/latest/tutorial/security, by its numbers, against what the shell really gives Electron.

const ROOT = path.resolve(import.meta.dirname, '../../..');
const SHELL = ['src-main/shell-electron', 'src-main/preload'];
const FOREIGN = [
  'https://example.org/',
  'http://127.0.0.1:1/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'app://other/',
  'data:text/html,x',
];

const sources = SHELL.flatMap((folder) =>
  fs
    .readdirSync(path.join(ROOT, folder))
    .map((name) => fs.readFileSync(path.join(ROOT, folder, name), 'utf8')),
).join('\n');
const renderer = fs
  .readdirSync(path.join(ROOT, 'src-renderer'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(tsx?|html|css)$/.test(name))
  .map((name) => fs.readFileSync(path.join(ROOT, 'src-renderer', name), 'utf8'))
  .join('\n');

let shell: Started;
const preferences = () => shell.windows[0].options.webPreferences ?? {};
const contents = () => shell.windows[0].webContents;

beforeAll(async () => {
  shell = await started();
});
afterAll(() => shell.end());

function loads(url: string): boolean {
  let cancelled: boolean | undefined;
  shell.session.loads?.({ url }, ({ cancel }) => (cancelled = cancel));
  return cancelled === false;
}

describe('Electron’s security list', () => {
  it('1 only secure content is loaded: our own page, over its own scheme, nothing of the network', () => {
    expect(contents().getURL()).toBe(`${HARDENING.origin}/`);
    expect(shell.schemes).toEqual([HARDENING.scheme]);
    for (const own of [
      'app://muscope/',
      'app://muscope/assets/a.js',
      'blob:app://muscope/1',
      'data:image/png,',
    ]) {
      expect(loads(own), own).toBe(true);
    }
    for (const url of [
      ...FOREIGN.slice(0, 5),
      'ws://x/',
      'ftp://x/',
      'devtools://x',
      'chrome-extension://x/',
      '',
    ]) {
      expect(loads(url), url).toBe(false);
    }
  });

  it('2 pages have no Node, in frames and workers neither', () => {
    expect(preferences()).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    });
  });

  it('3 the preload lives in a context of its own', () => {
    expect(preferences().contextIsolation).toBe(true);
  });

  it('4 every process of a page is sandboxed', () => {
    expect(preferences().sandbox).toBe(true);
    expect(shell.app.calls).toContain('enableSandbox');
    expect(sources).not.toMatch(/no-sandbox/);
  });

  it('5 permissions are denied to everybody, but for writing the clipboard to our page', () => {
    const { request, check, device } = shell.session;
    const asks = [
      'media',
      'geolocation',
      'notifications',
      'midi',
      'fileSystem',
      'openExternal',
      'clipboard-read',
      'hid',
      'unknown',
    ];
    for (const permission of [...asks, 'clipboard-sanitized-write']) {
      for (const address of ['app://muscope/', ...FOREIGN, 'app://muscope.example.org/']) {
        const granted = permission === 'clipboard-sanitized-write' && address === 'app://muscope/';
        const answers: boolean[] = [];
        request?.(contents() as never, permission as never, (one) => answers.push(one), {
          requestingUrl: address,
        } as never);
        expect(answers, `${permission} ${address}`).toEqual([granted]);
        expect(check?.(null, permission as never, address, {} as never)).toBe(granted);
      }
    }
    expect(device?.({} as never)).toBe(false);
  });

  it('6 web security is on', () => {
    expect(preferences().webSecurity).toBe(true);
  });

  it('7 a content security policy comes with every response: nothing inline, nothing evaluated, nothing foreign', async () => {
    const response = await shell.session.page?.({ method: 'GET', url: 'app://muscope/none.html' } as Request);
    const policy = response?.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it('8 no insecure content runs in a secure page', () => {
    expect(preferences().allowRunningInsecureContent).toBe(false);
  });

  it('9 experimental features are off', () => {
    expect(preferences().experimentalFeatures).toBe(false);
    expect(sources).not.toMatch(/appendSwitch|enable-features/);
  });

  it('10 no feature of Blink is switched on', () => {
    expect(preferences()).not.toHaveProperty('enableBlinkFeatures');
  });

  it('11 there are no webviews, so none with popups', () => {
    expect(preferences().webviewTag).toBe(false);
    expect(renderer).not.toMatch(/<webview|allowpopups/);
  });

  it('12 a webview that is attached all the same is prevented', () => {
    const event = preventable();
    contents().emit('will-attach-webview', event, {}, {});
    expect(event.prevented).toBe(true);
  });

  it('13 no navigation but loading the same page again, no redirect, no frame of another page', () => {
    for (const url of [...FOREIGN, 'app://muscope/other.html', 'app://muscope/?file=/x']) {
      for (const name of ['will-navigate', 'will-redirect']) {
        const event = preventable({ url });
        contents().emit(name, event);
        expect(event.prevented, `${name} ${url}`).toBe(true);
      }
      const frame = preventable({ url, isMainFrame: false });
      contents().emit('will-frame-navigate', frame);
      expect(frame.prevented).toBe(true);
    }
    const same = preventable({ url: contents().getURL() });
    contents().emit('will-navigate', same);
    expect(same.prevented).toBe(false);
    const drop = preferences().navigateOnDragDrop;
    expect(drop).toBe(false);
  });

  it('14 no new windows', () => {
    for (const url of [...FOREIGN, 'app://muscope/']) {
      expect(contents().openHandler?.({ url } as never)).toEqual({ action: 'deny' });
    }
  });

  it('15 nothing is handed to the system to open', () => {
    expect(sources).not.toMatch(/openExternal|openPath|from 'node:child_process'/);
  });

  it('16 Electron is a current version: one exact release of the major that was chosen', () => {
    const { devDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Number(devDependencies['electron'].split('.')[0])).toBeGreaterThanOrEqual(45);
  });

  it('17 the sender of every message is validated, and there is one channel', async () => {
    expect([...shell.handlers.keys()]).toEqual([HARDENING.channels.call]);
    expect(sources.match(/ipcMain\.(on|once|handle|handleOnce)\(/g)).toEqual(['ipcMain.handle(']);
    const handler = shell.handlers.get(HARDENING.channels.call);
    const ask = (senderFrame: WebFrameMain | null) =>
      handler?.({ sender: contents(), senderFrame } as never, 'studies.list', {}) as Promise<object>;
    for (const frame of [null, standInFrame(), standInFrame({ parent: contents().mainFrame })]) {
      expect(await ask(frame)).toHaveProperty('error.code', 'malformed');
    }
    expect(await ask(contents().mainFrame)).toHaveProperty('value');
  });

  it('18 no page comes over file:', () => {
    expect(sources).not.toMatch(/loadFile|'file:\/\//);
    expect(loads('file:///etc/passwd')).toBe(false);
    expect(HARDENING.scheme.privileges).not.toHaveProperty('bypassCSP');
  });

  it('19 the fuses of the packaged program are those of the hardening', () => {
    const { electronFuses } = parse(fs.readFileSync(path.join(ROOT, 'electron-builder.yml'), 'utf8')) as {
      electronFuses: unknown;
    };
    expect(electronFuses).toEqual(HARDENING.fuses);
    expect(HARDENING.fuses).toMatchObject({ runAsNode: false, onlyLoadAppFromAsar: true });
  });

  it('20 no API of Electron is given to the page', async () => {
    const { text } = await bundlePreload();
    const nothing = () => undefined;
    const ipcRenderer = { invoke: async () => null, on: nothing, removeListener: nothing };
    const { exposed } = runPreload(text, { ipcRenderer, webUtils: { getPathForFile: () => '' } });
    const kinds = Object.entries(exposed['muscope'] as object).map(([name, value]) => [name, typeof value]);
    expect(kinds).toEqual([
      ['call', 'function'],
      ['subscribe', 'function'],
      ['pathOf', 'function'],
      ['drop', 'function'],
      ['onCommand', 'function'],
    ]);
  });
});

describe('besides the list', () => {
  it('windows get every preference of the hardening and the developer tools only in a checkout', async () => {
    expect(preferences()).toEqual({
      ...HARDENING.webPreferences,
      devTools: false,
      preload: '/built/preload.cjs',
    });
    const checkout = await started({ isPackaged: false });
    expect(checkout.windows[0].options.webPreferences?.devTools).toBe(true);
    await checkout.end();
  });

  it('only our page’s own things are downloaded', () => {
    for (const [url, allowed] of [
      ['app://muscope/figures/r/a.svg', true],
      ['blob:app://muscope/1', true],
      ['blob:https://example.org/1', false],
      ['data:text/html,x', false],
      ['https://example.org/a.exe', false],
      ['file:///etc/passwd', false],
    ] as const) {
      const event = preventable();
      shell.session.emit('will-download', event, { getURL: () => url });
      expect(!event.prevented, url).toBe(allowed);
    }
    expect(shell.session.spelling).toBe(false);
  });

  it('Electron itself, which would be downloaded, is imported by the entry point and the preload alone', () => {
    const importing = ['src-main', 'src-shared', 'src-renderer', 'scripts', 'test'].flatMap((folder) =>
      fs
        .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(ts|tsx|mjs)$/.test(name))
        .map((name) => path.posix.join(folder, name))
        .filter((file) => {
          const text = fs.readFileSync(path.join(ROOT, file), 'utf8');
          return /^import (?!type)[^;]*? from 'electron';/m.test(text);
        }),
    );
    expect(importing.sort()).toEqual(['src-main/preload/preload.ts', 'src-main/shell-electron/main.ts']);
  });
});
