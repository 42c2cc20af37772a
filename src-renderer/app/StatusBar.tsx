import { useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { CommandButton } from './CommandButton.tsx';
import { memoryText, progressText, shareDone } from './progressText.ts';
import { isGoing } from './state.ts';
import { useWorkspace } from './workspace.ts';

/** Progress at the bottom of the page; it is there all the time, so that nothing moves. */
export function StatusBar(): ReactNode {
  const { session } = useWorkspace();
  const page = useSyncExternalStore(session.subscribe, session.state);
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
      <CommandButton id={page.run?.paused ? 'run.resume' : 'run.pause'} className={going ? '' : 'absent'}>
        {page.run?.paused ? 'Go on' : 'Pause'}
      </CommandButton>
      <CommandButton id="run.cancel" className={going ? '' : 'absent'}>
        Cancel
      </CommandButton>
      <span className="memory">{memoryText(page)}</span>
    </footer>
  );
}
