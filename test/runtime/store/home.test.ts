import { existsSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freeBytes, networkFileSystem } from '../../../src-main/runtime/store/fileSystem.ts';
import { makeHome, storeHome } from '../../../src-main/runtime/store/home.ts';
import { emptyHome } from './homes.ts';

/* Source of truth: XDG Base Directory Specification 0.8; Linux's statfs(2) for the numbers of file systems. */

describe('the home folder', () => {
  const user = os.homedir();

  it.each<[NodeJS.ProcessEnv, NodeJS.Platform, string]>([
    [{ MUSCOPE_HOME: '/a/b', XDG_CACHE_HOME: '/c' }, 'linux', '/a/b'],
    [{ MUSCOPE_HOME: '/a/b' }, 'darwin', '/a/b'],
    [{ XDG_CACHE_HOME: '/c' }, 'linux', '/c/muscope'],
    [{ XDG_CACHE_HOME: 'relative' }, 'linux', `${user}/.cache/muscope`],
    [{ MUSCOPE_HOME: '' }, 'freebsd', `${user}/.cache/muscope`],
    [{ XDG_CACHE_HOME: '/c' }, 'darwin', `${user}/Library/Caches/Muscope`],
    [{ LOCALAPPDATA: '/local' }, 'win32', '/local/Muscope'],
    [{}, 'win32', `${user}/AppData/Local/Muscope`],
  ])('of %j on %s is %s', (environment, platform, expected) => {
    expect(storeHome(environment, platform)).toBe(path.normalize(expected));
  });

  it('of every test lies in a scratch folder', () => {
    expect(storeHome().startsWith(os.tmpdir())).toBe(true);
  });

  it('is made for the user alone, and nothing below /proc is waited for', () => {
    const folder = path.join(emptyHome(), 'a/b/c');
    makeHome(folder);
    makeHome(folder);
    expect(existsSync(folder)).toBe(true);
    if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(() => makeHome('/proc/none/of/these')).toThrow();
  });
});

describe('file systems', () => {
  it.each([
    [0x6969, 'NFS'],
    [0xff534d42, 'CIFS'],
    [0xff534d42 | 0, 'CIFS'],
    [0x65735546, 'FUSE'],
    [0xef53, null],
    [0x01021994, null],
  ])('%i is %s', (type, name) => {
    expect(networkFileSystem('/x', 'linux', () => type)).toBe(name);
  });

  it('elsewhere only what the path says', () => {
    expect(networkFileSystem('\\\\server\\share', 'win32')).toBe('network drive');
    expect(networkFileSystem('C:\\x', 'win32')).toBeNull();
    expect(networkFileSystem('/x', 'darwin', () => 0x6969)).toBeNull();
  });

  it('that do not answer are local and of unknown size', () => {
    expect(networkFileSystem('/none/such', 'linux')).toBeNull();
    expect(freeBytes('/none/such')).toBeNull();
    expect(freeBytes(os.tmpdir())).toBeGreaterThan(0);
  });
});
