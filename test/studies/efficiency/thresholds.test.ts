import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createDoors } from '../../../src-main/host/doors.ts';
import type { TaskRunner } from '../../../src-main/engine/pipeline/task.ts';
import { createInlineRunner } from '../../../src-main/runtime/inline.ts';
import { createThreadPool } from '../../../src-main/runtime/threads.ts';
import { createThresholdSession } from '../../../src-main/studies/efficiency/index.ts';
import type {
  ProbedFile,
  ThresholdAnswer,
  ThresholdSession,
} from '../../../src-main/studies/efficiency/index.ts';
import { setUp } from '../../../src-main/studies/efficiency/setup.ts';
import { loadStudy } from '../../../src-main/studies/registry.ts';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import { parseStudy } from '../../../src-shared/study/document.ts';
import { fixture, sharedData } from '../../shared.ts';
import { closeTestEngine, documentOf, efficiencyOf, runDocument, WORKING_POINTS } from './documents.ts';

/* Source of truth: a run of the study with the same working points written in its document; every count equal. */

const folder = fixture('study');
const doors = createDoors(null);
const threads = createThreadPool({ entry: new URL('./probeThread.ts', import.meta.url), threads: 2 });
afterAll(async () => {
  await closeTestEngine();
  await threads.close();
});

const NAMES = ['data22', 'data23', 'mc'];
const DATASETS = NAMES.map(
  (name) => `  ${name}:\n    files: [${name}.root]\n    kind: ${name === 'mc' ? 'simulation' : 'data'}`,
).join('\n');
const AXES = `  - {variable: actualMu, edges: [10, 30, 50, 70]}
  - [{variable: pt, edges: [20, 30, 40, 60]}, {variable: averageMu, edges: [10, 40, 70]}]`;

const inline = (): TaskRunner => createInlineRunner(doors, loadStudy);

interface Reference {
  total: number;
  passed: Record<string, number>;
  pflow060: number;
}

type Part = Partial<Pick<ProbedFile, 'content' | 'stop' | 'repeated'>>;

function sessionOf(
  document: string,
  runner: TaskRunner,
  { budget, below = folder, ...part }: Part & { budget?: number; below?: string } = {},
): ThresholdSession {
  const { study } = parseStudy(document, { name: 'test.yaml' });
  const files = study.datasets.flatMap(({ name, files: own }) =>
    own.map((file) => ({ dataset: name, path: file, location: path.join(below, file) })),
  );
  return createThresholdSession({
    setup: setUp(study, { bytes: () => new Uint8Array(), source: doors.openSource, codecs: doors.codecs }),
    files: files.map((file, index) => ({ index, ...file, ...part })),
    runner,
    ...(budget !== undefined && { budget }),
  });
}

/** Counts of one point as result.json has them: bins, and what lies outside. */
function expectSame(
  answer: ThresholdAnswer,
  point: number,
  result: EfficiencyStudyResult,
  dataset: string,
  name: string,
): void {
  const [mu, both] = answer.axes;
  const one = efficiencyOf(result, dataset, name, 'actualMu');
  const cells = (values: Float64Array): number[] => [
    ...values.subarray(point * mu.cells, point * mu.cells + mu.cells),
  ];
  expect(cells(mu.total).slice(1, 4)).toEqual(one.bins.map((bin) => bin.total));
  expect(cells(mu.passed).slice(1, 4)).toEqual(one.bins.map((bin) => bin.passed));
  expect([cells(mu.total)[0], cells(mu.total)[4]]).toEqual([one.outside[0].under, one.outside[0].over]);
  const two = efficiencyOf(result, dataset, name, 'pt,averageMu');
  for (const { index, total, passed } of two.bins) {
    const cell = point * both.cells + (index[0] + 1) * 4 + index[1] + 1;
    expect([both.total[cell], both.passed[cell]]).toEqual([total, passed]);
  }
  expect(answer.overall.total[point]).toBe(one.overall.total);
  expect(answer.overall.passed[point]).toBe(one.overall.passed);
  expect(answer.notComputable[point]).toBe(one.notComputable);
}

