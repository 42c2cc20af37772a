import { createStore } from '../app/store.ts';

/** The two runs that are compared, by identity; null: as it comes, the run that is shown against the one before it. */
export interface ChosenRuns {
  a: string | null;
  b: string | null;
}

const store = createStore<ChosenRuns>({ a: null, b: null });

/** What is compared in this window; fits useSyncExternalStore. */
export const chosenRuns = { state: store.state, subscribe: store.subscribe };

/** Changes what is compared. */
export function chooseRuns(chosen: Partial<ChosenRuns>): void {
  store.change(chosen);
}

/** The runs that are compared: those that were chosen and are still there, else the one that is shown against the one before it. */
export function comparedRuns(
  { a, b }: ChosenRuns,
  runs: readonly { id: string }[],
  shown: string | undefined,
): { a: string | undefined; b: string | undefined } {
  const known = (id: string | null) => (runs.some((run) => run.id === id) ? (id ?? undefined) : undefined);
  const right = known(b) ?? known(shown ?? null) ?? runs[0]?.id;
  const at = runs.findIndex((run) => run.id === right);
  const before = runs[at + 1] ?? runs.find((run) => run.id !== right);
  return { a: known(a) ?? before?.id, b: right };
}

/** Two runs in the order of a comparison: the older one first, as the list, newest first, has them. */
export function inOrder(runs: readonly { id: string }[], one: string, other: string): ChosenRuns {
  const at = (id: string) => runs.findIndex((run) => run.id === id);
  return at(one) >= at(other) ? { a: one, b: other } : { a: other, b: one };
}
