/** What of a keyboard event tells which keys were pressed. */
export interface PressedKeys {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const NAMES: Readonly<Record<string, string>> = { Enter: '↵', ArrowUp: '↑', ArrowDown: '↓', Delete: 'Del' };
const MAC: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };

/** Whether this page is on a Mac, where Command takes the place of Control. */
export function isMac(platform = globalThis.navigator.platform): boolean {
  return /^(Mac|iP)/.test(platform);
}

/** Whether the keys of a command (`Mod+Shift+E`) were pressed, and no others. */
export function matches(keys: string, event: PressedKeys, mac = isMac()): boolean {
  const parts = keys.split('+');
  const key = parts.pop() as string;
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    mod === parts.includes('Mod') &&
    !other &&
    event.altKey === parts.includes('Alt') &&
    event.shiftKey === parts.includes('Shift')
  );
}

/** The keys as they stand on the keyboard of the user: `Ctrl+Shift+E`, `⇧⌘E`. */
export function keysText(keys: string, mac = isMac()): string {
  const parts = keys.split('+').map((part) => NAMES[part] ?? part);
  if (!mac) return parts.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join('+');
  return parts.map((part) => MAC[part] ?? part).join('');
}

/** The keys in the notation of the attribute `aria-keyshortcuts`. */
export function ariaKeys(keys: string, mac = isMac()): string {
  return keys.replace('Mod', mac ? 'Meta' : 'Control');
}
