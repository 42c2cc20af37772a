import type { ReactNode } from 'react';
import { useWorkspace } from '../app/workspace.ts';
import { openRecounts, subjectOf, useRecountsOpen } from './recounts.ts';

/** Opens and closes the form that looks at a result differently; nothing where a result cannot be. */
export function RecountButton(): ReactNode {
  const workspace = useWorkspace();
  const open = useRecountsOpen();
  if (subjectOf(workspace) === null) return null;
  return (
    <button
      type="button"
      aria-expanded={open}
      title="Merge bins, or take another interval, from the counts alone"
      onClick={() => openRecounts(!open)}
    >
      Rebin…
    </button>
  );
}
