import { useId, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { Modal } from '../../widgets/Modal.tsx';
import type { Command } from '../command.ts';
import { orderedCommands } from '../commands.ts';
import { keysText } from '../keys.ts';
import { useWorkspace } from '../workspace.ts';
import { searchCommands } from './searchCommands.ts';
import './palette.css';

/** Every command of the window by its name: what is typed narrows the list, arrows choose, Enter does it. */
export function Palette({ close }: { close: () => void }): ReactNode {
  const workspace = useWorkspace();
  const [typed, type] = useState('');
  const [at, choose] = useState(0);
  const list = useId();
  const found = searchCommands(orderedCommands(), typed);
  const chosen = Math.min(at, found.length - 1);

  function run(command: Command | undefined): void {
    if (!command || (command.refused?.(workspace) ?? null) !== null) return;
    close();
    command.run(workspace);
  }

  function move(event: KeyboardEvent): void {
    const to = {
      ArrowDown: (chosen + 1) % found.length,
      ArrowUp: (chosen + found.length - 1) % found.length,
      Home: typed === '' ? 0 : undefined,
      End: typed === '' ? found.length - 1 : undefined,
    }[event.key];
    if (event.key === 'Enter') run(found[chosen]);
    else if (to !== undefined && found.length > 0) choose(to);
    else return;
    event.preventDefault();
  }

  return (
    <Modal title="Commands" close={close} className="palette">
      <input
        type="text"
        autoFocus
        role="combobox"
        aria-label="Search commands"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${chosen}` : undefined}
        placeholder="What do you want to do?"
        value={typed}
        onChange={({ target }) => {
          type(target.value);
          choose(0);
        }}
        onKeyDown={move}
      />
      <ul role="listbox" id={list} aria-label="Commands">
        {found.map((command, index) => {
          const refused = command.refused?.(workspace) ?? null;
          return (
            <li
              key={command.id}
              role="option"
              id={`${list}-${index}`}
              aria-selected={index === chosen}
              aria-disabled={refused !== null}
              ref={(row) => {
                if (index === chosen) row?.scrollIntoView({ block: 'nearest' });
              }}
              onPointerMove={() => index !== chosen && choose(index)}
              onClick={() => run(command)}
            >
              <span className="palette-group">{command.group}</span>
              <span className="palette-title">
                {command.title}
                {refused !== null && <small>{refused}</small>}
              </span>
              {command.keys && <kbd>{keysText(command.keys)}</kbd>}
            </li>
          );
        })}
      </ul>
      {found.length === 0 && <p className="palette-empty">No command has these words.</p>}
    </Modal>
  );
}
