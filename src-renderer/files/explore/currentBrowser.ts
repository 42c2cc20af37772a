import type { Transport } from '../../client/transport.ts';
import { createBrowser } from './browser.ts';
import type { FileBrowsing } from './browser.ts';

const browsers = new WeakMap<Transport['call'], FileBrowsing>();

/** The browser of a window: as it was left, when the panel is opened again. */
export function browserOf(call: Transport['call']): FileBrowsing {
  const found = browsers.get(call) ?? createBrowser(call);
  browsers.set(call, found);
  return found;
}
