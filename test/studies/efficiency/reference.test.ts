import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import { sharedData } from '../../shared.ts';
import {
  closeTestEngine,
  countsOf,
  documentOf,
  efficiencyOf,
  runDocument,
  WORKING_POINTS,
} from './documents.ts';

/* Source of truth: data/reference/isolation_counts.json and isolation_results.json (uproot and numpy in float64, scipy, iminuit);
   counts as integers, weighted sums and ratios to 1e-12 relative, intervals 1e-9, trends 1e-6. */

const shared = sharedData();
const FILES = { data22: 'isol_data22', data23: 'isol_data23', zmumu: 'isol_mc' } as const;
const AXES = {
  actualMu: 'actualInteractionsPerCrossing',
  averageMu: 'averageInteractionsPerCrossing',
} as const;

type Counts = { total: number[]; under: number; over: number } & Record<string, number[]>;
type Reference = { files: Record<string, Record<string, Record<string, Counts>>> };
interface Results {
  files: Record<
    string,
    {
      overall: Record<string, { total: number; passed: Record<string, number>; pflow060: number }>;
      sameSign: Record<string, { pairs: number; total: number; passed: Record<string, number> }>;
      trend: Record<string, { slopePer10: number; error: number; deviance: number; ndf: number }>;
      weighted?: Record<
        string,
        Record<string, WeightedValue | WeightedValue[]> & {
          overall: WeightedValue;
          averageInteractionsPerCrossing: WeightedValue[];
        }
      >;
    }
  >;
  scaleFactors: Record<
    string,
    Record<string, ({ value: number; errorLow: number; errorHigh: number } | null)[]>
  >;
  seedLayout: Record<string, Counts & { absentTruthType?: number }>;
  z_nano_mc: { pairs: { selectedMuons: number; rawMuons: number } };
}
interface WeightedValue {
  sumWeights: number;
  sumWeightsPassed: number;
  efficiency: number | null;
  error: number | null;
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(shared ?? '', 'reference', name), 'utf8')) as T;
}

function close(actual: number | null | undefined, expected: number, relative: number): void {
  expect(Math.abs((actual ?? NaN) - expected)).toBeLessThanOrEqual(
    relative * Math.max(Math.abs(expected), 1e-300),
  );
}

const DATASETS = (zmumu = ''): string =>
  Object.entries(FILES)
    .map(([name, file]) => {
      const kind = name === 'zmumu' ? 'simulation' : 'data';
      return `  ${name}:\n    label: ${name}\n    files: [${file}.root]\n    kind: ${kind}${name === 'zmumu' ? zmumu : ''}`;
    })
    .join('\n');

const samples = (): string => path.join(shared ?? '', 'samples');

describe.skipIf(!shared)('isolation efficiency on the simulated ntuples', () => {
  afterAll(closeTestEngine);

  for (const tagged of [true, false]) {
    for (const how of ['preset', 'flag']) {
      const key = tagged ? 'tagged' : 'all';
      it(`counts of ${key} probes from ${how === 'preset' ? 'variables' : 'flags'}`, async () => {
        const reference = read<Reference>('isolation_counts.json');
        const results = read<Results>('isolation_results.json');
        const workingPoints = WORKING_POINTS.map((name) => `  ${name}: ${how}`).join('\n');
        const { result } = await runDocument(
          documentOf({ datasets: DATASETS(), tag: tagged, workingPoints }),
          samples(),
        );
        for (const [dataset, file] of Object.entries(FILES)) {
          for (const [axis, branch] of Object.entries(AXES)) {
            for (const point of WORKING_POINTS) {
              const expected = reference.files[file][branch][key];
              const measured = efficiencyOf(result, dataset, point, axis);
              expect(countsOf(measured)).toEqual({ total: expected.total, passed: expected[point] });
              expect(measured.outside).toEqual([{ under: expected.under, over: expected.over }]);
              expect(measured.overall.total).toBe(results.files[file].overall[key].total);
              expect(measured.overall.passed).toBe(results.files[file].overall[key].passed[point]);
            }
          }
        }
      });
    }
  }

  it('every true prompt muon as probe', async () => {
    const reference = read<Reference>('isolation_counts.json');
    const document = documentOf({
      datasets: '  mc:\n    files: [isol_mc.root]\n    kind: simulation',
      selection: 'denominator: muons\nprobe: truthType == 6',
      tag: false,
    });
    const { result } = await runDocument(document, samples());
    for (const [axis, branch] of Object.entries(AXES)) {
      for (const point of WORKING_POINTS) {
        const expected = reference.files['isol_mc'][branch]['truePrompt'];
        const measured = efficiencyOf(result, 'mc', point, axis);
        expect(countsOf(measured)).toEqual({ total: expected.total, passed: expected[point] });
        expect(measured.outside).toEqual([{ under: expected.under, over: expected.over }]);
      }
    }
  });

  it('moved working point and same-sign pairs', async () => {
    const results = read<Results>('isolation_results.json');
    for (const tagged of [true, false]) {
      const document = documentOf({
        datasets: DATASETS(),
        tag: tagged,
        workingPoints: `${WORKING_POINTS.map((name) => `  ${name}: flag`).join('\n')}\n  moved: (ptvarcone30_pt1000 + 0.4 * max(0, neflowisol20)) / pt < 0.060`,
        more: 'background: same-sign',
      });
      const { result } = await runDocument(document, samples());
      for (const [dataset, file] of Object.entries(FILES)) {
        const key = tagged ? 'tagged' : 'all';
        const { overall, sameSign } = results.files[file];
        expect(efficiencyOf(result, dataset, 'moved', 'averageMu').overall.passed).toBe(
          overall[key].pflow060,
        );
        for (const point of WORKING_POINTS) {
          const measured = efficiencyOf(result, dataset, point, 'averageMu');
          expect(measured.overall.sameSign).toEqual({
            total: sameSign[key].total,
            passed: sameSign[key].passed[point],
          });
        }
      }
    }
  });
});

