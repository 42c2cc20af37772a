import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  CustomScheme,
  Dialog,
  Display,
  ForkOptions,
  IpcMain,
  MenuItemConstructorOptions,
  NativeTheme,
  Protocol,
  Rectangle,
  Screen,
  Session,
  UtilityProcess,
  WebContents,
  WebFrameMain,
  WindowOpenHandlerResponse,
} from 'electron';
import type { ElectronParts } from '../../../src-main/shell-electron/electronParts.ts';

// A stand-in for Electron's main process: every method has Electron's own type, checked by the compiler; events are Node's.

const PORT = fileURLToPath(new URL('./parentPort.ts', import.meta.url));

/** Parameters of the handler that a setter of Electron takes. */
type HandlerOf<F extends (...args: never[]) => unknown> = NonNullable<Parameters<F>[0]>;

type AppMethods =
  | 'enableSandbox'
  | 'getPath'
  | 'isPackaged'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'setAboutPanelOptions'
  | 'setPath'
  | 'showAboutPanel'
  | 'whenReady';

export class StandInApp extends EventEmitter implements Pick<App, AppMethods> {
  readonly isPackaged: boolean;
  readonly paths: Record<string, string>;
  readonly calls: string[] = [];
  lock = true;
  handedOver: unknown = undefined;
  onQuit: () => void = () => undefined;
  readonly #ready = Promise.withResolvers<void>();

  constructor(userData: string, isPackaged: boolean) {
    super();
    this.paths = { userData };
    this.isPackaged = isPackaged;
  }

  enableSandbox(): void {
    this.calls.push('enableSandbox');
  }
  getPath(name: string): string {
    return this.paths[name];
  }
  setPath(name: string, location: string): void {
    this.paths[name] = location;
  }
  setAboutPanelOptions(): void {
    this.calls.push('setAboutPanelOptions');
  }
  showAboutPanel(): void {
    this.calls.push('showAboutPanel');
  }
  requestSingleInstanceLock(data?: Record<string, unknown>): boolean {
    this.handedOver = data;
    return this.lock;
  }
  quit(): void {
    this.calls.push('quit');
    this.onQuit();
  }
  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  makeReady(): void {
    this.#ready.resolve();
  }
}

/** What can be prevented. */
export function preventable<D extends object>(
  details: D = {} as D,
): D & { prevented: boolean; preventDefault(): void } {
  const event = {
    ...details,
    prevented: false,
    preventDefault() {
      event.prevented = true;
    },
  };
  return event;
}

type FrameParts = Pick<WebFrameMain, 'detached' | 'origin' | 'parent' | 'url'>;

/** A frame with Electron's type. */
export function standInFrame(parts: Partial<FrameParts> = {}): WebFrameMain {
  const frame: FrameParts = {
    detached: false,
    origin: 'app://muscope',
    parent: null,
    url: 'app://muscope/',
    ...parts,
  };
  return frame as WebFrameMain;
}

let contentsCount = 0;

export class StandInContents
  extends EventEmitter
  implements Pick<WebContents, 'getURL' | 'id' | 'mainFrame' | 'reload' | 'send' | 'setWindowOpenHandler'>
{
  readonly id = ++contentsCount;
  mainFrame = standInFrame();
  readonly sent: [channel: string, ...args: unknown[]][] = [];
  reloads = 0;
  address = '';
  openHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | null = null;

  getURL(): string {
    return this.address;
  }
  reload(): void {
    this.reloads++;
  }
  send(channel: string, ...args: unknown[]): void {
    this.sent.push([channel, ...args]);
  }
  setWindowOpenHandler(handler: (details: never) => WindowOpenHandlerResponse): void {
    this.openHandler = handler as Parameters<WebContents['setWindowOpenHandler']>[0];
  }
}

type WindowMethods =
  | 'destroy'
  | 'focus'
  | 'getNormalBounds'
  | 'isDestroyed'
  | 'isMaximized'
  | 'isMinimized'
  | 'loadURL'
  | 'maximize'
  | 'restore'
  | 'show';

export class StandInWindow extends EventEmitter implements Pick<BrowserWindow, WindowMethods> {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new StandInContents();
  readonly calls: string[] = [];
  #destroyed = false;
  #maximized = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }
  close(): void {
    const event = preventable();
    this.emit('close', event);
    if (!event.prevented) this.destroy();
  }
  destroy(): void {
    this.#destroyed = true;
    this.emit('closed');
  }
  focus(): void {
    this.calls.push('focus');
  }
  getNormalBounds(): Rectangle {
    const { x = 0, y = 0, width = 0, height = 0 } = this.options;
    return { x, y, width, height };
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isMaximized(): boolean {
    return this.#maximized;
  }
  isMinimized(): boolean {
    return false;
  }
  loadURL(address: string): Promise<void> {
    this.webContents.address = address;
    return Promise.resolve();
  }
  maximize(): void {
    this.#maximized = true;
  }
  restore(): void {
    this.calls.push('restore');
  }
  show(): void {
    this.calls.push('show');
  }
}

type SessionMethods =
  | 'setDevicePermissionHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setSpellCheckerEnabled';

export class StandInSession extends EventEmitter implements Pick<Session, SessionMethods> {
  device: HandlerOf<Session['setDevicePermissionHandler']> | null = null;
  check: HandlerOf<Session['setPermissionCheckHandler']> | null = null;
  request: HandlerOf<Session['setPermissionRequestHandler']> | null = null;
  spelling = true;
  loads: ((details: { url: string }, callback: (response: { cancel?: boolean }) => void) => void) | null =
    null;
  page: ((request: Request) => Response | Promise<Response>) | null = null;
  readonly webRequest = {
    onBeforeRequest: (listener: unknown) => {
      this.loads = listener as StandInSession['loads'];
    },
  };
  readonly protocol: Pick<Protocol, 'handle'> = {
    handle: (scheme, handler) => {
      if (scheme === 'app') this.page = handler as unknown as StandInSession['page'];
    },
  };

