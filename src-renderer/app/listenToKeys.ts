import { COMMANDS } from './commands.ts';
import { runCommand } from './commandTable.ts';
import { matches } from './keys.ts';
import type { Workspace } from './workspace.ts';

/** What is typed in a field that is written when it is left is written now. */
function leaveField(): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  if (field.closest('.form-panel') === null) return;
  field.blur();
  field.focus({ preventScroll: true });
}

/** Runs commands by their keys, wherever the focus is; gives the function that ends that. An open dialog keeps its keys. */
export function listenToKeys(workspace: () => Workspace): () => void {
  const pressed = (event: KeyboardEvent) => {
    if (document.querySelector('dialog:modal')) return;
    const command = COMMANDS.find(({ keys }) => keys !== undefined && matches(keys, event));
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    leaveField();
    if (!event.repeat) runCommand(command, workspace());
  };
  window.addEventListener('keydown', pressed, true);
  return () => window.removeEventListener('keydown', pressed, true);
}
