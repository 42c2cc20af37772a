import { createContext, use } from 'react';
import type { DocumentState } from '../document/documentState.ts';
import type { Log } from './log/log.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';
import type { FigureName, PageState } from './state.ts';

/** What every panel, dialog and command gets: the state of the window, and what can be done in it. */
export interface Workspace {
  session: Session;
  /** Follows everything but the progress of a run, which `session.state()` has. */
  page: PageState;
  study: DocumentState;
  settings: Settings;
  log: Log;
  /** The figure that panels follow; null before there is one. */
  figure: FigureName | null;
  chooseFigure(name: string): void;
  /** Bin under the pointer, in figure and tables; null for none. */
  bin: number | null;
  point(bin: number | null): void;
  /** Opens a panel by its identity, or brings it to the front. */
  showPanel(id: string): void;
  /** The next group of panels, or the one before, with the focus in it. */
  stepGroup(by: 1 | -1): void;
  /** The next tab of the active group, or the one before. */
  stepTab(by: 1 | -1): void;
  /** Closes the panel that was used last. */
  closePanel(): void;
  /** All panels where they stood at first. */
  resetPanels(): void;
  /** Opens a dialog by its identity; null closes the one that is open. */
  showDialog(id: string | null): void;
}

/** The workspace of the window. */
export const WorkspaceContext = createContext<Workspace | null>(null);

/** The workspace; throws outside of the window's tree, which is a bug. */
export function useWorkspace(): Workspace {
  const workspace = use(WorkspaceContext);
  if (!workspace) throw new Error('a panel stands outside of the workspace');
  return workspace;
}
