import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startShell } from '../../../src-main/shell-electron/shell.ts';
import type { ShellOptions } from '../../../src-main/shell-electron/shell.ts';
import { standIn } from './standIn.ts';
import type { StandIn, StandInWindow } from './standIn.ts';

/** A shell that runs on a stand-in. */
export interface Started extends StandIn {
  folder: string;
  said: string[];
  /** Asks as a window's page does. */
  ask(window: StandInWindow, channel: string, input: unknown): Promise<unknown>;
  /** Windows that are open. */
  open(): StandInWindow[];
  end(): Promise<void>;
}

/** Starts the shell on a stand-in; it is ready unless that is asked for later. */
export async function started(
  options: Partial<ShellOptions> & {
    isPackaged?: boolean;
    prepare?: (stand: StandIn) => void;
    later?: boolean;
  } = {},
): Promise<Started> {
  const { isPackaged = true, prepare, later = false, ...rest } = options;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-electron-'));
  const stand = standIn(folder, isPackaged);
  const said: string[] = [];
  prepare?.(stand);
  startShell(stand.parts, {
    place: { page: path.join(folder, 'page'), preload: '/built/preload.cjs', icon: '/built/icon.png' },
    args: [],
    folder,
    home: null,
    platform: 'linux',
    say: (message) => void said.push(message),
    ...rest,
  });
  if (!later) {
    stand.app.makeReady();
    await settled();
  }
  return {
    ...stand,
    folder,
    said,
    async ask({ webContents }, channel, input) {
      const { mainFrame } = webContents;
      const handler = stand.handlers.get('muscope') as (
        event: unknown,
        ...args: unknown[]
      ) => Promise<unknown>;
      return handler({ sender: webContents, senderFrame: mainFrame }, channel, input);
    },
    open: () => stand.windows.filter((window) => !window.isDestroyed()),
    async end() {
      for (const { child } of stand.utilities) child.kill('SIGKILL');
      for (const window of stand.windows) if (!window.isDestroyed()) window.destroy();
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Lets what is under way in this process come to its end. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
