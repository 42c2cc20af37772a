import { createContext, use } from 'react';
import type { Command } from './command.ts';
import type { Workspace } from './workspace.ts';

/** The table of commands, for everything that stands in the window. */
export const CommandsContext = createContext<readonly Command[]>([]);

/** The command with this identity; a name that is not in the table is a bug. */
export function useCommand(id: string): Command {
  const command = use(CommandsContext).find((one) => one.id === id);
  if (!command) throw new Error(`there is no command ${id}`);
  return command;
}

/** Does a command unless it is refused now. */
export function runCommand(command: Command, workspace: Workspace): void {
  if ((command.refused?.(workspace) ?? null) === null) command.run(workspace);
}
