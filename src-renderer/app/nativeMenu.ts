import { useEffect, useRef } from 'react';
import type { MenuEntry } from '../../src-shared/contracts/commands.ts';
import { bridgeOfPage } from '../client/preload.ts';
import type { Command } from './command.ts';
import type { Workspace } from './workspace.ts';

/** The commands as native menus show them. */
export function menuEntries(commands: readonly Command[], workspace: Workspace): MenuEntry[] {
  return commands.map(({ id, title, group, keys, refused }) => ({
    id,
    title,
    group,
    ...(keys !== undefined && { keys }),
    ...(refused?.(workspace) && { refused: true }),
  }));
}

/** Runs the command of a native menu, unless it is none or cannot be done now; whether it ran. */
export function runFromMenu(id: string, commands: readonly Command[], workspace: Workspace): boolean {
  const command = commands.find((one) => one.id === id);
  if (!command || command.refused?.(workspace)) return false;
  command.run(workspace);
  return true;
}

/** Keeps the native menus in step with the commands, where there are such menus, and runs what is chosen there. */
export function useNativeMenu(commands: readonly Command[], workspace: Workspace): void {
  const bridge = bridgeOfPage();
  const newest = useRef({ commands, workspace });
  const table = bridge ? JSON.stringify(menuEntries(commands, workspace)) : '[]';
  useEffect(() => {
    newest.current = { commands, workspace };
  });
  useEffect(() => {
    if (bridge) void bridge.call('menu.show', { commands: JSON.parse(table) as MenuEntry[] });
  }, [bridge, table]);
  useEffect(
    () => bridge?.onCommand((id) => runFromMenu(id, newest.current.commands, newest.current.workspace)),
    [bridge],
  );
}