  setDevicePermissionHandler(handler: StandInSession['device']): void {
    this.device = handler;
  }
  setPermissionCheckHandler(handler: StandInSession['check']): void {
    this.check = handler;
  }
  setPermissionRequestHandler(handler: StandInSession['request']): void {
    this.request = handler;
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spelling = enabled;
  }
}

/** A utility process that is a process of Node whose `process.parentPort` is made of Node's channel. */
export class StandInUtility extends EventEmitter implements Pick<UtilityProcess, 'kill' | 'postMessage'> {
  readonly child: ChildProcess;
  readonly options: ForkOptions;

  constructor(module: string, options: ForkOptions) {
    super();
    this.options = options;
    this.child = fork(module, [], {
      execArgv: ['--import', PORT],
      env: options.env as NodeJS.ProcessEnv,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child.on('message', (message) => this.emit('message', message));
    this.child.on('exit', (code) => this.emit('exit', code));
  }
  kill(): boolean {
    return this.child.kill('SIGKILL');
  }
  postMessage(message: unknown): void {
    if (this.child.connected) this.child.send(message as object);
  }
}

const DISPLAY = { id: 1, workArea: { x: 0, y: 24, width: 1920, height: 1056 } } as Display;

/** Electron's main process, and what the shell did with it. */
export interface StandIn {
  parts: ElectronParts;
  app: StandInApp;
  session: StandInSession;
  windows: StandInWindow[];
  utilities: StandInUtility[];
  schemes: CustomScheme[];
  handlers: Map<string, Parameters<IpcMain['handle']>[1]>;
  menu(): MenuItemConstructorOptions[];
  /** Answers of the dialogs: files to open; the button of a question; what was shown in error boxes. */
  dialogs: { files: string[]; button: number; questions: number; errors: string[] };
  theme: { themeSource: NativeTheme['themeSource'] };
  displays: Display[];
}

/** Makes a stand-in. */
export function standIn(userData: string, isPackaged = true): StandIn {
  const app = new StandInApp(userData, isPackaged);
  const session = new StandInSession();
  const windows: StandInWindow[] = [];
  const utilities: StandInUtility[] = [];
  const schemes: CustomScheme[] = [];
  const handlers: StandIn['handlers'] = new Map();
  const dialogs: StandIn['dialogs'] = { files: [], button: 0, questions: 0, errors: [] };
  const displays = [DISPLAY];
  const theme: StandIn['theme'] & Pick<NativeTheme, 'shouldUseDarkColors'> = {
    themeSource: 'system',
    shouldUseDarkColors: false,
  };
  let menu: MenuItemConstructorOptions[] = [];
  class Window extends StandInWindow {
    constructor(options: BrowserWindowConstructorOptions) {
      super(options);
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
    static getFocusedWindow(): StandInWindow | null {
      return windows.find((one) => !one.isDestroyed()) ?? null;
    }
  }
  const dialog: Pick<Dialog, 'showErrorBox'> & Record<'showMessageBox' | 'showOpenDialog', unknown> = {
    showErrorBox: (title, content) => void dialogs.errors.push(`${title}: ${content}`),
    showMessageBox: () => {
      dialogs.questions++;
      return Promise.resolve({ response: dialogs.button, checkboxChecked: false });
    },
    showOpenDialog: () => Promise.resolve({ canceled: dialogs.files.length === 0, filePaths: dialogs.files }),
  };
  const ipcMain: Pick<IpcMain, 'handle'> = {
    handle: (channel, listener) => void handlers.set(channel, listener),
  };
  const protocol: Pick<Protocol, 'registerSchemesAsPrivileged'> = {
    registerSchemesAsPrivileged: (registered) => void schemes.push(...registered),
  };
  const screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay'> = {
    getPrimaryDisplay: () => displays[0],
    getAllDisplays: () => displays,
  };
  const utilityProcess = {
    fork(module: string, _args: string[], options: ForkOptions): StandInUtility {
      const utility = new StandInUtility(module, options);
      utilities.push(utility);
      return utility;
    },
  };
  const parts: { [P in keyof ElectronParts]: unknown } = {
    app,
    BrowserWindow: Window,
    dialog,
    ipcMain,
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (built: MenuItemConstructorOptions[]) => {
        menu = built;
      },
    },
    nativeTheme: theme,
    protocol,
    screen,
    session: { defaultSession: session },
    utilityProcess,
  };
  return {
    parts: parts as ElectronParts,
    app,
    session,
    windows,
    utilities,
    schemes,
    handlers,
    menu: () => menu,
    dialogs,
    theme,
    displays,
  };
}
