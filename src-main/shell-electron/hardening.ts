import type { CustomScheme, WebPreferences } from 'electron';
import { BRIDGE_CHANNELS } from '../../src-shared/contracts/bridge.ts';
import { FIGURE_SECURITY_POLICY, SECURITY_HEADERS } from '../shell-node/headers.ts';

/** Permission names as Electron's handlers get them. */
type Permission = string;

/** Everything by which a window is kept from more than showing our page; see {@link HARDENING}. */
export interface Hardening {
  webPreferences: Readonly<WebPreferences>;
  scheme: CustomScheme;
  /** Origin of the page; nothing else is navigated to or may talk to us. */
  origin: string;
  headers: Readonly<Record<string, string>>;
  figurePolicy: string;
  /** Permissions of the page; all others are denied. */
  permissions: readonly Permission[];
  /** What a page may load anything from; the developer tools only where there are any. */
  loads: readonly string[];
  downloads: readonly string[];
  /** The one channel for requests and the one for events. */
  channels: Readonly<{ call: string; event: string }>;
  /** Requests of one window that may be under way. */
  mostCalls: number;
  /** Turned in the packaged binary. */
  fuses: Readonly<Record<string, boolean>>;
}

/**
 * The hardening of the Electron shell as plain data, after Electron's security list
 * (https://www.electronjs.org/docs/latest/tutorial/security). The code takes every value from here, tests compare them with what
 * really holds, and electron-builder.yml repeats the fuses. The cookie fuse stays off: there are no cookies, and it asks for
 * the key chain on macOS.
 */
export const HARDENING = {
  webPreferences: {
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    plugins: false,
    spellcheck: false,
    safeDialogs: true,
  },
  scheme: {
    scheme: 'app',
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  },
  origin: 'app://muscope',
  headers: SECURITY_HEADERS,
  figurePolicy: FIGURE_SECURITY_POLICY,
  permissions: ['clipboard-sanitized-write'],
  loads: ['app:', 'blob:', 'data:'],
  downloads: ['app:', 'blob:'],
  channels: BRIDGE_CHANNELS,
  mostCalls: 32,
  fuses: {
    runAsNode: false,
    enableCookieEncryption: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
} as const satisfies Hardening;

/** Whether an address is one of our page's. */
export function isOwnAddress(address: string): boolean {
  return address === HARDENING.origin || address.startsWith(`${HARDENING.origin}/`);
}
