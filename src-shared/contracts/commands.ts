import { z } from './zod.ts';

/** Where a command stands in menus, in the order of the menus. */
export const COMMAND_GROUPS = ['File', 'Edit', 'Run', 'Figure', 'View', 'Help'] as const;

/** One of {@link COMMAND_GROUPS}. */
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

const word = (most: number) => z.string().min(1).max(most);

/** Zod schema of {@link MenuEntry}. */
export const menuEntry = z.strictObject({
  id: word(100).regex(/^[a-z][\w-]*(?:\.[\w-]+)+$/i),
  title: word(100),
  group: z.enum(COMMAND_GROUPS),
  keys: word(40).optional(),
  refused: z.boolean().optional().meta({ help: 'It cannot be done now' }),
});

/** A command of the page as the native menus show it; keys as `Mod+Shift+E`. */
export type MenuEntry = z.infer<typeof menuEntry>;

/** Sent to the window whose native menu was used. */
export interface CommandEvent {
  event: 'command';
  id: string;
}
