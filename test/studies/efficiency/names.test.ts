import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EfficiencyStudyResult, ResultHole } from '../../../src-shared/contracts/result.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { ErrorReport } from '../../../src-shared/userError.ts';
import { fixture } from '../../shared.ts';
import { closeTestEngine, documentOf, efficiencyOf, runDocument, WORKING_POINTS } from './documents.ts';

/* Source of truth: what the variants of the committed ntuples have and have not (make_variant_fixtures.py); rules of the command line's
   contract: a vocabulary name that no file has is a hole, in a selection it fails the file, a name that nobody knows is refused. */

const STUDY = fixture('study');
afterAll(closeTestEngine);

interface Variation {
  files?: string[];
  kind?: string;
  selection?: string;
  workingPoints?: string;
  axes?: string;
  more?: string;
  also?: string;
}

async function run(parts: Variation): Promise<EfficiencyStudyResult> {
  const files = (parts.files ?? ['data22.root']).join(', ');
  const document = documentOf({
    datasets: `  d: {files: [${files}], kind: ${parts.kind ?? 'data'}}\n${parts.also ?? ''}`,
    selection: parts.selection ?? 'denominator: muons',
    tag: false,
    workingPoints: parts.workingPoints ?? '  Loose_VarRad: preset',
    axes: parts.axes ?? '  - {variable: averageMu, edges: [10, 78]}',
    more: parts.more ?? '',
  });
  return (await runDocument(document, STUDY)).result;
}

async function refusal(parts: Variation): Promise<ErrorReport> {
  const error: unknown = await run(parts).catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw new Error(`not refused: ${String(error)}`);
  return error.report();
}

const axis = (variable: string): string =>
  `  - {variable: averageMu, edges: [10, 78]}\n  - {variable: ${variable}, edges: [0, 1]}`;

describe('names of the vocabulary that no file has', () => {
  const holes: [string, Variation, Partial<ResultHole>][] = [
    [
      'an axis',
      { axes: axis('d0') },
      { what: 'axis', axes: ['d0'], reason: 'tree analysis has no branch muon_d0' },
    ],
    [
      'a working point from an expression',
      { workingPoints: '  Loose_VarRad: preset\n  own: ptcone20 / pt < 0.1' },
      { what: 'working point', workingPoint: 'own', reason: 'tree analysis has no branch muon_ptcone20' },
    ],
    [
      'a preset',
      {
        files: ['variants/no_calorimeter.root'],
        workingPoints: '  Loose_VarRad: preset\n  Tight_VarRad: flag',
      },
      {
        what: 'working point',
        workingPoint: 'Loose_VarRad',
        reason: 'topoetcone20: tree analysis has no branch muon_topoetcone20',
      },
    ],
    [
      'a trend',
      { axes: axis('nVertices'), more: 'trend: {variable: nVertices}' },
      { what: 'trend', axes: ['nVertices'], reason: 'tree analysis has no branch nVertices or nVtx' },
    ],
    [
      'an axis over a branch with another shape',
      {
        files: ['variants/jagged_mu.root'],
        axes: '  - {variable: pt, edges: [20, 100]}\n  - {variable: averageMu, edges: [10, 78]}',
      },
      {
        what: 'axis',
        axes: ['averageMu'],
        reason: 'branch averageInteractionsPerCrossing (std::vector<float>) has a list in every event',
      },
    ],
    [
      'an axis over text',
      {
        files: ['variants/string_pt.root'],
        workingPoints: '  Tight_VarRad: flag',
        axes: '  - {variable: averageMu, edges: [10, 78]}\n  - {variable: pt, edges: [20, 100]}',
      },
      {
        what: 'axis',
        axes: ['pt'],
        reason: 'branch muon_pt (std::vector<std::string>) holds text, not numbers',
      },
    ],
  ];
  it.each(holes)('%s is a hole, the rest is computed', async (_, parts, hole) => {
    const result = await run(parts);
    expect(result.holes).toEqual([
      ...(hole.what === 'trend' ? [{ ...hole, what: 'axis', dataset: 'd' }] : []),
      { dataset: 'd', ...hole },
    ]);
    expect(result.efficiencies).toHaveLength(1);
    expect(result.efficiencies[0].overall.total).toBeGreaterThan(0);
  });

  it('scale factors next to a hole', async () => {
    const also = '  e: {files: [variants/no_calorimeter.root], kind: simulation}\n';
    const result = await run({
      also,
      workingPoints: '  Loose_VarRad: preset\n  own: ptvarcone30_pt1000 / pt < 0.06',
      more: 'scaleFactors: {numerators: [d], denominator: e}',
    });
    expect(result.scaleFactors.map(({ workingPoint }) => workingPoint)).toEqual(['own']);
    const [factor] = result.scaleFactors[0].bins;
    const [data, simulation] = ['d', 'e'].map(
      (name) => efficiencyOf(result, name, 'own', 'averageMu').bins[0],
    );
    expect(factor.value).toBeCloseTo((data.efficiency ?? NaN) / (simulation.efficiency ?? NaN), 14);
    expect(result.holes).toContainEqual({
      what: 'scale factor',
      dataset: 'd',
      workingPoint: 'Loose_VarRad',
      axes: ['averageMu'],
      reason: 'e has no such efficiency',
    });
  });

  it.each([
    ['muons', { more: '', selection: 'denominator: muons\nprobe: d0 < 1' }, '`d0 < 1` needs'],
    ['events', { selection: 'denominator: muons\nevents: {cut: nVertices > 3}' }, '`nVertices > 3` needs'],
  ])('in a selection (%s) the file fails', async (_, parts, reason) => {
    const { datasets, holes, efficiencies } = await run(parts);
    expect(datasets['d'].files[0]).toMatchObject({ status: 'failed', entries: 0 });
    expect(datasets['d'].files[0].reason).toContain(reason);
    expect(holes).toEqual([{ what: 'dataset', dataset: 'd', reason: 'its only file was not processed' }]);
    expect(efficiencies).toEqual([]);
  });

  it('in a selection only the file without it fails', async () => {
    const files = ['variants/no_calorimeter.root', 'data22.root'];
    const { datasets } = await run({
      files,
      selection: 'denominator: muons\nprobe: topoetcone20 / pt < 0.3',
    });
    expect(datasets['d'].files.map(({ status }) => status)).toEqual(['failed', 'processed']);
  });
});

