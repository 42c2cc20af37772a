import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { damaged, distinctFile, EVENTS_PER_FILE } from '../torture/distinctFiles.ts';
import { nameOf, STUDY, writeStudy } from '../torture/study.ts';
import { muscope, recordIn, resultIn, scratchFolder } from './command.ts';

// Source of truth: the run that computes everything, to the byte; numbers of files and events in them.

const { folder, remove } = scratchFolder('resume');
afterAll(remove);
const FILES = 6;

/** A folder with a study, a home and a place for results of its own. */
function desk(name: string, change?: Parameters<typeof writeStudy>[2]) {
  const home = path.join(folder, name);
  mkdirSync(home);
  const document = writeStudy(home, FILES, change);
  const out = path.join(home, 'out');
  return {
    home,
    out,
    write: (text: string) => writeFileSync(document, text),
    run: (...args: string[]) =>
      muscope(['run', document, '--out', out, ...args], { home: path.join(home, 'store'), patience: 60_000 }),
    bytes: () => readFileSync(path.join(out, 'result.json'), 'utf8'),
    chunks: () => recordIn(out).chunks,
    figures: () =>
      readdirSync(path.join(out, 'figures')).map((one) =>
        readFileSync(path.join(out, 'figures', one), 'utf8'),
      ),
  };
}

const NOTHING = { computed: 0, remembered: 2 * FILES };

describe('a run of a changed study', () => {
  it('computes nothing for what acts on finished sums, the counting for a working point, and comes back to its bytes', async () => {
    const { run, bytes, chunks, write } = desk('changed');
    expect((await run()).code).toBe(0);
    const first = bytes();
    expect(chunks()).toEqual({ computed: 2 * FILES, remembered: 0 });

    const look = 'figures: {style: ATLAS, status: Internal}\ninterval: wilson\ntitle: Other\n';
    write(STUDY.replace('title: Many files\n', '') + look);
    expect((await run()).code).toBe(0);
    expect(chunks()).toEqual(NOTHING);
    expect(bytes()).not.toBe(first);

    write(STUDY.replace('Tight_VarRad: preset', 'mine: ptvarcone30_pt1000 / pt < 0.06'));
    expect((await run()).code).toBe(0);
    expect(chunks()).toEqual({ computed: FILES, remembered: FILES });
    const changed = bytes();
    expect((await run('--fresh')).code).toBe(0);
    expect(chunks()).toEqual({ computed: 2 * FILES, remembered: 0 });
    expect(bytes()).toBe(changed);

    write(STUDY);
    expect((await run()).code).toBe(0);
    expect(chunks()).toEqual(NOTHING);
    expect(bytes()).toBe(first);
    expect((await run('--verify')).code).toBe(0);
    expect(chunks()).toEqual({ computed: 2 * FILES, remembered: 0 });
    expect(bytes()).toBe(first);
  });
});

describe('--max-events', () => {
  it('gives a result that says everywhere that it is partial', async () => {
    const { run, out, figures } = desk('limited');
    const { code, stderr } = await run('--max-events', '700');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^partial result \(--max-events 700\):$/m);
    const result = resultIn(out);
    expect(result.provenance.maxEvents).toBe(700);
    expect(result.datasets['data'].entries).toBe(700);
    expect(result.cutflow['simulation'][0].count).toBe(700);
    const missing = { reason: 'max-events', files: 1, events: 3 * EVENTS_PER_FILE - 700, unknown: 0 };
    expect(result.partial).toEqual([
      { ...missing, dataset: 'data' },
      { ...missing, dataset: 'simulation' },
    ]);
    expect(recordIn(out)).toMatchObject({ state: 'finished', exitCode: 0, partial: true });
    expect(figures().length).toBeGreaterThan(0);
    for (const figure of figures()) expect(figure).toContain('Partial: first 700 events of each dataset');
    expect((await run()).code).toBe(0);
    expect(resultIn(out).partial).toBeUndefined();
    expect(figures().join()).not.toContain('Partial');
  });

  it('refuses what is no number of events', async () => {
    const { run } = desk('refused');
    expect(await run('--max-events', '0')).toMatchObject({ code: 2 });
    expect(await run('--max-events', 'all')).toMatchObject({ code: 2 });
  });
});

