import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hostSettings } from '../../src-renderer/app/settings.ts';
import { memoryTransport } from '../../src-renderer/client/memory.ts';

// Source of truth: what the engine host is asked, with the clock by hand.

function settingsOn(fails = false) {
  const kept = new Map<string, string>();
  const written: string[] = [];
  const { call } = memoryTransport({
    'settings.get'({ name }) {
      if (fails) throw new Error('no host');
      return { text: kept.get(name) ?? null };
    },
    'settings.set'({ name, text }) {
      if (fails) throw new Error('no host');
      written.push(`${name}=${text}`);
      kept.set(name, text);
      return {};
    },
  });
  return { settings: hostSettings(call), kept, written };
}

describe('settings of the window', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are written once, a moment after the last change, each name by itself', async () => {
    const { settings, written } = settingsOn();
    for (const text of ['1', '2', '3']) settings.write('layout', text);
    settings.write('theme', 'dark');
    expect(written).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(written).toEqual(['layout=3', 'theme=dark']);
    settings.write('layout', '4');
    await vi.advanceTimersByTimeAsync(1000);
    expect(written.at(-1)).toBe('layout=4');
  });

  it('are read as they were last written, before and after the host has them', async () => {
    const { settings, kept } = settingsOn();
    kept.set('theme', 'light');
    expect(await settings.read('theme')).toBe('light');
    settings.write('theme', 'dark');
    expect(await settings.read('theme')).toBe('dark');
    await vi.advanceTimersByTimeAsync(1000);
    expect(await settings.read('theme')).toBe('dark');
    expect(await settings.read('layout')).toBeNull();
  });

  it('are none without a host, and nothing fails', async () => {
    const { settings } = settingsOn(true);
    settings.write('theme', 'dark');
    await vi.advanceTimersByTimeAsync(1000);
    expect(await settings.read('theme')).toBeNull();
  });
});
