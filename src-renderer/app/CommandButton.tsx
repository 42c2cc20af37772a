import type { ReactNode } from 'react';
import { runCommand, useCommand } from './commandTable.ts';
import { ariaKeys, keysText } from './keys.ts';
import { useWorkspace } from './workspace.ts';

/** A button for a command: it says why it cannot be pressed now, and its keys. */
export function CommandButton({
  id,
  className,
  label,
  children,
}: {
  id: string;
  className?: string;
  /** What it is called where that is not what stands on it. */
  label?: string;
  children?: ReactNode;
}): ReactNode {
  const workspace = useWorkspace();
  const command = useCommand(id);
  const refused = command.refused?.(workspace) ?? null;
  const keys = command.keys === undefined ? '' : ` (${keysText(command.keys)})`;
  return (
    <button
      type="button"
      className={className}
      disabled={refused !== null}
      aria-label={label}
      title={`${refused ?? command.title}${keys}`}
      aria-keyshortcuts={command.keys && ariaKeys(command.keys)}
      onClick={() => runCommand(command, workspace)}
    >
      {children ?? command.title}
    </button>
  );
}
