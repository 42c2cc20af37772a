import type { ReactNode } from 'react';
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Text,
} from 'react-aria-components';
import { presetGroups } from './workingPoint.ts';

/** Known working points with their formulas; those that the document has already cannot be chosen. */
export function PresetMenu({
  taken,
  disabled,
  add,
}: {
  taken: readonly string[];
  disabled: boolean;
  add: (name: string) => void;
}): ReactNode {
  return (
    <MenuTrigger>
      <Button isDisabled={disabled}>Add a preset</Button>
      <Popover className="preset-popover" placement="bottom start">
        <Menu
          className="preset-menu"
          aria-label="Presets"
          disabledKeys={taken}
          onAction={(name) => add(String(name))}
        >
          {presetGroups().map(({ title, presets }) => (
            <MenuSection key={title}>
              <Header>{title}</Header>
              {presets.map(({ name, formula }) => (
                <MenuItem key={name} id={name} textValue={name}>
                  <Text slot="label">{name}</Text>
                  <Text slot="description">{formula}</Text>
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
