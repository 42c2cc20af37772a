import { useEffect, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Header } from './Header.tsx';
import { ProblemList, problemsOf } from './ProblemList.tsx';
import type { Session } from './session.ts';
import type { PageState } from './state.ts';
import { StatusBar } from './StatusBar.tsx';
import { Workbench } from './Workbench.tsx';

function titleOf({ run, session }: PageState): string {
  if (run?.title) return run.title;
  if (!session) return '';
  return 'path' in session.document ? session.document.path.replace(/^.*[\\/]/, '') : 'Sample study';
}

/** The whole page. */
export function App({ session }: { session: Session }): ReactNode {
  const page = useSyncExternalStore(session.subscribe, session.state);
  const title = titleOf(page);
  useEffect(() => {
    document.title = title === '' ? 'Muscope' : `${title} – Muscope`;
  }, [title]);
  return (
    <ErrorBoundary>
      <a className="skip" href="#bench">
        Skip to the figure
      </a>
      <Header page={page} title={title} start={() => void session.start()} />
      <Workbench
        page={page}
        call={session.call}
        problems={problemsOf(page).length > 0 && <ProblemList page={page} />}
      />
      <StatusBar page={page} cancel={() => void session.cancel()} />
    </ErrorBoundary>
  );
}
