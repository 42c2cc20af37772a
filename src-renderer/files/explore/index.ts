import { createElement, lazy, Suspense } from 'react';
import type { ReactNode } from 'react';
import type { Command } from '../../app/command.ts';
import type { PanelDefinition } from '../../app/panel.ts';
import type { Workspace } from '../../app/workspace.ts';
import { browseFor } from '../request.ts';
import { browserOf } from './currentBrowser.ts';

const Loaded = lazy(async () => ({ default: (await import('./BrowseView.tsx')).BrowseView }));

function Panel(): ReactNode {
  const fallback = createElement('p', { className: 'below-table' }, 'Opening');
  return createElement(Suspense, { fallback }, createElement(Loaded));
}

/** Objects, trees and branches of any ROOT file. */
export const browsePanel: PanelDefinition = {
  id: 'browse',
  title: 'Browse file',
  place: 'figure',
  atFirst: false,
  Panel,
};

/** Opens a ROOT file in the panel, which comes to the front; for menus and for files that are dropped. */
export function openFile({ session, showPanel }: Workspace, path: string): void {
  showPanel(browsePanel.id);
  void browserOf(session.call).openFile(path);
}

/** Lets the user choose a ROOT file, which is opened in the panel. */
function chooseFile(workspace: Workspace): void {
  browseFor(workspace, {
    title: 'Browse a ROOT file',
    kinds: ['root'],
    several: false,
    take: ([path]) => path !== undefined && openFile(workspace, path),
  });
}

/** Commands of the panel. */
export const browseCommands: readonly Command[] = [
  {
    id: 'files.inspect',
    title: 'Browse a file…',
    group: 'File',
    words: 'open ROOT inspect branches tree histogram',
    run: chooseFile,
  },
];
