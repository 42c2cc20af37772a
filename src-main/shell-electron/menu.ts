import type { MenuItemConstructorOptions } from 'electron';
import type { WindowState } from './windowState.ts';

/** What the native menus can do. */
export interface MenuActions {
  openStudy(): void;
  reload(): void;
  setTheme(theme: WindowState['theme']): void;
  about(): void;
}

/** A command of the native menus. */
export interface MenuCommand {
  menu: 'File' | 'View' | 'Theme' | 'Help';
  label: string;
  /** In Electron's notation. */
  accelerator?: string;
  /** Of a choice: whether it is the chosen one. */
  chosen?: boolean;
  run(): void;
}

const THEMES = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const;

/** The one table of commands that the native menus are made from. */
export function menuCommands(actions: MenuActions, theme: WindowState['theme']): MenuCommand[] {
  return [
    { menu: 'File', label: 'Open Study…', accelerator: 'CmdOrCtrl+O', run: () => actions.openStudy() },
    { menu: 'View', label: 'Reload', accelerator: 'CmdOrCtrl+R', run: () => actions.reload() },
    ...THEMES.map(([name, label]) => ({
      menu: 'Theme' as const,
      label,
      chosen: theme === name,
      run: () => actions.setTheme(name),
    })),
    { menu: 'Help', label: 'About Muscope', run: () => actions.about() },
  ];
}

function items(commands: readonly MenuCommand[], menu: MenuCommand['menu']): MenuItemConstructorOptions[] {
  return commands
    .filter((command) => command.menu === menu)
    .map(({ label, accelerator, chosen, run }) => ({
      label,
      click: run,
      ...(accelerator !== undefined && { accelerator }),
      ...(chosen !== undefined && { type: 'radio' as const, checked: chosen }),
    }));
}

/** How the program runs. */
export interface MenuSurroundings {
  platform: NodeJS.Platform;
  /** From a checkout: with the developer tools. */
  developing: boolean;
}

/** The menu bar: the commands, and what systems expect of every window (edit, zoom, windows). */
export function menuTemplate(
  commands: readonly MenuCommand[],
  { platform, developing }: MenuSurroundings,
): MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const mac = platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        ...items(commands, 'File'),
        separator,
        { role: 'close' },
        ...(mac ? [] : [{ role: 'quit' as const }]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        ...items(commands, 'View'),
        { label: 'Theme', submenu: items(commands, 'Theme') },
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(developing ? [separator, { role: 'toggleDevTools' as const }] : []),
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', label: '&Help', submenu: items(commands, 'Help') },
  ];
}
