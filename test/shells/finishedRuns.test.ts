import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel, ChannelInput, ChannelOutput } from '../../src-shared/contracts/channels.ts';
import { readBundle } from '../../src-main/export/bundle.ts';
import { readEnclosure } from '../../src-main/export/enclosed.ts';
import type { HostClient } from '../../src-main/host/client.ts';
import { createLocalHost } from '../../src-main/host/localHost.ts';
import { storeHome } from '../../src-main/runtime/store/home.ts';
import { parseStudy } from '../../src-shared/study/document.ts';
import { muscope, ntuple, scratchFolder } from '../cli/command.ts';
import { fixture } from '../shared.ts';

// Source of truth: what the host gave while the run was in memory, the same study through the command line, and for matched muons the
// decisions counted with uproot 5.7 (1426, 2, 11, 163; see test/cli/compare.test.ts).

const { folder, remove } = scratchFolder('finished');
const document = path.join(folder, 'study.yaml');
const hosts: HostClient[] = [];

function text(tag: string): string {
  return `muscope: 1
study: efficiency
title: Release
datasets:
  data: {files: ['${fixture(`tags/*_${tag}.root`)}'], kind: data}
denominator: muons
workingPoints: {PflowTight_VarRad: flag}
axes: [{variable: pt, edges: [20, 30, 40, 100]}]
figures: {style: ATLAS, energy: 13.6}
`;
}

function host(granted: string[] = [path.dirname(fixture('tags/x'))]): HostClient {
  const made = createLocalHost({ document, threads: 1, granted });
  hosts.push(made);
  return made;
}

async function ask<C extends Channel>(
  of: HostClient,
  channel: C,
  input: ChannelInput<C>,
): Promise<ChannelOutput<C>> {
  return (await of.call(channel, input)) as ChannelOutput<C>;
}

async function ran(of: HostClient, set: string[] = []): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = of.subscribe(({ state }) => {
    if (state !== 'waiting' && state !== 'running') resolve();
  });
  const { run } = await ask(of, 'run.start', { document: { path: document }, set });
  await promise;
  stop();
  return run;
}

let first: HostClient;
let older: string;
let newer: string;

beforeAll(async () => {
  writeFileSync(document, text('p6482'));
  first = host();
  older = await ran(first);
  writeFileSync(document, text('p7267'));
  newer = await ran(first);
});
afterAll(async () => {
  await Promise.all(hosts.map((one) => one.close()));
  remove();
});

describe('the archive of runs', () => {
  it('lists the runs of a document, newest first, with what changed', async () => {
    const { runs, unreadable, trouble, more } = await ask(first, 'runs.list', {
      document: { path: document },
    });
    expect(runs.map(({ id }) => id)).toEqual([newer, older]);
    expect(runs[0]).toMatchObject({
      title: 'Release',
      document,
      state: 'finished',
      source: 'session',
      files: { processed: 2, failed: 0, skipped: 0 },
      partial: false,
      changed: { count: 1, first: ['datasets[data].files[0]'] },
    });
    expect(runs[1].changed).toBeNull();
    expect({ unreadable, trouble, more }).toEqual({ unreadable: [], trouble: null, more: 0 });
    expect((await ask(first, 'runs.list', { document: { path: document }, most: 1 })).more).toBe(1);
    expect((await ask(first, 'runs.list', { document: { sample: true } })).runs).toEqual([]);
  });

  it('shows a run in another host as in the one that made it', async () => {
    const later = host();
    const listed = await ask(later, 'runs.list', { document: { path: document } });
    expect(listed.runs.map(({ id, source }) => [id, source])).toEqual([
      [newer, 'archive'],
      [older, 'archive'],
    ]);
    const [now, then] = await Promise.all(
      [first, later].map((one) => ask(one, 'run.result', { run: older })),
    );
    expect(then).toEqual({ ...now, progress: null, work: undefined, document: undefined });
    expect(JSON.stringify(then.result)).toBe(JSON.stringify(now.result));
    const { figures } = await ask(later, 'figures.list', { run: older });
    expect(figures).toEqual((await ask(first, 'figures.list', { run: older })).figures);
    const one = { run: older, name: figures[0].name };
    expect(await ask(later, 'figure.svg', one)).toEqual(await ask(first, 'figure.svg', one));
    expect(await ask(later, 'figure.spec', one)).toEqual(await ask(first, 'figure.spec', one));
    await expect(
      later.call('thresholds.evaluate', { run: older, dataset: 'data', points: [{ workingPoint: 'x' }] }),
    ).rejects.toMatchObject({ code: 'missing' });
  });

  it('is in the book of runs, and open to the command line', async () => {
    const { stdout } = await muscope(['runs', '--json'], { home: storeHome() });
    const { runs } = JSON.parse(stdout) as { runs: { document: string; out: string; state: string }[] };
    const out = (run: string) => path.join(storeHome(), 'runs', run);
    expect(runs.map((run) => [run.state, run.document, run.out])).toEqual([
      ['finished', document, out(newer)],
      ['finished', document, out(older)],
    ]);
    const compared = await muscope(['compare', out(older), out(newer), '--no-muons'], { home: storeHome() });
    expect(compared.code, compared.stderr).toBe(0);
    expect(compared.stdout).toContain('configuration, 1 differ');
  });

  it('leaves out and names what is damaged; discards what is asked for', async () => {
    const home = path.join(storeHome(), 'runs');
    const extra = await ran(first, ['title=Extra']);
    const gone = await ran(first, ['title=Gone']);
    truncateSync(path.join(home, extra, 'result.json'), 10);
    const later = host();
    const { runs, unreadable } = await ask(later, 'runs.list', { document: { path: document } });
    expect(runs.map(({ id }) => id)).toEqual([gone, newer, older]);
    expect(unreadable).toEqual([{ place: path.join(home, extra), reason: 'its files are not whole' }]);
    await ask(later, 'run.discard', { run: gone });
    expect(readdirSync(home)).not.toContain(gone);
    await expect(later.call('run.discard', { run: gone })).rejects.toMatchObject({ code: 'missing' });
    await expect(later.call('run.discard', { run: '../..' })).rejects.toMatchObject({ code: 'missing' });
    await expect(later.call('run.result', { run: extra })).rejects.toMatchObject({ code: 'damaged' });
    await ask(later, 'run.discard', { run: extra });
  });

  it('lists folders of results of the command line', async () => {
    const granted = path.join(folder, 'out');
    const { code, stderr } = await muscope(['run', document, '--threads', '1'], { home: storeHome() });
    expect(code, stderr).toBe(0);
    expect(
      (await muscope(['run', document, '--out', granted, '--threads', '1'], { home: storeHome() })).code,
    ).toBe(0);
    const { runs } = await ask(first, 'runs.list', { document: { path: document } });
    const written = runs.filter(({ source }) => source === 'folder');
    expect(written.map(({ place }) => place)).toEqual([granted, path.join(folder, 'study.run')]);
    expect(written[0].documentHash).toBe(runs.find(({ id }) => id === newer)?.documentHash);
    const [theirs, ours] = await Promise.all(
      [written[0].id, newer].map((run) => ask(first, 'run.result', { run })),
    );
    expect(theirs.result).toEqual(ours.result);
    expect(theirs.files).toEqual(ours.files);
    await expect(first.call('run.discard', { run: written[0].id })).rejects.toMatchObject({ code: 'usage' });
    writeFileSync(path.join(granted, 'run.json'), '{}');
    expect((await ask(first, 'runs.list', { document: { path: document } })).unreadable).toEqual([
      { place: granted, reason: 'run.json is not as this version writes it' },
    ]);
    for (const place of [granted, path.join(folder, 'study.run')]) rmSync(place, { recursive: true });
  });
});

describe('comparing runs', () => {
  it('finds differences of configuration and numbers, and matches muons', async () => {
    const found = await ask(first, 'runs.compare', { a: older, b: newer, muons: true, call: 'c1' });
    expect(found.configuration.map(({ path: place }) => place)).toEqual(['datasets[data].files[0]']);
    expect(found.muons[0].points[0]).toMatchObject({
      passPass: 1426,
      passFail: 2,
      failPass: 11,
      failFail: 163,
    });
    const overall = found.numbers.differences.find(
      ({ path: place }) => place === 'efficiencies[data, PflowTight_VarRad, pt].overall.efficiency',
    );
    const { result } = await ask(first, 'run.result', { run: older });
    const { errorHigh } = (result as { efficiencies: { overall: { errorHigh: number } }[] }).efficiencies[0]
      .overall;
    expect(overall?.difference).toBeGreaterThan(0);
    expect(overall?.inErrors).toBe((overall?.difference ?? 0) / errorHigh);
  });

  it('without muons reads no file', async () => {
    const later = host();
    const found = await ask(later, 'runs.compare', { a: older, b: older, muons: false });
    expect(found).toMatchObject({ configuration: [], numbers: { differences: [] }, muons: [] });
    expect(found.numbers.compared).toBeGreaterThan(30);
  });

  it('is cancelled by its name, and by a study that starts', async () => {
    const request = { a: older, b: newer, muons: true };
    const cancelled = first.call('runs.compare', { ...request, call: 'c2' });
    await ask(first, 'call.cancel', { call: 'c2' });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const ended = first.call('runs.compare', { ...request, call: 'c3' });
    const met = expect(ended).rejects.toMatchObject({ code: 'cancelled' });
    const run = await ran(first, ['title=Third']);
    await met;
    await ask(first, 'run.discard', { run });
    expect(await ask(first, 'call.progress', { call: 'c3' })).toEqual({ progress: null });
    await expect(first.call('runs.compare', { ...request, a: 'none' })).rejects.toMatchObject({
      code: 'missing',
    });
  });
});

describe('exporting from a window', () => {
  const look = { style: 'CMS', size: 'double' } as const;

  it('gives a figure in its look as a file that holds its study', async () => {
    const { figures } = await ask(first, 'figures.list', { run: newer });
    const one = { run: newer, name: figures[0].name };
    const { svg } = await ask(first, 'figure.svg', { ...one, look });
    expect(svg).toContain('Private work (CMS data)');
    expect(svg).not.toBe((await ask(first, 'figure.svg', one)).svg);
    for (const format of ['pdf', 'svg', 'png'] as const) {
      const { name, bytes } = await ask(first, 'export.figure', { ...one, format, look });
      expect(name).toBe(`${figures[0].name}.${format}`);
      const found = await ask(first, 'export.recognise', { name, bytes });
      expect(found).toMatchObject({ kind: 'figure', title: 'Release', reason: null, made: { files: 2 } });
      expect(readEnclosure(Buffer.from(bytes, 'base64')).study?.figures.style).toBe('ATLAS');
      const { bytes: canonical } = parseStudy(found.studyText ?? '');
      expect(Buffer.from(canonical)).toEqual(Buffer.from(parseStudy(readFileSync(document, 'utf8')).bytes));
    }
  });

  it('writes the same files as the command line, and over its own alone', async () => {
    const into = path.join(folder, 'export');
    const wish = {
      run: newer,
      what: ['figures', 'tables', 'numbers', 'bundle'],
      formats: ['pdf'],
      look: {},
    } as const;
    const { files } = await ask(first, 'export.run', {
      ...wish,
      what: [...wish.what],
      formats: [...wish.formats],
      folder: into,
    });
    expect((await muscope(['run', document, '--threads', '1'])).code).toBe(0);
    const theirs = path.join(folder, 'theirs');
    expect(
      (await muscope(['export', path.join(folder, 'study.run'), '--what', wish.what.join(), '--out', theirs]))
        .code,
    ).toBe(0);
    rmSync(path.join(folder, 'study.run'), { recursive: true });
    expect(files.map(({ name }) => name).sort()).toEqual(readdirSync(theirs).sort());
    for (const { name, bytes } of files) {
      const own = readFileSync(path.join(into, name));
      expect(own.length).toBe(bytes);
      expect(own.equals(readFileSync(path.join(theirs, name))), name).toBe(true);
    }
    const again = { ...wish, what: ['tables' as const], formats: [], folder: into };
    expect((await ask(first, 'export.run', again)).files.length).toBeGreaterThan(3);
    writeFileSync(path.join(theirs, 'mine.txt'), 'x');
    await expect(first.call('export.run', { ...again, folder: theirs })).rejects.toMatchObject({
      code: 'changed',
    });
  });

  it('refuses folders that are not granted, files, links out of folders, and nothing to write', async () => {
    const wish = { run: newer, what: ['tables' as const], formats: [], look: {} };
    for (const outside of ['/etc/muscope', path.join(folder, '../elsewhere'), storeHome()])
      await expect(first.call('export.run', { ...wish, folder: outside })).rejects.toMatchObject({
        code: 'unreadable',
      });
    for (const file of [document, path.join(document, 'out')])
      await expect(first.call('export.run', { ...wish, folder: file })).rejects.toMatchObject({
        code: 'unreadable',
        message: 'this is a file, not a folder',
      });
    mkdirSync(path.join(folder, 'links'));
    symlinkSync('/tmp', path.join(folder, 'links', 'out'));
    await expect(
      first.call('export.run', { ...wish, folder: path.join(folder, 'links', 'out') }),
    ).rejects.toMatchObject({
      code: 'unreadable',
    });
    await expect(
      first.call('export.run', {
        ...wish,
        what: ['figures'],
        formats: ['pdf'],
        figures: ['none'],
        folder: path.join(folder, 'no'),
      }),
    ).rejects.toMatchObject({ code: 'usage' });
  });

  it('is cancelled by its name and keeps a list of what it wrote', async () => {
    const into = path.join(folder, 'cancelled');
    const going = first.call('export.run', {
      run: newer,
      what: ['figures'],
      formats: ['png'],
      look: {},
      folder: into,
      call: 'e1',
    });
    await ask(first, 'call.cancel', { call: 'e1' });
    await expect(going).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a bundle', () => {
  it('is shown as a run, with merged bins and another interval', async () => {
    const into = path.join(folder, 'bundle');
    const { files } = await ask(first, 'export.run', {
      run: newer,
      what: ['bundle'],
      formats: [],
      look: {},
      folder: into,
    });
    const file = path.join(into, files[0].name);
    const later = host();
    const opened = await ask(later, 'bundle.open', { path: file });
    expect(opened).toMatchObject({ source: 'bundle', title: 'Release', place: file, started: null });
    const { result } = await ask(later, 'run.result', { run: opened.id });
    expect(result).toEqual(readBundle(readFileSync(file)).result);
    expect((await ask(later, 'figures.list', { run: opened.id })).figures.length).toBeGreaterThan(0);
    const merged = await ask(later, 'bundle.open', { path: file, interval: 'wilson', merges: { pt: 3 } });
    expect(merged.id).not.toBe(opened.id);
    const other = (await ask(later, 'run.result', { run: merged.id })).result as {
      efficiencies: { bins: unknown[] }[];
    };
    expect(other.efficiencies[0].bins).toHaveLength(1);
    const dropped = await ask(later, 'export.recognise', {
      name: 'x.muscope',
      bytes: readFileSync(file).toString('base64'),
    });
    expect(dropped).toMatchObject({ kind: 'bundle', title: 'Release', reason: null });
    expect((await ask(later, 'run.result', { run: dropped.run?.id ?? '' })).result).toEqual(result);
    const recounted = await ask(later, 'run.recount', {
      run: opened.id,
      interval: 'wilson',
      merges: { pt: 3 },
    });
    expect((await ask(later, 'run.result', { run: recounted.id })).result).toEqual(other);
    expect(recounted.derived).toEqual(['interval wilson', '3 bins of pt merged']);
    for (const level of [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99])
      await ask(later, 'run.recount', { run: opened.id, confidenceLevel: level });
    expect((await ask(later, 'run.result', { run: opened.id })).result).toEqual(result);
    const ofRun = await ask(first, 'run.recount', { run: newer, interval: 'wilson', merges: { pt: 3 } });
    expect((await ask(first, 'run.result', { run: ofRun.id })).result).toEqual(other);
    await expect(later.call('run.recount', { run: opened.id, merges: { pt: [0, 1] } })).rejects.toMatchObject(
      {
        code: 'usage',
        message: '0 is no edge of pt',
      },
    );
    await expect(later.call('bundle.open', { path: file, merges: { eta: 2 } })).rejects.toMatchObject({
      code: 'usage',
    });
    await expect(later.call('bundle.open', { path: '/etc/passwd' })).rejects.toMatchObject({
      code: 'unreadable',
    });
    await expect(later.call('bundle.open', { path: document })).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it('other files are told apart', async () => {
    const recognise = async (name: string, bytes: Buffer | string) =>
      ask(first, 'export.recognise', { name, bytes: Buffer.from(bytes).toString('base64') });
    expect(await recognise('a.root', readFileSync(ntuple('data22.root')))).toMatchObject({ kind: 'root' });
    expect(await recognise('s.yaml', readFileSync(document))).toMatchObject({
      kind: 'study',
      title: 'Release',
      reason: null,
    });
    expect(await recognise('s.yaml', 'muscope: 1\nstudy: efficiency\n')).toMatchObject({
      kind: 'study',
      title: null,
    });
    expect(await recognise('s.txt', 'hello')).toMatchObject({ kind: 'unknown' });
    expect(await recognise('s.svg', '<svg></svg>')).toMatchObject({ kind: 'figure', studyText: null });
  });
});
