import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FileDoors } from '../../src-main/engine/pipeline/execute.ts';
import { locateFiles } from '../../src-main/runtime/files.ts';
import { fingerprint } from '../../src-main/runtime/fingerprint.ts';
import { memoryStore } from '../../src-main/runtime/memoryStore.ts';
import { findMoved } from '../../src-main/runtime/moved.ts';
import { createPlaceBook } from '../../src-main/runtime/placeBook.ts';
import { UserError } from '../../src-shared/userError.ts';
import { countingDoors } from '../engine/pipeline/countingStudy.ts';

/* Source of truth: files that the test writes, names and moves itself; exact. */

let top: string;
const tops: string[] = [];
beforeEach(() => {
  top = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-moved-'));
  tops.push(top);
});
afterEach(() => void vi.restoreAllMocks());
afterAll(() => tops.forEach((folder) => fs.rmSync(folder, { recursive: true, force: true })));

const at = (name: string): string => path.join(top, name);

function write(name: string, text: string): void {
  fs.mkdirSync(path.dirname(at(name)), { recursive: true });
  fs.writeFileSync(at(name), text);
}

function doorsWithout(unreadable: readonly string[] = []) {
  const looked: string[] = [];
  const doors: FileDoors = {
    ...countingDoors,
    fingerprint,
    openSource(location) {
      looked.push(path.relative(top, location));
      if (unreadable.includes(path.relative(top, location)))
        throw new UserError('unreadable', 'the disk gave an error');
      const bytes = fs.readFileSync(location);
      return {
        name: location,
        size: bytes.length,
        read: (position, length, target, to) => target.set(bytes.subarray(position, position + length), to),
        close() {},
      };
    },
  };
  return { doors, looked };
}

/** A study of these patterns in `top/study` whose first run has read every file, and the runs after it. */
function laboratory(patterns: string[], unreadable: string[] = []) {
  const store = memoryStore();
  const { doors, looked } = doorsWithout(unreadable);
  const locate = (searching: boolean) => {
    const book = createPlaceBook(store, true);
    const located = locateFiles([{ name: 'a', files: patterns }], at('study'), { book, searching });
    return { book, located };
  };
  const { book, located } = locate(false);
  for (const { location } of located)
    if (fs.existsSync(location)) book.keepContentAt(location, fingerprint(doors.openSource(location)));
  looked.length = 0;
  return {
    looked,
    search(folder: string) {
      const { book: now, located: files } = locate(true);
      const counts = findMoved(files, at(folder), now, doors);
      return { counts, places: files.map(({ location }) => path.relative(top, location)) };
    },
    places: () => locate(false).located.map(({ location }) => path.relative(top, location)),
    gone() {
      const { book: now } = locate(false);
      return now.gone;
    },
  };
}

