import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel, ChannelInput, ChannelOutput } from '../../src-shared/contracts/channels.ts';
import type { SampleDistribution } from '../../src-shared/contracts/quick.ts';
import type { HostClient } from '../../src-main/host/client.ts';
import { createLocalHost } from '../../src-main/host/localHost.ts';
import { fixture } from '../shared.ts';
import { closeTestEngine, documentOf, runDocument } from '../studies/efficiency/documents.ts';

// Source of truth: the cutflow of a run of the same document, and of the document with the cut switched off; exact. The files are
// smaller than the sample, so that it is all of them.

const DATASETS = `  data22: {files: [data22.root], kind: data}
  mc: {files: [mc.root], kind: simulation, weight: mcEventWeight}`;
const SELECTION = `events:
  two muons: count(mu) == 2
pairs:
  opposite charge: tag.charge * probe.charge < 0
  Z window: mass >= 80 && mass < 100
probe: abs(eta) < 2.4 && pt > 15`;
const TEXT = documentOf({ datasets: DATASETS, selection: SELECTION });

let folder = '';
let host: HostClient;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'muscope-samples-'));
  for (const name of ['data22.root', 'mc.root']) cpSync(fixture(`study/${name}`), path.join(folder, name));
  writeFileSync(path.join(folder, 'study.yaml'), TEXT);
  host = createLocalHost({ document: path.join(folder, 'study.yaml'), threads: 1, granted: [] });
});
afterAll(async () => {
  await host.close();
  await closeTestEngine();
  rmSync(folder, { recursive: true });
});

async function ask<C extends Channel>(
  channel: C,
  input: Omit<ChannelInput<C>, 'document' | 'text'>,
  text = TEXT,
): Promise<ChannelOutput<C>> {
  const document = { path: 'study.yaml' };
  return (await host.call(channel, { document, text, ...input })) as ChannelOutput<C>;
}

/** Lines of the cutflow of a run. */
async function cutflowOf(text: string, dataset: string): Promise<{ name: string; count: number }[]> {
  const { result } = await runDocument(text, folder);
  return result.cutflow[dataset]!.map(({ name, count }) => ({ name, count }));
}

function entries({ datasets }: SampleDistribution, dataset: string): number {
  const { counts, under, over, missing } = datasets.find((one) => one.dataset === dataset)!;
  return counts.reduce((sum, one) => sum + one, under + over + missing);
}

describe('surviving events', () => {
  it('are the cutflow of a run, with the path of every cut', async () => {
    const { datasets } = await ask('study.survival', {});
    for (const { dataset, lines, whole, problem } of datasets) {
      expect(lines.map(({ name, count }) => ({ name, count }))).toEqual(await cutflowOf(TEXT, dataset));
      expect({ whole, problem }).toEqual({ whole: true, problem: null });
    }
    const [{ lines }] = datasets;
    expect(lines.map((line) => line.path)).toEqual([
      ...[null, null, 'muons', 'events.two muons', null],
      ...['pairs.opposite charge', 'pairs.Z window', 'tag', 'probe'],
    ]);
    const by = new Map(lines.map((line) => [line.path, line]));
    expect(by.get('pairs.Z window')!.of).toBe(by.get('pairs.opposite charge')!.count);
    expect(by.get('tag')!.of).toBe(2 * by.get('pairs.Z window')!.count);
    expect(by.get('probe')!.of).toBe(by.get('tag')!.count);
  });

  it('are counted while working points and axes are still wrong', async () => {
    const text = TEXT.replace(/workingPoints:[^]*/, 'workingPoints: {half: 3}\naxes: none\n');
    const { datasets } = await ask('study.survival', {}, text);
    expect(datasets[0]!.lines).toEqual((await ask('study.survival', {})).datasets[0]!.lines);
  });

  it('are not counted where the selection itself has a mistake', async () => {
    const text = TEXT.replace('probe: abs(eta) < 2.4 && pt > 15', 'probe: [1, 2]');
    await expect(ask('study.survival', {}, text)).rejects.toMatchObject({
      code: 'document',
      where: { path: 'probe' },
    });
    const misspelt = TEXT.replace('mass >= 80', 'masss >= 80');
    await expect(ask('study.survival', {}, misspelt)).rejects.toMatchObject({
      where: { path: 'pairs.Z window' },
    });
  });

  it('tell of a dataset without files, and go on with the others', async () => {
    const text = TEXT.replace('mc.root', 'nothing_*.root');
    const { datasets } = await ask('study.survival', {}, text);
    expect(datasets.map(({ problem }) => problem)).toEqual([
      null,
      'nothing_*.root: no file matches "nothing_*.root"',
    ]);
    expect(datasets[1]!.lines).toEqual([]);
  });
});

