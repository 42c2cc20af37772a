import type { ReactNode } from 'react';
import type { Workspace } from './workspace.ts';

/** Where a panel stands at first. */
export type PanelPlace = 'form' | 'figure' | 'table';

/** A dockable view. */
export interface PanelDefinition {
  id: string;
  title: string;
  place: PanelPlace;
  /** Whether there is anything to show; always where it is left out. */
  has?(workspace: Workspace): boolean;
  /** A number of things beside the title; 0 for none. */
  badge?(workspace: Workspace): number;
  /** Opened with the first layout; otherwise it is to be had in the View menu. */
  atFirst: boolean;
  /** Takes everything from {@link useWorkspace}. */
  Panel: () => ReactNode;
}

/** A dialog over the window; `close` ends it. */
export interface DialogDefinition {
  id: string;
  Dialog: (props: { close: () => void }) => ReactNode;
}
