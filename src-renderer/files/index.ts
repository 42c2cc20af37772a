import type { DialogDefinition } from '../app/panel.ts';
import { FilesDialog } from './FilesDialog.tsx';
import { FILES_DIALOG } from './request.ts';

export { browseFor } from './request.ts';

/** Browses files below the folders that the session may open; opened by `browseFor`. */
export const filesDialog: DialogDefinition = { id: FILES_DIALOG, Dialog: FilesDialog };
