import type { FinishedRun, FinishedRuns } from '../app/finishedRuns.ts';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { Progress } from '../../src-shared/contracts/status.ts';
import type { EfficiencyStudy } from '../../src-shared/study/efficiency.ts';
import { UserError } from '../../src-shared/userError.ts';
import { compareRuns } from './compareRuns.ts';
import type { Engine } from './engine.ts';
import type { SavedRun } from './savedRun.ts';

/** Compares finished runs on the engine of the host; studies go before. */
export interface Comparing {
  compare: FinishedRuns['compare'];
  /** Ends what is compared, and waits until the engine is free. */
  interrupt(): Promise<void>;
}

const WORDS: Record<Progress['phase'], string> = {
  examining: 'looking at the files',
  comparing: 'looking for events that stand twice',
  profiles: 'reading',
  measuring: 'matching muons',
  finished: 'matching muons',
};

function savedOf({ id, config, result, folder }: FinishedRun): SavedRun {
  const { study } = config as { study: EfficiencyStudy };
  return { name: id, result: result as EfficiencyStudyResult, study, folder };
}

/** @param isBusy whether a study runs or waits */
export function createComparing(engine: Pick<Engine, 'run'>, isBusy: () => boolean): Comparing {
  let current: { stop: AbortController; ended: Promise<unknown> } | null = null;

  async function interrupt(): Promise<void> {
    while (current) {
      current.stop.abort();
      await current.ended;
    }
  }

  return {
    interrupt,
    async compare(a, b, muons, { signal, progress }) {
      const [one, other] = [savedOf(a), savedOf(b)];
      const options = { datasets: null, muons };
      if (!muons) return compareRuns(engine, one, other, options);
      if (isBusy()) throw new UserError('busy', 'a study is running; muons are matched when it has ended');
      await interrupt();
      const stop = new AbortController();
      const follow = ({ phase, events, eventsTotal }: Progress) =>
        progress({ done: events, total: eventsTotal, what: WORDS[phase] });
      const watch = { signal: AbortSignal.any([signal, stop.signal]), progress: follow };
      const found = compareRuns(engine, one, other, options, watch);
      const own = { stop, ended: found.catch(() => undefined) };
      current = own;
      try {
        return await found;
      } finally {
        if (current === own) current = null;
      }
    },
  };
}
