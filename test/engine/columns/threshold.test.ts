import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createThresholdKernels } from '../../../src-main/engine/columns/threshold.ts';
import { createProbeMemory } from '../../../src-main/engine/columns/thresholdMemory.ts';
import type { ProbeColumn, ThresholdTask } from '../../../src-main/engine/columns/thresholdTask.ts';
import { addThresholdCounts, emptyThresholdCounts } from '../../../src-main/engine/columns/thresholdTask.ts';
import { seeded } from './expressionSample.ts';
import { column, countedBoth, EDGES, thresholds, valuesFor } from './thresholdSample.ts';

/* Source of truth: the float64 kernel of compile.ts and loops in float64 written here; every count exactly equal. */

const COLUMNS: ProbeColumn[] = [
  column('pt', 'f4'),
  column('track', 'f4', { divisor: 1000, negativeIsMissing: true }),
  column('calo', 'f4', { divisor: 1000, sentinels: [-999, 0.1] }),
  column('flow', 'f8', { sentinels: [-1.5] }),
  column('mu', 'f4', { divisor: 1.03 }),
  column('tight', 'u1', { type: 'boolean' }),
  column('matched', 'i1', { type: 'boolean', sentinels: [-1, 0.5] }),
  column('quality', 'u2', { sentinels: [65535] }),
  column('charge', 'i2'),
  column('index', 'i4', { sentinels: [-2147483648] }),
  column('bits', 'u4'),
  column('score', 'f8', { divisor: 3 }),
  column('flag', 'f4', { type: 'boolean' }),
  column('scaled', 'f4', { divisor: 0.001 }),
];
const AXES: ThresholdTask['axes'] = [
  { variables: [{ name: 'pt', edges: [-Infinity, 0, 1, 20, 27, 60, Infinity] }] },
  {
    variables: [
      { name: 'mu', edges: [0, 0.1, 0.15, 2, 100] },
      { name: 'score', edges: [-1, 0, 0.5, 1, 20] },
    ],
  },
  { variables: [{ name: 'quality', edges: [0, 1, 2, 60, 255] }] },
  { variables: [{ name: 'scaled', edges: [-1000, 0, 60, 1000] }] },
  { cells: 100, column: 'tight' },
  { cells: 300, column: 'quality' },
];

const level = fc.constantFrom(...thresholds().filter((x) => !Number.isNaN(x) && Number.isFinite(x)));
const literal = level.map((x) => (x < 0 || Object.is(x, -0) ? `(-${Math.abs(x)})` : String(x)));
const variable = fc.constantFrom(...COLUMNS.filter((one) => one.type === 'number').map((one) => one.name));
const { number } = fc.letrec<{ number: string }>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    variable,
    literal,
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/'), tie('number'))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(fc.constantFrom('min', 'max', 'hypot'), tie('number'), tie('number'))
      .map(([name, left, right]) => `${name}(${left}, ${right})`),
    fc
      .tuple(fc.constantFrom('abs', 'sqrt', 'floor', 'ceil', '-'), tie('number'))
      .map(([name, inner]) => `${name}(${inner})`),
    tie('number').map((inner) => `(${inner}) ** 2`),
    fc
      .tuple(variable, literal, tie('number'), tie('number'))
      .map(([x, cut, yes, no]) => `(${x} < ${cut} ? ${yes} : ${no})`),
  ),
}));
const comparison = fc.constantFrom('<', '<=', '>', '>=', '==', '!=');
const simple = fc.oneof(
  fc.tuple(variable, comparison, literal).map((parts) => parts.join(' ')),
  fc.tuple(variable, comparison, literal).map(([x, sign, cut]) => `abs(${x}) ${sign} ${cut}`),
  fc.tuple(literal, comparison, variable).map((parts) => parts.join(' ')),
  fc.tuple(variable, variable, comparison, literal).map(([x, y, sign, cut]) => `${x} / ${y} ${sign} ${cut}`),
  fc.constantFrom('tight', 'matched', 'flag', '!matched', 'charge', '!index', 'isFinite(pt)', 'true'),
  fc.constantFrom('1 / max(0, pt) > 5', '1 / max(pt, -0) > 5', '1 / min(-0, pt) < -5', '1 / min(pt, 0) < 5'),
  fc.constantFrom('1 / max(score, flow) > 0', '1 / min(flow, pt) < 0', '1 / (pt * 0) > 0', '1 / -pt < 0'),
  fc.constantFrom('tight == matched', '(pt < 1) + (mu < 1) == 1', 'tight != (charge > 0)'),
);
const condition = fc.oneof(
  simple,
  fc.tuple(number, comparison, number).map((parts) => parts.join(' ')),
  fc.tuple(simple, fc.constantFrom('&&', '||'), simple).map((parts) => parts.join(' ')),
  fc.tuple(simple, simple, simple).map(([one, two, three]) => `(${one} ? ${two} : ${three})`),
  fc.tuple(simple, simple).map(([one, two]) => `!(${one} || ${two})`),
);
const tasks = fc.record({
  columns: fc.constant(COLUMNS),
  selection: fc.option(condition),
  points: fc.array(condition, { minLength: 1, maxLength: 13 }),
  axes: fc.subarray(AXES as ThresholdTask['axes'][number][]),
  notComputable: fc.constantFrom('exclude' as const, 'fail' as const),
});

