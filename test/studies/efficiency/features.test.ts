import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { binomialEfficiency } from '../../../src-main/engine/statistics/efficiencyInterval.ts';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { IntervalKind } from '../../../src-shared/study/efficiency.ts';
import { fixture } from '../../shared.ts';
import { closeTestEngine, countsOf, documentOf, efficiencyOf, runDocument } from './documents.ts';

/* Source of truth: the committed ntuples. What a feature gives is compared with what plain runs of the same files give, put together
   here by hand (sums as integers, weighted sums and ratios to 1e-12 relative), with counts.json, and with numbers of make_variant_fixtures.py. */

const STUDY = fixture('study');
const MUONS = 'denominator: muons';
const AXES = `  - {variable: averageMu, edges: [10, 30, 50, 78]}
  - {variable: pt, edges: [20, 30, 40, 1000]}`;
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'muscope-features-'));
});
afterAll(async () => {
  await closeTestEngine();
  rmSync(folder, { recursive: true });
});

interface Variation {
  datasets?: string;
  workingPoints?: string;
  axes?: string;
  more?: string;
  selection?: string;
}

const BOTH = `  data22: {files: [data22.root], kind: data}
  data23: {files: [data23.root], kind: data}`;

function study({ datasets = BOTH, selection = MUONS, ...parts }: Variation): string {
  return documentOf({
    datasets,
    selection,
    tag: false,
    axes: parts.axes ?? AXES,
    workingPoints: parts.workingPoints ?? '  Tight_VarRad: preset',
    more: parts.more ?? '',
  });
}

async function run(parts: Variation, from = STUDY): Promise<EfficiencyStudyResult> {
  return (await runDocument(study(parts), from)).result;
}

