import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { efficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import { parseStudy } from '../../../src-shared/study/document.ts';
import { figuresOf } from '../../../src-main/studies/efficiency/figures.ts';
import { fixture } from '../../shared.ts';
import { damaged, distinctFile } from '../../torture/distinctFiles.ts';
import { closeTestEngine, documentOf, runDocument } from './documents.ts';

/* Source of truth: the runs of the files as numpy counts them (data22: 427394, 429027, 430536, 437548, 440613; files of the generator:
   the run they are made with), luminosities written here and added by hand; 1e-12. */

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'muscope-accounting-'));
  copyFileSync(fixture('study/data22.root'), path.join(folder, 'data22.root'));
  for (const [number, run] of [
    [1, 430_001],
    [2, 430_001],
    [3, 430_002],
  ] as const)
    writeFileSync(path.join(folder, `data22.00${run}.f${number}.r1_p1.root`), distinctFile({ number, run }));
});
afterAll(async () => {
  await closeTestEngine();
  rmSync(folder, { recursive: true });
});

function document(dataset: string): string {
  return documentOf({
    datasets: `  d: {${dataset}, kind: data}`,
    selection: 'denominator: muons',
    tag: false,
    workingPoints: '  Tight_VarRad: preset',
    axes: '  - {variable: pt, edges: [20, 40, 100]}',
  });
}

async function run(dataset: string): Promise<EfficiencyStudyResult> {
  const { result } = await runDocument(document(dataset), folder);
  efficiencyStudyResult.parse(result);
  return result;
}

const GENERATED = "files: ['data22.0043*.root']";
const RUNS = '{430001: 2, 430002: 3, 430003: 10}';
const second = () => path.join(folder, 'data22.00430001.f2.r1_p1.root');

describe('luminosity of what was processed', () => {
  beforeEach(() => writeFileSync(second(), distinctFile({ number: 2, run: 430_001 })));

  it('is that of the runs in the files', async () => {
    const { datasets } = await run(`${GENERATED}, luminosity: ${RUNS}`);
    expect(datasets['d']).toMatchObject({
      luminosity: 5,
      luminosityRange: { low: 5, high: 5, requested: 15, text: '5', runs: 2, runsWithoutEvents: 1 },
      accounting: {
        processed: { files: 3, events: 900 },
        failed: { files: 0, events: 0 },
        skipped: { files: 0, events: 0 },
      },
    });
  });

  it('lies between two numbers when a file of a run failed, in figures too', async () => {
    writeFileSync(second(), damaged(distinctFile({ number: 2, run: 430_001 }), 'zeros in a basket'));
    const result = await run(`${GENERATED}, luminosity: ${RUNS}`);
    expect(result.datasets['d']).toMatchObject({
      luminosityRange: { low: 3, high: 5, text: 'between 3 and 5', incompleteRuns: [430_001] },
      accounting: { processed: { files: 2, events: 600 }, failed: { files: 1, events: 300 } },
    });
    expect(result.datasets['d']).not.toHaveProperty('luminosity');
    const [figure] = figuresOf(result, parseStudy(document(`${GENERATED}, luminosity: ${RUNS}`)).study);
    expect(figure!.energy).toContain('between 3 and 5 $fb^{-1}$');
  });

  it('is at most the one number of a dataset when a file failed', async () => {
    writeFileSync(second(), damaged(distinctFile({ number: 2, run: 430_001 }), 'empty'));
    const { datasets } = await run(`${GENERATED}, luminosity: 31.4`);
    expect(datasets['d']!.luminosityRange).toEqual({
      low: 0,
      high: 31.4,
      requested: 31.4,
      text: 'at most 31.4',
    });
    expect(datasets['d']!.accounting!.failed).toEqual({ files: 1, events: 0, unknown: 1 });
  });

  it('comes from CSV, brilcalc and the ATLAS calculator', async () => {
    writeFileSync(path.join(folder, 'lumi.csv'), 'run,lumi [pb-1]\n430001,2000\n430002,3000');
    expect((await run(`${GENERATED}, luminosity: lumi.csv`)).datasets['d']).toMatchObject({ luminosity: 5 });
    copyFileSync(fixture('luminosity/ilumicalc.root'), path.join(folder, 'lumi.root'));
    const other = await run(`${GENERATED}, luminosity: lumi.root`);
    expect(other.datasets['d']).toMatchObject({
      luminosityRange: { low: 0, high: 0, runsNotInTable: [430_001, 430_002] },
    });
    await expect(run(`${GENERATED}, luminosity: nothing.csv`)).rejects.toMatchObject({ code: 'missing' });
  });

  it('of the runs of a real layout', async () => {
    const { datasets } = await run('files: data22.root, luminosity: {427394: 1.5, 429027: 0.25}');
    expect(datasets['d']).toMatchObject({
      luminosity: 1.75,
      luminosityRange: { runs: 5, runsNotInTable: [430_536, 437_548, 440_613] },
    });
  });
});
