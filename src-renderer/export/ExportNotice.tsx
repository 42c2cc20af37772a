import { useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { Icon } from '../widgets/Icon.tsx';
import { exportNotice } from './exportNotice.ts';

/** Says for a moment that a figure was copied or saved; it takes no place otherwise. */
export function ExportNotice(): ReactNode {
  const { done } = useSyncExternalStore(exportNotice.subscribe, exportNotice.state);
  return (
    <span role="status" aria-label="Export" className="export-notice">
      {done !== null && (
        <>
          <Icon name="done" /> {done}
        </>
      )}
    </span>
  );
}
