import path from 'node:path';
import { VERSION } from '../../src-shared/version.ts';
import { createAppPage } from './appPage.ts';
import type { ElectronParts } from './electronParts.ts';
import { guardContents, guardSession } from './guards.ts';
import { HARDENING } from './hardening.ts';
import { createNativeMenu } from './nativeMenu.ts';
import { checkOpenRequest, readArguments } from './openRequest.ts';
import type { OpenRequest } from './openRequest.ts';
import { createRequestChannel } from './requestChannel.ts';
import { chooseStudies, createShellAnswers } from './shellAnswers.ts';
import { createStudyWindows } from './studyWindows.ts';
import type { StudyWindows } from './studyWindows.ts';
import type { ShellPlace } from './studyWindow.ts';
import { HOST_SERVICE } from './utilityHost.ts';

/** How the shell is started. */
export interface ShellOptions {
  place: ShellPlace;
  /** Command line without the program's name, and the folder that its paths start from. */
  args: readonly string[];
  folder: string;
  /** Folder of what is kept, when not the system's usual one. */
  home: string | null;
  platform: NodeJS.Platform;
  /** For the log of whoever started the program. */
  say(message: string): void;
}

const NOTHING: OpenRequest = { documents: [], files: [], roots: [], threads: null };

function serveWindows(
  electron: ElectronParts,
  { place, platform }: ShellOptions,
  stateFile: string,
): StudyWindows {
  const { app, ipcMain, session } = electron;
  const developing = !app.isPackaged;
  const windows = createStudyWindows({ electron, place, developing, stateFile });
  guardSession(session.defaultSession, developing);
  const page = createAppPage({ page: place.page, figure: (name) => windows.figure(name) });
  session.defaultSession.protocol.handle(HARDENING.scheme.scheme, page);
  app.setAboutPanelOptions({ applicationName: 'Muscope', applicationVersion: VERSION });
  const openStudy = () => void chooseStudies(electron, windows);
  const menu = createNativeMenu({ electron, windows, platform, openStudy });
  const answers = createShellAnswers(electron, windows, menu);
  ipcMain.handle(HARDENING.channels.call, createRequestChannel(windows.hostOf, answers));
  return windows;
}

function quitAfterHosts({ app }: ElectronParts, windows: () => StudyWindows | null): void {
  app.on('will-quit', (event) => {
    const open = windows();
    if (!open?.ending()) return;
    event.preventDefault();
    void open.hostsEnded().then(() => app.quit());
  });
}

/**
 * Starts the shell: one instance for all windows (a second one hands over what it was to open and ends), every contents and session
 * guarded, the page under its own scheme, the one channel for requests. Documents that the system asks for early are opened when it is ready.
 */
export function startShell(electron: ElectronParts, options: ShellOptions): void {
  const { app, protocol } = electron;
  const { args, folder, home, platform, say } = options;
  let windows: StudyWindows | null = null;
  const early: OpenRequest[] = [readArguments(args, folder)];

  function open(request: OpenRequest): void {
    if (windows) windows.open(request);
    else early.push(request);
  }

  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([HARDENING.scheme]);
  if (home !== null) app.setPath('userData', path.join(home, 'window'));
  if (!app.requestSingleInstanceLock(early[0])) {
    say('the window that is open already shows it');
    app.quit();
    return;
  }
  app.on('second-instance', (_event, _args, _folder, data) => open(checkOpenRequest(data) ?? NOTHING));
  app.on('open-file', (event, file) => {
    event.preventDefault();
    open(readArguments([file], path.sep));
  });
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  app.on('child-process-gone', (_event, { serviceName, name, reason, exitCode }) => {
    if ((name ?? serviceName) !== HOST_SERVICE || reason === 'clean-exit') return;
    say(`the engine host ended: ${reason} (${exitCode}); it starts again with the next request`);
  });
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit();
  });
  app.on('activate', () => open(NOTHING));
  quitAfterHosts(electron, () => windows);
  void app.whenReady().then(() => {
    windows = serveWindows(electron, options, path.join(app.getPath('userData'), 'window.json'));
    const asked = early.filter(({ documents, files }) => documents.length + files.length > 0);
    for (const request of asked.length > 0 ? asked : [early[0]]) windows.open(request);
  });
}
