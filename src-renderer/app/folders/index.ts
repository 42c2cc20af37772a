import type { Command } from '../command.ts';
import type { DialogDefinition } from '../panel.ts';
import type { Workspace } from '../workspace.ts';
import { shellChooses } from './grant.ts';
import { GrantFolders } from './GrantFolders.tsx';
import { OpenStudy } from './OpenStudy.tsx';

export { useFolderQuestion } from './useFolderQuestion.ts';

function openStudy({ session, showDialog }: Workspace): void {
  if (shellChooses()) void session.call('dialog.open', { what: 'study' }).catch(() => undefined);
  else showDialog('openStudy');
}

/** What can be done with studies and folders of this machine. */
export const folderCommands: readonly Command[] = [
  {
    id: 'study.open',
    title: 'Open a study…',
    group: 'File',
    keys: 'Mod+O',
    words: 'load recent document file',
    run: openStudy,
  },
  {
    id: 'folders.grant',
    title: 'Allow a folder…',
    group: 'File',
    words: 'grant permission access directory root',
    run: ({ showDialog }) => showDialog('grantFolders'),
  },
];

/** The dialogs of these commands. */
export const folderDialogs: readonly DialogDefinition[] = [
  { id: 'openStudy', Dialog: OpenStudy },
  { id: 'grantFolders', Dialog: GrantFolders },
];