describe('threshold kernels', () => {
  it('give every count of the float64 kernel, whatever the expressions and values', () => {
    const run = fc.property(
      tasks,
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 0, max: 700 }),
      fc.boolean(),
      (task, seed, rows, inPlace) => {
        const columns = COLUMNS.map((one, i) => valuesFor(one, rows, seed + i));
        const { kind, simd, js } = countedBoth(task, columns, rows, inPlace);
        expect(kind).toBe('simd');
        expect(simd).toEqual(js);
      },
    );
    fc.assert(run, { numRuns: 200, seed: 20 });
  });

  it('compare single precision with any level as float64 does, at the level itself and beside it', () => {
    const points = ['<', '<=', '>', '>=', '==', '!='];
    for (const divisor of [1, 1000, 1.03, 3]) {
      const own = [column('x', 'f4', { divisor })];
      const levels = thresholds().filter((x) => !Number.isNaN(x));
      const near = Float32Array.from(levels.flatMap((x) => [x * divisor, Math.fround(x * divisor)]));
      const bits = new Int32Array(near.buffer);
      const beside = [-1, 0, 1].flatMap((step) => [
        ...new Float32Array(Int32Array.from(bits, (b) => b + step).buffer),
      ]);
      const x = Float32Array.from([...beside, ...EDGES]);
      for (const at of levels.filter(Number.isFinite)) {
        const text = at < 0 || Object.is(at, -0) ? `(-${Math.abs(at)})` : String(at);
        const task: ThresholdTask = {
          columns: own,
          selection: null,
          points: points.map((sign) => `x ${sign} ${text}`),
          axes: [],
          notComputable: 'exclude',
        };
        const { simd } = countedBoth(task, [x], x.length, false);
        const valid = [...x].filter((one) => !Number.isNaN(one)).map((one) => one / divisor);
        const expected = [
          valid.filter((v) => v < at).length,
          valid.filter((v) => v <= at).length,
          valid.filter((v) => v > at).length,
          valid.filter((v) => v >= at).length,
          valid.filter((v) => v === at).length,
          valid.filter((v) => v !== at).length,
        ];
        expect([...simd.overall.passed], `${divisor} ${text}`).toEqual(expected);
        expect(simd.notComputable[0]).toBe(x.length - valid.length);
      }
    }
  });

  it('count the four isolation working points on two axes as a loop in float64 does', () => {
    const names = [
      'pt',
      'ptvarcone30_pt1000',
      'ptvarcone30_pt500',
      'topoetcone20',
      'neflowisol20',
      'actualMu',
      'averageMu',
    ];
    const edges = Array.from({ length: 18 }, (_, i) => 10 + 4 * i);
    const rows = 100_003;
    const random = seeded(5);
    const data = names.map((name) =>
      Float32Array.from({ length: rows }, () => {
        if (name.endsWith('Mu')) return Math.round(16 + 160 * random()) / 2;
        return name === 'pt' ? 27 + 30 * random() : Math.fround(random() * 12 - 3);
      }),
    );
    const flow = '(ptvarcone30_pt500 + 0.4 * max(0, neflowisol20)) / pt';
    const task: ThresholdTask = {
      columns: names.map((name) => column(name, 'f4')),
      selection: null,
      points: [
        'ptvarcone30_pt1000 / pt < 0.15 && topoetcone20 / pt < 0.3',
        'ptvarcone30_pt1000 / pt < 0.04 && topoetcone20 / pt < 0.15',
        `${flow} < 0.16`,
        `${flow} < 0.045`,
      ],
      axes: ['actualMu', 'averageMu'].map((name) => ({ variables: [{ name, edges }] })),
      notComputable: 'exclude',
    };
    const { simd, kind } = countedBoth(task, data, rows, true);
    expect(kind).toBe('simd');
    const expected = emptyThresholdCounts(task);
    const [pt, track, track500, calo, neutral, ...mus] = data;
    for (let i = 0; i < rows; i++) {
      const sum = (track500[i] + 0.4 * Math.max(0, neutral[i])) / pt[i];
      const passes = [
        track[i] / pt[i] < 0.15 && calo[i] / pt[i] < 0.3,
        track[i] / pt[i] < 0.04 && calo[i] / pt[i] < 0.15,
        sum < 0.16,
        sum < 0.045,
      ];
      passes.forEach((passed, p) => {
        expected.overall.total[p]++;
        expected.overall.passed[p] += +passed;
        mus.forEach((mu, a) => {
          const cell = p * 20 + edges.filter((edge) => edge <= mu[i]).length;
          expected.axes[a].total[cell]++;
          expected.axes[a].passed[cell] += +passed;
        });
      });
    }
    expect(simd).toEqual(expected);
  });

  it('count nested thresholds on a binned axis as a loop in float64 does', () => {
    const rows = 70_001;
    const random = seeded(8);
    const pt = Float32Array.from({ length: rows }, () => 60 * random());
    const eta = Float32Array.from({ length: rows }, () => 6 * random() - 3);
    const iso = Float32Array.from({ length: rows }, () => Math.round(random() * 40) / 100);
    const tight = Uint8Array.from({ length: rows }, () => +(random() < 0.9));
    const vertices = Uint8Array.from({ length: rows }, () => 70 * random());
    const cuts = [0.25, 0.2, 0.15, 0.1];
    const task: ThresholdTask = {
      columns: [
        column('pt', 'f4'),
        column('eta', 'f4'),
        column('iso', 'f4'),
        column('tight', 'u1', { type: 'boolean' }),
        column('vertices', 'u1'),
      ],
      selection: 'pt > 20 && abs(eta) < 2.4',
      points: cuts.map((cut) => `tight && iso < ${cut}`),
      axes: [{ cells: 64, column: 'vertices' }],
      notComputable: 'exclude',
    };
    const { simd } = countedBoth(task, [pt, eta, iso, tight, vertices], rows, true);
    const expected = emptyThresholdCounts(task);
    for (let i = 0; i < rows; i++) {
      if (!(pt[i] > 20 && Math.abs(eta[i]) < 2.4)) continue;
      cuts.forEach((cut, p) => {
        const passed = +(tight[i] !== 0 && iso[i] < cut);
        const cell = p * 64 + Math.min(vertices[i], 63);
        expected.overall.total[p]++;
        expected.overall.passed[p] += passed;
        expected.axes[0].total[cell]++;
        expected.axes[0].passed[cell] += passed;
      });
    }
    expect(simd).toEqual(expected);
  });

  it('say why they are not vectors where the expression has another form', () => {
    const columns = COLUMNS.map((one, i) => valuesFor(one, 500, i));
    const of = (points: string[], axes: ThresholdTask['axes'] = []): ThresholdTask => ({
      columns: COLUMNS,
      selection: null,
      points,
      axes,
      notComputable: 'exclude',
    });
    const edges = Array.from({ length: 80 }, (_, i) => i);
    for (const [task, reason] of [
      [of(['exp(-pt) < 0.5']), /the function exp/],
      [of(['bit(bits, 3)']), /bit/],
      [of(['charge % 3 == 1']), /operator %/],
      [of(['pt < 1'], [{ variables: [{ name: 'pt', edges }] }]), /edges/],
      [of(['pt < 1'], [{ cells: 1 << 20, column: 'index' }]), /cells/],
    ] as const) {
      const both = countedBoth(task, columns, 500, false);
      expect(both.kind).toBe('js');
      expect(both.reason).toMatch(reason);
      expect(both.simd).toEqual(both.js);
    }
  });

  it('count many points in many cells, in as many passes as it takes', () => {
    const columns = COLUMNS.map((one, i) => valuesFor(one, 5000, 300 + i));
    const task: ThresholdTask = {
      columns: COLUMNS,
      selection: 'pt >= 0',
      points: Array.from({ length: 24 }, (_, i) => `track / mu < ${i / 10} || calo > ${i}`),
      axes: [{ cells: 20_000, column: 'quality' }],
      notComputable: 'exclude',
    };
    const { kind, simd, js } = countedBoth(task, columns, 5000, true);
    expect(kind).toBe('simd');
    expect(simd).toEqual(js);
  });

  it('refuse expressions that are wrong', () => {
    const kernels = createThresholdKernels(createProbeMemory());
    const task: ThresholdTask = {
      columns: COLUMNS,
      selection: null,
      points: ['pt < nothing'],
      axes: [],
      notComputable: 'exclude',
    };
    expect(() => kernels.kernel(task)).toThrow(/nothing/);
    expect(() => kernels.kernel({ ...task, points: ['pt <'] })).toThrow();
  });

  it('add up batches, whatever they are cut into, one kernel after another in one work space', () => {
    const rows = 40_000;
    const columns = COLUMNS.map((one, i) => valuesFor(one, rows, 100 + i));
    const memory = createProbeMemory();
    const kernels = createThresholdKernels(memory);
    for (const cut of [0.06, 0.1, 20]) {
      const task: ThresholdTask = {
        columns: COLUMNS,
        selection: 'pt > 0',
        points: [`track / pt < ${cut}`, `calo < ${cut} && tight`],
        axes: AXES,
        notComputable: 'fail',
      };
      const whole = countedBoth(task, columns, rows, false).js;
      const counts = emptyThresholdCounts(task);
      const kernel = kernels.kernel(task);
      const batches = [0, 1, 17, 33_000, rows].slice(1).map((stop, i) => {
        const start = [0, 1, 17, 33_000][i];
        return { rows: stop - start, columns: columns.map((values) => values.subarray(start, stop)) };
      });
      kernel.fill(batches.slice(0, 2), counts);
      kernel.fill(batches.slice(2), counts);
      expect(kernel.kind).toBe('simd');
      expect(counts).toEqual(whole);
      const parts = emptyThresholdCounts(task);
      for (const batch of batches) {
        const part = emptyThresholdCounts(task);
        kernel.fill([batch], part);
        addThresholdCounts(parts, part);
      }
      expect(parts).toEqual(whole);
    }
  });
});
