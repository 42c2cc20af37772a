import { useState } from 'react';
import type { ReactNode } from 'react';
import { Modal } from '../widgets/Modal.tsx';
import { FileBrowser } from './FileBrowser.tsx';
import { askedFor } from './request.ts';
import './files.css';

/** The dialog that looks for files below the folders that the session may open. */
export function FilesDialog({ close }: { close: () => void }): ReactNode {
  const [request] = useState(askedFor);
  if (!request) return null;
  return (
    <Modal title={request.title} close={close} className="files-dialog">
      <FileBrowser request={request} close={close} />
    </Modal>
  );
}
