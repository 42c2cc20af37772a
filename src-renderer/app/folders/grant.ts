import { bridgeOfPage } from '../../client/preload.ts';
import type { Workspace } from '../workspace.ts';

/** Whether the shell lets the user choose folders and files itself: then no page names them. */
export function shellChooses(): boolean {
  return bridgeOfPage() !== null;
}

/**
 * Grants folders: the named ones in a browser, in Electron the one that the user chooses in the dialog. Gives whether any was granted.
 * Throws why not.
 */
export async function grantFolders({ session }: Workspace, named: readonly string[]): Promise<boolean> {
  if (shellChooses()) {
    const { paths } = await session.call('dialog.open', { what: 'folder' });
    if (paths.length === 0) return false;
  } else for (const folder of named) await session.call('folders.grant', { folder });
  const { folders } = await session.call('session.get', {});
  const { document } = session.document.state();
  if (document) await session.document.open(document, folders);
  return true;
}
