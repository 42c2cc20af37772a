import { createThresholdKernels } from '../../src-main/engine/columns/threshold.ts';
import { createProbeMemory } from '../../src-main/engine/columns/thresholdMemory.ts';
import type { ProbeMemory } from '../../src-main/engine/columns/thresholdMemory.ts';
import { referenceKernel } from '../../src-main/engine/columns/thresholdReference.ts';
import type {
  ProbeColumn,
  ProbeStored,
  ProbeValues,
  ThresholdCounts,
  ThresholdKernel,
  ThresholdTask,
} from '../../src-main/engine/columns/thresholdTask.ts';
import { bytesOf, emptyThresholdCounts } from '../../src-main/engine/columns/thresholdTask.ts';
import { median } from './process.ts';

const MUONS = 10_000_000;
const ROUNDS = 9;
const REFERENCE_ROUNDS = 3;
const MU_EDGES = Array.from({ length: 18 }, (_, i) => 10 + 4 * i);
const RATES = { nested: 250, isolation: 60 };

interface Sample {
  title: string;
  goal: number;
  task: ThresholdTask;
  columns: ProbeValues[];
  /** The same task with other thresholds, as a hand that drags one asks for. */
  moved: ThresholdTask;
}

function column(name: string, stored: ProbeStored, type: ProbeColumn['type'] = 'number'): ProbeColumn {
  return { name, stored, type, divisor: 1, sentinels: [], negativeIsMissing: false };
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function fill(memory: ProbeMemory, stored: ProbeStored, make: () => number): ProbeValues {
  const values = memory.array(stored, memory.allocate(MUONS * bytesOf(stored)), MUONS);
  for (let i = 0; i < MUONS; i++) values[i] = make();
  return values;
}

/** One float32 variable, nested thresholds, binned axis. */
function nestedSample(memory: ProbeMemory): Sample {
  const random = generator(1);
  const exponential = (mean: number): number => -mean * Math.log(random() + 1e-9);
  const point = (cut: number): string => `tight && iso < ${cut}`;
  const task: ThresholdTask = {
    columns: [
      column('pt', 'f4'),
      column('eta', 'f4'),
      column('iso', 'f4'),
      column('tight', 'u1', 'boolean'),
      column('vertices', 'u1'),
    ],
    selection: 'pt > 20 && abs(eta) < 2.4',
    points: [0.25, 0.2, 0.15, 0.1].map(point),
    axes: [{ cells: 64, column: 'vertices' }],
    notComputable: 'exclude',
  };
  const columns = [
    fill(memory, 'f4', () => 5 + exponential(30)),
    fill(memory, 'f4', () => (random() - 0.5) * 4.8),
    fill(memory, 'f4', () => exponential(0.15)),
    fill(memory, 'u1', () => (random() < 0.9 ? 1 : 0)),
    fill(memory, 'u1', () => Math.floor(60 * random() * random())),
  ];
  const moved = { ...task, points: [0.25, 0.19, 0.15, 0.1].map(point) };
  return { title: 'nested thresholds, binned axis', goal: RATES.nested, task, columns, moved };
}

/** Four ATLAS isolation working points on two float axes (pile-up). */
function isolationSample(memory: ProbeMemory): Sample {
  const random = generator(2);
  const exponential = (mean: number): number => -mean * Math.log(random() + 1e-9);
  const flow = (cut: number): string => `(ptvarcone30_pt500 + 0.4 * max(0, neflowisol20)) / pt < ${cut}`;
  const names = ['pt', 'ptvarcone30_pt1000', 'ptvarcone30_pt500', 'topoetcone20', 'neflowisol20'];
  const axes = ['actualMu', 'averageMu'];
  const calorimeter = ['ptvarcone30_pt1000 / pt < 0.15 && topoetcone20 / pt < 0.3'];
  calorimeter.push('ptvarcone30_pt1000 / pt < 0.04 && topoetcone20 / pt < 0.15');
  const task: ThresholdTask = {
    columns: [...names, ...axes].map((name) => column(name, 'f4')),
    selection: null,
    points: [...calorimeter, flow(0.16), flow(0.045)],
    axes: axes.map((name) => ({ variables: [{ name, edges: MU_EDGES }] })),
    notComputable: 'exclude',
  };
  const signed = (mean: number): number => exponential(mean) - mean / 2;
  const columns = [
    fill(memory, 'f4', () => 27 + exponential(20)),
    fill(memory, 'f4', () => (random() < 0.5 ? 0 : exponential(2))),
    fill(memory, 'f4', () => (random() < 0.3 ? 0 : exponential(2))),
    fill(memory, 'f4', () => signed(3)),
    fill(memory, 'f4', () => signed(3)),
    fill(memory, 'f4', () => 8 + 72 * random()),
    fill(memory, 'f4', () => Math.round(16 + 128 * random()) / 2),
  ];
  const moved = { ...task, points: [...calorimeter, flow(0.16), flow(0.06)] };
  return { title: 'four isolation points, two float axes', goal: RATES.isolation, task, columns, moved };
}

function counted(kernel: ThresholdKernel, { task, columns }: Sample): ThresholdCounts {
  const counts = emptyThresholdCounts(task);
  kernel.fill([{ rows: MUONS, columns }], counts);
  return counts;
}

/** Millions of muons per second of one processor's time. */
function rates(kernel: ThresholdKernel, sample: Sample, rounds: number): number {
  const times = Array.from({ length: rounds }, () => {
    const start = process.threadCpuUsage();
    counted(kernel, sample);
    const { user, system } = process.threadCpuUsage(start);
    return user + system;
  });
  return MUONS / median(times);
}

function differing(one: ThresholdCounts, other: ThresholdCounts): number {
  const numbers = ({ axes, overall, notComputable }: ThresholdCounts): number[] =>
    [...axes, overall].flatMap(({ total, passed }) => [...total, ...passed]).concat([...notComputable]);
  const right = numbers(other);
  return numbers(one).filter((value, i) => value !== right[i]).length;
}

function measure(sample: Sample, memory: ProbeMemory): void {
  const { task, moved, title, goal } = sample;
  const reference = referenceKernel(task, null);
  const kernels = createThresholdKernels(memory);
  const start = performance.now();
  const first = counted(kernels.kernel(task), sample);
  const cold = performance.now() - start;
  const kernel = kernels.kernel(task);
  const fast = rates(kernel, sample, ROUNDS);
  const dragged = performance.now();
  const after = counted(kernels.kernel(moved), sample);
  const drag = performance.now() - dragged;
  const expected = counted(reference, sample);
  const slow = rates(reference, sample, REFERENCE_ROUNDS);
  const bins = differing(first, expected) + differing(after, counted(referenceKernel(moved, null), sample));
  console.log(
    `${title.padEnd(38)} ${kernel.kind} ${fast.toFixed(0)} M muons/s per core (goal ${goal}), float64 JavaScript ${slow.toFixed(0)}; ` +
      `first ${cold.toFixed(0)} ms, moved threshold ${drag.toFixed(0)} ms for ${MUONS / 1e6}M; ${bins} bins differ`,
  );
  if (bins > 0) throw new Error('the kernels differ');
}

/** Threshold kernels over cached muons in memory, one thread: vectors against the float64 kernel, every bin compared. */
export function thresholdRates(): void {
  for (const make of [nestedSample, isolationSample]) {
    const memory = createProbeMemory();
    measure(make(memory), memory);
  }
}
