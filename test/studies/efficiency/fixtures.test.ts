import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import { fixture } from '../../shared.ts';
import {
  closeTestEngine,
  countsOf,
  documentOf,
  efficiencyOf,
  runDocument,
  WORKING_POINTS,
} from './documents.ts';

/* Source of truth: test/fixtures/study/counts.json, counted by make_study_fixtures.py with numpy in float64 from the stored
   floats. Counts as integers, weighted sums and ratios to 1e-12 relative, errors to 1e-9. */

interface Table {
  total: number[];
  under: number;
  over: number;
  [point: string]: number | number[];
}
interface Weighted {
  sumWeights: number;
  sumWeightsPassed: number;
  efficiency: number;
  error: number;
}
interface FileCounts {
  events: number;
  muons: number;
  medium: number;
  twoMuons: number;
  oppositeCharge: number;
  pairs: number;
  overall: Record<'all' | 'tagged', { total: number; passed: Record<string, number> }>;
  sameSign: Record<'all' | 'tagged', { pairs: number; total: number; passed: Record<string, number> }>;
  actualInteractionsPerCrossing: Record<string, Table>;
  averageInteractionsPerCrossing: Record<string, Table>;
  pt: Record<string, Table>;
  weighted?: Record<string, Record<string, Weighted | (Weighted | null)[]>>;
  truePrompt?: Record<string, Table>;
  profile: { edges: number[]; entries: number[]; sumWeights?: number[] };
}
const reference = JSON.parse(readFileSync(fixture('study/counts.json'), 'utf8')) as {
  edges: number[];
  ptEdges: number[];
  files: Record<Name, FileCounts>;
};

type Name = 'data22' | 'data23' | 'mc';
const NAMES: Name[] = ['data22', 'data23', 'mc'];
const AXES = {
  actualMu: 'actualInteractionsPerCrossing',
  averageMu: 'averageInteractionsPerCrossing',
  pt: 'pt',
} as const;
const MOVED = 'ptvarcone30_pt1000 / pt < 0.06';
const EDGES = `[${reference.edges.join(', ')}]`;
const THREE_AXES = `  - {variable: actualMu, edges: ${EDGES}}
  - {variable: averageMu, edges: ${EDGES}}
  - {variable: pt, edges: [${reference.ptEdges.join(', ')}]}`;

function datasets(simulation = ''): string {
  return NAMES.map(
    (name) =>
      `  ${name}:\n    files: [${name}.root]\n    kind: ${name === 'mc' ? `simulation${simulation}` : 'data'}`,
  ).join('\n');
}

function pointsAs(how: 'preset' | 'flag'): string {
  return `${WORKING_POINTS.map((name) => `  ${name}: ${how}`).join('\n')}\n  moved: ${MOVED}`;
}

