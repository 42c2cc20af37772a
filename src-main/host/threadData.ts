import { columnBudget } from '../runtime/columns/budget.ts';
import { openColumnCache } from '../runtime/columns/columnCache.ts';
import type { ColumnFolderData } from '../runtime/columns/columnFolder.ts';
import type { FileDoors } from '../engine/pipeline/execute.ts';
import { createDoors } from './doors.ts';
import type { GrantedFolders } from './doors.ts';

/** What a thread is started with. */
export interface ThreadData {
  /** As they are when the thread starts; see {@link learnGranted}. */
  granted: GrantedFolders;
  /** The column cache; null without one. */
  columns: ColumnFolderData | null;
}

/** The doors of a thread: files below the granted folders, and the column cache. */
export function threadDoors({ granted, columns }: ThreadData): FileDoors {
  const cache = columns && openColumnCache(columns.root, columnBudget(columns.budget));
  return { ...createDoors(granted), columns: cache };
}

/** Tells doors that were made from this data which folders are granted by now. */
export function learnGranted({ granted }: ThreadData, folders: readonly string[]): void {
  (granted as string[] | null)?.splice(0, Infinity, ...folders);
}
