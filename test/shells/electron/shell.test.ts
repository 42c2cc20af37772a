import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { MenuItemConstructorOptions } from 'electron';
import type { RunEvent } from '../../../src-shared/contracts/channels.ts';
import { HARDENING } from '../../../src-main/shell-electron/hardening.ts';
import { preventable } from './standIn.ts';
import type { StandInWindow } from './standIn.ts';
import { settled, started } from './started.ts';
import type { Started } from './started.ts';

// Source of truth: what a desktop program does by its system's conventions; the host behind the stand-in is the real one, on the bundled sample (55801 events by uproot 5.7).

const running: Started[] = [];

async function start(...args: Parameters<typeof started>): Promise<Started> {
  const shell = await started(...args);
  running.push(shell);
  return shell;
}

afterEach(async () => {
  for (const shell of running.splice(0)) await shell.end();
});

function events({ webContents }: StandInWindow): RunEvent[] {
  return webContents.sent
    .filter(([channel]) => channel === HARDENING.channels.event)
    .map(([, event]) => event as RunEvent);
}

async function until<T>(find: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function item(menu: MenuItemConstructorOptions[], ...labels: string[]): MenuItemConstructorOptions {
  const [label, ...rest] = labels;
  const found = menu.find((one) => one.label?.replace('&', '') === label);
  if (!found) throw new Error(`no menu ${label}`);
  return rest.length === 0 ? found : item(found.submenu as MenuItemConstructorOptions[], ...rest);
}

const ended = (state: string) => (event: RunEvent) => event.state === state;

describe('a window', () => {
  it('runs the sample in a utility process: requests, events, results, figures', async () => {
    const shell = await start({ args: ['--threads=2'] });
    const [window] = shell.windows;
    window.emit('ready-to-show');
    expect(window.calls).toContain('show');
    const { value } = (await shell.ask(window, 'run.start', { document: { sample: true } })) as {
      value: { run: string };
    };
    await until(() => events(window).find(ended('finished')));
    const result = (await shell.ask(window, 'run.result', value)) as {
      value: { files: { entries: number }[] };
    };
    expect(result.value.files.reduce((sum, { entries }) => sum + entries, 0)).toBe(55_801);
    const list = (await shell.ask(window, 'figures.list', value)) as {
      value: { figures: { name: string }[] };
    };
    const address = `app://muscope/figures/${value.run}/${list.value.figures[0].name}.svg`;
    const svg = await shell.session.page?.({ method: 'GET', url: address } as Request);
    expect(svg?.status).toBe(200);
    expect(await svg?.text()).toContain('data:font/otf');
    expect(shell.utilities.length).toBe(1);
    expect(shell.utilities[0].options.serviceName).toBe('Muscope engine host');
  });

  it('survives the death of its engine host and reports it', async () => {
    const shell = await start();
    const [window] = shell.windows;
    await shell.ask(window, 'run.start', { document: { sample: true }, verify: true });
    await until(() => events(window).find(ended('running')));
    const asked = shell.ask(window, 'run.result', { run: 'x' }).catch((error: unknown) => error);
    shell.utilities[0].child.kill('SIGKILL');
    await until(() => events(window).find(ended('failed')));
    expect(await asked).toHaveProperty('error');
    const name = 'Muscope engine host';
    shell.app.emit('child-process-gone', {}, { type: 'Utility', name, reason: 'crashed', exitCode: 139 });
    shell.app.emit('child-process-gone', {}, { type: 'Utility', name, reason: 'clean-exit', exitCode: 0 });
    shell.app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 1 });
    expect(shell.said).toEqual([
      'the engine host ended: crashed (139); it starts again with the next request',
    ]);
    expect(events(window).at(-1)?.error?.message).toContain('the engine stopped');
    expect(await shell.ask(window, 'session.get', {})).toHaveProperty('value.runs', []);
    expect(shell.utilities.length).toBe(2);
  });

  it('loads its page again when that died, once', async () => {
    const shell = await start();
    const { webContents } = shell.windows[0];
    webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    expect(webContents.reloads).toBe(0);
    webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(webContents.reloads).toBe(1);
    webContents.emit('render-process-gone', {}, { reason: 'oom' });
    expect(webContents.reloads).toBe(1);
    expect(shell.dialogs.errors[0]).toContain('oom');
  });

  it('asks before it is closed while a study runs', async () => {
    const shell = await start();
    const [window] = shell.windows;
    await shell.ask(window, 'run.start', { document: { sample: true }, verify: true });
    await until(() => events(window).find(ended('running')));
    window.close();
    await settled();
    expect(shell.dialogs.questions).toBe(1);
    expect(window.isDestroyed()).toBe(false);
    shell.dialogs.button = 1;
    window.close();
    await settled();
    expect(window.isDestroyed()).toBe(true);
  });

  it('opens where it was, when that still is on a display', async () => {
    const bounds = { x: 50, y: 60, width: 1000, height: 700 };
    const keep = (state: object) => ({
      prepare: ({ app }: { app: { paths: Record<string, string> } }) =>
        fs.writeFileSync(path.join(app.paths['userData'], 'window.json'), JSON.stringify(state)),
    });
    const first = await start(keep({ bounds, maximized: true, theme: 'dark' }));
    expect(first.windows[0].options).toMatchObject(bounds);
    expect(first.windows[0].isMaximized()).toBe(true);
    expect(first.theme.themeSource).toBe('dark');
    first.windows[0].close();
    const file = path.join(first.folder, 'window.json');
    expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toEqual({ bounds, maximized: true, theme: 'dark' });
    const gone = await start(keep({ bounds: { ...bounds, x: 5000 }, maximized: false, theme: 'system' }));
    expect(gone.windows[0].options).toMatchObject({ x: 460, width: 1000, height: 700 });
  });
});

