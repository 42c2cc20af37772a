import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src-renderer/app/commands.ts';
import { ariaKeys, isMac, keysText, matches } from '../../src-renderer/app/keys.ts';
import type { PressedKeys } from '../../src-renderer/app/keys.ts';

// Source of truth: KeyboardEvent as browsers send it (UI Events), and aria-keyshortcuts of WAI-ARIA 1.2.

function pressed(key: string, ...held: ('ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey')[]): PressedKeys {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return { key, ...none, ...Object.fromEntries(held.map((name) => [name, true])) };
}

describe('keys of a command', () => {
  it.each([
    ['Mod+K', pressed('k', 'ctrlKey'), false, true],
    ['Mod+K', pressed('K', 'ctrlKey'), false, true],
    ['Mod+K', pressed('k', 'metaKey'), false, false],
    ['Mod+K', pressed('k', 'metaKey'), true, true],
    ['Mod+K', pressed('k', 'ctrlKey'), true, false],
    ['Mod+K', pressed('k', 'ctrlKey', 'metaKey'), false, false],
    ['Mod+K', pressed('k', 'ctrlKey', 'shiftKey'), false, false],
    ['Mod+K', pressed('k', 'ctrlKey', 'altKey'), false, false],
    ['Mod+K', pressed('k'), false, false],
    ['Mod+Shift+E', pressed('E', 'ctrlKey', 'shiftKey'), false, true],
    ['Mod+Shift+E', pressed('e', 'ctrlKey'), false, false],
    ['Alt+PageDown', pressed('PageDown', 'altKey'), false, true],
    ['Alt+1', pressed('1', 'altKey'), false, true],
    ['F6', pressed('F6'), false, true],
    ['F6', pressed('F6', 'shiftKey'), false, false],
    ['Shift+F6', pressed('F6', 'shiftKey'), false, true],
  ])('%s with %j (on a Mac: %j): %j', (keys, event, mac, expected) => {
    expect(matches(keys, event, mac)).toBe(expected);
  });

  it('are told as they stand on the keyboard', () => {
    expect(keysText('Mod+Shift+E', false)).toBe('Ctrl+Shift+E');
    expect(keysText('Mod+Enter', false)).toBe('Ctrl+↵');
    expect(keysText('Alt+ArrowDown', false)).toBe('Alt+↓');
    expect(keysText('Mod+Shift+E', true)).toBe('⌘⇧E');
    expect(keysText('F6', true)).toBe('F6');
  });

  it('are told to programs that read the page aloud', () => {
    expect(ariaKeys('Mod+K', false)).toBe('Control+K');
    expect(ariaKeys('Mod+K', true)).toBe('Meta+K');
    expect(ariaKeys('Alt+W', true)).toBe('Alt+W');
  });

  it('know a Mac by its name', () => {
    expect(['MacIntel', 'iPad', 'Linux x86_64', 'Win32'].map((name) => isMac(name))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('belong to one command each', () => {
    const keys = COMMANDS.flatMap((command) => (command.keys === undefined ? [] : [command.keys]));
    expect(keys.length).toBeGreaterThan(10);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
