import type { PageState } from './state.ts';
import type { Store } from './store.ts';

type Run = NonNullable<PageState['run']>;

function withoutProgress(run: Run | null): string {
  return JSON.stringify(run && { ...run, progress: null, work: null });
}

function isSame(one: PageState, other: PageState): boolean {
  if (one === other) return true;
  const keys = Object.keys(other) as (keyof PageState)[];
  const others = keys.filter((key) => key !== 'run' && one[key] !== other[key]);
  return others.length === 0 && withoutProgress(one.run) === withoutProgress(other.run);
}

/**
 * Reads the page's state so that it stays the same object while nothing but the progress of a run changes: what follows it is not
 * made anew with every report. Progress and work of its run are as old as that; the store has the newest.
 */
export function calmPage({ state }: Pick<Store<PageState>, 'state'>): () => PageState {
  let kept = state();
  return () => {
    const now = state();
    if (!isSame(kept, now)) kept = now;
    return kept;
  };
}
