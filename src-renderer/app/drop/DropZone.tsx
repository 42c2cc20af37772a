import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useWorkspace } from '../workspace.ts';
import { takeFiles } from './takeFiles.ts';
import type { Dropped } from './takeFiles.ts';
import './drop.css';

/** Names of dropped folders, which a browser gives as files without content, are known by their entries. */
function droppedOf({ dataTransfer }: DragEvent): Dropped {
  const entries = [...(dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry());
  const folders = entries.flatMap((entry) => (entry?.isDirectory ? [entry.name] : []));
  return { files: [...(dataTransfer?.files ?? [])], folders: new Set(folders) };
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Files can be dropped anywhere on the window; a sheet over it says so while they hang there. */
export function DropZone(): ReactNode {
  const workspace = useWorkspace();
  const newest = useRef(workspace);
  const [hanging, setHanging] = useState(false);

  useEffect(() => {
    newest.current = workspace;
  });

  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setHanging(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setHanging(false);
    };
    const drop = (event: DragEvent) => {
      setHanging(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      takeFiles(newest.current, droppedOf(event)).catch((error: unknown) =>
        newest.current.session.report(error),
      );
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop, true);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop, true);
    };
  }, []);

  if (!hanging) return null;
  return (
    <div className="drop-sheet" aria-hidden="true">
      <p>
        <b>Drop it here</b>
        ROOT files, folders and file lists become data of the study; studies, bundles and exported figures are
        opened.
      </p>
    </div>
  );
}
