import type * as electron from 'electron';

/** What the shell uses of Electron's main process; tests give a stand-in. */
export type ElectronParts = Pick<
  typeof electron,
  | 'app'
  | 'BrowserWindow'
  | 'Menu'
  | 'dialog'
  | 'ipcMain'
  | 'nativeTheme'
  | 'protocol'
  | 'screen'
  | 'session'
  | 'utilityProcess'
>;
