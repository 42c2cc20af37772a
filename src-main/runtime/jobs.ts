import { randomBytes } from 'node:crypto';
import type { Progress } from '../../src-shared/contracts/status.ts';
import type { RunReport, RunWatch } from './run.ts';

/** How far a job is. */
export type JobState = 'waiting' | 'running' | 'finished' | 'cancelled' | 'failed';

/** A run in the queue, with what it gave. */
export interface Job {
  readonly id: string;
  readonly state: JobState;
  /** The last one; null before the first. */
  readonly progress: Progress | null;
  /** Of finished and cancelled jobs. */
  readonly report: RunReport | null;
  /** What was thrown, of failed jobs. */
  readonly error: unknown;
}

/** One run after another. */
export interface JobQueue {
  /** Puts a run into the queue and gives its identity, which no other process gives. */
  start(run: (watch: RunWatch) => Promise<RunReport>): string;
  /** Cancels a waiting or running job; nothing happens to others. */
  cancel(id: string): void;
  job(id: string): Job | undefined;
  /** All jobs that are kept, oldest first. */
  jobs(): Job[];
  /** Calls with a job whenever its state or progress changed; gives the function that ends it. */
  subscribe(listener: (job: Job) => void): () => void;
  /** Cancels everything and waits for it. */
  close(): Promise<void>;
}

interface OwnJob {
  id: string;
  state: JobState;
  progress: Progress | null;
  report: RunReport | null;
  error: unknown;
}

/** Ended jobs whose results are kept. */
const KEPT = 8;

function ended({ state }: OwnJob): boolean {
  return state !== 'waiting' && state !== 'running';
}

/** A queue that runs one job at a time in the order of their start, and keeps the last eight results. */
export function createJobQueue(): JobQueue {
  const jobs = new Map<string, OwnJob>();
  const controllers = new Map<string, AbortController>();
  const listeners = new Set<(job: Job) => void>();
  let turn: Promise<void> = Promise.resolve();
  const prefix = randomBytes(5).toString('hex');
  let count = 0;

  function change(job: OwnJob, changes: Partial<OwnJob>): void {
    Object.assign(job, changes);
    for (const listener of [...listeners]) listener({ ...job });
  }

  function forgetOldest(): void {
    const over = [...jobs.values()].filter(ended);
    for (const job of over.slice(0, Math.max(0, over.length - KEPT))) jobs.delete(job.id);
  }

  async function perform(
    job: OwnJob,
    signal: AbortSignal,
    run: (watch: RunWatch) => Promise<RunReport>,
  ): Promise<void> {
    if (signal.aborted) return;
    change(job, { state: 'running' });
    try {
      const report = await run({ signal, progress: (progress) => change(job, { progress }) });
      change(job, { state: report.cancelled ? 'cancelled' : 'finished', report });
    } catch (error) {
      change(job, { state: 'failed', error });
    } finally {
      controllers.delete(job.id);
      forgetOldest();
    }
  }

  function cancel(id: string): void {
    const job = jobs.get(id);
    controllers.get(id)?.abort();
    if (job?.state === 'waiting') change(job, { state: 'cancelled' });
  }

  return {
    start(run) {
      const job: OwnJob = {
        id: `${prefix}-${++count}`,
        state: 'waiting',
        progress: null,
        report: null,
        error: null,
      };
      const controller = new AbortController();
      jobs.set(job.id, job);
      controllers.set(job.id, controller);
      turn = turn.then(() => perform(job, controller.signal, run));
      return job.id;
    },
    cancel,
    job: (id) => jobs.get(id),
    jobs: () => [...jobs.values()],
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      for (const id of [...controllers.keys()]) cancel(id);
      await turn;
    },
  };
}
