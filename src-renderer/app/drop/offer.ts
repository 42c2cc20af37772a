import { createStore } from '../store.ts';
import type { Workspace } from '../workspace.ts';

const offered = createStore<{ paths: readonly string[] }>({ paths: [] });

/** Paths of ROOT files, relative to the document, that want a dataset. */
export function offeredFiles(): readonly string[] {
  return offered.state().paths;
}

/** Asks which dataset of the study gets these files. */
export function offerFiles({ showDialog }: Pick<Workspace, 'showDialog'>, paths: readonly string[]): void {
  if (paths.length === 0) return;
  offered.change({ paths });
  showDialog('addFiles');
}
