import { createStore } from '../app/store.ts';
import type { Problem } from '../app/state.ts';

/** What came of the last quick export: a figure that was copied or saved. */
export interface Notice {
  /** In words; null before anything was done, and after a moment. */
  done: string | null;
  /** Why it did not work; until the next one. */
  problem: Problem | null;
}

const SHOWN_FOR = 4000;
const store = createStore<Notice>({ done: null, problem: null });
let timer: ReturnType<typeof setTimeout> | undefined;

/** Fits useSyncExternalStore. */
export const exportNotice = { state: store.state, subscribe: store.subscribe };

/** Says what was done, for a moment. */
export function sayDone(done: string): void {
  clearTimeout(timer);
  store.change({ done, problem: null });
  timer = setTimeout(() => store.change({ done: null }), SHOWN_FOR);
}

/** Says why it did not work, or nothing any more. */
export function sayProblem(problem: Problem | null): void {
  clearTimeout(timer);
  store.change({ done: null, problem });
}