describe.skipIf(!shared)('weighted simulation, scale factors and trends', () => {
  let result: EfficiencyStudyResult;
  beforeAll(async () => {
    const document = documentOf({
      datasets: DATASETS('\n    weight: mcEventWeight * pileupWeight'),
      workingPoints: WORKING_POINTS.map((name) => `  ${name}: flag`).join('\n'),
      more: 'trend: {variable: actualMu, per: 10}\nscaleFactors: {numerators: [data22, data23], denominator: zmumu}',
    });
    ({ result } = await runDocument(document, samples()));
  });
  afterAll(closeTestEngine);

  it('weighted efficiencies', () => {
    const weighted = read<Results>('isolation_results.json').files['isol_mc'].weighted ?? {};
    for (const point of WORKING_POINTS) {
      const measured = efficiencyOf(result, 'zmumu', point, 'averageMu');
      const expected = [weighted[point].overall, ...weighted[point].averageInteractionsPerCrossing];
      [measured.overall, ...measured.bins].forEach((bin, i) => {
        close(bin.sumWeights, expected[i].sumWeights, 1e-12);
        close(bin.sumWeightsPassed, expected[i].sumWeightsPassed, 1e-12);
        close(bin.efficiency, expected[i].efficiency ?? NaN, 1e-12);
        close(bin.errorLow, expected[i].error ?? NaN, 1e-9);
        close(bin.errorHigh, expected[i].error ?? NaN, 1e-9);
      });
    }
  });

  it('scale factors with asymmetric errors', () => {
    const { scaleFactors } = read<Results>('isolation_results.json');
    for (const dataset of ['data22', 'data23']) {
      for (const point of WORKING_POINTS) {
        const measured = result.scaleFactors.find(
          (entry) =>
            entry.dataset === dataset &&
            entry.workingPoint === point &&
            entry.axes[0].variable === 'averageMu',
        );
        scaleFactors[dataset][point].forEach((expected, i) => {
          const bin = measured?.bins[i];
          if (expected === null) {
            expect(bin?.value).toBeNull();
            expect(bin?.reason).toBeTruthy();
            return;
          }
          close(bin?.value, expected.value, 1e-12);
          close(bin?.errorLow, expected.errorLow, 1e-9);
          close(bin?.errorHigh, expected.errorHigh, 1e-9);
        });
      }
    }
  });

  it('trends per 10 interactions', () => {
    const { files } = read<Results>('isolation_results.json');
    for (const [dataset, file] of Object.entries(FILES)) {
      for (const point of WORKING_POINTS) {
        const line = result.trends.find((trend) => trend.dataset === dataset && trend.workingPoint === point);
        const expected = files[file].trend[point];
        close(line?.slope, expected.slopePer10, 1e-6);
        close(line?.error, expected.error, 1e-6);
        close(line?.deviance, expected.deviance, 1e-6);
        expect(line?.ndf).toBe(expected.ndf);
      }
    }
  });
});

