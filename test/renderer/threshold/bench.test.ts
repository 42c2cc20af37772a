import { describe, expect, it } from 'vitest';
import { createBench } from '../../../src-renderer/studies/efficiency/threshold/bench.ts';
import type { Counted } from '../../../src-renderer/studies/efficiency/threshold/counting.ts';
import { withHint } from '../../../src-renderer/studies/efficiency/threshold/conditionText.ts';
import { binValues } from '../../../src-renderer/studies/efficiency/threshold/movedFigure.ts';
import { planOf, rawNotes } from '../../../src-renderer/studies/efficiency/threshold/plan.ts';
import type { Transport } from '../../../src-renderer/client/transport.ts';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import { UserError } from '../../../src-shared/userError.ts';

// Source of truth: a host of which everything is known: 100 probes per dataset, x = 0, 0.01, ..., 0.99.

const POINTS: Record<string, [string, string][]> = {
  data: [
    ['tight', 'x < 0.25'],
    ['both', 'x < 0.25 && y > 3'],
    ['flag', 'muon_flag'],
  ],
  mc: [
    ['tight', 'x2 / 1 < 0.25'],
    ['both', 'x < 0.3 && y > 3'],
    ['flag', 'a < 1; b < 2'],
  ],
};

const RESULT = {
  settings: { background: 'none' },
  datasets: { data: { label: 'Data' }, mc: { label: 'Simulation' } },
  provenance: {
    datasets: Object.fromEntries(
      Object.entries(POINTS).map(([dataset, points]) => [
        dataset,
        {
          names: [],
          workingPoints: points.map(([name, expression]) => ({
            name,
            kind: expression === 'muon_flag' ? 'flag' : 'expression',
            expression,
          })),
        },
      ]),
    ),
  },
  efficiencies: [
    { dataset: 'data', workingPoint: 'tight', axes: [], overall: {} },
    { dataset: 'mc', workingPoint: 'tight', axes: [], overall: { sumWeights: 3 } },
  ],
} as unknown as EfficiencyStudyResult;

function counted(limits: readonly number[]): Counted {
  const passed = Float64Array.from(limits, (limit) =>
    Math.min(100, Math.max(0, Math.ceil(100 * limit - 1e-9))),
  );
  const total = passed.map(() => 100);
  return {
    probes: 100,
    axes: [],
    overall: { total, passed, estimates: { efficiency: passed, errorLow: passed, errorHigh: passed } },
    notComputable: passed.map(() => 0),
    absent: limits.map(() => null),
    kind: 'simd',
    chunks: 1,
    held: 1,
  };
}

function benchOn(trouble: { code: 'busy' | 'changed' | null } = { code: null }) {
  const asked: string[] = [];
  const call = (async (_channel: string, { dataset, points }: { dataset: string; points: object[] }) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (trouble.code) throw new UserError(trouble.code, 'no');
    const texts = points.map((point) => ('expression' in point ? String(point.expression) : '< 0.25'));
    if (texts.length === 1) asked.push(`${dataset}: ${texts[0]}`);
    return counted(texts.map((text) => Number(/<\s*(\S+)$/.exec(text)?.[1])));
  }) as unknown as Transport['call'];
  const bench = createBench({ run: 'r1', result: RESULT, call, now: () => 0 });
  const settled = async (): Promise<void> => {
    for (let i = 0; i < 40; i++) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  return { bench, asked, settled };
}

