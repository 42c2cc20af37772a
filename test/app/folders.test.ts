import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browseFolder } from '../../src-main/host/browse.ts';
import { locateFiles } from '../../src-main/host/locate.ts';
import { grantedPath } from '../../src-main/host/doors.ts';
import { expandGranted } from '../../src-main/host/expandGranted.ts';
import { expandFiles } from '../../src-main/runtime/files.ts';
import { OUTSIDE } from '../../src-shared/contracts/outside.ts';

// Source of truth: the files that the test made; nothing outside of the granted folder may be told.

let all = '';
let granted = '';
let study = '';

beforeAll(() => {
  all = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-folders-'));
  granted = path.join(all, 'granted');
  study = path.join(granted, 'study');
  const secret = path.join(all, 'secret');
  for (const folder of [study, secret, path.join(granted, 'data')]) fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(secret, 'hidden.root'), '');
  fs.writeFileSync(path.join(secret, '[x].root'), '');
  fs.writeFileSync(path.join(secret, 'list.txt'), 'a secret line\n');
  for (const name of ['run10.root', 'run2.root', 'study.muscope.yaml', 'notes.txt', '.dot'])
    fs.writeFileSync(path.join(granted, 'data', name), name);
  fs.writeFileSync(path.join(study, 'list.txt'), `../data/*.root\n${secret}/*.root\n`);
  fs.symlinkSync(secret, path.join(granted, 'data', 'way out'));
  fs.symlinkSync(path.join(secret, 'hidden.root'), path.join(granted, 'data', 'link.root'));
  fs.symlinkSync(path.join(granted, 'nowhere'), path.join(granted, 'data', 'broken'));
});
afterAll(() => fs.rmSync(all, { recursive: true }));

const browse = (folder: string | null, most: string[] | null = [granted]) =>
  browseFolder(folder, study, most);
const expand = (...patterns: string[]) => expandGranted(patterns, study, [granted]);

describe('a folder', () => {
  it('is listed with folders first and numbers in their order; links out of it are marked', async () => {
    const { entries, hidden, more, parent, folder } = await browse('../data');
    expect(folder).toBe(path.join(granted, 'data'));
    expect(parent).toBe(granted);
    expect({ hidden, more }).toEqual({ hidden: 1, more: 0 });
    expect(entries.map(({ name, kind, outside }) => `${name} ${kind}${outside ? ' outside' : ''}`)).toEqual([
      'broken other',
      'link.root root outside',
      'notes.txt other',
      'run2.root root',
      'run10.root root',
      'study.muscope.yaml study',
      'way out other outside',
    ]);
    expect(entries.find(({ name }) => name === 'run2.root')!.size).toBe(9);
    expect(entries.find(({ name }) => name === 'link.root')!.size).toBeNull();
  });

  it('has no way above the granted one', async () => {
    expect((await browse(granted)).parent).toBeNull();
    expect((await browse(null)).folder).toBe(study);
    expect((await browse(null)).roots).toEqual([granted]);
    expect((await browseFolder(null, all, [granted])).folder).toBe(granted);
  });

  it.each([
    ['..', '../..'],
    ['an absolute path', os.tmpdir()],
    ['a link', '../data/way out'],
    ['a name that begins alike', '../../granted2'],
  ])('outside is refused: %s', async (_name, folder) => {
    await expect(browse(folder)).rejects.toMatchObject({ code: 'unreadable' });
  });

  it('that is none is refused in words', async () => {
    await expect(browse('../nothing')).rejects.toThrow('not there any more');
    await expect(browse('../data/run2.root')).rejects.toThrow('a file, not a folder');
    await expect(browse('a\0b')).rejects.toMatchObject({ code: 'usage' });
  });

  it('of very many files is cut, and says by how many', async () => {
    const many = path.join(granted, 'many');
    fs.mkdirSync(many);
    for (let i = 0; i < 5003; i++) fs.writeFileSync(path.join(many, `${i}`), '');
    const { entries, more } = await browse('../many');
    expect([entries.length, more]).toEqual([5000, 3]);
    fs.rmSync(many, { recursive: true });
  });
});