function close(actual: number | null | undefined, expected: number, relative = 1e-12): void {
  expect(Math.abs((actual ?? NaN) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
}

describe('groups of datasets', () => {
  it('relative weights: sums, efficiency and error by hand', async () => {
    const result = await run({ more: 'groups: {sum: {label: Sum, members: {data22: 2, data23: 0.5}}}' });
    const group = efficiencyOf(result, 'sum', 'Tight_VarRad', 'averageMu');
    const members = ['data22', 'data23'].map((name) =>
      efficiencyOf(result, name, 'Tight_VarRad', 'averageMu'),
    );
    expect(group.errors).toBe('weighted-binomial');
    group.bins.forEach((bin, i) => {
      const [a, b] = members.map((member) => member.bins[i]);
      expect([bin.total, bin.passed]).toEqual([a.total + b.total, a.passed + b.passed]);
      const w = 2 * a.total + 0.5 * b.total;
      const pass = 2 * a.passed + 0.5 * b.passed;
      const e = pass / w;
      const pass2 = 4 * a.passed + 0.25 * b.passed;
      const fail2 = 4 * (a.total - a.passed) + 0.25 * (b.total - b.passed);
      close(bin.sumWeights, w);
      close(bin.sumWeightsPassed, pass);
      close(bin.efficiency, e);
      close(bin.errorLow, Math.sqrt((1 - e) ** 2 * pass2 + e * e * fail2) / w);
    });
    expect(result.datasets['sum']).toMatchObject({
      label: 'Sum',
      files: [],
      group: { data22: 2, data23: 0.5 },
    });
  });

  it('equal shares of unweighted data keep the interval of the raw counts', async () => {
    const result = await run({ more: 'groups: {sum: [data22, data23]}' });
    const { overall, errors } = efficiencyOf(result, 'sum', 'Tight_VarRad', 'pt');
    expect(errors).toBe('interval');
    expect(overall).toEqual({
      total: overall.total,
      passed: overall.passed,
      ...binomialEfficiency('clopper-pearson', overall.passed, overall.total, 0.682689492137086),
    });
  });
});

describe('axes, intervals, trend', () => {
  it('two dimensions: the sum over one axis is the other axis alone', async () => {
    const two =
      '[{variable: averageMu, edges: [10, 30, 50, 78]}, {variable: pt, edges: [0, 30, 40, 100000]}]';
    const result = await run({ axes: `${AXES}\n  - ${two}` });
    const plane = efficiencyOf(result, 'data22', 'Tight_VarRad', 'averageMu,pt');
    const line = efficiencyOf(result, 'data22', 'Tight_VarRad', 'averageMu');
    expect(plane.bins.map((bin) => bin.index)).toEqual(
      [0, 1, 2].flatMap((i) => [0, 1, 2].map((j) => [i, j])),
    );
    const sums = [0, 1, 2].map((i) => plane.bins.filter((bin) => bin.index[0] === i));
    expect(sums.map((bins) => bins.reduce((sum, bin) => sum + bin.total, 0))).toEqual(countsOf(line).total);
    expect(sums.map((bins) => bins.reduce((sum, bin) => sum + bin.passed, 0))).toEqual(countsOf(line).passed);
    expect(plane.outside[0]).toEqual(line.outside[0]);
    expect(plane.overall).toEqual(line.overall);
  });

  const kinds: IntervalKind[] = [
    'wilson',
    'agresti-coull',
    'jeffreys',
    'uniform',
    'normal',
    'clopper-pearson',
  ];
  it.each(kinds)('%s interval at 95 %', async (kind) => {
    const result = await run({ more: `interval: ${kind}\nconfidenceLevel: 0.95` });
    for (const { total, passed, ...bin } of efficiencyOf(result, 'data22', 'Tight_VarRad', 'pt').bins) {
      const { efficiency, errorLow, errorHigh } = binomialEfficiency(kind, passed, total, 0.95);
      expect(bin).toMatchObject({ efficiency, errorLow, errorHigh });
    }
    expect(result.settings).toMatchObject({ interval: kind, confidenceLevel: 0.95 });
  });

  it('Feldman-Cousins for few probes, a reason for many', async () => {
    const result = await run({
      axes: '  - {variable: averageMu, edges: [10, 15, 78]}',
      more: 'interval: feldman-cousins',
    });
    const [few, many] = efficiencyOf(result, 'data22', 'Tight_VarRad', 'averageMu').bins;
    expect(few.efficiency).toBe(few.passed / few.total);
    expect(many.efficiency).toBeNull();
    expect(many.reason).toMatch(/Feldman-Cousins/);
  });

  it('trend: the same line in other units', async () => {
    const trend = async (per: number) =>
      (await run({ more: `trend: {variable: averageMu, per: ${per}}` })).trends[0];
    const [ten, one] = [await trend(10), await trend(1)];
    expect(ten).toMatchObject({
      dataset: 'data22',
      workingPoint: 'Tight_VarRad',
      variable: 'averageMu',
      ndf: 1,
    });
    close(ten.slope, 10 * (one.slope ?? NaN), 1e-9);
    close(ten.error, 10 * (one.error ?? NaN), 1e-9);
    close(ten.deviance, one.deviance ?? NaN, 1e-9);
  });

  it('a trend without its axis is refused', async () => {
    await expect(run({ more: 'trend: {variable: actualMu}' })).rejects.toThrow(
      'the trend needs a one-dimensional axis in `actualMu`',
    );
  });
});

describe('luminosity masks', () => {
  const SECTIONS = `  d: {files: [${path.join(STUDY, 'variants/sections.root')}], kind: data, mask: MASK}`;
  const goodRuns = (run: number, blocks: [number, number][]): string =>
    `<?xml version="1.0"?><LumiRangeCollection><NamedLumiRange><LumiBlockCollection><Run>${run}</Run>${blocks
      .map(([from, to]) => `<LBRange Start="${from}" End="${to}"/>`)
      .join('')}</LumiBlockCollection></NamedLumiRange></LumiRangeCollection>`;

  async function masked(name: string, text: string, datasets = SECTIONS): Promise<EfficiencyStudyResult> {
    writeFileSync(path.join(folder, name), text);
    return run({ datasets: datasets.replace('MASK', name) }, folder);
  }

  /* sections.root: 200 events, 10 a block, blocks 1 to 20, runs 1 and 2 by turns of two blocks. */
  it.each([
    ['golden JSON', 'golden.json', '{"1": [[1, 1], [5, 6]], "2": [[1, 3]]}', 40],
    [
      'good-runs list',
      'grl.xml',
      goodRuns(2, [
        [3, 4],
        [20, 30],
      ]),
      30,
    ],
    ['nothing certified', 'none.json', '{"7": [[1, 100]]}', 0],
  ])('%s by section', async (_, name, text, events) => {
    const result = await masked(name, text);
    expect(result.datasets['d'].mask).toEqual({ path: name, applied: 'by section' });
    expect(result.cutflow['d'].slice(0, 2)).toEqual([
      { name: 'all events', level: 'event', count: 200 },
      { name: 'luminosity mask', level: 'event', count: events },
    ]);
    expect(result.warnings.filter(({ rule }) => rule === 'luminosity-mask')).toEqual([]);
  });

  it('by run only is said in result, cutflow and warnings', async () => {
    const datasets = `  d: {files: [${path.join(STUDY, 'data22.root')}], kind: data, mask: MASK}`;
    const everything = await masked('all.json', '{"427394": [[1, 1]]}', datasets);
    expect(everything.datasets['d'].mask?.applied).toBe('by run only');
    expect(everything.cutflow['d'][1]).toMatchObject({ name: 'luminosity mask', note: /by run only/ });
    const message =
      'the luminosity mask is applied by run only: the files have no luminosity section numbers';
    expect(everything.warnings).toContainEqual({
      rule: 'luminosity-mask',
      message,
      path: 'datasets.d.mask',
      dataset: 'd',
    });
  });

  it('a file without run number fails, the others count', async () => {
    const files = ['variants/no_run.root', 'variants/sections.root'].map((name) => path.join(STUDY, name));
    const result = await masked(
      'golden.json',
      '{"1": [[1, 1]]}',
      `  d: {files: [${files.join(', ')}], kind: data, mask: MASK}`,
    );
    const [without, processed] = result.datasets['d'].files;
    expect(without).toMatchObject({ status: 'failed', reason: /mask cannot be applied: no run number/ });
    expect(processed.status).toBe('processed');
    expect(result.cutflow['d'][1].count).toBe(10);
  });
});

describe('scale of mu and pile-up targets', () => {
  const simulation = (pileup: string): string => `${BOTH}
  mc: {files: [mc.root], kind: simulation, weight: mcEventWeight, pileup: ${pileup}}`;
  const edges = Array.from({ length: 37 }, (_, i) => 10 + 2 * i);
  const pileup = (scale: number, target: string, at = edges): string =>
    simulation(`{variable: averageMu, edges: [${at.join(', ')}], target: ${target}, muScale: ${scale}}`);

  it("divides data's mu in target and axis, not simulation's", async () => {
    const scaled = await run({ datasets: pileup(1.03, '{data22: 1, data23: 3}') });
    const wide = edges.map((edge) => edge * 1.03);
    const byHand = await run({ datasets: pileup(1, '{data22: 1, data23: 3}', wide) });
    const plain = await run({ datasets: pileup(1, '{data22: 1, data23: 3}') });
    scaled.pileup[0].profiles.target.forEach((share, i) => close(share, byHand.pileup[0].profiles.target[i]));
    expect(scaled.pileup[0].profiles.before).toEqual(plain.pileup[0].profiles.before);
    expect(scaled.pileup[0].target).toMatchObject({ datasets: { data22: 0.25, data23: 0.75 } });

    const divided = await run({
      axes: '  - {variable: averageMu / 1.03, edges: [10, 30, 50, 78]}\n  - {variable: pt, edges: [20, 100]}',
    });
    const own = efficiencyOf(scaled, 'data22', 'Tight_VarRad', 'averageMu');
    expect(countsOf(own)).toEqual(
      countsOf(efficiencyOf(divided, 'data22', 'Tight_VarRad', 'averageMu / 1.03')),
    );
    expect(countsOf(own)).not.toEqual(countsOf(efficiencyOf(plain, 'data22', 'Tight_VarRad', 'averageMu')));
    expect(countsOf(efficiencyOf(scaled, 'mc', 'Tight_VarRad', 'averageMu'))).toEqual(
      countsOf(efficiencyOf(plain, 'mc', 'Tight_VarRad', 'averageMu')),
    );
  });

  it('a histogram as target, rebinned exactly', async () => {
    const file = path.join(STUDY, 'variants/no_tree.root');
    const at = edges.slice(0, 35);
    const target = (scale: number): string => pileup(scale, `{file: ${file}, histogram: pileup}`, at);
    const contents = Array.from({ length: 34 }, (_, i) => (i + 1) * (34 - i));
    const total = contents.reduce((a, b) => a + b, 0);
    const plain = (await run({ datasets: target(1) })).pileup[0];
    plain.profiles.target.forEach((share, i) => close(share, contents[i] / total));
    close(plain.outside?.target.under, 3 / total);
    close(plain.outside?.target.over, 5 / total);

    const inside = at.slice(1).map((high, j) => {
      const [a, b] = [at[j] * 1.03, high * 1.03];
      return contents.reduce((sum, content, i) => {
        const overlap = Math.min(b, 12 + 2 * i) - Math.max(a, 10 + 2 * i);
        return sum + (overlap > 0 ? (content * overlap) / 2 : 0);
      }, 0);
    });
    const sum = inside.reduce((a, b) => a + b, 0);
    const moved = (await run({ datasets: target(1.03) })).pileup[0];
    moved.profiles.target.forEach((share, i) =>
      expect(Math.abs(share - inside[i] / sum)).toBeLessThan(1e-12),
    );
    expect(moved.target.description).toMatch(/mu divided by 1.03/);
  });

  it.each([
    ['plane', /has 2 axes, a pile-up profile has one/],
    ['nothing', /nothing/],
    ['note', /note/],
  ])('a target that is no profile: %s', async (histogram, message) => {
    const file = path.join(STUDY, 'variants/no_tree.root');
    await expect(run({ datasets: pileup(1, `{file: ${file}, histogram: ${histogram}}`) })).rejects.toThrow(
      message,
    );
  });
});

describe('probes without a value', () => {
  const variants = JSON.parse(readFileSync(path.join(STUDY, 'variants/variants.json'), 'utf8')) as {
    nonfinite: Record<'muons' | 'nonFiniteMu' | 'computable' | 'passed' | 'inside' | 'passedInside', number>;
  };
  const { nonfinite } = variants;
  const datasets = '  mc: {files: [variants/nonfinite.root], kind: simulation}';
  const workingPoints = '  moved: ptvarcone30_pt1000 / pt < 0.06';
  const axes = '  - {variable: averageMu, edges: [10, 78]}';

  it('leave the denominator', async () => {
    const result = await run({ datasets, workingPoints, axes });
    const measured = efficiencyOf(result, 'mc', 'moved', 'averageMu');
    expect(measured.overall).toMatchObject({ total: nonfinite.computable, passed: nonfinite.passed });
    expect(countsOf(measured)).toEqual({ total: [nonfinite.inside], passed: [nonfinite.passedInside] });
    expect(measured.notComputable).toBe(nonfinite.muons - nonfinite.computable);
    expect(measured.outside).toEqual([{ under: 0, over: 0, nonFinite: nonfinite.nonFiniteMu }]);
    const messages = result.warnings.map(({ message }) => message);
    expect(messages).toContainEqual(
      '6 probes have no finite value of averageMu and stand in no bin of it (first in variants/nonfinite.root, entry 0)',
    );
  });

  it('count as failing where the document says so', async () => {
    const result = await run({ datasets, workingPoints, axes, more: 'notComputable: fail' });
    const { overall, notComputable } = efficiencyOf(result, 'mc', 'moved', 'averageMu');
    expect(overall).toMatchObject({ total: nonfinite.muons, passed: nonfinite.passed });
    expect(notComputable).toBe(nonfinite.muons - nonfinite.computable);
  });

  it('a file without a variable among others is named', async () => {
    const mixed = '  d: {files: [data22.root, variants/no_calorimeter.root], kind: data, duplicates: count}';
    const alone = efficiencyOf(await run({}), 'data22', 'Tight_VarRad', 'averageMu');
    for (const notComputable of ['exclude', 'fail']) {
      const result = await run({ datasets: mixed, more: `notComputable: ${notComputable}` });
      const measured = efficiencyOf(result, 'd', 'Tight_VarRad', 'averageMu');
      const added = notComputable === 'fail' ? measured.notComputable : 0;
      expect(measured.overall).toMatchObject({
        total: alone.overall.total + added,
        passed: alone.overall.passed,
      });
      expect(result.warnings).toContainEqual({
        rule: 'missing-values',
        message: `${measured.notComputable} probes of variants/no_calorimeter.root have no decision of Tight_VarRad: topoetcone20: tree analysis has no branch muon_topoetcone20`,
        dataset: 'd',
      });
    }
  });

  it('an event weight that is not finite fails the file and names the entry', async () => {
    const weighted =
      '  mc: {files: [variants/nonfinite.root, mc.root], kind: simulation, weight: mcEventWeight}';
    const { datasets: found } = await run({ datasets: weighted });
    expect(found['mc'].files.map(({ status }) => status)).toEqual(['failed', 'processed']);
    expect(found['mc'].files[0].reason).toMatch(/the weight `mcEventWeight` is NaN in entry 30 and 2 more/);
  });
});
