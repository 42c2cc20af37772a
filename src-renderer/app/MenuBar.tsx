import type { ReactNode } from 'react';
import {
  Button,
  Header as Heading,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
} from 'react-aria-components';
import type { CommandGroup } from './command.ts';
import { COMMANDS, GROUPS } from './commands.ts';
import { runCommand } from './commandTable.ts';
import { keysText } from './keys.ts';
import { useWorkspace } from './workspace.ts';
import './menuBar.css';

function GroupMenu({ group }: { group: CommandGroup }): ReactNode {
  const workspace = useWorkspace();
  const commands = COMMANDS.filter((command) => command.group === group);
  const refusals = new Map(commands.map((command) => [command.id, command.refused?.(workspace) ?? null]));
  const disabled = commands.filter(({ id }) => refusals.get(id) !== null).map(({ id }) => id);
  return (
    <MenuTrigger>
      <Button className="menu-button">{group}</Button>
      <Popover className="menu-popover" placement="bottom start" offset={2}>
        <Menu
          className="menu"
          aria-label={group}
          disabledKeys={disabled}
          onAction={(key) => {
            const command = commands.find(({ id }) => id === key);
            if (command) runCommand(command, workspace);
          }}
        >
          <MenuSection>
            <Heading className="unseen">{group}</Heading>
            {commands.map(({ id, title, keys }) => (
              <MenuItem key={id} id={id} textValue={title} className="menu-item">
                <span>{title} </span>
                {refusals.get(id) && <span className="menu-why">{refusals.get(id)} </span>}
                {keys && <kbd className="menu-keys">{keysText(keys)}</kbd>}
              </MenuItem>
            ))}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** The menus of the window, for shells that have none of their own. */
export function MenuBar(): ReactNode {
  return (
    <nav className="menu-bar" aria-label="Menus">
      {GROUPS.map((group) => (
        <GroupMenu key={group} group={group} />
      ))}
    </nav>
  );
}
