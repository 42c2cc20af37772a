import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkOpenRequest, readArguments } from '../../../src-main/shell-electron/openRequest.ts';

// Source of truth: command lines as desktops write them (paths, file: addresses, Chromium's switches between); exact.

const NOTHING = { documents: [], files: [], roots: [], threads: null };
const folder = path.resolve('/studies');
const at = (...parts: string[]) => path.resolve(folder, ...parts);

describe('readArguments', () => {
  it('finds documents and files by their extensions, and the options', () => {
    const address = pathToFileURL(at('with space.muscope')).href;
    const args = ['a.muscope.yaml', address, '../data/x.ROOT', 'b.yml', '--root=grant', '--threads=3'];
    expect(readArguments(args, folder)).toEqual({
      documents: [at('a.muscope.yaml'), at('with space.muscope'), at('b.yml')],
      files: [at('../data/x.ROOT')],
      roots: [at('grant')],
      threads: 3,
    });
  });

  it.each([
    [['--no-sandbox', '--inspect=1', '-psn_0_1', '--', 'notes.txt', 'folder', '']],
    [['file://host/a.muscope', 'file:%zz.muscope', 'file:///a%2Fb.muscope', 'https://example.org/x']],
    [['a\0b.muscope']],
    [['--threads=1e9', 'a.muscope']],
    [[`${'x'.repeat(5000)}.root`]],
    [Array.from({ length: 65 }, (_, i) => `${i}.muscope`)],
  ])('makes nothing of %#', (args) => {
    expect(readArguments(args, folder)).toEqual(NOTHING);
  });
});

describe('checkOpenRequest', () => {
  it('takes what another instance read, and nothing else', () => {
    const request = readArguments(['a.muscope'], folder);
    expect(checkOpenRequest(structuredClone(request))).toEqual(request);
    const others = [
      null,
      1,
      'x',
      [],
      {},
      { ...request, more: 1 },
      { ...request, documents: ['a'] },
      { ...request, threads: 0 },
    ];
    for (const other of others) expect(checkOpenRequest(other)).toBeNull();
  });
});
