import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MenuEntry } from '../../../src-shared/contracts/commands.ts';
import { acceleratorOf } from '../../../src-main/shell-electron/menu.ts';
import { settled, started } from './started.ts';
import type { Started } from './started.ts';
import type { StandInWindow } from './standIn.ts';

// Source of truth: in Electron a page names nothing that the user did not choose, drop or open; the menus show the commands that the page tells.

const SAMPLE = path.resolve(import.meta.dirname, '../../../assets/sample');
let shell: Started;
let window: StandInWindow;
const at = (...parts: string[]) => path.join(fs.realpathSync(shell.folder), ...parts);
const ask = (channel: string, input: unknown) => shell.ask(window, channel, input);
const documents = () => shell.windows.length;

beforeAll(async () => {
  shell = await started();
  [window] = shell.windows;
  for (const folder of ['chosen', 'dropped', 'folder', 'other']) {
    fs.mkdirSync(at(folder));
    fs.copyFileSync(path.join(SAMPLE, 'isol_mc.root'), at(folder, 'a.root'));
    fs.copyFileSync(path.join(SAMPLE, 'isolation-pileup.muscope.yaml'), at(folder, 'a.muscope.yaml'));
  }
});
afterAll(() => shell.end());

const inspect = (folder: string) => ask('files.inspect', { path: at(folder, 'a.root') });

describe('a page in Electron', () => {
  it('grants nothing itself', async () => {
    for (const folder of [at('other'), '/', '/etc']) {
      expect(await ask('folders.grant', { folder })).toHaveProperty('error.code', 'unsupported');
    }
    expect(await ask('files.dropped', { paths: 'x' })).toHaveProperty('error.code', 'malformed');
    expect(await inspect('other')).toHaveProperty('error.code', 'unreadable');
  });

  it('has the folders of files and the folders that were chosen in a dialog', async () => {
    expect(await inspect('chosen')).toHaveProperty('error.code', 'unreadable');
    shell.dialogs.files = [at('chosen', 'a.root')];
    expect(await ask('dialog.open', { what: 'files' })).toEqual({
      value: { paths: [at('chosen', 'a.root')] },
    });
    expect(await inspect('chosen')).toHaveProperty('value.trees');
    shell.dialogs.files = [at('folder')];
    await ask('dialog.open', { what: 'folder' });
    expect(await inspect('folder')).toHaveProperty('value.trees');
    expect(await inspect('other')).toHaveProperty('error.code', 'unreadable');
    shell.dialogs.files = ['/'];
    expect(await ask('dialog.open', { what: 'folder' })).toHaveProperty('error.code', 'usage');
  });

  it('has the folders of what was dropped, but for study documents', async () => {
    const paths = [at('dropped', 'a.root'), at('other', 'a.muscope.yaml'), 'relative.root', '/a\0b'];
    const folders = [at('chosen'), at('folder'), at('dropped')];
    expect(await ask('files.dropped', { paths })).toEqual({ value: { paths: paths.slice(0, 2), folders } });
    expect(await inspect('dropped')).toHaveProperty('value.trees');
    expect(await inspect('other')).toHaveProperty('error.code', 'unreadable');
  });

  it('opens studies in its window: dropped, chosen, opened before or below a granted folder, no others', async () => {
    const open = (...parts: string[]) => ask('study.open', { path: at(...parts) });
    const opened = (...parts: string[]) => ({ value: { document: { path: at(...parts) } } });
    expect(await ask('study.open', { path: '/elsewhere/a.muscope.yaml' })).toHaveProperty(
      'error.code',
      'unreadable',
    );
    expect(await open('chosen', 'a.root')).toHaveProperty('error.code', 'unreadable');
    expect(await ask('session.get', {})).toHaveProperty('value.document', { sample: true });
    expect(await open('other', 'a.muscope.yaml')).toEqual(opened('other', 'a.muscope.yaml'));
    expect(await ask('session.get', {})).toHaveProperty('value.document', {
      path: at('other', 'a.muscope.yaml'),
    });
    expect(await open('chosen', 'a.muscope.yaml')).toEqual(opened('chosen', 'a.muscope.yaml'));
    fs.mkdirSync(at('asked'));
    fs.copyFileSync(at('other', 'a.muscope.yaml'), at('asked', 'a.muscope.yaml'));
    expect(await open('asked', 'a.muscope.yaml')).toHaveProperty('error.code', 'unreadable');
    shell.dialogs.files = [at('asked', 'a.muscope.yaml')];
    expect(await ask('dialog.open', { what: 'study' })).toEqual({ value: { paths: shell.dialogs.files } });
    expect(await open('asked', 'a.muscope.yaml')).toEqual(opened('asked', 'a.muscope.yaml'));
    expect(documents()).toBe(1);
  });

  it('brings a study to the front that has a window, and one that was opened before needs no dialog', async () => {
    shell.app.emit('second-instance', {}, [], '/', {
      ...{ documents: [at('dropped', 'a.muscope.yaml')], files: [], roots: [], threads: null },
    });
    const other = shell.windows[1];
    await shell.ask(other, 'session.get', {});
    expect(await ask('study.open', { path: at('dropped', 'a.muscope.yaml') })).toEqual({
      value: { document: { path: at('asked', 'a.muscope.yaml') } },
    });
    expect(other.calls).toContain('focus');
    other.close();
    expect(await ask('study.open', { path: at('dropped', 'a.muscope.yaml') })).toEqual({
      value: { document: { path: at('dropped', 'a.muscope.yaml') } },
    });
  });

  it('does nothing when the dialog is cancelled', async () => {
    shell.dialogs.files = [];
    for (const what of ['files', 'folder', 'study'])
      expect(await ask('dialog.open', { what })).toEqual({ value: { paths: [] } });
  });
});

