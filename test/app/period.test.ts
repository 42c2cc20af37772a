import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelOutput } from '../../src-shared/contracts/channels.ts';
import type { DatasetFiles } from '../../src-shared/contracts/quick.ts';
import { foundPeriod, periodWarnings } from '../../src-main/app/quick/period.ts';
import type { HostClient } from '../../src-main/host/client.ts';
import { createLocalHost } from '../../src-main/host/localHost.ts';
import { fixture, sharedData } from '../shared.ts';

// Source of truth: the runs of the files as `muscope stats` adds them up (data22.root has 427394 to 440613, mc.root 410000, nano.root
// 315267 to 315269), and the periods that README.md of the shared data names for its files.

let folder = '';
let host: HostClient;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'muscope-period-'));
  for (const name of ['data22.root', 'mc.root']) cpSync(fixture(`study/${name}`), path.join(folder, name));
  cpSync(fixture('expression/nano.root'), path.join(folder, 'nano.root'));
  writeFileSync(path.join(folder, 'wrong.json'), '{"315267": [[1, 100]], "316995": [[1, 5]]}');
  writeFileSync(path.join(folder, 'right.json'), '{"315269": [[1, 100]]}');
  writeFileSync(path.join(folder, 'broken.json'), '{"315269": ');
  writeFileSync(path.join(folder, 'study.yaml'), '');
  const shared = sharedData();
  host = createLocalHost({
    document: path.join(folder, 'study.yaml'),
    threads: 1,
    granted: shared === null ? [] : [shared],
  });
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

async function said(dataset: string): Promise<DatasetFiles> {
  const text = `muscope: 1\nstudy: efficiency\ndatasets: {a: {${dataset}}}\n`;
  const document = { path: 'study.yaml' };
  const { datasets } = (await host.call('study.files', { document, text })) as ChannelOutput<'study.files'>;
  return datasets[0]!;
}

const ofPeriod = ({ warnings }: DatasetFiles) => warnings.filter(({ rule }) => rule === 'period');

describe('what the runs of files tell', () => {
  it.each([
    ['files: data22.root, kind: data', '2022'],
    ['files: nano.root, kind: data', '2018A'],
    ['files: mc.root, kind: simulation', 'mc21a or mc23a (2022)'],
    ['files: nano.root, kind: simulation', null],
    ['files: nano.root, kind: data, schema: flat', null],
  ])('%s: %s', async (dataset, period) => {
    const found = await said(dataset);
    expect(found.period).toBe(period);
    expect(ofPeriod(found)).toEqual([]);
  });

  const real = path.join(sharedData() ?? '', 'real');
  it.skipIf(sharedData() === null).each([
    ['nano_dimuon.root', 'data', '2018A'],
    ['NanoAOD_v12plus_EGamma_Run2022E_skim100.root', 'data', '2022E'],
    ['Run2012B_SingleMu_1000.root', 'data', '2012B'],
    ['DAOD_PHYSLITE-22.2.110_ttbar_100events.root', 'simulation', 'mc16e or mc20e (2018)'],
    ['PHYSLITE_example.root', 'simulation', 'mc16d or mc20d (2017)'],
    ['nano_dy.root', 'simulation', null],
  ])('%s of the shared data: %s %s', async (file, kind, period) => {
    expect((await said(`files: ${path.join(real, file)}, kind: ${kind}`)).period).toBe(period);
  });
});

describe('what contradicts the runs', () => {
  it('is the year that the document gives', async () => {
    const [warning] = ofPeriod(await said('files: nano.root, kind: data, period: Run2017B'));
    expect(warning).toMatchObject({ path: 'datasets.a.period' });
    expect(warning!.message).toBe(
      'the document says period Run2017B, the files have runs 315267 to 315269 (2018A)',
    );
    expect(ofPeriod(await said('files: nano.root, kind: data, period: data18'))).toEqual([]);
    expect(ofPeriod(await said('files: nano.root, kind: data, period: before the stop'))).toEqual([]);
  });

  it('is a mask or a table with none of them', async () => {
    const none = await said(
      'files: data22.root, kind: data, mask: wrong.json, luminosity: {"297730": 1, "300279": 2}',
    );
    expect(ofPeriod(none).map(({ path: where }) => where)).toEqual([
      'datasets.a.mask',
      'datasets.a.luminosity',
    ]);
    expect(ofPeriod(none)[1]!.message).toMatch(
      /luminosity table has none of the runs.*runs 427394 to 440613 \(2022\).*covers runs 297730 to 300279 \(2016 period A\)/,
    );
    expect(ofPeriod(await said('files: nano.root, kind: data, mask: right.json'))).toEqual([]);
    expect(ofPeriod(await said('files: nano.root, kind: data, mask: broken.json'))).toEqual([]);
    expect(ofPeriod(await said('files: mc.root, kind: simulation, mask: wrong.json'))).toEqual([]);
  });

  it('is simulation that is called data', async () => {
    const found = await said('files: mc.root, kind: data');
    expect(found.period).toBeNull();
    expect(ofPeriod(found)[0]!.message).toMatch(/run 410000: ATLAS gives this number to simulation/);
  });
});

describe('several periods', () => {
  it('are named one by one, many by the first and the last', () => {
    const found = (runs: number[]) => foundPeriod('data', 'nanoaod', runs)?.text ?? null;
    expect(found([193834, 198023, 198024])).toBe('2012B, 2012C');
    expect(found([272007, 275657, 276315, 276831, 277772])).toBe('2016B to 2016F');
    expect(found([193834, 5])).toBe('2012B; 1 of 2 runs in no known period');
    expect(found([5, 6])).toBeNull();
    expect(found([])).toBeNull();
    expect(foundPeriod('simulation', 'physlite', [284500, 300000])!.years).toEqual([2015, 2016, 2017]);
    expect(foundPeriod('simulation', 'physlite', [284500, 300001])).toBeNull();
  });

  it('need no warning where the document names one of their years', () => {
    const dataset = { name: 'a', kind: 'data', period: '2016' } as const;
    expect(periodWarnings(dataset, 'nanoaod', [280919, 297046], [])).toEqual([]);
    expect(periodWarnings(dataset, 'nanoaod', [297046], [])).toHaveLength(1);
  });
});
