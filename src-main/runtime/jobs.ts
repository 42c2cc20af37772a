import { randomBytes } from 'node:crypto';
import type { Progress } from '../../src-shared/contracts/status.ts';
import { createPauseSwitch } from './pauseSwitch.ts';
import type { PauseSwitch } from './pauseSwitch.ts';
import type { PartialReport, RunReport, RunWatch } from './run.ts';

/** How far a job is. */
export type JobState = 'waiting' | 'running' | 'finished' | 'cancelled' | 'failed';

/** A run in the queue, with what it gave. */
export interface Job {
  readonly id: string;
  readonly state: JobState;
  /** It begins nothing further until it is resumed; false for jobs that ended. */
  readonly paused: boolean;
  /** The last one; null before the first. */
  readonly progress: Progress | null;
  /** Of finished and cancelled jobs. */
  readonly report: RunReport | null;
  /** What a running job has so far, and how often that was renewed; null before the first time, and after the end. */
  readonly soFar: (PartialReport & { count: number }) | null;
  /** What was thrown, of failed jobs. */
  readonly error: unknown;
}

/** One run after another. */
export interface JobQueue {
  /** Puts a run into the queue and gives its identity, which no other process gives. */
  start(run: (watch: RunWatch) => Promise<RunReport>): string;
  /** Cancels a waiting or running job; nothing happens to others. */
  cancel(id: string): void;
  /** Holds a waiting or running job, paused or not; those behind it wait. Nothing happens to others. */
  pause(id: string): void;
  resume(id: string): void;
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
  paused: boolean;
  progress: Progress | null;
  report: RunReport | null;
  soFar: (PartialReport & { count: number }) | null;
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
  const controls = new Map<string, { controller: AbortController; pausing: PauseSwitch }>();
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
    { signal, pausing }: Required<Pick<RunWatch, 'signal' | 'pausing'>>,
    run: (watch: RunWatch) => Promise<RunReport>,
  ): Promise<void> {
    if (signal.aborted) return;
    change(job, { state: 'running' });
    try {
      const report = await run({
        signal,
        pausing,
        progress: (progress) => change(job, { progress }),
        soFar: (partial) => change(job, { soFar: { ...partial, count: (job.soFar?.count ?? 0) + 1 } }),
      });
      change(job, { state: report.cancelled ? 'cancelled' : 'finished', paused: false, report, soFar: null });
    } catch (error) {
      change(job, { state: 'failed', paused: false, error, soFar: null });
    } finally {
      controls.delete(job.id);
      forgetOldest();
    }
  }

  function cancel(id: string): void {
    const job = jobs.get(id);
    controls.get(id)?.controller.abort();
    controls.get(id)?.pausing.resume();
    if (job?.state === 'waiting') change(job, { state: 'cancelled', paused: false });
  }

  function hold(id: string, paused: boolean): void {
    const job = jobs.get(id);
    const control = controls.get(id);
    if (!job || !control || ended(job) || job.paused === paused) return;
    if (paused) control.pausing.pause();
    else control.pausing.resume();
    change(job, { paused });
  }

  return {
    start(run) {
      const job: OwnJob = {
        id: `${prefix}-${++count}`,
        state: 'waiting',
        paused: false,
        progress: null,
        report: null,
        soFar: null,
        error: null,
      };
      const [controller, pausing] = [new AbortController(), createPauseSwitch()];
      jobs.set(job.id, job);
      controls.set(job.id, { controller, pausing });
      turn = turn.then(() => perform(job, { signal: controller.signal, pausing }, run));
      return job.id;
    },
    cancel,
    pause: (id) => hold(id, true),
    resume: (id) => hold(id, false),
    job: (id) => jobs.get(id),
    jobs: () => [...jobs.values()],
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      for (const id of [...controls.keys()]) cancel(id);
      await turn;
    },
  };
}
