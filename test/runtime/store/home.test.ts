import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { freeBytes, networkFileSystem } from '../../../src-main/runtime/store/fileSystem.ts';
import { storeHome } from '../../../src-main/runtime/store/home.ts';

/* Source of truth: XDG Base Directory Specification 0.8; Linux's statfs(2) for the numbers of file systems. */

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

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

  it('of a user without one lies among the temporary files, by the number of the user', () => {
    vi.spyOn(os, 'homedir').mockImplementation(() => {
      throw new Error('A system error occurred: uv_os_homedir returned ENOENT');
    });
    expect(storeHome({}, 'darwin')).toBe(
      path.join(os.tmpdir(), `muscope-${process.getuid?.() ?? 'user'}`, 'Library', 'Caches', 'Muscope'),
    );
    vi.stubGlobal('process', Object.assign(Object.create(process) as NodeJS.Process, { getuid: undefined }));
    expect(storeHome({}, 'linux')).toBe(path.join(os.tmpdir(), 'muscope-user', '.cache', 'muscope'));
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
