import { useEffect, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { DocumentState } from '../document/documentState.ts';
import { watchDocument } from '../document/watchDocument.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Header } from './Header.tsx';
import { ProblemList, problemsOf } from './ProblemList.tsx';
import type { Session } from './session.ts';
import { listenToShortcuts } from './shortcuts.ts';
import { isGoing } from './state.ts';
import type { PageState } from './state.ts';
import { StatusBar } from './StatusBar.tsx';
import { Workbench } from './Workbench.tsx';

function titleOf({ run }: PageState, { document }: DocumentState): string {
  if (run?.title) return run.title;
  if (!document) return '';
  return 'path' in document ? document.path.replace(/^.*[\\/]/, '') : 'Sample study';
}

/** The whole page. */
export function App({ session }: { session: Session }): ReactNode {
  const page = useSyncExternalStore(session.subscribe, session.state);
  const study = useSyncExternalStore(session.document.subscribe, session.document.state);
  const title = titleOf(page, study);
  const problems = problemsOf(page);
  useEffect(() => {
    document.title = title === '' ? 'Muscope' : `${title} – Muscope`;
  }, [title]);
  useEffect(() => watchDocument(session.document), [session]);
  useEffect(() => {
    const save = () => void session.document.save().catch(() => undefined);
    const run = () => {
      const { connected, run: newest } = session.state();
      if (connected && !isGoing(newest)) void session.start();
    };
    return listenToShortcuts({ save, run });
  }, [session]);
  return (
    <ErrorBoundary>
      <a className="skip" href="#bench">
        Skip to the figure
      </a>
      <Header page={page} study={study} title={title} start={() => void session.start()} />
      <Workbench
        page={page}
        study={study}
        store={session.document}
        call={session.call}
        problems={
          problems.length > 0 && <ProblemList connected={page.connected !== false} problems={problems} />
        }
      />
      <StatusBar page={page} cancel={() => void session.cancel()} />
    </ErrorBoundary>
  );
}
