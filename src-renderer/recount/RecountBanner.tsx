import type { ReactNode } from 'react';
import { runWords } from '../app/runWords.ts';
import { useWorkspace } from '../app/workspace.ts';
import './recount.css';
import { openRecounts, showWritten, subjectOf, useRecountsOpen } from './recounts.ts';

/** Says over figure and numbers that they were made anew from counts, and how, with the way back; nothing for a result as it was written. */
export function RecountBanner({ change = false }: { change?: boolean }): ReactNode {
  const workspace = useWorkspace();
  const open = useRecountsOpen();
  const { shown, outcome } = workspace.page;
  const derived = shown?.derived ?? [];
  if (!shown || outcome?.run !== shown.id || derived.length === 0) return null;
  const back = subjectOf(workspace)?.changed === true;
  const what = shown.source === 'bundle' ? 'bundle' : 'counts';
  return (
    <div className="recount-banner" role="note" aria-label="Recounted result">
      <p>
        <b>
          {back
            ? `Recounted from the ${what} of the ${runWords({ ...shown, derived: [] })}:`
            : 'Recounted before it was written:'}
        </b>{' '}
        {derived.join('; ')}
      </p>
      {change && back && !open && (
        <button type="button" onClick={() => openRecounts(true)}>
          Change
        </button>
      )}
      {back && (
        <button type="button" onClick={() => void showWritten(workspace)}>
          As it was written
        </button>
      )}
    </div>
  );
}
