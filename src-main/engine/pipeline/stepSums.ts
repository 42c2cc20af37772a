import type { FileRecord, Rounds, Step } from './study.ts';

/** What one step has summed up. */
export interface StepSums {
  /** The shared data that the step ran with. */
  readonly shared: unknown;
  /** A file went through the step; files come in their order. */
  add(record: FileRecord, sum: unknown): void;
  has(record: FileRecord): boolean;
  /** Takes a file out again; false when it was not in. */
  remove(index: number): boolean;
  /** Sum over a dataset's files; the neutral sum when there are none. */
  sum(dataset: string): unknown;
}

type PlainStep = Step<unknown, unknown, unknown, unknown>;

/** Sums per dataset only: files cannot be taken out again. For the last step, whatever the number of files. */
export function datasetSums(step: PlainStep, setup: unknown, shared: unknown): StepSums {
  const settled = new Set<number>();
  const sums = new Map<string, unknown>();
  function sum(dataset: string): unknown {
    if (!sums.has(dataset)) sums.set(dataset, step.empty(setup, dataset));
    return sums.get(dataset);
  }
  return {
    shared,
    add({ index, dataset }, part) {
      settled.add(index);
      step.merge(sum(dataset), part);
    },
    has: ({ index }) => settled.has(index),
    remove: () => false,
    sum,
  };
}

/** Keeps the sum of every file, so that files that fail later can be taken out. */
export function fileSums(step: PlainStep, setup: unknown, shared: unknown): StepSums {
  const parts = new Map<number, { dataset: string; part: unknown }>();
  const sums = new Map<string, unknown>();
  return {
    shared,
    add({ index, dataset }, part) {
      parts.set(index, { dataset, part });
      sums.clear();
    },
    has: ({ index }) => parts.has(index),
    remove(index) {
      sums.clear();
      return parts.delete(index);
    },
    sum(dataset) {
      if (sums.has(dataset)) return sums.get(dataset);
      const total = step.empty(setup, dataset);
      for (const one of parts.values())
        if (one.dataset === dataset) step.merge(total, structuredClone(one.part));
      sums.set(dataset, total);
      return total;
    },
  };
}

/** Hands the sums of files to the rounds of a step, which keep what they need. A file that failed makes the step run again. */
export function roundSums(rounds: Rounds<unknown, unknown>, shared: unknown): StepSums {
  const settled = new Set<number>();
  return {
    shared,
    add(record, part) {
      settled.add(record.index);
      rounds.add(record, part);
    },
    has: ({ index }) => settled.has(index),
    remove: (index) => settled.delete(index),
    sum: (dataset) => rounds.sum(dataset),
  };
}
