import path from 'node:path';
import { UserError } from '../../src-shared/userError.ts';
import type { HostClient } from '../host/client.ts';
import type { FigureName } from '../shell-node/figureAddress.ts';
import type { OpenRequest } from './openRequest.ts';
import { openStudyWindow } from './studyWindow.ts';
import type { StudyWindow, StudyWindowOptions } from './studyWindow.ts';
import { readWindowState, writeWindowState } from './windowState.ts';
import type { WindowState } from './windowState.ts';

/** All windows of the program. */
export interface StudyWindows {
  /** Opens a window for every document and file that has none, and brings the others to the front; without any: one window, there or new. */
  open(request: OpenRequest): void;
  /** Brings the window that shows a document to the front, another one than this; whether there is one. */
  showOther(document: string, than: StudyWindow): boolean;
  /** The engine host of the window with these contents. */
  hostOf(contents: number): HostClient | undefined;
  /** The window with these contents. */
  windowOf(contents: number): StudyWindow | undefined;
  /** The SVG of a figure of any window's run, its fonts inside. Throws a UserError `missing`. */
  figure(name: FigureName): Promise<string>;
  state(): WindowState;
  setTheme(theme: WindowState['theme']): void;
  /** Resolves when no host is left of the windows that were closed. */
  hostsEnded(): Promise<unknown>;
  /** Whether hosts of closed windows are still ending. */
  ending(): boolean;
}

/** How windows are made. */
export type StudyWindowsOptions = Pick<StudyWindowOptions, 'electron' | 'place' | 'developing'> & {
  /** File of the {@link WindowState}. */
  stateFile: string;
};

function toFront({ window }: StudyWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Keeps the windows: one for each study document, each with an engine host of its own. */
export function createStudyWindows({ stateFile, ...options }: StudyWindowsOptions): StudyWindows {
  const windows = new Map<number, StudyWindow>();
  const endings = new Set<Promise<void>>();
  let state = readWindowState(stateFile);
  options.electron.nativeTheme.themeSource = state.theme;

  function keep(changes: Partial<WindowState>): void {
    state = { ...state, ...changes };
    writeWindowState(stateFile, state);
  }

  function make(document: string | null, file: string | undefined, request: OpenRequest): void {
    const granted = [...request.roots, ...(file === undefined ? [] : [path.dirname(file)])];
    const host = { document, granted, ...(request.threads !== null && { threads: request.threads }) };
    const made = openStudyWindow({ ...options, state, host, ...(file !== undefined && { file }) });
    const { window } = made;
    const contents = window.webContents.id;
    windows.set(contents, made);
    window.on('close', () => keep({ bounds: window.getNormalBounds(), maximized: window.isMaximized() }));
    window.on('closed', () => {
      windows.delete(contents);
      const ending = made.host.close().finally(() => endings.delete(ending));
      endings.add(ending);
    });
  }

  function openDocument(document: string, request: OpenRequest): void {
    const existing = [...windows.values()].find((one) => one.document === document);
    if (existing) toFront(existing);
    else make(document, undefined, request);
  }

  return {
    open(request) {
      for (const document of request.documents) openDocument(document, request);
      for (const file of request.files) make(null, file, request);
      if (request.documents.length + request.files.length > 0) return;
      const [any] = windows.values();
      if (any && request.roots.length === 0) toFront(any);
      else make(null, undefined, request);
    },
    showOther(document, than) {
      const other = [...windows.values()].find((one) => one.document === document && one !== than);
      if (other) toFront(other);
      return other !== undefined;
    },
    hostOf: (contents) => windows.get(contents)?.host,
    windowOf: (contents) => windows.get(contents),
    async figure({ run, name }) {
      for (const { host } of windows.values()) {
        try {
          return ((await host.call('figure.svg', { run, name, fonts: 'embedded' })) as { svg: string }).svg;
        } catch (error) {
          if (!(error instanceof UserError && error.code === 'missing')) throw error;
        }
      }
      throw new UserError('missing', `there is no run ${run} with a figure "${name}"`);
    },
    state: () => state,
    setTheme(theme) {
      options.electron.nativeTheme.themeSource = theme;
      keep({ theme });
    },
    hostsEnded: () => Promise.all(endings),
    ending: () => endings.size > 0,
  };
}
