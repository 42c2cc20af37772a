import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { fixture, sharedData } from '../../shared.ts';
import { createEngine } from '../../../src-main/host/engine.ts';
import { closeTestEngine, documentOf, efficiencyOf, runDocument } from './documents.ts';

/* Source of truth: each file of a run (and of the simulation) holds the same 400 events whatever its tag: data/samples/README.md. What is
   counted is compared with plain runs over files without common events. Integers. */

const TAGS = fixture('tags');
const shared = sharedData();
const data = 'data23_13p6TeV.00451094.physics_Main.DAOD_PHYS.r15774_p6304_p6482.root';
const later = data.replace('p6482', 'p7267');
const otherRun = data.replace('451094', '455924');
const SAMPLE = 'mc23_13p6TeV.601190.PhPy8EG_AZNLO_Zmumu.DAOD_PHYS';
const merged = `${SAMPLE}.e8514_e8528_s4159_s4114_r15513_r15514_p6026.root`;
const twin = `${SAMPLE}.e8514_s4159_r15513_p6026.root`;
/** Inside of the basket of muon_pt. */
const MUON_BYTE = 21_000;
const all = [data, later, otherRun, merged, twin];
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'muscope-same-'));
  for (const [i, name] of all.entries()) copyFileSync(path.join(TAGS, name), path.join(folder, `${i}.root`));
});
afterAll(async () => {
  await closeTestEngine();
  rmSync(folder, { recursive: true });
});

async function run(datasets: string, where: string): Promise<EfficiencyStudyResult> {
  const document = `muscope: 1
study: efficiency
title: Same events
datasets:
${datasets}
muons: medium
denominator: muons
workingPoints: {PflowTight_VarRad: flag}
axes:
  - {variable: pt, edges: [20, 40, 100]}
`;
  return (await runDocument(document, where)).result;
}

function counts(result: EfficiencyStudyResult, dataset: string): unknown {
  const { bins, overall } = efficiencyOf(result, dataset, 'PflowTight_VarRad', 'pt');
  return { bins, overall };
}

function cutflow(result: EfficiencyStudyResult, dataset: string): [string, number][] {
  return result.cutflow[dataset].map(({ name, count }) => [name, count]);
}

function statuses(result: EfficiencyStudyResult, dataset: string): unknown[] {
  return result.datasets[dataset].files.map(({ status, repeated }) => [status, repeated ?? 0]);
}

