import type { Answer } from './answer.ts';
import type { RunEvent } from './channels.ts';
import type { CommandEvent } from './commands.ts';

/** The one channel for requests and the one for events between page and shell. */
export const BRIDGE_CHANNELS = { call: 'muscope', event: 'muscope.event' } as const;

/** The request that a preload alone makes, of files that the user dropped or chose: the page cannot name them. */
export const DROPPED = 'files.dropped';

/** What a shell sends over the channel for events. */
export type ShellEvent = RunEvent | CommandEvent;

/** What came of files that were dropped: their absolute paths, and the folders below which files may be opened now. */
export interface DroppedFiles {
  paths: string[];
  folders: string[];
}

/** What a preload gives the page as `globalThis.muscope`, and nothing besides. */
export interface Bridge {
  /** Never rejects for a request that is refused. */
  call(channel: string, input: unknown): Promise<Answer>;
  /** Gives the function that ends the subscription. */
  subscribe(listener: (event: RunEvent) => void): () => void;
  /** Absolute path of a file that was dropped or chosen; empty for one that is not on disk. */
  pathOf(file: unknown): string;
  /**
   * Grants the folders of files that were dropped or chosen, and folders themselves; the value is {@link DroppedFiles}. Study documents are
   * noted, so that `study.open` opens them. Things that are not on disk are passed over.
   */
  drop(files: readonly unknown[]): Promise<Answer>;
  /** Listens to commands of the native menus, by their identity; gives the function that ends it. */
  onCommand(listener: (id: string) => void): () => void;
}
