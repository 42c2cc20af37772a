import { useEffect, useRef } from 'react';
import { isGoing } from '../state.ts';
import type { Workspace } from '../workspace.ts';
import { foldersOutside } from './outside.ts';

/** Asks once for every folder that a run would have needed and that is not granted. */
export function useFolderQuestion({ page, study, showDialog }: Workspace): void {
  const asked = useRef(new Set<string>());
  const going = isGoing(page.run);
  const document = study.document && 'path' in study.document ? study.document.path : '';
  const needed = going ? '' : JSON.stringify(foldersOutside(page));
  useEffect(() => {
    if (needed === '') return;
    const fresh = (JSON.parse(needed) as string[])
      .map((folder) => `${document}\n${folder}`)
      .filter((folder) => !asked.current.has(folder));
    for (const folder of fresh) asked.current.add(folder);
    if (fresh.length > 0) showDialog('grantFolders');
  }, [needed, document, showDialog]);
}
