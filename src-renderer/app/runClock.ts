import type { RunSummary } from '../../src-shared/contracts/channels.ts';

/** How long runs took, pauses left out. */
export interface RunClock {
  /** A run was seen, from its start on. */
  follow(run: RunSummary): void;
  /** Seconds since a run began; null where that was not seen. */
  seconds(run: string): number | null;
}

/** @param now milliseconds of a monotonic clock */
export function createRunClock(now: () => number): RunClock {
  const beginnings = new Map<string, number>();
  const pauses = new Map<string, number>();
  return {
    follow({ run, state, paused }) {
      if (state === 'running' && !beginnings.has(run)) beginnings.set(run, now());
      const since = pauses.get(run);
      if (paused) pauses.set(run, since ?? now());
      else if (since !== undefined) {
        pauses.delete(run);
        const began = beginnings.get(run);
        if (began !== undefined) beginnings.set(run, began + now() - since);
      }
    },
    seconds(run) {
      const began = beginnings.get(run);
      return began === undefined ? null : ((pauses.get(run) ?? now()) - began) / 1000;
    },
  };
}
