import { useEffect, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
import { EndedRunContext } from '../client/endedRun.ts';
import type { DocumentState } from '../document/documentState.ts';
import { valuesOf } from '../document/useValues.ts';
import { watchDocument } from '../document/watchDocument.ts';
import { ExportNotice } from '../export/index.ts';
import { ChosenFigure } from '../figure/chosenFigure.ts';
import { COMMANDS } from './commands.ts';
import { CommandsContext } from './commandTable.ts';
import { DIALOGS } from './dialogs.tsx';
import { Dock } from './dock/Dock.tsx';
import { DropZone } from './drop/DropZone.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { useFolderQuestion } from './folders/index.ts';
import { Header } from './Header.tsx';
import { listenToKeys } from './listenToKeys.ts';
import type { Log } from './log/log.ts';
import { useNativeMenu } from './nativeMenu.ts';
import { NoticeBar } from './NoticeBar.tsx';
import { ProblemList, problemsOf } from './ProblemList.tsx';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';
import { Sidebar } from './sidebar/Sidebar.tsx';
import { isGoing } from './state.ts';
import { StatusBar } from './StatusBar.tsx';
import { adoptTheme } from './theme.ts';
import { useShown } from './useShown.ts';
import { useWindow } from './useWindow.ts';
import { useWorkspace, WorkspaceContext } from './workspace.ts';

function titleOf({ document, text }: DocumentState): string {
  if (!document) return '';
  const { value } = valuesOf(text);
  const { title } = (value ?? {}) as { title?: unknown };
  if (typeof title === 'string' && title !== '') return title;
  return 'path' in document ? document.path.replace(/^.*[\\/]/, '') : 'Sample study';
}

function layoutName({ document }: DocumentState): string {
  return `layout ${document && 'path' in document ? document.path : 'sample'}`;
}

/** What panels of numbers follow: the ended run and the chosen figure. */
function Followed({ children }: { children: ReactNode }): ReactNode {
  const { page, session, figure, bin, point } = useWorkspace();
  const { outcome, connected } = page;
  const description = useShown()?.props?.description ?? '';
  const answering = connected === true && !isGoing(page.run);
  const run = outcome?.run;
  const figures = outcome?.figures;
  const ended = useMemo(
    () => (run !== undefined && figures ? { run, figures, answering, call: session.call } : null),
    [run, figures, answering, session],
  );
  return (
    <EndedRunContext value={ended}>
      <ChosenFigure value={figure && { figure, description, bin, point }}>{children}</ChosenFigure>
    </EndedRunContext>
  );
}

/** The whole window. */
export function App({
  session,
  settings,
  log,
  menus,
}: {
  session: Session;
  settings: Settings;
  log: Log;
  /** Whether the shell has no menus of its own. */
  menus: boolean;
}): ReactNode {
  const { workspace, dialog, setDock } = useWindow(session, settings, log);
  const { page, study, showDialog } = workspace;
  const title = titleOf(study);
  const problems = problemsOf(page);
  const newest = useRef(workspace);
  newest.current = workspace;
  useEffect(() => {
    document.title = title === '' ? 'Muscope' : `${title} – Muscope`;
  }, [title]);
  useEffect(() => watchDocument(session.document), [session]);
  useEffect(() => listenToKeys(() => newest.current), []);
  useNativeMenu(COMMANDS, workspace);
  useFolderQuestion(workspace);
  useEffect(() => void settings.read('theme').then(adoptTheme), [settings]);
  const shown = DIALOGS.find(({ id }) => id === dialog);
  return (
    <ErrorBoundary>
      <WorkspaceContext value={workspace}>
        <CommandsContext value={COMMANDS}>
          <Followed>
            <a className="skip" href="#bench">
              Skip to the panels
            </a>
            <Header title={title} menus={menus} />
            <div className="body">
              <Sidebar />
              <main className="bench" id="bench" tabIndex={-1}>
                {problems.length > 0 && (
                  <ProblemList connected={page.connected !== false} problems={problems} />
                )}
                <NoticeBar />
                {study.document && <Dock name={layoutName(study)} settings={settings} ready={setDock} />}
              </main>
            </div>
            <StatusBar />
            <ExportNotice />
            <DropZone />
            {shown && <shown.Dialog close={() => showDialog(null)} />}
          </Followed>
        </CommandsContext>
      </WorkspaceContext>
    </ErrorBoundary>
  );
}
