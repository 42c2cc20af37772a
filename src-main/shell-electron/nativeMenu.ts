import type { CommandEvent, MenuEntry } from '../../src-shared/contracts/commands.ts';
import type { ElectronParts } from './electronParts.ts';
import { HARDENING } from './hardening.ts';
import { menuTemplate } from './menu.ts';
import type { StudyWindows } from './studyWindows.ts';

/** The menu bar, which shows what the page in front can do. */
export interface NativeMenu {
  /** A page tells its commands; they are shown while its window is in front. */
  show(contents: number, entries: readonly MenuEntry[]): void;
  /** Makes the menu bar anew: another window is in front, or the theme changed. */
  refresh(): void;
}

/** What a {@link NativeMenu} needs. */
export interface NativeMenuOptions {
  electron: Pick<ElectronParts, 'app' | 'BrowserWindow' | 'Menu'>;
  windows: StudyWindows;
  platform: NodeJS.Platform;
  openStudy(): void;
}

/** Sets the menu bar; the page's commands join as soon as a page tells them. */
export function createNativeMenu({ electron, windows, platform, openStudy }: NativeMenuOptions): NativeMenu {
  const { app, BrowserWindow, Menu } = electron;
  const tables = new Map<number, readonly MenuEntry[]>();
  let shown = '';

  function front() {
    return BrowserWindow.getFocusedWindow()?.webContents;
  }

  function refresh(): void {
    for (const contents of tables.keys()) if (!windows.hostOf(contents)) tables.delete(contents);
    const entries = tables.get(front()?.id ?? -1) ?? [...tables.values()].at(-1) ?? [];
    const { theme } = windows.state();
    const text = JSON.stringify([entries, theme]);
    if (text === shown) return;
    shown = text;
    const template = menuTemplate(
      { entries, theme, platform, developing: !app.isPackaged },
      {
        command(id) {
          const event: CommandEvent = { event: 'command', id };
          front()?.send(HARDENING.channels.event, event);
        },
        openStudy,
        reload: () => front()?.reload(),
        setTheme(chosen) {
          windows.setTheme(chosen);
          refresh();
        },
        about: () => app.showAboutPanel(),
      },
    );
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  app.on('browser-window-focus', refresh);
  refresh();
  return {
    show(contents, entries) {
      tables.set(contents, entries);
      refresh();
    },
    refresh,
  };
}
