import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { windowSettings } from '../../src-main/host/windowSettings.ts';

// Source of truth: the files on disk.

let home = '';
const folder = () => path.join(home, 'window');
const files = () => fs.readdirSync(folder());

beforeEach(() => void (home = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-settings-'))));
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

describe('settings of windows', () => {
  it('are there for the next program, by any name', () => {
    const names = ['theme', 'layout /data/µ study.yaml', '../../outside', 'x'.repeat(4000)];
    const first = windowSettings(home);
    for (const name of names) first.write(name, `text of ${name}`);
    first.write('theme', 'dark');
    const next = windowSettings(home);
    expect(names.map((name) => next.read(name))).toEqual([
      'dark',
      ...names.slice(1).map((name) => `text of ${name}`),
    ]);
    expect(next.read('other')).toBeNull();
    expect(fs.readdirSync(home)).toEqual(['window']);
    expect(files()).toHaveLength(names.length);
    expect(files().every((name) => /^[0-9a-f]{64}\.json$/.test(name))).toBe(true);
  });

  it.each(['', 'not JSON', 'null', '{"name":"theme","text":1}', '{"name":"other","text":"dark"}'])(
    'are none where the file is damaged: %j',
    (text) => {
      const settings = windowSettings(home);
      settings.write('theme', 'dark');
      fs.writeFileSync(path.join(folder(), files()[0]!), text);
      expect(settings.read('theme')).toBeNull();
      settings.write('theme', 'light');
      expect(settings.read('theme')).toBe('light');
    },
  );

  it('are bounded: the oldest go', () => {
    const settings = windowSettings(home);
    for (let i = 0; i < 400; i++) settings.write(`layout ${i}`, 'text');
    for (const name of files()) fs.utimesSync(path.join(folder(), name), 2000, 2000);
    settings.write('layout 7', 'newer');
    settings.write('layout 400', 'newest');
    expect(files()).toHaveLength(400);
    expect(settings.read('layout 7')).toBe('newer');
    expect(settings.read('layout 400')).toBe('newest');
  });

  it('are not kept without a home, or where nothing can be written, and nothing fails', () => {
    const none = windowSettings(null);
    none.write('theme', 'dark');
    expect(none.read('theme')).toBeNull();
    fs.writeFileSync(folder(), 'a file in the way');
    const blocked = windowSettings(home);
    blocked.write('theme', 'dark');
    expect(blocked.read('theme')).toBeNull();
    expect(fs.readFileSync(folder(), 'utf8')).toBe('a file in the way');
  });
});
