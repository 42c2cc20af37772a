import type { DockviewApi } from 'dockview-react';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { calmPage } from './calmPage.ts';
import { closePanel, firstLayout, openPanel, stepGroup, stepTab } from './dock/layout.ts';
import type { Log } from './log/log.ts';
import { panelOf, PANELS } from './panels.tsx';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';
import type { Workspace } from './workspace.ts';

/** The workspace of this window, the dialog that is open, and the place for its dock. */
export interface WindowState {
  workspace: Workspace;
  dialog: string | null;
  setDock(dock: DockviewApi): void;
}

/** Everything that the window has beside its session: the chosen figure, the dock, the open dialog. */
export function useWindow(session: Session, settings: Settings, log: Log): WindowState {
  const readPage = useMemo(() => calmPage(session), [session]);
  const page = useSyncExternalStore(session.subscribe, readPage);
  const study = useSyncExternalStore(session.document.subscribe, session.document.state);
  const [chosen, chooseFigure] = useState<string | null>(null);
  const [bin, point] = useState<number | null>(null);
  const [dialog, showDialog] = useState<string | null>(null);
  const [dock, setDock] = useState<DockviewApi | null>(null);
  const figures = page.outcome?.figures;
  const figure = figures?.find(({ name }) => name === chosen) ?? figures?.[0] ?? null;

  const docking = useMemo(
    () => ({
      showPanel(id: string) {
        const panel = panelOf(id);
        if (dock && panel) openPanel(dock, panel, PANELS);
      },
      stepGroup: (by: 1 | -1) => dock && stepGroup(dock, by),
      stepTab: (by: 1 | -1) => dock && stepTab(dock, by),
      closePanel: () => dock && closePanel(dock),
      resetPanels: () => dock && firstLayout(dock, PANELS),
    }),
    [dock],
  );

  const workspace = useMemo(
    (): Workspace => ({
      session,
      page,
      study,
      settings,
      log,
      figure,
      chooseFigure,
      bin,
      point,
      ...docking,
      showDialog,
    }),
    [session, page, study, settings, log, figure, bin, docking],
  );
  return { workspace, dialog, setDock };
}
