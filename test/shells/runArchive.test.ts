import { mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRunArchive } from '../../src-main/host/runArchive.ts';
import type { RunListing } from '../../src-shared/contracts/runs.ts';
import { scratchFolder } from '../cli/command.ts';

// Source of truth: what the test itself wrote.

const { folder, remove } = scratchFolder('archive');
afterAll(remove);

function listing(n: number): RunListing {
  return {
    id: `abcdef0123-${n}`,
    title: `Run ${n}`,
    document: '/a/b.yaml',
    documentHash: 'h',
    state: 'finished',
    started: new Date(Date.UTC(2026, 10, 29, 14, n)).toISOString(),
    seconds: 1,
    files: { processed: 1, failed: 0, skipped: 0 },
    events: 10,
    partial: false,
    version: '1',
    source: 'session',
    place: null,
  };
}

const written = (bytes: number) => async (into: string) => {
  writeFileSync(path.join(into, 'result.json'), 'x'.repeat(bytes));
};

describe('the archive', () => {
  it('keeps runs whole, and says where they will stand', async () => {
    const archive = createRunArchive(path.join(folder, 'a'));
    await archive.keep(listing(1), async (into, final) => {
      expect(path.basename(into)).toBe('.abcdef0123-1.part');
      expect(final).toBe(path.join(folder, 'a', 'runs', 'abcdef0123-1'));
      await written(5)(into);
    });
    expect(archive.trouble).toBeNull();
    expect(archive.list()).toEqual({ runs: [{ ...listing(1), source: 'archive' }], unreadable: [] });
    expect(archive.folderOf('abcdef0123-1')).toBe(path.join(folder, 'a', 'runs', 'abcdef0123-1'));
    expect(archive.folderOf('..')).toBeNull();
  });

  it('lets the oldest go above its number and its bytes', async () => {
    const numbered = createRunArchive(path.join(folder, 'b'), { runs: 3, bytes: 1e6 });
    for (const n of [3, 1, 5, 2, 4]) await numbered.keep(listing(n), written(5));
    expect(
      numbered
        .list()
        .runs.map(({ title }) => title)
        .sort(),
    ).toEqual(['Run 3', 'Run 4', 'Run 5']);
    const sized = createRunArchive(path.join(folder, 'c'), { runs: 100, bytes: 250 });
    for (const n of [1, 2, 3]) await sized.keep(listing(n), written(100));
    expect(
      sized
        .list()
        .runs.map(({ title }) => title)
        .sort(),
    ).toEqual(['Run 2', 'Run 3']);
    await sized.keep(listing(4), written(1000));
    expect(sized.list().runs.map(({ title }) => title)).toEqual(['Run 4']);
  });

  it('never lets the run go that it was just given, whatever the clock says, and names a folder that is not what it is called', async () => {
    const home = path.join(folder, 'clock');
    const archive = createRunArchive(home, { runs: 2, bytes: 1e6 });
    for (const n of [10, 11, 12]) await archive.keep(listing(n), written(5));
    await archive.keep({ ...listing(13), started: '2006-11-29T14:00:00.000Z' }, written(5));
    const titles = () =>
      archive
        .list()
        .runs.map(({ title }) => title)
        .sort();
    expect(titles()).toEqual(['Run 12', 'Run 13']);
    const place = path.join(home, 'runs', 'abcdef0123-99');
    renameSync(path.join(home, 'runs', 'abcdef0123-12'), place);
    expect(titles()).toEqual(['Run 13']);
    expect(archive.list().unreadable).toEqual([{ place, reason: 'entry.json is that of another run' }]);
  });

  it('says why a run is not kept, leaves nothing half-written, and takes away what others left', async () => {
    const home = path.join(folder, 'd');
    const archive = createRunArchive(home);
    await archive.keep(listing(1), async (into) => {
      await written(5)(into);
      throw Object.assign(new Error('no'), { code: 'ENOSPC' });
    });
    expect(archive.trouble).toMatch(/is not kept in .*: the disk is full/);
    expect(readdirSync(path.join(home, 'runs'))).toEqual([]);
    const left = path.join(home, 'runs', '.abcdef0123-9.part');
    mkdirSync(left);
    utimesSync(left, new Date(0), new Date(0));
    await archive.keep(listing(2), written(5));
    expect(archive.trouble).toBeNull();
    expect(readdirSync(path.join(home, 'runs'))).toEqual(['abcdef0123-2']);
  });

  it('a folder that is a file keeps nothing and does not throw', async () => {
    writeFileSync(path.join(folder, 'e'), '');
    const archive = createRunArchive(path.join(folder, 'e'));
    await archive.keep(listing(1), written(5));
    expect(archive.trouble).toContain('is not kept');
    expect(archive.list()).toEqual({ runs: [], unreadable: [] });
  });
});