const own = WORKING_POINTS.map((workingPoint) => ({ workingPoint }));
const MOVED = ['ptvarcone30_pt1000 / pt < 0.06', 'ptvarcone30_pt1000 / pt < 0.05 && topoetcone20 / pt < 0.2'];
const OTHERS = [
  ...MOVED,
  'exp(-pt / 30) < ptvarcone30_pt1000',
  'count(mu[mu.pt > 30]) > 1 && ptvarcone30_pt1000 / pt < 0.04',
  'probe.pt > tag.pt && averageMu < 40 && probe.charge > 0 && medium',
  'topoetcone20 < 0 ? ptvarcone30_pt1000 < 1 : topoetcone20 + ptvarcone30_pt1000 < 3',
];

function withPoints(expressions: readonly string[], more = ''): string {
  const points = expressions.map((text, i) => `  p${i}: ${JSON.stringify(text)}`).join('\n');
  const presets = WORKING_POINTS.map((name) => `  ${name}: preset`).join('\n');
  return documentOf({ datasets: DATASETS, workingPoints: `${presets}\n${points}`, axes: AXES, more });
}

describe('thresholds on the probes of a run', () => {
  const document = documentOf({ datasets: DATASETS, axes: AXES });

  it('give the counts of a run whose document has these working points', async () => {
    const { result } = await runDocument(withPoints(OTHERS), folder);
    for (const runner of [inline(), threads]) {
      const session = sessionOf(document, runner);
      for (const dataset of NAMES) {
        const answer = await session.evaluate({
          dataset,
          points: [...own, ...OTHERS.map((expression) => ({ expression }))],
        });
        expect(answer.probes).toBeGreaterThan(100);
        WORKING_POINTS.forEach((name, p) => expectSame(answer, p, result, dataset, name));
        OTHERS.forEach((_, p) => expectSame(answer, own.length + p, result, dataset, `p${p}`));
      }
    }
  });

  it('answer from memory by vectors once the values are there, from the files beyond the budget', async () => {
    const { result } = await runDocument(withPoints(MOVED), folder);
    const points = MOVED.map((expression) => ({ expression }));
    const session = sessionOf(document, inline());
    const question = { dataset: 'mc', points };
    const first = await session.evaluate(question);
    const again = await session.evaluate({ dataset: 'mc', points: [points[1], points[0]] });
    expect(first.held).toBe(0);
    expect(again.held).toBe(again.chunks);
    expect(again.kind).toBe('simd');
    MOVED.forEach((_, p) => {
      expectSame(first, p, result, 'mc', `p${p}`);
      expectSame(again, 1 - p, result, 'mc', `p${p}`);
    });
    const more = { dataset: 'mc', points: [...points, { expression: 'probe.pt > tag.pt' }] };
    expect((await session.evaluate(more)).held).toBe(0);
    expect((await session.evaluate(more)).held).toBe(first.chunks);
    const poor = sessionOf(document, inline(), { budget: 10 });
    for (let round = 0; round < 2; round++) {
      const answer = await poor.evaluate(question);
      expect(answer.held).toBe(0);
      MOVED.forEach((_, p) => expectSame(answer, p, result, 'mc', `p${p}`));
    }
  });

  it('treat what a file lacks, and probes without a decision, as the study does', async () => {
    const texts = ['-ptvarcone30_pt1000 / pt < -0.01', 'sqrt(topoetcone20 / pt) < 0.3'];
    for (const more of ['notComputable: fail', 'notComputable: exclude']) {
      const { result } = await runDocument(withPoints(texts, more), folder);
      const session = sessionOf(documentOf({ datasets: DATASETS, axes: AXES, more }), inline());
      const answer = await session.evaluate({
        dataset: 'data22',
        points: [...texts.map((expression) => ({ expression })), { expression: 'pfRelIso04 < 1' }],
      });
      texts.forEach((_, p) => expectSame(answer, p, result, 'data22', `p${p}`));
      expect(answer.notComputable[2]).toBe(answer.probes);
      expect(answer.absent).toEqual([null, null, { chunks: answer.chunks, reason: expect.any(String) }]);
      expect(answer.overall.total[2]).toBe(more.endsWith('fail') ? answer.probes : 0);
    }
  });

  it('take every muon where the study has no pairs', async () => {
    const parts = { datasets: DATASETS, axes: AXES, tag: false, selection: 'denominator: muons' };
    const workingPoints = `  p0: ${MOVED[0]}`;
    const { result } = await runDocument(documentOf({ ...parts, workingPoints }), folder);
    const session = sessionOf(documentOf(parts), inline());
    const answer = await session.evaluate({ dataset: 'mc', points: [{ expression: MOVED[0] }] });
    expectSame(answer, 0, result, 'mc', 'p0');
  });

  it('leave out what the run left out, and refuse files that are no longer those of the run', async () => {
    const question = { dataset: 'data23', points: own };
    const whole = await sessionOf(document, inline()).evaluate(question);
    const stop = 700;
    const before = await sessionOf(document, inline(), { stop }).evaluate(question);
    const repeated = { ranges: Float64Array.of(0, stop) };
    const after = await sessionOf(document, inline(), { repeated }).evaluate(question);
    expect(before.probes).toBeGreaterThan(0);
    expect(after.probes).toBeGreaterThan(0);
    expect(before.probes + after.probes).toBe(whole.probes);
    expect(before.overall.passed.map((n, i) => n + after.overall.passed[i])).toEqual(whole.overall.passed);
    const other = sessionOf(document, inline(), { content: 'another' });
    await expect(other.evaluate(question)).rejects.toMatchObject({ code: 'changed' });
  });

  it('end a question that is cancelled and answer the next one', async () => {
    const session = sessionOf(document, threads);
    const question = { dataset: 'mc', points: own };
    const expected = await session.evaluate(question);
    for (const delay of [0, 1]) {
      const ended = session.evaluate({
        dataset: 'data22',
        points: OTHERS.map((expression) => ({ expression })),
      });
      const caught = expect(ended).rejects.toMatchObject({ code: 'cancelled' });
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
      session.cancel();
      await caught;
    }
    expect((await session.evaluate(question)).overall).toEqual(expected.overall);
  });

  it('refuse an expression that is wrong and answer the next one', async () => {
    const session = sessionOf(document, inline());
    const ask = (expression: string) => session.evaluate({ dataset: 'mc', points: [{ expression }] });
    await expect(ask('pt <')).rejects.toMatchObject({ code: 'expression', where: { span: [4, 5] } });
    await expect(ask('nothingOfThatName < 1')).rejects.toMatchObject({
      code: 'unknown-name',
      where: { span: [0, 17] },
    });
    await expect(ask('"text"')).rejects.toMatchObject({ code: 'expression' });
    expect((await ask('pt < 40')).chunks).toBeGreaterThan(0);
  });
});

