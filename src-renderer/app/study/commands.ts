import { browseFor } from '../../files/index.ts';
import { bridgeOfPage } from '../../client/preload.ts';
import type { Command } from '../command.ts';
import type { Workspace } from '../workspace.ts';
import { offerFiles } from '../drop/offer.ts';

/** Lets the shell ask where it has a dialog of its own, else opens ours. */
function asked(workspace: Workspace, what: 'study' | 'folder', dialog: string): void {
  const { session, showDialog } = workspace;
  if (bridgeOfPage() === null) {
    showDialog(dialog);
    return;
  }
  session
    .call('dialog.open', { what })
    .then(async ({ paths: [path] }) => {
      if (path !== undefined && what === 'study') await session.openStudy(path);
      if (what === 'folder') session.document.grant((await session.call('session.get', {})).folders);
    })
    .catch(session.report);
}

/** Commands around the studies of this window and their files. */
export const studyCommands: readonly Command[] = [
  {
    id: 'study.new',
    title: 'New study…',
    group: 'File',
    keys: 'Mod+Alt+N',
    words: 'create begin document',
    run: ({ showDialog }) => showDialog('newStudy'),
  },
  {
    id: 'study.open',
    title: 'Open a study…',
    group: 'File',
    keys: 'Mod+O',
    words: 'recent document yaml',
    run: (workspace) => asked(workspace, 'study', 'openStudy'),
  },
  {
    id: 'files.add',
    title: 'Add files to the study…',
    group: 'File',
    words: 'dataset ROOT data simulation',
    refused: ({ study }) => study.readOnly,
    run: (workspace) =>
      browseFor(workspace, {
        title: 'Add files to the study',
        kinds: ['root'],
        several: true,
        take: (paths) => offerFiles(workspace, paths),
      }),
  },
  {
    id: 'folder.grant',
    title: 'Grant a folder…',
    group: 'File',
    words: 'root permission allow directory access',
    run: (workspace) => asked(workspace, 'folder', 'grantFolder'),
  },
];
