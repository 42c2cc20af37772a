import type { Command } from '../app/command.ts';
import type { Workspace } from '../app/workspace.ts';
import { isChanged, isEditable } from './documentState.ts';

function cannotChange({ study }: Workspace): string | null {
  if (study.disk === null) return 'No document is open';
  return isEditable(study) ? null : (study.readOnly ?? 'The document is of a newer format');
}

function cannotUndo(workspace: Workspace): string | null {
  return cannotChange(workspace) ?? (workspace.study.history.undo === null ? 'Nothing to undo' : null);
}

function cannotRedo(workspace: Workspace): string | null {
  return cannotChange(workspace) ?? (workspace.study.history.redo === null ? 'Nothing to redo' : null);
}

/** What can be done with the document of the window. */
export const documentCommands: readonly Command[] = [
  {
    id: 'document.undo',
    title: 'Undo',
    group: 'Edit',
    keys: 'Mod+Z',
    words: 'back revert history',
    refused: cannotUndo,
    run: ({ session }) => session.document.undo(),
  },
  {
    id: 'document.redo',
    title: 'Redo',
    group: 'Edit',
    keys: 'Mod+Shift+Z',
    words: 'again forward history',
    refused: cannotRedo,
    run: ({ session }) => session.document.redo(),
  },
  {
    id: 'document.save',
    title: 'Save the document',
    group: 'File',
    keys: 'Mod+S',
    words: 'write disk store',
    refused({ study }) {
      if (study.disk === null) return 'No document is open';
      return isChanged(study) ? null : 'It is saved';
    },
    run: ({ session }) => void session.document.save().catch(() => undefined),
  },
  {
    id: 'document.saveCopy',
    title: 'Save a copy…',
    group: 'File',
    keys: 'Mod+Shift+S',
    words: 'save as duplicate another name',
    refused: ({ study }) => (study.disk === null ? 'No document is open' : null),
    run: ({ showDialog }) => showDialog('saveCopy'),
  },
  {
    id: 'document.text',
    title: 'Open the text of the document',
    group: 'Edit',
    words: 'yaml editor source',
    run: ({ showPanel }) => showPanel('document'),
  },
];