function close(actual: number | null | undefined, expected: number, relative: number): void {
  expect(Math.abs((actual ?? NaN) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
}

function cutflowCounts(result: EfficiencyStudyResult, dataset: string): Record<string, number> {
  return Object.fromEntries(result.cutflow[dataset].map(({ name, count }) => [name, count]));
}

const folder = fixture('study');
afterAll(closeTestEngine);

describe('counts of the committed ntuples', () => {
  for (const key of ['tagged', 'all'] as const) {
    for (const how of ['preset', 'flag'] as const) {
      it(`${key} probes by ${how}`, async () => {
        const document = documentOf({
          datasets: datasets(),
          tag: key === 'tagged',
          workingPoints: pointsAs(how),
          axes: THREE_AXES,
          more: 'background: same-sign',
        });
        const { result } = await runDocument(document, folder);
        expect(result.holes).toEqual([]);
        for (const name of NAMES) {
          const file = reference.files[name];
          for (const point of [...WORKING_POINTS, 'moved']) {
            const column = point === 'moved' ? MOVED : point;
            for (const [axis, branch] of Object.entries(AXES)) {
              const expected = file[branch][key];
              const measured = efficiencyOf(result, name, point, axis);
              expect(countsOf(measured)).toEqual({ total: expected.total, passed: expected[column] });
              expect(measured.outside).toEqual([{ under: expected.under, over: expected.over }]);
              expect(measured.overall).toMatchObject({
                total: file.overall[key].total,
                passed: file.overall[key].passed[column],
                sameSign: { total: file.sameSign[key].total, passed: file.sameSign[key].passed[column] },
              });
              expect(measured.notComputable).toBe(0);
            }
            for (const axis of ['actualMu', 'averageMu'] as const) {
              if (key !== 'tagged') continue;
              const expected = file[AXES[axis]]['sameSignTagged'];
              const bins = efficiencyOf(result, name, point, axis).bins;
              expect(bins.map((bin) => bin.sameSign?.total)).toEqual(expected.total);
              expect(bins.map((bin) => bin.sameSign?.passed)).toEqual(expected[column]);
            }
          }
        }
      });
    }
  }

  it('the cutflow', async () => {
    const { result, files } = await runDocument(documentOf({ datasets: datasets() }), folder);
    expect(files.map((file) => file.status)).toEqual(['processed', 'processed', 'processed']);
    for (const name of NAMES) {
      const file = reference.files[name];
      expect(cutflowCounts(result, name)).toEqual({
        'all events': file.events,
        'muons in these events': file.muons,
        'selected muons': file.medium,
        'two muons': file.twoMuons,
        'pairs of selected muons': file.twoMuons,
        'opposite charge': file.oppositeCharge,
        'Z window': file.pairs,
        'probes with a tag': file.overall.tagged.total,
      });
      expect(result.datasets[name].entries).toBe(file.events);
    }
  });

  it('every true prompt muon as probe', async () => {
    const document = documentOf({
      datasets: '  mc:\n    files: [mc.root]\n    kind: simulation',
      selection: 'denominator: muons\nprobe: truthType == 6',
      tag: false,
    });
    const { result } = await runDocument(document, folder);
    for (const axis of ['actualMu', 'averageMu'] as const) {
      const expected = reference.files.mc.truePrompt?.[AXES[axis]];
      for (const point of WORKING_POINTS) {
        const measured = efficiencyOf(result, 'mc', point, axis);
        expect(countsOf(measured)).toEqual({ total: expected?.total, passed: expected?.[point] });
        expect(measured.outside).toEqual([{ under: expected?.under, over: expected?.over }]);
      }
    }
  });
});

describe('weighted simulation of the committed ntuples', () => {
  let result: EfficiencyStudyResult;
  beforeAll(async () => {
    const document = documentOf({ datasets: datasets('\n    weight: mcEventWeight * pileupWeight') });
    ({ result } = await runDocument(document, folder));
  });

  it('sums, efficiencies and errors', () => {
    const weighted = reference.files.mc.weighted ?? {};
    for (const point of WORKING_POINTS) {
      for (const axis of ['actualMu', 'averageMu'] as const) {
        const measured = efficiencyOf(result, 'mc', point, axis);
        const bins = weighted[point][AXES[axis]] as (Weighted | null)[];
        [measured.overall, ...measured.bins].forEach((bin, i) => {
          const expected = i === 0 ? (weighted[point]['overall'] as Weighted) : bins[i - 1];
          if (!expected) {
            expect(bin).toMatchObject({ efficiency: null, sumWeights: 0 });
            expect(bin.reason).toBeTruthy();
            return;
          }
          close(bin.sumWeights, expected.sumWeights, 1e-12);
          close(bin.sumWeightsPassed, expected.sumWeightsPassed, 1e-12);
          close(bin.efficiency, expected.efficiency, 1e-12);
          close(bin.errorLow, expected.error, 1e-9);
          close(bin.errorHigh, expected.error, 1e-9);
        });
      }
    }
  });

  it('raw counts stay beside them', () => {
    for (const point of WORKING_POINTS) {
      const expected = reference.files.mc.averageInteractionsPerCrossing['tagged'];
      const measured = efficiencyOf(result, 'mc', point, 'averageMu');
      expect(countsOf(measured)).toEqual({ total: expected.total, passed: expected[point] });
    }
  });

  it('pile-up profiles over all events', async () => {
    const pileup = `
    weight: mcEventWeight
    pileup: {variable: averageMu, edges: {from: 10, to: 82, width: 2}, target: {data22: 1}}`;
    const document = documentOf({ datasets: datasets(pileup) });
    const measured = (await runDocument(document, folder)).result.pileup[0];
    const { mc, data22 } = reference.files;
    expect(measured.edges).toEqual(mc.profile.edges);
    expect(measured.profiles.beforeEntries).toEqual(mc.profile.entries);
    const shares = (sums: number[]): number[] => {
      const total = sums.reduce((a, b) => a + b, 0);
      return sums.map((sum) => sum / total);
    };
    shares(mc.profile.sumWeights ?? []).forEach((share, i) =>
      close(measured.profiles.before[i], share, 1e-12),
    );
    shares(data22.profile.entries).forEach((share, i) => close(measured.profiles.target[i], share, 1e-12));
  });
});
