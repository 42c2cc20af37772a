import type { BrowserWindow } from 'electron';
import { runEvent } from '../../src-shared/contracts/channels.ts';
import type { HostClient, HostOptions } from '../host/client.ts';
import type { ElectronParts } from './electronParts.ts';
import { HARDENING } from './hardening.ts';
import { utilityHost } from './utilityHost.ts';
import { placeWindow, SMALLEST } from './windowState.ts';
import type { WindowState } from './windowState.ts';

/** Where the shell finds what it shows, all absolute. */
export interface ShellPlace {
  /** Folder of the built page. */
  page: string;
  /** The bundled preload. */
  preload: string;
  icon: string;
}

/** A window, and the engine host behind it. */
export interface StudyWindow {
  readonly window: BrowserWindow;
  readonly host: HostClient;
  /** Null: the bundled sample. */
  document: string | null;
  /** Runs that are going on. */
  readonly going: ReadonlySet<string>;
  /** Study documents that the user dropped into it, by absolute path. */
  readonly shown: Set<string>;
}

/** How a window is opened. */
export interface StudyWindowOptions {
  electron: Pick<ElectronParts, 'BrowserWindow' | 'dialog' | 'nativeTheme' | 'screen' | 'utilityProcess'>;
  place: ShellPlace;
  developing: boolean;
  state: WindowState;
  host: HostOptions;
  /** A ROOT file to be shown first. */
  file?: string;
}

const PATIENCE = 10_000;

function makeWindow({ electron, place, developing, state }: StudyWindowOptions): BrowserWindow {
  const primary = electron.screen.getPrimaryDisplay();
  const others = electron.screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const areas = [primary, ...others].map(({ workArea }) => workArea);
  const window = new electron.BrowserWindow({
    ...placeWindow(state.bounds, areas),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Muscope',
    icon: place.icon,
    backgroundColor: electron.nativeTheme.shouldUseDarkColors ? '#1b1f27' : '#ffffff',
    webPreferences: { ...HARDENING.webPreferences, devTools: developing, preload: place.preload },
  });
  if (state.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  return window;
}

/** A page whose process died is loaded again; one that dies at once again is not. */
function reviveOnce(window: BrowserWindow, dialog: Pick<ElectronParts['dialog'], 'showErrorBox'>): void {
  let last = -Infinity;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const now = performance.now();
    if (now - last > PATIENCE) window.webContents.reload();
    else
      dialog.showErrorBox(
        'The window ended twice',
        `Its process ended: ${reason}. Close it and open the study again.`,
      );
    last = now;
  });
}

/** Asks before a window in which something runs is closed. */
function askBeforeClose(
  window: BrowserWindow,
  going: ReadonlySet<string>,
  dialog: ElectronParts['dialog'],
): void {
  let asking = false;
  window.on('close', (event) => {
    if (going.size === 0) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    const question = {
      type: 'question' as const,
      message: 'A study is running.',
      detail: 'What is computed so far is kept; the next run goes on from there.',
      buttons: ['Keep Running', 'Stop and Close'],
      defaultId: 0,
      cancelId: 0,
    };
    void dialog.showMessageBox(window, question).then(({ response }) => {
      asking = false;
      if (response === 1) window.destroy();
    });
  });
}

/** Opens a window on a study with an engine host of its own, which ends with it. */
export function openStudyWindow(options: StudyWindowOptions): StudyWindow {
  const { electron, host: hostOptions, file } = options;
  const window = makeWindow(options);
  const host = utilityHost(electron, hostOptions);
  const going = new Set<string>();
  const stop = host.subscribe((event) => {
    const checked = runEvent.safeParse(event);
    if (!checked.success) return;
    if (event.state === 'waiting' || event.state === 'running') going.add(event.run);
    else going.delete(event.run);
    if (!window.isDestroyed()) window.webContents.send(HARDENING.channels.event, checked.data);
  });
  window.on('closed', stop);
  reviveOnce(window, electron.dialog);
  askBeforeClose(window, going, electron.dialog);
  const query = file === undefined ? '' : `?${new URLSearchParams({ file })}`;
  void window.loadURL(`${HARDENING.origin}/${query}`).catch(() => undefined);
  return { window, host, document: hostOptions.document, going, shown: new Set() };
}
