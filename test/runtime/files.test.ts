import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expandFiles, locateFiles } from '../../src-main/runtime/files.ts';
import { expandBraces, matchName } from '../../src-main/runtime/glob.ts';

// Source of truth: what a POSIX shell expands to (bash with globstar), in byte order; exact.

let folder = '';

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-files-'));
  for (const name of [
    'b.root',
    'a.root',
    'Z.root',
    'é.root',
    'a10.root',
    'a2.root',
    'x[1].root',
    '.hidden.root',
    'n.txt',
  ]) {
    fs.writeFileSync(path.join(folder, name), '');
  }
  for (const name of ['one/two/deep.root', 'one/c.root', 'other/c.root']) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), '');
  }
  fs.mkdirSync(path.join(folder, 'folder.root'));
  fs.symlinkSync(folder, path.join(folder, 'one', 'circle'));
  fs.writeFileSync(path.join(folder, 'one', 'list.txt'), '\uFEFF# files\r\nc.root\r\n\r\n  two/*.root\n');
  fs.writeFileSync(path.join(folder, 'nested.txt'), '@one/list.txt\n');
});

afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('expandFiles', () => {
  it.each<[string, string[]]>([
    ['*.root', ['Z.root', 'a.root', 'a10.root', 'a2.root', 'b.root', 'x[1].root', 'é.root']],
    ['./a*.root', ['./a.root', './a10.root', './a2.root']],
    ['a?.root', ['a2.root']],
    ['[a-b].root', ['a.root', 'b.root']],
    ['[!a-b].root', ['Z.root', 'é.root']],
    ['{b,a}.root', ['a.root', 'b.root']],
    ['{a,none}.root', ['a.root']],
    ['.*.root', ['.hidden.root']],
    ['*/c.root', ['one/c.root', 'other/c.root']],
    [
      '**/*.root',
      [
        'Z.root',
        'a.root',
        'a10.root',
        'a2.root',
        'b.root',
        'one/c.root',
        'one/two/deep.root',
        'other/c.root',
        'x[1].root',
        'é.root',
      ],
    ],
    ['one/**/**/deep.root', ['one/two/deep.root']],
    ['../*/one/c.root', ['BASE/one/c.root']],
    ['x[1].root', ['x[1].root']],
    ['not there.root', ['not there.root']],
    ['@one/list.txt', ['one/c.root', 'one/two/deep.root']],
  ])('%s', (pattern, expected) => {
    const base = `../${path.basename(folder)}`;
    const found = expandFiles([pattern], folder).filter(
      (name) => !name.startsWith('../') || name.startsWith(base),
    );
    expect(found).toEqual(expected.map((name) => name.replace('BASE', base)));
  });

  it('takes absolute patterns', () => {
    expect(expandFiles([`${folder}/b*.root`], '/')).toEqual([`${folder}/b.root`]);
  });

  it('keeps the order of the entries and says where nothing matches', () => {
    expect(expandFiles(['b.root', 'a.root', 'b.root'], folder)).toEqual(['b.root', 'a.root', 'b.root']);
    const datasets = [
      { name: 'data', files: ['b.root'] },
      { name: 'mc', files: ['*.rootx'] },
    ];
    const error = { code: 'no-match', where: { file: '*.rootx', path: 'datasets.mc.files' } };
    expect(() => locateFiles(datasets, folder)).toThrow(expect.objectContaining(error));
    expect(locateFiles(datasets.slice(0, 1), folder)).toEqual([
      { index: 0, dataset: 'data', path: 'b.root', location: path.join(folder, 'b.root') },
    ]);
  });

  it.each<[string, string]>([
    ['folder.*', 'no-match'],
    ['@none.txt', 'missing'],
    ['@one', 'unreadable'],
    ['@nested.txt', 'document'],
    ['a\0b', 'document'],
    [' ', 'document'],
    ['{a,b}'.repeat(30), 'document'],
  ])('refuses %j', (pattern, code) => {
    expect(() => expandFiles([pattern], folder)).toThrow(expect.objectContaining({ code }));
  });
});

describe('patterns', () => {
  it('expand braces as a shell does', () => {
    expect(expandBraces('a{b,c{d,e}}f')).toEqual(['abf', 'acdf', 'acef']);
    expect(expandBraces('{x}{,y}{')).toEqual(['{x}{', '{x}y{']);
    expect(expandBraces('a}b,c')).toEqual(['a}b,c']);
  });

  it('match in time that no text can blow up', () => {
    const began = performance.now();
    expect(matchName(`${'a*'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
    expect(matchName('(a+)+$', 'a'.repeat(27))).toBe(false);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('match themselves and what they stand for', () => {
    const plain = fc.string({ maxLength: 12 }).filter((text) => !/[*?[\]{}]/.test(text));
    fc.assert(
      fc.property(plain, plain, plain, (a, b, c) => {
        expect(matchName(a, a)).toBe(true);
        if (a !== '') expect(matchName(`${a}*${c}`, a + b + c)).toBe(true);
      }),
    );
  });
});
