import type { ReactNode } from 'react';
import { memoryText, progressText, shareDone } from './progressText.ts';
import { isGoing } from './state.ts';
import type { PageState } from './state.ts';

/** Progress at the bottom of the page; it is there all the time, so that nothing moves. */
export function StatusBar({ page, cancel }: { page: PageState; cancel: () => void }): ReactNode {
  const share = shareDone(page.run);
  const going = isGoing(page.run) && page.connected !== false;
  return (
    <footer className="status-bar">
      <progress
        aria-label="Progress of the run"
        max={1}
        {...(share === null && going ? {} : { value: share ?? 0 })}
      />
      <span className="progress-text">{progressText(page).join(' · ')}</span>
      <button type="button" className={going ? undefined : 'absent'} disabled={!going} onClick={cancel}>
        Cancel
      </button>
      <span className="memory">{memoryText(page)}</span>
    </footer>
  );
}
