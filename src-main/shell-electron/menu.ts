import type { MenuItemConstructorOptions } from 'electron';
import type { CommandGroup, MenuEntry } from '../../src-shared/contracts/commands.ts';
import type { WindowState } from './windowState.ts';

/** What the native menus do by themselves, whatever page is in front. */
export interface MenuActions {
  /** Runs a command of the page in front. */
  command(id: string): void;
  openStudy(): void;
  reload(): void;
  setTheme(theme: WindowState['theme']): void;
  about(): void;
}

/** What the native menus are made of. */
export interface MenuParts {
  /** The commands of the page in front, in their order; none where there is no page yet. */
  entries: readonly MenuEntry[];
  theme: WindowState['theme'];
  platform: NodeJS.Platform;
  /** From a checkout: with the developer tools. */
  developing: boolean;
}

const THEMES = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const;

const KEYS: Record<string, string> = {
  Mod: 'CmdOrCtrl',
  Ctrl: 'Control',
  Enter: 'Return',
  Escape: 'Esc',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ' ': 'Space',
};
const KNOWN_KEY =
  /^(?:CmdOrCtrl|Control|Shift|Alt|Return|Esc|Up|Down|Left|Right|Space|Tab|Delete|Backspace|Home|End|PageUp|PageDown|F\d{1,2}|[!-*,-~])$/;

/** Keys as `Mod+Shift+E` in Electron's notation; undefined for what it does not know. */
export function acceleratorOf(keys: string | undefined): string | undefined {
  const parts = keys?.split('+').map((key) => KEYS[key] ?? key) ?? [];
  return parts.length > 0 && parts.every((key) => KNOWN_KEY.test(key)) ? parts.join('+') : undefined;
}

/** Without characters that turn the reading direction or are not seen; `&` marks no letter. */
function plain(title: string): string {
  return title.replace(/[\p{Cc}\p{Cf}]/gu, '').replaceAll('&', '&&');
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

function themes({ theme }: MenuParts, actions: MenuActions): MenuItemConstructorOptions {
  const submenu = THEMES.map(([name, label]) => ({
    label,
    type: 'radio' as const,
    checked: theme === name,
    click: () => actions.setTheme(name),
  }));
  return { label: 'Theme', submenu };
}

/**
 * The menu bar: the commands of the page, and what systems expect of every window (edit, zoom, windows, quit). The page hears its keys itself, so the
 * menus only show them.
 */
export function menuTemplate(parts: MenuParts, actions: MenuActions): MenuItemConstructorOptions[] {
  const { entries, platform, developing } = parts;
  const mac = platform === 'darwin';
  const has = (id: string) => entries.some((entry) => entry.id === id);

  function items(group: CommandGroup): MenuItemConstructorOptions[] {
    return entries
      .filter((entry) => entry.group === group)
      .map(({ id, title, keys, refused }) => {
        const accelerator = acceleratorOf(keys);
        return {
          id,
          label: plain(title),
          enabled: !refused,
          click: () => actions.command(id),
          ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
        };
      });
  }

  function own(
    id: string,
    label: string,
    run: () => void,
    accelerator?: string,
  ): MenuItemConstructorOptions[] {
    return has(id) ? [] : [{ id, label, click: run, ...(accelerator !== undefined && { accelerator }) }];
  }

  function menu(group: CommandGroup, more: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
    const first = items(group);
    const submenu =
      first.length > 0 && more.length > 0 ? [...first, separator, ...more] : [...first, ...more];
    return submenu.length > 0 ? [{ label: `&${group}`, submenu }] : [];
  }

  const edit = items('Edit').length > 0;
  const roles = (['cut', 'copy', 'paste', 'selectAll'] as const).map((role) => ({ role }));
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    ...menu('File', [
      ...own('study.open', 'Open Study…', () => actions.openStudy(), 'CmdOrCtrl+O'),
      { role: 'close' },
      ...(mac ? [] : [{ role: 'quit' as const }]),
    ]),
    ...(edit ? menu('Edit', roles) : [{ role: 'editMenu' as const }]),
    ...menu('Run', []),
    ...menu('Figure', []),
    ...menu('View', [
      { label: 'Reload', click: () => actions.reload() },
      themes(parts, actions),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      ...(developing ? [separator, { role: 'toggleDevTools' as const }] : []),
    ]),
    { role: 'windowMenu' },
    ...menu(
      'Help',
      own('help.about', 'About Muscope', () => actions.about()),
    ),
  ];
}
