import { wasmInterface } from './thresholdBinary.ts';
import type { EmittedKernel } from './thresholdEmitter.ts';
import { emitThresholds } from './thresholdEmitter.ts';
import { thresholdForm, UnknownForm } from './thresholdForm.ts';
import type { ProbeMemory } from './thresholdMemory.ts';
import { referenceKernel } from './thresholdReference.ts';
import type { ProbeBatch, ThresholdCounts, ThresholdKernel, ThresholdTask } from './thresholdTask.ts';
import { bytesOf } from './thresholdTask.ts';
import { PARAMETER_BYTES } from './thresholdVectors.ts';

type Run = (left: number, space: number, ...columns: number[]) => void;

/** Makes kernels for one thread; modules are kept, so that a threshold that moves costs no compilation. */
export interface ThresholdKernels {
  /** Throws a UserError for an expression that is wrong. */
  kernel(task: ThresholdTask): ThresholdKernel;
}

/** Probes of one call of a module, so that a better compiled version is taken up soon. */
const CALL = 1 << 16;
const STAGED = 1 << 14;
const MOST_MODULES = 256;
const MOST_BITS = 10;
const MOST_COUNTERS = 1 << 18;

/** A part of a task's points, with its kernel. */
interface Group {
  emitted: EmittedKernel;
  run: Run;
  points: number[];
}

function isSmall(emitted: EmittedKernel): boolean {
  return (
    emitted.bits <= MOST_BITS && emitted.counters.every(({ cells }) => cells << emitted.bits <= MOST_COUNTERS)
  );
}

/** Points in groups whose classes are few enough, halved until they are. */
function emitGroups(task: ThresholdTask, points: number[]): { emitted: EmittedKernel; points: number[] }[] {
  const part = { ...task, points: points.map((point) => task.points[point]) };
  const form = thresholdForm(part);
  if (points.length > MOST_BITS) return halves(task, points);
  const emitted = emitThresholds(part, form);
  if (isSmall(emitted)) return [{ emitted, points }];
  if (points.length < 2) throw new UnknownForm('more cells than fit');
  return halves(task, points);
}

function halves(task: ThresholdTask, points: number[]): ReturnType<typeof emitGroups> {
  const middle = points.length >> 1;
  return [...emitGroups(task, points.slice(0, middle)), ...emitGroups(task, points.slice(middle))];
}

/** Adds what the counters of a group hold to the counts of its points. */
function addCounters(
  { emitted, points }: Group,
  counters: Uint32Array,
  exclude: boolean,
  counts: ThresholdCounts,
): void {
  const { bits, missingBit } = emitted;
  const size = 1 << bits;
  emitted.counters.forEach(({ cells, tables }, entry) => {
    const [a, b, c, d] = tables.map((table) => table >> 2);
    const into = counts.axes[entry];
    for (let index = 0; index < cells << bits; index++) {
      const n = counters[a + index] + counters[b + index] + counters[c + index] + counters[d + index];
      if (n === 0) continue;
      const kind = index & (size - 1);
      points.forEach((point, p) => {
        const missing = missingBit[p] === null ? 0 : (kind >> missingBit[p]) & 1;
        const passed = missing ? 0 : n * ((kind >> p) & 1);
        const total = missing && exclude ? 0 : n;
        if (into) {
          into.total[point * cells + (index >> bits)] += total;
          into.passed[point * cells + (index >> bits)] += passed;
        }
        if (entry > 0) return;
        counts.overall.total[point] += total;
        counts.overall.passed[point] += passed;
        counts.notComputable[point] += missing * n;
      });
    }
  });
}

class WorkSpace {
  readonly memory: ProbeMemory;
  #address = 0;
  #bytes = 0;

  constructor(memory: ProbeMemory) {
    this.memory = memory;
  }

  /** Address of room for a group and staged columns behind it; what it held is lost. */
  room(bytes: number): number {
    if (bytes > this.#bytes) {
      this.#bytes = Math.ceil(bytes * 1.5);
      this.#address = this.memory.allocate(this.#bytes);
    }
    return this.#address;
  }
}

