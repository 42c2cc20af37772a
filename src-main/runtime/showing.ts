import type { PipelineOutcome } from '../engine/pipeline/pipeline.ts';

/** Shows from time to time what a run has so far. */
export interface Showing {
  /** The last step begins; `soFar` gives its outcome at any moment. */
  begin(soFar: () => PipelineOutcome): void;
  /** Shows it, unless it was shown a moment ago or has cost too much for that. */
  perhaps(): void;
}

/** Milliseconds before the first time: what takes no longer shows its end alone. */
const FIRST = 3000;
/** Milliseconds between two times, at least. */
const EVERY = 1000;
/** Share of the time that may be spent on it. */
const SHARE = 0.05;

/**
 * A {@link Showing}. What cannot be concluded from so little is not shown.
 * @param now milliseconds of a monotonic clock
 */
export function createShowing(now: () => number, show: (outcome: PipelineOutcome) => void): Showing {
  let current: (() => PipelineOutcome) | null = null;
  let next = 0;
  return {
    begin(soFar) {
      current = soFar;
      next = now() + FIRST;
    },
    perhaps() {
      const began = now();
      if (!current || began < next) return;
      try {
        show(current());
      } catch {
        next = began + EVERY;
        return;
      }
      const ended = now();
      next = ended + Math.max(EVERY, (ended - began) / SHARE);
    },
  };
}