describe('a bench of thresholds', () => {
  it('reads nothing before somebody looks, then the working point and its distribution', async () => {
    const { bench, asked, settled } = benchOn();
    await settled();
    expect(asked).toEqual([]);
    bench.follow(true);
    await settled();
    const { before, after, distributions, values } = bench.state();
    expect(before?.['mc']!.overall.passed[0]).toBe(25);
    expect(after?.values).toEqual(values);
    const { edges, by } = distributions[0]!;
    expect([edges[0], edges.at(-1)]).toEqual([0, 1]);
    expect(new Set(by['data']!.counts)).toEqual(new Set([2]));
  });

  it('asks for the newest of many moves, in every dataset by its own expression', async () => {
    const { bench, asked, settled } = benchOn();
    bench.follow(true);
    await settled();
    asked.length = 0;
    for (let i = 30; i <= 60; i++) bench.move(0, i / 100);
    await settled();
    expect(asked).toEqual(['data: x < 0.3', 'mc: x2 / 1 < 0.3', 'data: x < 0.6', 'mc: x2 / 1 < 0.6']);
    expect(bench.state().after?.counted['data']!.overall.passed[0]).toBe(60);
    bench.reset();
    await settled();
    expect(bench.state().after?.values).toEqual([0.25]);
  });

  it('waits while a study runs and says what else is wrong; then it goes on where the line stands', async () => {
    const trouble: { code: 'busy' | 'changed' | null } = { code: 'busy' };
    const { bench, settled } = benchOn(trouble);
    bench.follow(true);
    await settled();
    expect(bench.state().problem).toBeNull();
    bench.follow(false);
    bench.move(0, 0.5);
    trouble.code = 'changed';
    bench.follow(true);
    await settled();
    expect(withHint(bench.state().problem!)).toMatchObject({ code: 'changed', hint: 'Run the study again.' });
    trouble.code = null;
    bench.resume();
    await settled();
    expect(bench.state().problem).toBeNull();
    expect(bench.state().after?.counted['data']!.overall.passed[0]).toBe(50);
  });

  it('keeps the line where it is when datasets go and come', async () => {
    const { bench, settled } = benchOn();
    bench.follow(true);
    await settled();
    bench.move(0, 0.5);
    bench.choose({ datasets: ['mc'] });
    await settled();
    expect(bench.state().values).toEqual([0.5]);
    expect(Object.keys(bench.state().after!.counted)).toEqual(['mc']);
    expect(bench.state().after!.values).toEqual([0.5]);
    bench.choose({ workingPoint: 'both' });
    expect(bench.state().values).toEqual([0.3, 3]);
  });
});

describe('what moves together', () => {
  it('are datasets whose expressions compare with the same numbers; the others stay aside with the reason', () => {
    const both = planOf(RESULT, { workingPoint: 'both', datasets: ['data', 'mc'] });
    expect(both.points.map(({ dataset }) => dataset)).toEqual(['data']);
    expect(both.aside).toEqual([
      { dataset: 'mc', reason: 'it is another expression there: x < 0.3 && y > 3' },
    ]);
    expect(planOf(RESULT, { workingPoint: 'flag', datasets: ['data', 'mc'] })).toEqual({
      points: [],
      aside: [
        { dataset: 'data', reason: 'it is the stored flag muon_flag, which has no threshold' },
        { dataset: 'mc', reason: 'its files need different expressions: a < 1; b < 2' },
      ],
    });
  });

  it('is counted raw, and said so where the study has weights', () => {
    expect(rawNotes(RESULT, ['data'])).toEqual([]);
    expect(rawNotes(RESULT, ['data', 'mc'])).toEqual(['raw probes without the weights of Simulation']);
  });
});

describe('bins of an answer', () => {
  it('are found between underflow and overflow, the last axis fastest; NaN where there are no probes', () => {
    const values = Float64Array.from({ length: 4 * 5 + 1 }, (_, i) => i);
    const variables = [
      { variable: 'pt', edges: [0, 1, 2] },
      { variable: 'eta', edges: [0, 1, 2, 3] },
    ];
    const answer = {
      ...counted([1]),
      axes: [{ variables, cells: 21, total: values, passed: values }],
    };
    const axes = variables.map((one) => ({ ...one, unit: null }));
    expect(binValues(answer, axes).map(({ total }) => total)).toEqual([6, 7, 8, 11, 12, 13]);
    expect(binValues(answer, axes)[0]!.efficiency).toBeNaN();
    expect(binValues(answer, [axes[0]!])).toEqual([]);
  });
});
