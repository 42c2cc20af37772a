import type { FullCheckRecord, PartialStore, PlanRecord } from '../ports.ts';
import type { RunControl } from './control.ts';
import { samePlainData } from './equal.ts';
import { examineFiles, fail } from './examineFiles.ts';
import { createMemory } from './memory.ts';
import type { Trust } from './memory.ts';
import { missingOf } from './missing.ts';
import { planOf } from './plan.ts';
import type { ProgressTracker } from './progress.ts';
import { soFar } from './soFar.ts';
import { runStep } from './stepRun.ts';
import type { RunFile } from './stepRun.ts';
import { datasetSums, fileSums, roundSums } from './stepSums.ts';
import type { StepSums } from './stepSums.ts';
import type { AnyStudy, FileRecord, MissingPart, Reduced, Step } from './study.ts';
import { CANCELLED } from './task.ts';
import type { LocatedFile, TaskRunner } from './task.ts';

/** What a run is carried out with. */
export interface PipelineEnvironment extends RunControl {
  runner: TaskRunner;
  checks: FullCheckRecord;
  verify: boolean;
  /** What earlier runs computed, and what of it counts. */
  store: PartialStore;
  trust: Trust;
  plans: PlanRecord;
  /** Called with the digest of the frozen plan, before the first chunk. */
  planned?(plan: string): void;
  /** Node major and architecture. */
  platform: string;
  /** Limit of events per dataset: the first ones, over its files in order. */
  maxEvents?: number;
  /** A thread has examined a file. */
  examined?(file: LocatedFile, content: string): void;
  /** Place identity of a file without waiting long for it; null where it is not there or does not answer. */
  placeOf(location: string): Promise<string | null>;
  progress: ProgressTracker;
  /**
   * Called when the last step begins, with what gives the outcome as it would be if the run were cancelled now, with the files that
   * are under way as far as they are.
   */
  measuring?(soFar: () => PipelineOutcome): void;
  /** Resolves after other events of the process have had their turn. */
  pause(): Promise<void>;
}

/** A run up to its last step: every file with its status, and the sums. */
export interface PipelineOutcome extends Reduced<unknown, unknown> {
  files: FileRecord[];
  cancelled: boolean;
  missing: MissingPart[];
  maxEvents?: number;
  /** Digest of the frozen plan; null when the run was cancelled before there was one. */
  plan: string | null;
}

type PlainStep = Step<unknown, unknown, unknown, unknown>;

/**
 * Carries out a study on files with a runner whose run has begun: examination, then step by step. Where files fail in a
 * later step, earlier sums are made again without them, and every step whose shared data changed by that is repeated.
 * Throws what `choose`, `review` and `share` of the study throw.
 */
export async function runPipeline(
  study: AnyStudy,
  setup: unknown,
  located: readonly LocatedFile[],
  environment: PipelineEnvironment,
): Promise<PipelineOutcome> {
  const { runner, progress, cancelled, store, platform, trust, maxEvents } = environment;
  const memory = createMemory({ store, study, setup, platform, trust });
  const known = { ...environment, memory };
  const { records, files } = await examineFiles(study, setup, located, known);
  const steps: readonly PlainStep[] = study.steps;
  const done: StepSums[] = [];
  let plan: string | null = null;

  function wanted(step: PlainStep, shared?: unknown): RunFile[] {
    return files.filter(({ record }) => record.status === 'processed' && step.wants(record, setup, shared));
  }

  function sum(step: { id: string }, dataset: string): unknown {
    const position = steps.findIndex(({ id }) => id === step.id);
    return done[position]?.sum(dataset) ?? steps[position].empty(setup, dataset);
  }

  const reduced = { files: records, sum } as Reduced<unknown, unknown>;

  const outcome = (
    files: FileRecord[],
    total: PipelineOutcome['sum'],
    incomplete: boolean,
  ): PipelineOutcome => {
    const limited = maxEvents !== undefined && { maxEvents };
    return {
      files,
      sum: total,
      cancelled: incomplete,
      missing: missingOf(files, maxEvents),
      ...limited,
      plan,
    };
  };

  async function perform(position: number, shared: unknown): Promise<void> {
    const step = steps[position];
    const rounds = step.rounds?.(setup, shared);
    const sums = rounds
      ? roundSums(rounds, shared)
      : (position === steps.length - 1 ? datasetSums : fileSums)(step, setup, shared);
    done[position] = sums;
    progress.phase(step.phase);
    progress.expect(-ahead[position]);
    ahead[position] = 0;
    if (!rounds) return pass(step, shared, sums);
    for (let round = rounds.next(); round !== null && !cancelled(); round = rounds.next()) {
      await pass(step, round, sums);
    }
  }

  async function pass(step: PlainStep, shared: unknown, sums: StepSums): Promise<void> {
    runner.share(step.id, shared);
    const list = wanted(step, shared);
    progress.expect(eventsOf(list));
    progress.files(list.length);
    const last = step === steps.at(-1);
    await runStep(step, setup, shared, list, known, {
      processed: ({ record }, part) => sums.add(record, part),
      failed: ({ record }, reason) => fail(record, reason),
      ...(last && {
        begun: (underWay) =>
          environment.measuring?.(() => {
            const { files, sum: part } = soFar({ step, list, sums, underWay: underWay() }, records, sum);
            return outcome(files, part, true);
          }),
      }),
    });
  }

  plan = cancelled() ? null : environment.plans.freeze(planOf(study, setup, files, memory));
  if (plan !== null) environment.planned?.(plan);
  const ahead = steps.map((step) => eventsOf(wanted(step)));
  progress.expect(ahead.reduce((sum, events) => sum + events, 0));
  for (let position = 0; position < steps.length && !cancelled();) {
    const shared = steps[position].share(setup, reduced);
    const before = done[position];
    if (before && samePlainData(before.shared, shared)) {
      position++;
      continue;
    }
    await perform(position, shared);
    position = takeOutFailed(records, done.slice(0, position)) ? 0 : position + 1;
  }
  if (cancelled())
    skipUnfinished(
      steps.flatMap((step, i) => wanted(step, done[i]?.shared).filter(({ record }) => !done[i]?.has(record))),
    );
  return outcome(records, reduced.sum, cancelled());
}

function eventsOf(files: readonly RunFile[]): number {
  return files.reduce((sum, { record }) => sum + record.entries, 0);
}

/** Takes files that failed out of steps that they had gone through; whether there were any. */
function takeOutFailed(records: readonly FileRecord[], steps: readonly StepSums[]): boolean {
  const failed = records.filter(({ status }) => status === 'failed');
  return failed.map(({ index }) => steps.map((sums) => sums.remove(index)).includes(true)).includes(true);
}

function skipUnfinished(files: readonly RunFile[]): void {
  for (const { record } of files) {
    record.status = 'skipped';
    record.reason = CANCELLED;
  }
}