describe('names that nobody knows', () => {
  it.each([
    ['muons', { selection: 'denominator: muons\nprobe: ptt > 20' }, 'probe', 'ptt'],
    [
      'events',
      { selection: 'denominator: muons\nevents: {cut: averageMuu > 20}' },
      'events.cut',
      'averageMuu',
    ],
    [
      'a working point',
      { workingPoints: '  own: ptvarcone31 / pt < 0.1' },
      'workingPoints.own',
      'ptvarcone31',
    ],
    ['an axis', { axes: axis('etaa') }, 'axes[1]', 'etaa'],
    ['a weight', { kind: 'simulation, weight: mcWeigth' }, 'datasets.d.weight', 'mcWeigth'],
  ])('%s', async (_, parts, place, name) => {
    const { code, message, hint, where } = await refusal(parts);
    expect(code).toBe('unknown-name');
    expect(message).toContain(name);
    expect(where?.path).toBe(place);
    if (name !== 'mcWeigth') expect(hint).toMatch(/^Did you mean /);
  });

  it('a preset that there is not', async () => {
    const { code, hint, where } = await refusal({ workingPoints: '  Lose_VarRad: preset' });
    expect({ code, path: where?.path }).toEqual({ code: 'document', path: 'workingPoints.Lose_VarRad' });
    expect(hint).toMatch(/did you mean `Loose_VarRad`\?/);
  });

  it('a branch that only some datasets have is a hole of the others', async () => {
    const also = '  mc: {files: [mc.root], kind: simulation}\n';
    const { holes } = await run({ also, axes: axis('muon_truthType') });
    expect(holes).toEqual([
      {
        what: 'axis',
        dataset: 'd',
        axes: ['muon_truthType'],
        reason: 'the file has nothing called muon_truthType',
      },
    ]);
  });

  it('an expression that has no meaning anywhere is refused, in one of two files it fails this one', async () => {
    const wrong = await refusal({ workingPoints: "  own: pt < 'a'" });
    expect(wrong).toMatchObject({ code: 'expression', where: { path: 'workingPoints.own' } });
    expect(wrong.message).toContain("`pt < 'a'`");
    const files = ['variants/string_run.root', 'data22.root'];
    const { datasets } = await run({ files, selection: 'denominator: muons\nevents: {cut: runNumber > 0}' });
    expect(datasets['d'].files[0]).toMatchObject({ status: 'failed' });
    expect(datasets['d'].files[0].reason).toMatch(/runNumber > 0.*events\.cut/);
    expect(datasets['d'].files[1].status).toBe('processed');
  });
});

describe('check of stored flags', () => {
  const workingPoints = WORKING_POINTS.map((name) => `  ${name}: preset`).join('\n');
  const expected = (
    JSON.parse(readFileSync(path.join(STUDY, 'variants/variants.json'), 'utf8')) as {
      flipped: {
        workingPoint: string;
        entry: number;
        run: number;
        event: string;
        muon: number;
        flag: boolean;
      }[];
    }
  ).flipped;

  it('names the five flipped muons', async () => {
    const file = 'variants/flipped.root';
    const { flagChecks } = await run({ files: [file], workingPoints, more: 'checkFlags: true' });
    const found = flagChecks.flatMap(({ workingPoint, differing }) =>
      differing.map((muon) => ({ workingPoint, ...muon })),
    );
    const ordered = WORKING_POINTS.flatMap((name) => expected.filter((one) => one.workingPoint === name));
    expect(found).toEqual(ordered.map((one) => ({ ...one, file, computed: !one.flag })));
    expect(flagChecks.reduce((sum, check) => sum + check.compared - check.agree, 0)).toBe(5);
  });

  it('finds none in the untouched files', async () => {
    const { flagChecks } = await run({
      files: ['data22.root', 'data23.root'],
      workingPoints,
      more: 'checkFlags: true',
    });
    expect(flagChecks.map(({ compared, agree, differing }) => [compared, agree, differing])).toEqual(
      WORKING_POINTS.map(() => [5835, 5835, []]),
    );
  });
});