/* Source of truth: data/reference/isolation_results.json (`pflow060`), uproot and numpy in float64; equal counts. */
const shared = sharedData();

describe.skipIf(!shared)('PflowTight_VarRad moved to 0.060', () => {
  it('gives the counts of the reference', async () => {
    const { files } = JSON.parse(
      readFileSync(path.join(shared ?? '', 'reference/isolation_results.json'), 'utf8'),
    ) as { files: Record<string, { overall: { tagged: Reference } }> };
    const names = ['isol_data22', 'isol_data23', 'isol_mc'];
    const datasets = names.map((name) => `  ${name}:\n    files: [${name}.root]\n    kind: data`).join('\n');
    const session = sessionOf(documentOf({ datasets, axes: AXES }), threads, {
      below: path.join(shared ?? '', 'samples'),
    });
    const flow = '(ptvarcone30_pt1000 + 0.4 * max(0, neflowisol20)) / pt';
    for (const dataset of names) {
      const { total, passed, pflow060 } = files[dataset].overall.tagged;
      const points = [...own, { expression: `${flow} < 0.06` }];
      for (let round = 0; round < 2; round++) {
        const answer = await session.evaluate({ dataset, points });
        expect([...answer.overall.passed]).toEqual([...WORKING_POINTS.map((name) => passed[name]), pflow060]);
        expect([...answer.overall.total]).toEqual(points.map(() => total));
        expect([answer.kind, answer.held]).toEqual(['simd', round * answer.chunks]);
      }
    }
  });
});