describe('files that moved', () => {
  it('are found by their content below a folder, under any name, and by later runs', () => {
    for (const name of ['one', 'two', 'six']) write(`study/${name}.root`, `content ${name}`);
    const study = laboratory(['one.root', 't*.root', 'six.root']);
    fs.mkdirSync(at('new/deep'), { recursive: true });
    fs.renameSync(at('study/one.root'), at('new/one.root'));
    fs.renameSync(at('study/two.root'), at('new/deep/renamed.root'));
    const found = study.search('new');
    expect(found.counts).toEqual({ missing: 2, found: 2, unknown: 0 });
    expect(found.places).toEqual(['new/one.root', 'new/deep/renamed.root', 'study/six.root']);
    expect(study.places()).toEqual(found.places);
    fs.renameSync(at('new/one.root'), at('study/one.root'));
    expect(study.places()[0]).toBe('study/one.root');
  });

  it('are not mistaken for others of their size', () => {
    write('study/one.root', 'content 1');
    const study = laboratory(['one.root', 'never read.root']);
    fs.rmSync(at('study/one.root'));
    write('new/one.root', 'content 2');
    write('new/longer.root', 'content 1 and more');
    expect(study.search('new')).toEqual({
      counts: { missing: 2, found: 0, unknown: 1 },
      places: ['study/one.root', 'study/never read.root'],
    });
    expect(study.looked).toEqual(['new/one.root']);
  });

  it('are missed where nothing has their size', () => {
    write('study/one.root', 'content 1');
    const study = laboratory(['one.root']);
    fs.rmSync(at('study/one.root'));
    write('new/two.root', 'content 10');
    expect(study.search('new').counts).toEqual({ missing: 1, found: 0, unknown: 0 });
    expect(study.looked).toEqual([]);
  });

  it('of several copies are the one of their name, else the first by name; each is looked at once', () => {
    for (const name of ['one', 'two', 'copy of one']) write(`study/${name}.root`, 'the same bytes');
    const study = laboratory(['one.root', 'two.root', 'copy of one.root']);
    for (const name of ['z/one.root', 'b/x.root', 'b/y.root', 'b/damaged.root'])
      write(`new/${name}`, 'the same bytes');
    write('new/b/another.root', 'the other byte');
    for (const name of ['one', 'two', 'copy of one']) fs.rmSync(at(`study/${name}.root`));
    const { counts, places } = study.search('new');
    expect(counts).toEqual({ missing: 3, found: 3, unknown: 0 });
    expect(places).toEqual(['new/z/one.root', 'new/b/damaged.root', 'new/b/damaged.root']);
    expect(study.looked).toEqual(['new/z/one.root', 'new/b/another.root', 'new/b/damaged.root']);
  });

  it('are found through links; links that lead nowhere, to folders, and unreadable copies are passed over', () => {
    write('study/one.root', 'some bytes');
    const study = laboratory(['one.root'], ['new/a.root']);
    write('far/away.root', 'some bytes');
    write('new/a.root', 'some bytes');
    fs.symlinkSync(at('far/away.root'), at('new/link.root'));
    fs.symlinkSync(at('nowhere'), at('new/dangling.root'));
    fs.symlinkSync(at('study'), at('new/folder'));
    fs.rmSync(at('study/one.root'));
    const { counts, places } = study.search('new');
    expect(counts).toEqual({ missing: 1, found: 1, unknown: 0 });
    expect(places).toEqual(['new/link.root']);
    expect(study.looked).toEqual(['new/a.root', 'new/link.root']);
  });

  it('are found although some folders cannot be read or vanish, and links lead in circles', () => {
    write('study/one.root', 'some bytes');
    const study = laboratory(['one.root']);
    fs.rmSync(at('study/one.root'));
    write('new/secret/one.root', 'some bytes');
    write('new/z/two.root', 'some bytes');
    fs.symlinkSync(at('new/a'), at('new/a'));
    const read = fs.readdirSync;
    vi.spyOn(fs, 'readdirSync').mockImplementation(((folder: string, options: object) => {
      if (folder === at('new/secret'))
        throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
      return read(folder, options as never);
    }) as never);
    expect(study.search('new').places).toEqual(['new/z/two.root']);
  });

  it('are asked for of a folder that is there', () => {
    write('study/one.root', '1');
    const study = laboratory(['one.root']);
    const refused = expect.objectContaining({ code: 'missing', where: { file: at('none') } });
    expect(() => study.search('none')).toThrow(refused);
    expect(() => study.search('study/one.root')).toThrow(expect.objectContaining({ code: 'missing' }));
  });

  it('are not looked for among more than a million', () => {
    write('study/one.root', '1');
    const study = laboratory(['one.root']);
    fs.rmSync(at('study/one.root'));
    write('new/other', '');
    const [entry] = fs.readdirSync(at('new'), { withFileTypes: true });
    entry.isFile = () => false;
    vi.spyOn(fs, 'readdirSync').mockReturnValue(new Array<never>(1_000_001).fill(entry as never));
    expect(() => study.search('new')).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});

describe('patterns', () => {
  it('give what they gave before only while it is looked for or was found elsewhere', () => {
    for (const name of ['a', 'b', 'c']) write(`study/${name}.root`, name);
    const study = laboratory(['*.root']);
    fs.mkdirSync(at('new'));
    fs.renameSync(at('study/b.root'), at('new/b.root'));
    fs.rmSync(at('study/c.root'));
    expect(study.places()).toEqual(['study/a.root']);
    expect(study.search('new').places).toEqual(['study/a.root', 'new/b.root', 'study/c.root']);
    expect(study.places()).toEqual(['study/a.root', 'new/b.root']);
  });

  it('say what they gave in the run before and do not give any more', () => {
    for (const name of ['a', 'b']) write(`study/${name}.root`, name);
    const study = laboratory(['*.root']);
    expect(study.gone()).toEqual([]);
    fs.rmSync(at('study/b.root'));
    expect(study.gone()).toEqual(['b.root']);
    expect(study.gone()).toEqual([]);
  });

  it('leave a file that lies below another folder of the pattern as it is', () => {
    for (const name of ['x/a', 'y/b']) write(`study/${name}.root`, name);
    const study = laboratory(['{x,y}/*.root']);
    fs.symlinkSync(at('study/y'), at('study/x/circle'));
    fs.rmSync(at('study/x/a.root'));
    expect(study.places()).toEqual(['study/y/b.root']);
  });
});
