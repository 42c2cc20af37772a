import type { ReactNode } from 'react';
import type { DialogDefinition } from '../app/panel.ts';
import { useWorkspace } from '../app/workspace.ts';
import { SaveCopy } from './SaveCopy.tsx';

function Asked({ close }: { close: () => void }): ReactNode {
  const { session, study } = useWorkspace();
  return <SaveCopy state={study} store={session.document} close={close} />;
}

/** Asks for the path of a copy of the document. */
export const saveCopyDialog: DialogDefinition = { id: 'saveCopy', Dialog: Asked };
