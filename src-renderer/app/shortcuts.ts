/** What the keys of the page do. */
export interface ShortcutActions {
  save(): void;
  run(): void;
}

/** Ctrl-S saves and Ctrl-Enter runs (Command on a Mac), wherever the focus is; gives the function that ends that. */
export function listenToShortcuts(actions: ShortcutActions): () => void {
  const pressed = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const action = { s: actions.save, Enter: actions.run }[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) action();
  };
  window.addEventListener('keydown', pressed, true);
  return () => window.removeEventListener('keydown', pressed, true);
}