function prepare(memory: ProbeMemory, space: number, { parameters, space: bytes }: EmittedKernel): void {
  memory.array('u1', space, bytes).fill(0);
  parameters.forEach(({ type, value }, i) => {
    memory.array(type, space + i * PARAMETER_BYTES, PARAMETER_BYTES / bytesOf(type)).fill(value);
  });
}

/** Runs a group over probes: columns in the kernel's memory where they stand, others copied in small parts. */
function runBatch(
  { emitted, run }: Group,
  task: ThresholdTask,
  { rows, columns }: ProbeBatch,
  memory: ProbeMemory,
  space: number,
): void {
  const used = new Set(emitted.columns);
  const widths = task.columns.map(({ stored }) => bytesOf(stored));
  const addresses = columns.map((values, i) => (used.has(i) ? memory.addressOf(values) : 0));
  let staging = space + emitted.space;
  const staged = columns.flatMap((values, i) => {
    if (addresses[i] !== null) return [];
    const at = staging;
    staging += STAGED * widths[i] + PARAMETER_BYTES;
    addresses[i] = at;
    return [{ i, values, into: memory.array(task.columns[i].stored, at, STAGED) }];
  });
  const fixed = new Set(staged.map(({ i }) => i));
  const step = staged.length > 0 ? STAGED : CALL;
  for (let start = 0; start < rows; start += step) {
    const stop = Math.min(rows, start + step);
    for (const { values, into } of staged) into.set(values.subarray(start, stop));
    run(
      stop - start,
      space,
      ...addresses.map((address, i) => address! + (fixed.has(i) || !used.has(i) ? 0 : start * widths[i])),
    );
  }
}

function simdKernel(task: ThresholdTask, groups: readonly Group[], workSpace: WorkSpace): ThresholdKernel {
  const { memory } = workSpace;
  const width = task.columns.reduce((sum, { stored }) => sum + bytesOf(stored) * STAGED + PARAMETER_BYTES, 0);
  return {
    kind: 'simd',
    reason: null,
    fill(batches, counts) {
      for (const group of groups) {
        const bytes = group.emitted.space;
        const space = workSpace.room(bytes + width);
        prepare(memory, space, group.emitted);
        for (const batch of batches) runBatch(group, task, batch, memory, space);
        const counters = memory.array('u4', space, bytes >> 2) as Uint32Array;
        addCounters(group, counters, task.notComputable === 'exclude', counts);
      }
    },
  };
}

/**
 * Kernels on a memory of probes. A task becomes `simd` where the engine has WebAssembly vectors and every expression is made of
 * comparisons, conditions, + - * /, min, max, abs, sqrt, hypot, floor, ceil and squares of columns; else `js` with the reason.
 */
export function createThresholdKernels(memory: ProbeMemory): ThresholdKernels {
  const wasm = wasmInterface();
  const runs = new Map<string, Run>();
  const workSpace = new WorkSpace(memory);

  function runOf(bytes: Uint8Array): Run {
    const key = String.fromCharCode(...bytes);
    let run = runs.get(key);
    if (!run) {
      if (!wasm!.validate(bytes)) throw new UnknownForm('this engine has no WebAssembly vectors');
      const instance = new wasm!.Instance(new wasm!.Module(bytes), { probes: { memory: memory.memory } });
      run = instance.exports['run'] as Run;
      if (runs.size >= MOST_MODULES) runs.clear();
      runs.set(key, run);
    }
    return run;
  }

  return {
    kernel(task) {
      const reference = referenceKernel(task, null);
      if (!wasm || !memory.memory) return { ...reference, reason: 'this engine has no WebAssembly' };
      try {
        const points = task.points.map((_, point) => point);
        const groups = emitGroups(task, points).map((group) => ({
          ...group,
          run: runOf(group.emitted.bytes),
        }));
        return simdKernel(task, groups, workSpace);
      } catch (error) {
        if (!(error instanceof UnknownForm)) throw error;
        return { ...reference, reason: error.message };
      }
    },
  };
}
