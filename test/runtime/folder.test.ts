import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { isFolder, makeFolder } from '../../src-main/runtime/folder.ts';

/* Source of truth: mkdir(2), and what Node's own recursive call gives where it returns; exact. */

let top: string;
const tops: string[] = [];
beforeEach(() => {
  top = mkdtempSync(path.join(os.tmpdir(), 'muscope-folder-'));
  tops.push(top);
});
afterAll(() => tops.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe('makeFolder', () => {
  it('makes what is missing, with its mode, and says what it made', () => {
    const made: string[] = [];
    makeFolder(path.join(top, 'a/b/c'), 0o700, made);
    expect(made).toEqual(['a', 'a/b', 'a/b/c'].map((name) => path.join(top, name)));
    if (process.platform !== 'win32') {
      for (const folder of made) expect(statSync(folder).mode & 0o777).toBe(0o700);
    }
    makeFolder(path.join(top, 'a/b/d'), 0o700, made);
    expect(made.slice(3)).toEqual([path.join(top, 'a/b/d')]);
  });

  it('leaves alone what is there', () => {
    const made: string[] = [];
    makeFolder(top, 0o777, made);
    makeFolder(path.parse(top).root, 0o777, made);
    expect(made).toEqual([]);
  });

  it('says what it made before it failed', () => {
    mkdirSync(path.join(top, 'a'));
    writeFileSync(path.join(top, 'file'), '');
    const made: string[] = [];
    expect(() => makeFolder(path.join(top, 'file/b/c'), 0o777, made)).toThrow(/EEXIST/);
    expect(() => makeFolder(path.join(top, 'file'), 0o777, made)).toThrow(/EEXIST/);
    const long = 'n'.repeat(300);
    expect(() => makeFolder(path.join(top, 'a/b', long), 0o777, made)).toThrow(/ENAMETOOLONG|ENOENT/);
    expect(made).toEqual([path.join(top, 'a/b')]);
  });

  it.skipIf(process.platform !== 'linux')('does not wait for ever below /proc', () => {
    expect(() => makeFolder('/proc/none/of/these', 0o777)).toThrow();
  });
});

describe('isFolder', () => {
  it('tells folders from files and from nothing', () => {
    writeFileSync(path.join(top, 'file'), '');
    expect([top, path.join(top, 'file'), path.join(top, 'none')].map(isFolder)).toEqual([true, false, false]);
  });
});
