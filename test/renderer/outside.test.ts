import { describe, expect, it } from 'vitest';
import { OUTSIDE } from '../../src-shared/contracts/outside.ts';
import { folderOf, foldersOutside } from '../../src-renderer/app/folders/outside.ts';
import { EMPTY_PAGE } from '../../src-renderer/app/state.ts';
import type { Outcome, RunFile } from '../../src-renderer/app/state.ts';

// Source of truth: paths as documents write them, worked out by hand.

describe('the folder of a path', () => {
  it.each([
    ['../data/a.root', '../data'],
    ['/data/2022/*.root', '/data/2022'],
    ['/data/202?/run{1,2}/*.root', '/data'],
    ['/data/**/*.root', '/data'],
    ['@/lists/all.txt', '/lists'],
    ['C:\\data\\a.root', 'C:\\data'],
    ['/a.root', '/'],
    ['a.root', '.'],
    ['*.root', '.'],
  ])('%s is %s', (file, folder) => expect(folderOf(file)).toBe(folder));
});

describe('folders that are not granted', () => {
  const file = (path: string, message: string | null): RunFile => ({
    ...{ dataset: 'd', path, status: message === null ? 'processed' : 'failed', entries: 0 },
    reason: message === null ? null : { code: 'unreadable', message },
  });

  it('are those of files that were refused, and what a request named, once each', () => {
    const files = [
      file('ok/a.root', null),
      file('../data/a.root', OUTSIDE),
      file('../data/b.root', OUTSIDE),
      file('../other/c.root', 'no permission to read the file'),
    ];
    const outcome = { files } as unknown as Outcome;
    const failure = { code: 'unreadable', message: OUTSIDE, where: { file: '/far/*.root' } };
    expect(foldersOutside({ ...EMPTY_PAGE, outcome, failure })).toEqual(['../data', '/far']);
    expect(foldersOutside(EMPTY_PAGE)).toEqual([]);
  });
});