describe('the menus', () => {
  const entries: MenuEntry[] = [
    { id: 'study.open', title: 'Open a study…', group: 'File', keys: 'Mod+O' },
    { id: 'edit.undo', title: 'Undo', group: 'Edit', keys: 'Mod+Z' },
    { id: 'run.start', title: 'Run the study', group: 'Run', keys: 'Mod+Enter' },
    { id: 'run.pause', title: 'Pause', group: 'Run', refused: true },
    { id: 'view.panel.fit', title: 'Fit & pulls\u202e', group: 'View' },
    { id: 'help.about', title: 'About', group: 'Help' },
  ];
  const submenu = (label: string) => {
    const menu = shell.menu().find((one) => one.label === label);
    return (menu?.submenu ?? []) as { id?: string; label?: string; enabled?: boolean; click?: () => void }[];
  };
  const click = (label: string, id: string) =>
    submenu(label)
      .find((one) => one.id === id)
      ?.click?.();

  it('show the commands that the page tells, and send them to the window in front', async () => {
    expect(submenu('&Run')).toEqual([]);
    expect(await ask('menu.show', { commands: entries })).toEqual({ value: {} });
    expect(submenu('&File')[0]).toMatchObject({
      label: 'Open a study…',
      accelerator: 'CmdOrCtrl+O',
      registerAccelerator: false,
    });
    expect(submenu('&File').filter(({ id }) => id === 'study.open')).toHaveLength(1);
    expect(submenu('&Edit').map(({ id }) => id)[0]).toBe('edit.undo');
    expect(submenu('&Edit')).toContainEqual({ role: 'paste' });
    expect(submenu('&Run').map(({ enabled }) => enabled)).toEqual([true, false]);
    expect(submenu('&View')[0].label).toBe('Fit && pulls');
    expect(submenu('&Help').map(({ label }) => label)).toEqual(['About']);
    click('&Run', 'run.start');
    await settled();
    const front = shell.open()[0];
    expect(front.webContents.sent.at(-1)).toEqual(['muscope.event', { event: 'command', id: 'run.start' }]);
  });

  it('refuse what is no table of commands', async () => {
    const [entry] = entries;
    for (const commands of [
      [{ ...entry, id: 'javascript:canary()' }],
      [{ ...entry, title: '' }],
      [{ ...entry, group: 'Evil' }],
      [{ ...entry, click: 'x' }],
      new Array(201).fill(entry),
    ]) {
      expect(await ask('menu.show', { commands })).toHaveProperty('error.code', 'malformed');
    }
  });

  it.each([
    ['Mod+Shift+E', 'CmdOrCtrl+Shift+E'],
    ['Mod+Enter', 'CmdOrCtrl+Return'],
    ['Alt+ArrowUp', 'Alt+Up'],
    ['F1', 'F1'],
    ['?', '?'],
    ['Mod+,', 'CmdOrCtrl+,'],
    ['Hyper+X', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('show keys %s as %s', (keys, accelerator) => {
    expect(acceleratorOf(keys)).toBe(accelerator);
  });
});
