import type { ReactNode } from 'react';
import { Icon } from '../widgets/Icon.tsx';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import { useWorkspace } from './workspace.ts';

/** What could not be done beside the run, until it is closed. */
export function NoticeBar(): ReactNode {
  const { page, session } = useWorkspace();
  if (!page.notice) return null;
  return (
    <div className="notice-bar" role="alert">
      <ProblemNotice problem={page.notice} />
      <button
        type="button"
        className="plain"
        aria-label="Close"
        title="Close"
        onClick={() => session.report(null)}
      >
        <Icon name="failed" />
      </button>
    </div>
  );
}
