import type { CommandGroup } from '../../src-shared/contracts/commands.ts';
import type { Workspace } from './workspace.ts';

export type { CommandGroup };

/** Something that the window can do: every menu entry, button and key goes through one. */
export interface Command {
  /** As `run.start`. */
  id: string;
  /** What it does, beginning with a verb: `Run the study`. */
  title: string;
  group: CommandGroup;
  /** As `Mod+Shift+E`; Mod is Command on a Mac, Control elsewhere. */
  keys?: string;
  /** Further words that the palette finds it by. */
  words?: string;
  /** Why it cannot be done now, in words; null when it can. Always possible where it is left out. */
  refused?(workspace: Workspace): string | null;
  run(workspace: Workspace): void;
}
