import { browseFor } from '../../files/index.ts';
import type { Command } from '../command.ts';
import { offerFiles } from '../drop/offer.ts';
import { openChosen } from './openChosen.ts';

/** Commands that make a study and give it files. */
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
    id: 'bundle.open',
    title: 'Open a bundle…',
    group: 'File',
    words: 'muscope exported run colleague read-only',
    run: (workspace) => openChosen(workspace, 'Open a bundle (.muscope)'),
  },
];