describe('--moved', () => {
  it('finds the files of a pattern in another folder by their content, and remembers where', async () => {
    const { run, bytes, chunks, home, out } = desk('moved');
    await run();
    const first = bytes();
    mkdirSync(path.join(home, 'archive', '2023'), { recursive: true });
    for (const name of readdirSync(path.join(home, 'data')))
      renameSync(path.join(home, 'data', name), path.join(home, 'archive', '2023', `moved-${name}`));
    expect(await run()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no file matches') as string,
    });
    const found = await run('--moved', path.join(home, 'archive'));
    expect(found.stderr).toContain('3 of 3 missing files found by their content');
    expect(found.code).toBe(0);
    expect(bytes()).toBe(first);
    expect(chunks()).toEqual(NOTHING);
    expect(recordIn(out).files[0].absolutePath).toContain('archive/2023/moved-');
    expect((await run()).code).toBe(0);
    expect(bytes()).toBe(first);
    expect(chunks()).toEqual(NOTHING);
  });

  it('finds a file that a pattern lost some runs ago', async () => {
    const { run, bytes, home } = desk('lost');
    await run();
    const first = bytes();
    mkdirSync(path.join(home, 'elsewhere'));
    renameSync(path.join(home, nameOf(2)), path.join(home, 'elsewhere', 'x.root'));
    const lost = await run();
    expect(lost.code).toBe(0);
    expect(lost.stderr).toContain(`a pattern gave ${nameOf(2)} in the run before`);
    expect((await run()).stderr).not.toContain('in the run before');
    expect((await run('--moved', path.join(home, 'elsewhere'))).code).toBe(0);
    expect(bytes()).toBe(first);
  });

  it('says which files nobody knows, and leaves them missing', async () => {
    const { run, out, home, write } = desk('unknown');
    write(STUDY.replace('data/*.root', 'data/nowhere.root'));
    const { code, stderr } = await run('--moved', home);
    expect(code).toBe(1);
    expect(stderr).toContain('0 of 1 missing files found');
    expect(stderr).toContain('1 were never read before');
    expect(resultIn(out).datasets['data'].files[0]).toMatchObject({
      status: 'failed',
      reason: 'the file does not exist',
    });
    expect(await run('--moved', path.join(home, 'no such folder'))).toMatchObject({ code: 2 });
  });
});

describe('a failed file', () => {
  it('is not read again until it is mended; then only it is read', async () => {
    const { run, bytes, chunks, out, home } = desk('failed', (bytes, number) =>
      number === 3 ? damaged(bytes, 'zeros in a basket') : bytes,
    );
    const first = await run();
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/simulation: 1 files failed: 300 events missing/);
    const failed = bytes();
    expect(resultIn(out).partial).toEqual([
      { reason: 'failed', dataset: 'simulation', files: 1, events: EVENTS_PER_FILE, unknown: 0 },
    ]);
    const second = await run();
    expect(second.code).toBe(1);
    expect(bytes()).toBe(failed);
    expect(recordIn(out)).toMatchObject({ bytesRead: 0, chunks: { computed: 0 } });
    expect((await run('--retry-failed')).code).toBe(1);
    expect(bytes()).toBe(failed);
    expect(recordIn(out).bytesRead).toBeGreaterThan(0);
    writeFileSync(path.join(home, nameOf(3)), distinctFile({ number: 3 }));
    expect((await run()).code).toBe(0);
    expect(resultIn(out).datasets['simulation'].entries).toBe(3 * EVENTS_PER_FILE);
    expect(chunks()?.computed).toBeLessThanOrEqual(1 + FILES);
  });
});

describe('files of the same content', () => {
  it('are warned of and count once in a dataset, twice where the document says so', async () => {
    const { run, out, home, write } = desk('copies');
    copyFileSync(path.join(home, nameOf(0)), path.join(home, 'data', 'again.root'));
    expect((await run()).code).toBe(0);
    expect(resultIn(out).datasets['data'].entries).toBe(3 * EVENTS_PER_FILE);
    expect(resultIn(out).warnings[0]).toMatchObject({ rule: 'same-file', dataset: 'data' });
    write(STUDY.replace('files: data/*.root,', 'files: data/*.root, duplicates: count,'));
    expect((await run()).code).toBe(0);
    expect(resultIn(out).datasets['data'].entries).toBe(4 * EVENTS_PER_FILE);
    expect(resultIn(out).warnings.filter(({ rule }) => rule === 'same-file')).toEqual([]);
  });

  it('are warned of between datasets of data', async () => {
    const { run, out, write } = desk('shared');
    write(STUDY.replace('datasets:\n', 'datasets:\n  more: {files: data/0000.root, kind: data}\n'));
    expect((await run()).code).toBe(0);
    const warning = resultIn(out).warnings.find(({ rule }) => rule === 'same-file');
    expect(warning?.message).toContain('a file is in more and data alike');
  });
});
