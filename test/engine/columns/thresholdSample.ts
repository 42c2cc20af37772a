import { createThresholdKernels } from '../../../src-main/engine/columns/threshold.ts';
import { createProbeMemory, probeArray } from '../../../src-main/engine/columns/thresholdMemory.ts';
import { referenceKernel } from '../../../src-main/engine/columns/thresholdReference.ts';
import type {
  ProbeColumn,
  ProbeStored,
  ProbeValues,
  ThresholdCounts,
  ThresholdTask,
} from '../../../src-main/engine/columns/thresholdTask.ts';
import { emptyThresholdCounts } from '../../../src-main/engine/columns/thresholdTask.ts';
import { seeded } from './expressionSample.ts';

/** Numbers at which comparisons, divisions and roundings change their minds. */
export const EDGES = [
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
  1,
  -1,
  0.5,
  2,
  0.06,
  0.1,
  0.15,
  0.045,
  -999,
  -1.5,
  20,
  27,
  1000,
  60,
  100,
  1.401298464324817e-45,
  -1.401298464324817e-45,
  1.1754943508222875e-38,
  3.4028234663852886e38,
  -3.4028234663852886e38,
  16777217,
  255,
  127,
  -128,
  65535,
  4294967295,
  -2147483648,
];

/** Thresholds: the numbers themselves, the float32 nearest to them, and the float64 just beside those. */
export function thresholds(): number[] {
  const beside = (x: number): number[] => {
    const word = new BigInt64Array(Float64Array.of(x).buffer);
    return [-1n, 0n, 1n].map((step) => new Float64Array(BigInt64Array.of(word[0] + step).buffer)[0]);
  };
  return EDGES.flatMap((x) => (Number.isFinite(x) && x !== 0 ? [x, ...beside(Math.fround(x))] : [x]));
}

/** A column with values of its type: special ones and random ones. */
export function column(
  name: string,
  stored: ProbeStored,
  more: Partial<Omit<ProbeColumn, 'name' | 'stored'>> = {},
): ProbeColumn {
  return { name, stored, type: 'number', divisor: 1, sentinels: [], negativeIsMissing: false, ...more };
}

/** Values for a column, seeded. */
export function valuesFor(
  { stored, sentinels, divisor }: ProbeColumn,
  rows: number,
  seed: number,
): ProbeValues {
  const random = seeded(seed);
  const values = probeArray(stored, rows);
  const special = [...EDGES, ...EDGES.map((x) => x * divisor), ...sentinels];
  for (let i = 0; i < rows; i++) {
    const kind = random();
    if (kind < 0.4) values[i] = special[Math.floor(random() * special.length)];
    else values[i] = (kind < 0.7 ? random() * 2 : (random() - 0.3) * 120) * divisor;
  }
  return values;
}

/** Counts of a task by vectors (columns in the kernel's memory, or staged from arrays of their own) and by the float64 kernel. */
export function countedBoth(
  task: ThresholdTask,
  columns: readonly ProbeValues[],
  rows: number,
  inPlace: boolean,
): { kind: string; reason: string | null; simd: ThresholdCounts; js: ThresholdCounts } {
  const memory = createProbeMemory();
  const held = columns.map((values, i) => {
    if (!inPlace) return values;
    const { stored } = task.columns[i];
    const copy = memory.array(stored, memory.allocate(values.byteLength), values.length);
    copy.set(values);
    return copy;
  });
  const kernel = createThresholdKernels(memory).kernel(task);
  const simd = emptyThresholdCounts(task);
  const js = emptyThresholdCounts(task);
  kernel.fill([{ rows, columns: held }], simd);
  referenceKernel(task, null).fill([{ rows, columns }], js);
  return { kind: kernel.kind, reason: kernel.reason, simd, js };
}