describe.skipIf(!shared)('other layouts', () => {
  afterAll(closeTestEngine);

  it('layout of the seed: vectors, flags only, average interactions only', async () => {
    const { seedLayout } = read<Results>('isolation_results.json');
    const document = documentOf({
      datasets: `  mc:\n    files: [isol_seed_layout_mc.root]\n    kind: simulation\n  data:\n    files: [isol_seed_layout_data22.root]\n    kind: data`,
      workingPoints: `${WORKING_POINTS.map((name) => `  ${name}: flag`).join('\n')}\n  computed: ptvarcone30_pt1000 / pt < 0.06`,
    });
    const { result } = await runDocument(document, samples());
    for (const [dataset, file] of Object.entries({
      mc: 'isol_seed_layout_mc',
      data: 'isol_seed_layout_data22',
    })) {
      for (const point of WORKING_POINTS) {
        const measured = efficiencyOf(result, dataset, point, 'averageMu');
        const expected = seedLayout[file];
        expect(countsOf(measured)).toEqual({ total: expected.total, passed: expected[point] });
        expect(measured.outside[0].over).toBe(expected.over);
      }
      expect(result.holes).toContainEqual(
        expect.objectContaining({ what: 'axis', dataset, axes: ['actualMu'] }),
      );
      expect(result.holes).toContainEqual(
        expect.objectContaining({ what: 'working point', dataset, workingPoint: 'computed' }),
      );
      const medium = result.provenance.datasets[dataset].names.find(({ name }) => name === 'medium');
      expect(medium?.origin).toMatch(/by construction/);
    }
  });

  it('muons without truth type have a line of the cutflow', async () => {
    const document = documentOf({
      datasets: '  mc:\n    files: [isol_seed_layout_mc.root]\n    kind: simulation',
      selection: 'denominator: muons\nprobe: truthType == 6',
      tag: false,
      workingPoints: '  Loose_VarRad: flag',
      axes: '  - {variable: averageMu, edges: [10, 78]}',
    });
    const { result } = await runDocument(document, samples());
    expect(efficiencyOf(result, 'mc', 'Loose_VarRad', 'averageMu').overall.total).toBe(23759);
    expect(result.cutflow['mc'].at(-1)).toMatchObject({ name: 'probes', count: 23759, notComputable: 241 });
  });

  it('pairs of NanoAOD simulation', async () => {
    const { z_nano_mc } = read<Results>('isolation_results.json');
    const document = `muscope: 1
study: efficiency
title: NanoAOD
datasets:
  z: {files: [z_nano_mc.root], kind: simulation}
muons: pt > 15 && abs(eta) < 2.4 && medium
events:
  two muons: count(mu) == 2
pairs:
  opposite charge: tag.charge * probe.charge < 0
  Z window: mass >= 80 && mass < 100
workingPoints:
  tight: pfRelIso04_all < 0.15
axes:
  - {variable: pt, edges: [15, 100]}
`;
    const { result } = await runDocument(document, samples());
    const line = result.cutflow['z'].find(({ name }) => name === 'Z window');
    expect(line?.count).toBe(z_nano_mc.pairs.selectedMuons);
  });

  it('pile-up weights agree with those that the simulation stores', async () => {
    const pileup = (weight: string): string => `${weight}
    pileup:
      variable: averageMu
      edges: {from: 10, to: 82, width: 2}
      target: {data22: 0.45, data23: 0.55}`;
    for (const [weight, chi2] of [
      ['\n    weight: mcEventWeight', 31.6],
      ['', 33.8],
    ] as const) {
      const document = documentOf({
        datasets: DATASETS(pileup(weight)),
        workingPoints: '  Tight_VarRad: flag',
        axes: '  - {variable: averageMu, edges: [10, 78]}',
      });
      const { result } = await runDocument(document, samples());
      const stored = result.pileup[0].storedWeight;
      expect(stored?.filledBins).toBe(33);
      expect(Math.abs((stored?.chi2 ?? 0) - chi2)).toBeLessThan(0.05);
      expect(stored?.maxPull).toBeLessThan(4);
      expect(result.pileup[0].target.description).toMatch(/45% data22 \+ 55% data23/);
    }
  });
});
