import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expandFiles, locateFiles } from '../../src-main/runtime/files.ts';
import { expandBraces, matchName } from '../../src-main/runtime/glob.ts';
import type { PlaceBook } from '../../src-main/runtime/placeBook.ts';
import type { UserError } from '../../src-shared/userError.ts';

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
  fs.writeFileSync(path.join(folder, 'empty.txt'), '# no file\n\n');
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
    ['{a,none}.root', ['a.root', 'none.root']],
    ['{one,other}/*.root', ['one/c.root', 'other/c.root']],
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

  it('follows links to folders but not in circles, and passes over links that lead nowhere', () => {
    const links = path.join(folder, 'links');
    fs.mkdirSync(links);
    fs.symlinkSync(path.join(folder, 'other'), path.join(links, 'there'));
    fs.symlinkSync(path.join(folder, 'gone'), path.join(links, 'dangling'));
    expect(expandFiles(['links/*/c.root'], folder)).toEqual(['links/there/c.root']);
    expect(expandFiles(['links/d*'], folder)).toEqual(['links/dangling']);
    fs.symlinkSync(path.join(links, 'round'), path.join(links, 'round'));
    expect(expandFiles(['links/r*'], folder)).toEqual(['links/round']);
    expect(expandFiles(['links/*/c.root'], folder)).toEqual(['links/there/c.root']);
    fs.rmSync(links, { recursive: true });
  });

  it.each<[string, string]>([
    ['*/*.root', 'other/'],
    ['**/*.root', 'one/two/'],
    ['one/two/*.root', 'one/two/'],
    ['{one,other}/*', 'other/'],
  ])('refuses %s when %s cannot be read, rather than lose what is in it', (pattern, unreadable) => {
    const real = fs.readdirSync as (place: fs.PathLike, options: object) => unknown;
    const failing = vi.spyOn(fs, 'readdirSync').mockImplementation(((place: string, options: object) => {
      if (`${place}/`.endsWith(`/${unreadable}`)) throw Object.assign(new Error(), { code: 'EIO' });
      return real(place, options);
    }) as typeof fs.readdirSync);
    const error = { code: 'unreadable', where: { file: unreadable } };
    expect(() => expandFiles([pattern], folder)).toThrow(expect.objectContaining(error));
    failing.mockRestore();
  });

  it('refuses a link of which the system does not tell where it leads', () => {
    const link = path.join(folder, 'stale');
    fs.symlinkSync(path.join(folder, 'other'), link);
    const real = fs.statSync as (place: fs.PathLike) => unknown;
    const failing = vi.spyOn(fs, 'statSync').mockImplementation(((place: string) => {
      if (place === link) throw Object.assign(new Error(), { code: 'ESTALE' });
      return real(place);
    }) as typeof fs.statSync);
    const error = { code: 'unreadable', where: { file: 'stale' } };
    expect(() => expandFiles(['*/c.root'], folder)).toThrow(expect.objectContaining(error));
    failing.mockRestore();
    fs.rmSync(link);
  });

  it('reads a list beside the document and takes absolute paths as they are', () => {
    fs.writeFileSync(path.join(folder, 'here.txt'), `b.root\n${folder}/a.root\n`);
    expect(expandFiles(['@here.txt'], folder)).toEqual(['b.root', `${folder}/a.root`]);
  });

  it('refuses what would take for ever', () => {
    const tooLarge = expect.objectContaining({ code: 'too-large' });
    fs.writeFileSync(path.join(folder, 'long.txt'), 'x'.repeat(4 * 1024 * 1024 + 1));
    expect(() => expandFiles(['@long.txt'], folder)).toThrow(tooLarge);
    expect(() => expandFiles(new Array<string>(100_001).fill('a.root'), folder)).toThrow(tooLarge);
    expect(expandFiles(new Array<string>(100_000).fill('a.root'), folder).length).toBe(100_000);
    const [entry] = fs.readdirSync(folder, { withFileTypes: true });
    const folders = vi
      .spyOn(fs, 'readdirSync')
      .mockReturnValue(new Array<never>(1_000_001).fill(entry as never));
    expect(() => expandFiles(['?'], folder)).toThrow(tooLarge);
    folders.mockRestore();
  });

  it('lets errors of the program through', () => {
    const book = {
      expansion() {
        throw new TypeError('a bug');
      },
    } as unknown as PlaceBook;
    const datasets = [{ name: 'data', files: ['*.root'] }];
    expect(() => locateFiles(datasets, folder, { book, searching: false })).toThrow(TypeError);
  });

  it('says where in the document a name cannot be, without a hint where there is none', () => {
    const refused = () => locateFiles([{ name: 'mc', files: [''] }], folder);
    expect(refused).toThrow(expect.objectContaining({ where: { path: 'datasets.mc.files' } }));
    try {
      refused();
    } catch (error) {
      expect((error as UserError).report()).not.toHaveProperty('hint');
    }
  });

  it.each<[string, string]>([
    ['folder.*', 'no-match'],
    ['{one,none}/*.root', 'no-match'],
    ['@empty.txt', 'no-match'],
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

  /* bash 5.2: [[ name == pattern ]] */
  it.each<[string, string, string]>([
    ['[abc]', 'abc', 'd]['],
    ['[a-ce]', 'abce', 'd-'],
    ['[!a-c]', 'd-!', 'abc'],
    ['[^a]', 'b^', 'a'],
    ['[]a]', ']a', 'b['],
    ['[!]a]', 'b!', ']a'],
    ['[a-]', 'a-', 'b'],
    ['[c-a]', '', 'abc-'],
    ['[', '[', 'a'],
    ['[a', '', 'a['],
  ])('of characters: %s takes each of "%s" and none of "%s"', (pattern, taken, refused) => {
    expect([...taken].filter((one) => !matchName(pattern, one))).toEqual([]);
    expect([...refused].filter((one) => matchName(pattern, one))).toEqual([]);
  });

  it('that are not closed stand for themselves', () => {
    expect([matchName('x[a', 'x[a'), matchName('x[1].root', 'x1.root'), matchName('x[a', 'xa')]).toEqual([
      ...[true, true, false],
    ]);
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