describe('a run under several processing tags', () => {
  it('is read under the newest one that every run has; the others are named', async () => {
    const result = await run(
      `  one: {files: [${data}, ${later}, ${otherRun}], kind: data}
  plain: {files: [${data}, ${otherRun}], kind: data}
  mc: {files: ['mc23*'], kind: simulation}`,
      TAGS,
    );
    expect(statuses(result, 'one')).toEqual([
      ['processed', 0],
      ['skipped', 0],
      ['processed', 0],
    ]);
    expect(result.datasets['one'].files[1].reason).toBe(
      'run 451094 is read under the tag r15774_p6304_p6482, not under r15774_p6304_p7267',
    );
    expect(result.datasets['one'].entries).toBe(800);
    expect(counts(result, 'one')).toEqual(counts(result, 'plain'));
    expect(cutflow(result, 'one')).toEqual(cutflow(result, 'plain'));
    expect(result.provenance.datasets['one'].tags).toEqual({
      pattern: '*.{run}.*{tag}.root',
      runs: [
        { run: '451094', used: ['r15774_p6304_p6482'], others: ['r15774_p6304_p7267'] },
        { run: '455924', used: ['r15774_p6304_p6482'], others: [] },
      ],
    });
    expect(statuses(result, 'mc')).toEqual([
      ['processed', 0],
      ['processed', 400],
    ]);
    expect(
      result.warnings.filter(({ rule }) => rule === 'processing-tags').map(({ dataset }) => dataset),
    ).toEqual(['one', 'mc']);
  });

  it('is refused where no tag is there for every run', async () => {
    const files = `files: [${data}, ${later}, ${otherRun}], kind: data`;
    const thrown: unknown = await run(`  d: {${files}, tags: {use: r15774_p6304_p7267}}`, TAGS).catch(
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(UserError);
    expect((thrown as UserError).code).toBe('document');
    expect((thrown as UserError).message).toContain('455924: r15774_p6304_p6482');
  });
});

describe('events that several files hold', () => {
  it('count in the first of them, under whatever name', async () => {
    const result = await run(
      `  twice: {files: [0.root, 1.root, 2.root], kind: data}
  once: {files: [0.root, 2.root], kind: data}
  counted: {files: [0.root, 1.root, 2.root], kind: data, duplicates: count}
  later: {files: [1.root], kind: data}
  twins: {files: [3.root, 4.root], kind: simulation, weight: mcEventWeight}
  merged: {files: [3.root], kind: simulation, weight: mcEventWeight}`,
      folder,
    );
    expect(statuses(result, 'twice')).toEqual([
      ['processed', 0],
      ['processed', 400],
      ['processed', 0],
    ]);
    expect(counts(result, 'twice')).toEqual(counts(result, 'once'));
    expect(counts(result, 'twins')).toEqual(counts(result, 'merged'));
    expect(cutflow(result, 'twice').slice(0, 2)).toEqual([
      ['all events', 1200],
      ['events counted once', 800],
    ]);
    expect(cutflow(result, 'twice').slice(2)).toEqual(cutflow(result, 'once').slice(1));
    expect(cutflow(result, 'once')[0]).toEqual(['all events', 800]);
    expect(cutflow(result, 'counted')[0]).toEqual(['all events', 1200]);
    const total = (dataset: string): number =>
      efficiencyOf(result, dataset, 'PflowTight_VarRad', 'pt').overall.total;
    expect(total('counted')).toBe(total('once') + total('later'));
    const line = result.cutflow['twins'][1];
    expect(line).toMatchObject({ name: 'events counted once', count: 400 });
    expect(line.sumWeights).toBe(result.cutflow['merged'][0].sumWeights);
    expect(result.warnings.filter(({ rule }) => rule === 'same-events')).toEqual([
      {
        rule: 'same-events',
        message: '400 events of 1.root stand in 0.root already',
        hint: 'each counts once; duplicates: count in the dataset counts every one of them',
        dataset: 'twice',
        path: 'datasets.twice.files',
      },
      expect.objectContaining({ dataset: 'twins', message: '400 events of 4.root stand in 3.root already' }),
    ]);
  });

  it('are left out of the profiles of pile-up, too', async () => {
    const reweighted = (files: string): string => `
    files: [${files}]
    kind: simulation
    pileup: {variable: averageMu, edges: [0, 30, 60, 100], target: {d: 1}}`;
    const result = await run(
      `  d: {files: [0.root, 1.root], kind: data}
  twins:${reweighted('3.root, 4.root')}
  merged:${reweighted('3.root')}`,
      folder,
    );
    expect(counts(result, 'twins')).toEqual(counts(result, 'merged'));
    const [twins, one] = result.pileup;
    expect({ ...twins, dataset: '' }).toEqual({ ...one, dataset: '' });
  });

  it('count where the file that held them first fails', async () => {
    const result = await run(`  d: {files: [missing.root, 1.root, 2.root], kind: data}`, folder);
    expect(statuses(result, 'd')).toEqual([
      ['failed', 0],
      ['processed', 0],
      ['processed', 0],
    ]);
  });

  it('count where the file that held them first fails later, while its muons are read', async () => {
    const bytes = readFileSync(path.join(TAGS, data));
    bytes[MUON_BYTE] ^= 0xff;
    writeFileSync(path.join(folder, 'damaged.root'), bytes);
    const result = await run(
      `  d: {files: [damaged.root, 1.root, 2.root], kind: data}
  plain: {files: [1.root, 2.root], kind: data}`,
      folder,
    );
    expect(statuses(result, 'd')).toEqual([
      ['failed', 0],
      ['processed', 0],
      ['processed', 0],
    ]);
    expect(result.datasets['d'].files[0].reason).toContain('muon_');
    expect(counts(result, 'd')).toEqual(counts(result, 'plain'));
    expect(cutflow(result, 'd')).toEqual(cutflow(result, 'plain'));
  });

  it('are found with any number of threads, and told in the same bytes', async () => {
    const texts = [1, 3].map(async (threads) => {
      const engine = createEngine({ threads });
      const document = documentOf({
        datasets: '  d: {files: [0.root, 1.root, 2.root], kind: data}',
        workingPoints: '  PflowTight_VarRad: flag',
        axes: '  - {variable: averageMu, edges: [10, 78]}',
      });
      const { result } = await runDocument(document, folder, { engine });
      await engine.close();
      return JSON.stringify(result);
    });
    const [one, three] = await Promise.all(texts);
    expect(one).toBe(three);
    expect(one).toContain('400 events of 1.root stand in 0.root already');
  });

  it('of several simulated samples are not the same', async () => {
    const [a, b] = [merged, twin.replace('601190', '601191')];
    copyFileSync(path.join(TAGS, merged), path.join(folder, a));
    copyFileSync(path.join(TAGS, twin), path.join(folder, b));
    const result = await run(`  d: {files: [${a}, ${b}], kind: simulation}`, folder);
    expect(statuses(result, 'd')).toEqual([
      ['processed', 0],
      ['processed', 0],
    ]);
  });
});

describe.skipIf(!shared)('all files of four runs', () => {
  it('count each event once, under r15774_p6304_p7267', async () => {
    const result = await run(
      `  data: {files: ['data23*'], kind: data}
  every: {files: ['data23*'], kind: data, tags: {use: all}}
  mc: {files: ['mc23*'], kind: simulation, tags: {use: all}}`,
      path.join(shared ?? '', 'samples', 'tags'),
    );
    const read = result.datasets['data'].files.filter(({ status }) => status === 'processed');
    expect(read.map(({ path: name, entries }) => [name.includes('r15774_p6304_p7267'), entries])).toEqual(
      new Array(4).fill([true, 400]),
    );
    expect(
      result.provenance.datasets['data'].tags?.runs.map(({ run, others }) => [run, others.length]),
    ).toEqual([
      ['451094', 5],
      ['455924', 6],
      ['455975', 5],
      ['456749', 5],
    ]);
    expect(cutflow(result, 'every').slice(0, 2)).toEqual([
      ['all events', 10000],
      ['events counted once', 1600],
    ]);
    expect(cutflow(result, 'mc').slice(0, 2)).toEqual([
      ['all events', 800],
      ['events counted once', 400],
    ]);
  });
});