describe('what is opened', () => {
  const study = (shell: Started, name: string) => path.join(shell.folder, name);

  it('is one window for each document of the command line, each with its folder granted', async () => {
    const shell = await start({
      args: ['a.muscope.yaml', '--inspect=1', 'b.muscope', 'notes.txt'],
      folder: '/studies',
    });
    expect(shell.windows.length).toBe(2);
    const session = await shell.ask(shell.windows[0], 'session.get', {});
    expect(session).toHaveProperty('value.document', { path: '/studies/a.muscope.yaml' });
  });

  it('in a second instance opens in the first, and the second ends', async () => {
    const first = await start();
    const second = await start({ args: ['b.muscope.yaml'], prepare: ({ app }) => void (app.lock = false) });
    expect(second.app.calls).toContain('quit');
    expect(second.windows).toEqual([]);
    const { handedOver } = second.app;
    expect(handedOver).toMatchObject({ documents: [study(second, 'b.muscope.yaml')] });
    first.app.emit('second-instance', {}, [], '/', handedOver);
    expect(first.windows.length).toBe(2);
    first.app.emit('second-instance', {}, [], '/', handedOver);
    expect(first.windows.length).toBe(2);
    expect(first.windows[1].calls).toContain('focus');
    for (const nonsense of [
      null,
      undefined,
      'x',
      { documents: ['relative'] },
      { documents: [], files: [], roots: [], threads: 1e9 },
      [],
    ]) {
      first.app.emit('second-instance', {}, ['x'], '/', nonsense);
    }
    expect(first.windows.length).toBe(2);
  });

  it('by the system before the program is ready waits for it', async () => {
    const shell = await start({ later: true, platform: 'darwin' });
    const event = preventable();
    shell.app.emit('open-file', event, '/studies/a.muscope');
    expect(event.prevented).toBe(true);
    expect(shell.windows).toEqual([]);
    shell.app.makeReady();
    await settled();
    expect(shell.windows.length).toBe(1);
    shell.app.emit('open-file', preventable(), '/data/muons.root');
    expect(shell.windows[1].webContents.getURL()).toBe('app://muscope/?file=%2Fdata%2Fmuons.root');
    shell.app.emit('open-file', preventable(), '/etc/passwd');
    expect(shell.windows[0].calls).toContain('focus');
    expect(shell.windows.length).toBe(2);
  });

  it('from the menu is what was chosen; nothing when nothing was', async () => {
    const shell = await start();
    const open = item(shell.menu(), 'File', 'Open Study…');
    expect(open.accelerator).toBe('CmdOrCtrl+O');
    open.click?.({} as never, undefined, {} as never);
    await settled();
    expect(shell.windows.length).toBe(1);
    shell.dialogs.files = ['/studies/c.muscope.yaml'];
    open.click?.({} as never, undefined, {} as never);
    await settled();
    expect(shell.windows.length).toBe(2);
  });
});

describe('the menus', () => {
  it('reload, change the theme for all starts, and tell about the program', async () => {
    const shell = await start();
    const click = (...labels: string[]) =>
      item(shell.menu(), ...labels).click?.({} as never, undefined, {} as never);
    click('View', 'Reload');
    expect(shell.windows[0].webContents.reloads).toBe(1);
    expect(item(shell.menu(), 'View', 'Theme', 'As the system').checked).toBe(true);
    click('View', 'Theme', 'Dark');
    expect(shell.theme.themeSource).toBe('dark');
    expect(fs.readFileSync(path.join(shell.folder, 'window.json'), 'utf8')).toContain('"dark"');
    click('Help', 'About Muscope');
    expect(shell.app.calls).toContain('showAboutPanel');
  });

  it('have the developer tools only in a checkout, and a Quit where the system has none', async () => {
    const text = (shell: Started) => JSON.stringify(shell.menu());
    const linux = await start();
    expect(text(linux)).toContain('"quit"');
    expect(text(linux)).not.toContain('toggleDevTools');
    const mac = await start({ platform: 'darwin', isPackaged: false });
    expect(text(mac)).toContain('"appMenu"');
    expect(text(mac)).toContain('toggleDevTools');
  });
});

describe('the end', () => {
  it('comes with the last window, but for macOS, and waits for the engine hosts', async () => {
    const shell = await start();
    await shell.ask(shell.windows[0], 'session.get', {});
    shell.windows[0].close();
    shell.app.emit('window-all-closed');
    expect(shell.app.calls).toContain('quit');
    const waiting = preventable();
    shell.app.emit('will-quit', waiting);
    expect(waiting.prevented).toBe(true);
    const quits = shell.app.calls.filter((call) => call === 'quit').length;
    await until(() => shell.app.calls.filter((call) => call === 'quit').length > quits);
    expect(shell.utilities[0].child.exitCode).toBe(0);
    const second = preventable();
    shell.app.emit('will-quit', second);
    expect(second.prevented).toBe(false);
    const mac = await start({ platform: 'darwin' });
    mac.windows[0].close();
    mac.app.emit('window-all-closed');
    expect(mac.app.calls).not.toContain('quit');
    mac.app.emit('activate');
    expect(mac.open().length).toBe(1);
  });

  it('keeps a profile of its own below MUSCOPE_HOME', async () => {
    const shell = await start({ home: '/somewhere' });
    expect(shell.app.paths['userData']).toBe(path.join('/somewhere', 'window'));
  });
});
