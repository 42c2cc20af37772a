import { useState } from 'react';
import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { FileBrowser } from './FileBrowser.tsx';
import { askedFor } from './request.ts';
import './files.css';

/** The dialog that looks for files below the folders that the session may open. */
export function FilesDialog({ close }: { close: () => void }): ReactNode {
  const [request] = useState(askedFor);
  if (!request) return null;
  return (
    <ModalOverlay className="dialog-overlay" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className="dialog-box files-dialog">
        <Dialog className="files-dialog-inside">
          <Heading slot="title">{request.title}</Heading>
          <FileBrowser request={request} close={close} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