describe('patterns', () => {
  it('give files below the granted folders, as the document writes them', () => {
    expect(expand('../data/run*.root', '../data/run2.root', '../data/none.root')).toEqual([
      { pattern: '../data/run*.root', files: ['../data/run10.root', '../data/run2.root'], problem: null },
      { pattern: '../data/run2.root', files: ['../data/run2.root'], problem: null },
      { pattern: '../data/none.root', files: [], problem: 'there is no such file' },
    ]);
  });

  it.each([
    '../../secret/*',
    '../../secret/hidden.root',
    '../../secret/none.root',
    '../../secret/[x].root',
    '../../secret/[y].root',
    '../../secret/hidden.roo[t]',
    '../../secret/{hidden,none}.root',
    '../data/link.root',
    '/etc/*',
    '{/etc,.}/*',
    '{a,../../secret/*}',
    '../data/*/../../../secret/*',
    '../data/*/hidden.root',
    '../data/way out/*',
    '@../../secret/list.txt',
    '@/etc/hostname',
    'a\0b',
  ])('outside are refused, whether or not there is anything: %j', (pattern) => {
    const [found] = expand(pattern);
    expect(found!.files).toEqual([]);
    expect(found!.problem).not.toBeNull();
    expect(found!.problem).not.toMatch(/secret line|hostname:|no such file/);
  });

  it('that a link leads out of are refused as by a run, whatever else they give', () => {
    const run = () =>
      expandFiles(['../*/*/*.root'], study, undefined, {
        permit: (location) => void grantedPath(location, [granted]),
      });
    expect(run).toThrow(OUTSIDE);
    expect(expand('../*/*/*.root')).toEqual([{ pattern: '../*/*/*.root', files: [], problem: OUTSIDE }]);
    expect(expand('../**/run2.root')[0]!.files).toEqual(['../data/run2.root']);
  });

  it('of a list are looked at one by one', () => {
    const [found] = expand('@list.txt');
    expect(found!.files).toEqual(['../data/link.root', '../data/run10.root', '../data/run2.root']);
    expect(found!.problem).toContain('outside');
  });
});

describe('dropped files', () => {
  const locate = (
    wanted: { name: string; size: number | null }[],
    most?: { entries: number; milliseconds: number },
  ) => locateFiles(wanted, study, [granted, path.join(granted, 'data')], most);

  it('are found by name and size, folders by name, everything once', async () => {
    const wanted = [
      { name: 'run2.root', size: 9 },
      { name: 'run2.root', size: 10 },
      { name: 'data', size: null },
      { name: 'data', size: 0 },
      { name: 'none.root', size: 9 },
    ];
    const data = path.join(granted, 'data');
    expect(await locate(wanted)).toEqual({
      found: [[path.join(data, 'run2.root')], [], [data], [], []],
      complete: true,
    });
  });

  it('are told at every place where they lie', async () => {
    const copy = path.join(study, 'run2.root');
    fs.writeFileSync(copy, 'run2.root');
    const { found } = await locate([{ name: 'run2.root', size: 9 }]);
    expect(found[0]!.sort()).toEqual([path.join(granted, 'data', 'run2.root'), copy].sort());
    fs.rmSync(copy);
  });

  it('are not looked for behind links, outside, in names that begin with a dot, or without end', async () => {
    const size = fs.statSync(path.join(all, 'secret', 'list.txt')).size;
    const wanted = [
      { name: 'hidden.root', size: 0 },
      { name: 'link.root', size: 0 },
      { name: 'way out', size: null },
      { name: 'secret', size: null },
      { name: '.dot', size: 4 },
      { name: '../secret/list.txt', size },
    ];
    expect(await locate(wanted)).toEqual({ found: wanted.map(() => []), complete: true });
    expect((await locate(wanted, { entries: 3, milliseconds: 2000 })).complete).toBe(false);
  });
});