describe('a distribution without its cut', () => {
  const OFF: Record<string, (text: string) => string> = {
    'events.two muons': (text) => text.replace('count(mu) == 2', '{cut: count(mu) == 2, enabled: false}'),
    'pairs.Z window': (text) =>
      text.replace('mass >= 80 && mass < 100', '{cut: mass >= 80 && mass < 100, enabled: false}'),
    tag: (text) => text.replace('tag: triggerMatched && pt > 27', 'tag: triggerMatched'),
    probe: (text) => text.replace('abs(eta) < 2.4 && pt > 15', 'pt > 15'),
    muons: (text) => text.replace('muons: pt > 12 && medium', 'muons: medium'),
  };
  const WITH_MUONS = TEXT.replace('muons: medium', 'muons: pt > 12 && medium');

  it.each(Object.keys(OFF))('of %s has the probes of a run with the cut switched off', async (cut) => {
    const found = await ask('study.without', { path: cut }, WITH_MUONS);
    for (const dataset of ['data22', 'mc']) {
      const probes = (await cutflowOf(OFF[cut]!(WITH_MUONS), dataset)).at(-1)!.count;
      expect(entries(found, dataset)).toBe(probes);
    }
  });

  it('has the probes of the study inside of a window on bin edges', async () => {
    const { edges, datasets, bounds, rest } = await ask('study.without', { path: 'pairs.Z window' });
    expect({ bounds, rest }).toEqual({
      bounds: [
        { operator: '>=', value: 80 },
        { operator: '<', value: 100 },
      ],
      rest: null,
    });
    const inside = datasets[0]!.counts.filter((_, i) => edges[i]! >= 80 && edges[i]! < 100);
    const probes = (await cutflowOf(TEXT, 'data22')).at(-1)!.count;
    expect(inside.reduce((sum, one) => sum + one, 0)).toBe(probes);
  });

  it('offers every quantity that the cut compares', async () => {
    const eta = await ask('study.without', { path: 'probe' });
    expect(eta).toMatchObject({ quantities: ['abs(eta)', 'pt'], quantity: 'abs(eta)', rest: 'pt > 15' });
    const pt = await ask('study.without', { path: 'probe', quantity: 1 });
    expect(pt).toMatchObject({ quantity: 'pt', unit: 'GeV', rest: 'abs(eta) < 2.4' });
  });

  it('is refused in words', async () => {
    const path = 'muons';
    await expect(ask('study.without', { path })).rejects.toThrow('does not compare one quantity');
    await expect(ask('study.without', { path: 'events.none' })).rejects.toThrow('no such cut');
    await expect(ask('study.without', { path: 'workingPoints.Tight_VarRad' })).rejects.toThrow('no such cut');
    const single = TEXT.replace(/pairs:[^]*?(?=probe:)/, 'denominator: muons\n').replace(/^tag:.*$/m, '');
    await expect(ask('study.without', { path: 'tag' }, single)).rejects.toThrow('no such cut');
  });
});

