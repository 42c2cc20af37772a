import { UserError } from '../../src-shared/userError.ts';
import type { FileDoors } from '../engine/pipeline/execute.ts';
import { noPlans, noStore } from '../runtime/memoryStore.ts';
import { runStudy } from '../runtime/run.ts';
import type { RunReport } from '../runtime/run.ts';
import { createThreadPool } from '../runtime/threads.ts';
import type { ThreadPool } from '../runtime/threads.ts';
import { loadStudy } from '../studies/registry.ts';
import type { QuickRequest } from '../app/ports.ts';
import type { GrantedFolders } from './doors.ts';
import type { ThreadData } from './threadData.ts';

/** Answers questions about files and samples on a thread of its own, one after another. */
export interface Quick {
  /**
   * Runs a study on the files. Throws UserErrors: `cancelled` when a newer question of the same kind came, `busy` when it takes too long or
   * too many wait, and those of the study.
   */
  run<Result>(request: QuickRequest): Promise<Result>;
  /** Tells the thread that the granted folders have grown. */
  inform(granted: GrantedFolders): void;
  close(): Promise<void>;
}

/** Milliseconds that one question may take. */
const PATIENCE = 20_000;
/** Milliseconds without a question after which the thread is ended. */
const IDLE = 30_000;
const MOST_WAITING = 24;
const THREADS = 1;

/** Whether columns were checked in full is of no concern to a sample: nothing of it is kept. */
const NO_CHECKS = { has: () => true, add: () => undefined };

interface Question {
  controller: AbortController;
  why: UserError | null;
}

function stop(question: Question, why: UserError): void {
  question.why ??= why;
  question.controller.abort();
}

/** A {@link Quick} whose thread starts with the first question. */
export function createQuick(doors: FileDoors, data: ThreadData, program: string): Quick {
  const newest = new Map<string, Question>();
  let pool: ThreadPool | null = null;
  let turn: Promise<void> = Promise.resolve();
  let waiting = 0;
  let rest: NodeJS.Timeout | undefined;

  function runner(): ThreadPool {
    clearTimeout(rest);
    const entry = new URL('./worker.ts', import.meta.url);
    pool ??= createThreadPool({ entry, threads: THREADS, data, softMemoryLimit: Infinity });
    return pool;
  }

  async function end(): Promise<void> {
    clearTimeout(rest);
    const ending = pool;
    pool = null;
    await ending?.close();
  }

  async function answer<Result>(question: Question, request: QuickRequest): Promise<Result> {
    if (question.why) throw question.why;
    const { signal } = question.controller;
    const slow = new UserError('busy', `the files did not answer within ${PATIENCE / 1000} seconds`);
    const timer = setTimeout(() => stop(question, slow), PATIENCE);
    try {
      const environment = { runner: runner(), doors, checks: NO_CHECKS, partials: noStore(), plans: noPlans };
      const { study: id, config, folder, maxEvents } = request;
      const study = await loadStudy(id);
      const report: RunReport<Result> = await runStudy<Result>(
        { study, config, folder, ...(maxEvents !== undefined && { maxEvents }) },
        { ...environment, program },
        { signal },
      );
      if (question.why) throw question.why;
      return report.result;
    } finally {
      clearTimeout(timer);
      rest = setTimeout(() => void end(), IDLE).unref();
    }
  }

  return {
    inform: (granted) => pool?.inform(granted),
    async run<Result>(request: QuickRequest): Promise<Result> {
      const before = newest.get(request.kind);
      if (before) stop(before, new UserError('cancelled', 'a newer question took the place of this one'));
      if (waiting >= MOST_WAITING) throw new UserError('busy', 'too many questions about the files wait');
      const question: Question = { controller: new AbortController(), why: null };
      newest.set(request.kind, question);
      waiting++;
      const asked = turn.then(() => answer<Result>(question, request));
      turn = asked.then(
        () => undefined,
        () => undefined,
      );
      try {
        return await asked;
      } finally {
        waiting--;
        if (newest.get(request.kind) === question) newest.delete(request.kind);
      }
    },
    async close() {
      for (const question of newest.values()) stop(question, new UserError('cancelled', 'the host ended'));
      await turn;
      await end();
    },
  };
}
