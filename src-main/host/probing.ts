import { UserError } from '../../src-shared/userError.ts';
import { createThreadPool } from '../runtime/threads.ts';
import type { ThreadPool } from '../runtime/threads.ts';
import { loadThresholdSession } from '../studies/registry.ts';
import type { RunProbes, ThresholdAnswer, ThresholdQuestion, ThresholdSession } from '../studies/registry.ts';
import type { ThreadData } from './threadData.ts';

/** Probes of a finished run, and where its files are opened. */
export interface ProbedRun {
  probes: RunProbes;
  /** Absolute path by position of the file. */
  location(index: number): string;
}

/** Asks probes of finished runs for other working points, on threads of its own that live as long as one run is asked. */
export interface Probing {
  /**
   * Throws what {@link ThresholdSession.evaluate} throws. Another run than before takes the place of the last one when the questions that
   * were under way are answered: two windows that ask two runs both get on.
   */
  evaluate(run: string, probed: ProbedRun, question: ThresholdQuestion): Promise<ThresholdAnswer>;
  /** See {@link ThreadPool.inform}. */
  inform(news: unknown): void;
  /** Forgets the probes and ends the threads. */
  end(): Promise<void>;
}

/** Probes in memory, all threads together. */
const BUDGET = 96 * 1024 * 1024;

/** A {@link Probing} with that many threads. */
export function createProbing(threads: number, data: ThreadData): Probing {
  let current: {
    run: string;
    pool: ThreadPool;
    session: Promise<ThresholdSession>;
    asked: Set<Promise<unknown>>;
  } | null = null;

  /** How often everything was forgotten. */
  let ends = 0;

  async function leave(): Promise<void> {
    const ending = current;
    current = null;
    if (!ending) return;
    (await ending.session.catch(() => null))?.cancel();
    await ending.pool.close();
  }

  function begin(run: string, { probes, location }: ProbedRun) {
    const entry = new URL('./worker.ts', import.meta.url);
    const pool = createThreadPool({ entry, threads, data, softMemoryLimit: Infinity });
    const files = probes.files.map((file) => ({ ...file, location: location(file.index) }));
    const session = loadThresholdSession().then((create) =>
      create({ setup: probes.setup, files, runner: pool, budget: BUDGET }),
    );
    current = { run, pool, session, asked: new Set() };
    return current;
  }

  return {
    async evaluate(run, probed, question) {
      const before = ends;
      while (current && current.run !== run) {
        await (current.asked.size > 0 ? Promise.allSettled(current.asked) : leave());
        if (before !== ends) throw new UserError('cancelled', 'the question was cancelled');
      }
      const { session, asked } = current ?? begin(run, probed);
      const answer = session.then((ready) => ready.evaluate(question));
      asked.add(answer);
      return answer.finally(() => asked.delete(answer));
    },
    inform: (news) => current?.pool.inform(news),
    end() {
      ends++;
      return leave();
    },
  };
}
