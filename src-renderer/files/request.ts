import { createStore } from '../app/store.ts';
import type { Workspace } from '../app/workspace.ts';
import type { FolderEntry } from '../../src-shared/contracts/quick.ts';

/** Identity of the dialog that browses files. */
export const FILES_DIALOG = 'browse-files';

/** For what files are looked for. */
export interface FilesRequest {
  title: string;
  /** Which can be chosen; others are shown and stay grey. */
  kinds: readonly Exclude<FolderEntry['kind'], 'folder'>[];
  /** Whether more than one can be chosen. */
  several: boolean;
  /** Gets paths relative to the document, with `/` between folders. */
  take(paths: readonly string[]): void;
}

const request = createStore<{ asked: FilesRequest | null }>({ asked: null });

/** What the open dialog is for; null when nobody asked. */
export function askedFor(): FilesRequest | null {
  return request.state().asked;
}

/** Opens the dialog for a request. */
export function browseFor({ showDialog }: Pick<Workspace, 'showDialog'>, asked: FilesRequest): void {
  request.change({ asked });
  showDialog(FILES_DIALOG);
}
