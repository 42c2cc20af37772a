import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import { sharedData } from '../../shared.ts';
import { closeTestEngine, countsOf, efficiencyOf, runDocument, WORKING_POINTS } from './documents.ts';

/* Source of truth: the worked example and the counts in data/real/README.md (uproot and numpy); for the tags files the counts over all
   muons in data/samples/README.md. Integers. */

const shared = sharedData();
const real = path.join(shared ?? '', 'real');
const tags = path.join(shared ?? '', 'samples', 'tags');

afterAll(closeTestEngine);

async function run(document: string, folder: string): Promise<EfficiencyStudyResult> {
  return (await runDocument(`muscope: 1\nstudy: efficiency\ntitle: Real files\n${document}`, folder)).result;
}

describe.skipIf(!shared)('CMS Run2012B, muons with isolation below 0.15', () => {
  const document = (muons: string): string => `datasets:
  run2012b: {files: [Run2012B_SingleMu_1000.root], kind: data}
muons: ${muons}pt > 20 && abs(eta) < 2.4
denominator: muons
workingPoints:
  isolated: pfRelIso04 < 0.15
  naive: Muon_pfRelIso04_all < 0.15
axes:
  - {variable: nVertices, edges: [0, 6, 9, 12, 15, 99]}
`;

  it('the worked example, with tightId', async () => {
    const result = await run(document('tight && '), real);
    const measured = efficiencyOf(result, 'run2012b', 'isolated', 'nVertices');
    expect(countsOf(measured)).toEqual({ total: [69, 176, 268, 182, 128], passed: [52, 111, 174, 122, 78] });
    expect(measured.bins.map(({ efficiency }) => efficiency?.toFixed(4))).toEqual([
      '0.7536',
      '0.6307',
      '0.6493',
      '0.6703',
      '0.6094',
    ]);
    expect(measured.notComputable).toBe(0);
    expect(result.holes).toEqual([]);
  });

  it('without tightId: sentinels are out, counted, and the naive cut is warned of', async () => {
    const result = await run(document(''), real);
    const { overall, notComputable } = efficiencyOf(result, 'run2012b', 'isolated', 'nVertices');
    expect([overall.passed, overall.total, notComputable]).toEqual([559, 872, 63]);
    const messages = result.warnings.map(({ message }) => message);
    expect(messages).toContainEqual(expect.stringMatching(/63 probes.*559 of 872.*622 of 935/));
  });
});

describe.skipIf(!shared)('ATLAS PHYSLITE', () => {
  const files = ['PHYSLITE_example.root', 'DAOD_PHYSLITE-22.2.110_ttbar_100events.root'];

  async function counts(muons: string, probe: string): Promise<number[][]> {
    const result = await run(
      `datasets:
${files.map((file, i) => `  f${i}: {files: [${file}], kind: simulation}`).join('\n')}
${muons}denominator: muons
workingPoints:
  probe: ${probe}
axes:
  - {variable: eta, edges: [-3, 3]}
`,
      real,
    );
    return files.map((_, i) => {
      const { overall, notComputable } = efficiencyOf(result, `f${i}`, 'probe', 'eta');
      return [overall.passed, overall.total, notComputable];
    });
  }

  it('3 of 5 and 49 of 52 muons are Medium', async () => {
    expect(await counts('', 'medium')).toEqual([
      [3, 5, 0],
      [49, 52, 0],
    ]);
  });

  it('impact parameters of the Medium muons', async () => {
    expect((await counts('muons: medium\n', 'abs(z0SinTheta) <= 0.5'))[1]).toEqual([49, 49, 0]);
    expect((await counts('muons: medium\n', 'abs(d0Significance) <= 3'))[1]).toEqual([47, 49, 0]);
  });
});

describe.skipIf(!shared)('files of many processing tags as they are', () => {
  const document = (datasets: string, how: string): string => `datasets:
${datasets}
denominator: muons
workingPoints:
${WORKING_POINTS.map((name) => `  ${name}: ${how}`).join('\n')}
axes:
  - {variable: averageMu, edges: [10, 30, 50, 78]}
`;

  it('all of them run in one dataset by flags, whether the column is a vector or an array', async () => {
    const names = readdirSync(tags).filter((name) => name.startsWith('data23'));
    const result = await run(
      document('  data23: {files: [data23*.root], kind: data, tags: {use: all}, duplicates: count}', 'flag'),
      tags,
    );
    const { files } = result.datasets['data23'];
    expect(files).toHaveLength(names.length);
    expect(files.filter(({ status }) => status !== 'processed')).toEqual([]);
    expect(result.datasets['data23'].entries).toBe(400 * names.length);
    for (const name of WORKING_POINTS)
      expect(efficiencyOf(result, 'data23', name, 'averageMu').notComputable).toBe(0);
  });

  it('PflowTight of two tags of the same events', async () => {
    const datasets = ['p6482', 'p7267']
      .map((tag) => `  ${tag}: {files: ['data23*r15774_p6304_${tag}.root'], kind: data}`)
      .join('\n');
    const result = await run(document(datasets, 'flag'), tags);
    const passed = ['p6482', 'p7267'].map(
      (tag) => efficiencyOf(result, tag, 'PflowTight_VarRad', 'averageMu').overall,
    );
    expect(passed.map((overall) => overall.passed)).toEqual([2843 + 2, 2843 + 24]);
    expect(passed.map((overall) => overall.total)).toEqual([3202, 3202]);
  });
});
