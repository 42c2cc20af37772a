import { createStore } from '../store.ts';
import type { Workspace } from '../workspace.ts';

/** A study that came from a dropped file and has no document of its own yet. */
export interface DroppedStudy {
  title: string;
  text: string;
}

const dropped = createStore<{ study: DroppedStudy | null }>({ study: null });

/** The study that is asked about; null where there is none. */
export function droppedStudy(): DroppedStudy | null {
  return dropped.state().study;
}

/** Asks where the document of a dropped study is to be written. */
export function dropStudy({ showDialog }: Pick<Workspace, 'showDialog'>, study: DroppedStudy): void {
  dropped.change({ study });
  showDialog('droppedStudy');
}
