import type { Session, WebContents } from 'electron';
import { OBJECT_FRAME } from '../shell-node/objectFrame.ts';
import { HARDENING, isOwnAddress } from './hardening.ts';

const FRAME = `${HARDENING.origin}${OBJECT_FRAME}`;

function schemeOf(address: string): string {
  return /^[a-z][a-z0-9+.-]*:/.exec(address)?.[0] ?? '';
}

function isGranted(permission: string, origin: string): boolean {
  return (HARDENING.permissions as readonly string[]).includes(permission) && isOwnAddress(origin);
}

/** What {@link guardContents} uses. */
export type GuardedContents = Pick<WebContents, 'setWindowOpenHandler' | 'getURL' | 'on'>;

/**
 * Keeps any contents on the page that they show: no other address (loading the same again is none), no new window, no webview, and no
 * frame but the one of ROOT objects.
 */
export function guardContents(contents: GuardedContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (details) => {
    if (details.url !== contents.getURL() || !isOwnAddress(details.url)) details.preventDefault();
  });
  contents.on('will-frame-navigate', (details) => {
    if (!details.isMainFrame && details.url !== FRAME) details.preventDefault();
  });
  contents.on('will-redirect', (details) => details.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** What {@link guardSession} uses. */
export type GuardedSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setSpellCheckerEnabled'
  | 'on'
> & { webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> };

/**
 * Keeps a session from the network and from the machine: only our page's addresses are loaded and downloaded, every permission
 * but those of {@link HARDENING} and every device is denied.
 * @param developing whether the developer tools may load themselves
 */
export function guardSession(session: GuardedSession, developing: boolean): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(isGranted(permission, details.requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => isGranted(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  const loads: readonly string[] = developing ? [...HARDENING.loads, 'devtools:'] : HARDENING.loads;
  session.webRequest.onBeforeRequest(({ url }, callback) => {
    const scheme = schemeOf(url);
    callback({ cancel: !loads.includes(scheme) || (scheme === 'app:' && !isOwnAddress(url)) });
  });
  session.on('will-download', (event, item) => {
    const address = item.getURL();
    const allowed = (HARDENING.downloads as readonly string[]).includes(schemeOf(address));
    if (!allowed || !isOwnAddress(address.replace(/^blob:/, ''))) event.preventDefault();
  });
}
