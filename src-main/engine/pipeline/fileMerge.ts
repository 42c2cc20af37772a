import type { Reason } from './study.ts';

/** Sums the chunks of one file in their order, whatever order they come in. */
export interface FileMerge {
  /** Chunks in all. */
  readonly chunks: number;
  /** Chunks from the start that are merged. */
  readonly merged: number;
  readonly sum: unknown;
  /** Of the first failing chunk seen so far. */
  readonly failure: Reason | null;
  add(chunk: number, sum: unknown): void;
  /** The file fails; later chunks count no more. An earlier failure stays. */
  fail(chunk: number, reason: Reason): void;
  /** Everything is merged, or everything before the first failing chunk. */
  complete(): boolean;
}

/** A {@link FileMerge} that merges into `sum`. */
export function createFileMerge(
  chunks: number,
  sum: unknown,
  merge: (into: unknown, from: unknown) => void,
): FileMerge {
  const waiting = new Map<number, unknown>();
  let merged = 0;
  let failed: { chunk: number; reason: Reason } | null = null;
  return {
    chunks,
    sum,
    get merged() {
      return merged;
    },
    get failure() {
      return failed?.reason ?? null;
    },
    add(chunk, part) {
      if (failed && chunk > failed.chunk) return;
      waiting.set(chunk, part);
      while (waiting.has(merged)) {
        merge(sum, waiting.get(merged));
        waiting.delete(merged++);
      }
    },
    fail(chunk, reason) {
      if (failed && chunk >= failed.chunk) return;
      failed = { chunk, reason };
      for (const later of [...waiting.keys()]) if (later > chunk) waiting.delete(later);
    },
    complete: () => merged === (failed?.chunk ?? chunks),
  };
}
