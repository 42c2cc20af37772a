/** A value that the page follows; fits useSyncExternalStore. */
export interface Store<State> {
  state(): State;
  subscribe(listener: () => void): () => void;
  change(changes: Partial<State>): void;
}

/** A store that begins with this value; every change makes a new one. */
export function createStore<State>(first: State): Store<State> {
  let state = first;
  const listeners = new Set<() => void>();
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    change(changes) {
      state = { ...state, ...changes };
      for (const listener of [...listeners]) listener();
    },
  };
}