describe('the distribution of a variable', () => {
  it('has all probes, and edges of equal statistics', async () => {
    const found = await ask('study.distribution', { variable: 'pt', place: 'axes[0]', equal: 4 });
    const probes = (await cutflowOf(TEXT, 'data22')).at(-1)!.count;
    expect(entries(found, 'data22')).toBe(probes);
    expect(found.equal).toHaveLength(5);
    const text = TEXT.replace(/axes:[^]*/, `axes: [{variable: pt, edges: [${found.equal!.join()}]}]\n`);
    const { result } = await runDocument(text, folder);
    const totals = ['data22', 'mc'].map((dataset) => {
      const one = result.efficiencies.find((entry) => entry.dataset === dataset)!;
      return one.bins.map(({ total }) => total);
    });
    const sums = totals[0]!.map((total, i) => total + totals[1]![i]!);
    const mean = sums.reduce((a, b) => a + b, 0) / 4;
    expect(entries(found, 'data22') + entries(found, 'mc')).toBe(4 * mean);
    for (const sum of sums) expect(Math.abs(sum - mean)).toBeLessThan(0.12 * mean);
  });

  it('divides the mu of data as axes do', async () => {
    const scaled = TEXT.replace(
      'weight: mcEventWeight',
      'pileup: {variable: averageMu, edges: [0, 100], target: {data22: 1}, muScale: 1.25}',
    );
    const of = async (text: string) => {
      const { edges, datasets } = await ask(
        'study.distribution',
        { variable: 'averageMu', place: 'a' },
        text,
      );
      const [{ counts }] = datasets;
      const sum = counts.reduce((total, one) => total + one, 0);
      return counts.reduce((mean, one, i) => mean + (one * (edges[i]! + edges[i + 1]!)) / 2 / sum, 0);
    };
    expect((await of(TEXT)) / (await of(scaled))).toBeCloseTo(1.25, 1);
  });

  it('of several places are answered side by side, of one place the newest', async () => {
    const answers = await Promise.allSettled([
      ask('study.distribution', { variable: 'pt', place: 'a' }),
      ask('study.distribution', { variable: 'eta', place: 'a' }),
      ask('study.distribution', { variable: 'phi', place: 'b' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect((answers[0] as PromiseRejectedResult).reason).toMatchObject({ code: 'cancelled' });
  });
});

describe('what files say', () => {
  it('is detected, with what the study needs beyond them', async () => {
    const text = TEXT.replace('tag: triggerMatched', 'tag: triggerMatched && pfRelIso04 < 3');
    const { datasets } = await ask('study.files', {}, text);
    const [data] = datasets;
    expect(data).toMatchObject({ dataset: 'data22', files: 1, detected: [{ schema: 'isolation-ntuple' }] });
    expect(data!.looked[0]!.needs[0]).toContain('pfRelIso04');
    const names = new Map(data!.detected[0]!.names.map((name) => [name.name, name]));
    expect(names.get('pt')).toMatchObject({ unit: 'GeV', level: 'muon', origin: 'branch muon_pt / 1000' });
    const { result } = await runDocument(TEXT, folder);
    expect(data!.events).toBe(result.datasets['data22']!.entries);
  });

  it('is said of the first few, and of all on request', async () => {
    const text = TEXT.replace('[data22.root]', 'many/*.root');
    const many = path.join(folder, 'many');
    for (let copy = 0; copy < 5; copy++)
      cpSync(fixture('study/data22.root'), path.join(many, `${copy}.root`), { recursive: true });
    writeFileSync(path.join(many, '5.root'), 'no ROOT file');
    const first = (await ask('study.files', { dataset: 'data22' }, text)).datasets;
    expect(first).toHaveLength(1);
    expect(first[0]).toMatchObject({ files: 6, patterns: [{ pattern: 'many/*.root', files: 6 }] });
    expect(first[0]!.looked).toHaveLength(3);
    expect(first[0]!.looked[1]!.problem).toContain('the same file as many/0.root');
    expect(first[0]!.events).toBe(first[0]!.looked[0]!.entries);
    const [all] = (await ask('study.files', { dataset: 'data22', all: true }, text)).datasets;
    expect(all!.looked).toHaveLength(6);
    expect(all!.looked[5]!.problem).toMatch(/ROOT/);
  });

  it('is said of a document that has nothing but files yet', async () => {
    const { datasets } = await ask('study.files', {}, 'datasets: {a: {files: data22.root}, b: {kind: data}}');
    expect(datasets.map(({ dataset }) => dataset)).toEqual(['a']);
    expect(datasets[0]!.detected[0]!.schema).toBe('isolation-ntuple');
    await expect(ask('study.files', {}, 'datasets: {')).rejects.toMatchObject({ code: 'document' });
    expect(await ask('study.files', {}, '')).toEqual({ datasets: [] });
  });

  it('offers names for expressions at their levels', async () => {
    const { event, muon, pair, looked } = await ask('study.names', {});
    expect(looked).toEqual(['data22', 'mc']);
    expect(muon.find(({ name }) => name === 'pt')).toMatchObject({ unit: 'GeV', common: true, lacking: [] });
    expect(event.find(({ name }) => name === 'muon_pt')).toMatchObject({ unit: 'MeV', collection: 'muon' });
    expect(pair.map(({ name }) => name)).toContain('mass');
  });
});
