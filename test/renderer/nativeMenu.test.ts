import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../src-shared/contracts/bridge.ts';
import { menuEntry } from '../../src-shared/contracts/commands.ts';
import type { Command } from '../../src-renderer/app/command.ts';
import { menuEntries, runFromMenu } from '../../src-renderer/app/nativeMenu.ts';
import type { Workspace } from '../../src-renderer/app/workspace.ts';
import { takeDropped } from '../../src-renderer/client/dropped.ts';

// Source of truth: the contract of the native menus and of the bridge; exact.

const workspace = {} as Workspace;
const ran: string[] = [];
const commands: Command[] = [
  { id: 'run.start', title: 'Run', group: 'Run', keys: 'Mod+Enter', run: () => ran.push('start') },
  {
    id: 'run.pause',
    title: 'Pause',
    group: 'Run',
    words: 'hold',
    refused: () => 'nothing runs',
    run: () => ran.push('no'),
  },
  { id: 'view.theme', title: 'Theme', group: 'View', refused: () => null, run: () => ran.push('theme') },
];

describe('native menus', () => {
  it('show every command with its keys, and which cannot be done', () => {
    const entries = menuEntries(commands, workspace);
    expect(entries).toEqual([
      { id: 'run.start', title: 'Run', group: 'Run', keys: 'Mod+Enter' },
      { id: 'run.pause', title: 'Pause', group: 'Run', refused: true },
      { id: 'view.theme', title: 'Theme', group: 'View' },
    ]);
    for (const entry of entries) expect(menuEntry.safeParse(entry).success).toBe(true);
  });

  it('run what is chosen there, when it can be done', () => {
    const done = ['run.start', 'run.pause', 'view.theme', 'none.such'].map((id) =>
      runFromMenu(id, commands, workspace),
    );
    expect(done).toEqual([true, false, true, false]);
    expect(ran).toEqual(['start', 'theme']);
  });
});

describe('dropped files', () => {
  const bridge = (answer: unknown) => ({ drop: async () => answer }) as unknown as Bridge;

  it('have their places in Electron and none in a browser', async () => {
    const dropped = { paths: ['/a/b.root'], folders: ['/a'] };
    expect(await takeDropped([], bridge({ value: dropped }))).toEqual(dropped);
    expect(await takeDropped([])).toBeNull();
  });

  it('of a folder that is not granted are refused in words', async () => {
    const refused = bridge({ error: { code: 'usage', message: 'this folder is not granted' } });
    await expect(takeDropped([], refused)).rejects.toMatchObject({ name: 'UserError', code: 'usage' });
  });
});
