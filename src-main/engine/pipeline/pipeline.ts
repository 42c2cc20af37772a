import type { FullCheckRecord } from '../ports.ts';
import { samePlainData } from './equal.ts';
import { examineFiles, fail } from './examineFiles.ts';
import type { ProgressTracker } from './progress.ts';
import { runStep } from './stepRun.ts';
import type { RunFile } from './stepRun.ts';
import { datasetSums, fileSums } from './stepSums.ts';
import type { StepSums } from './stepSums.ts';
import type { AnyStudy, FileRecord, Reduced, Step } from './study.ts';
import { CANCELLED } from './task.ts';
import type { LocatedFile, TaskRunner } from './task.ts';

/** What a run is carried out with. */
export interface PipelineEnvironment {
  runner: TaskRunner;
  checks: FullCheckRecord;
  verify: boolean;
  progress: ProgressTracker;
  cancelled(): boolean;
}

/** A run up to its last step: every file with its status, and the sums. */
export interface PipelineOutcome extends Reduced<unknown, unknown> {
  files: FileRecord[];
  cancelled: boolean;
}

type PlainStep = Step<unknown, unknown, unknown, unknown>;

/**
 * Carries out a study on files with a runner whose run has begun: examination, then step by step. Where files fail in a
 * later step, earlier sums are made again without them, and every step whose shared data changed by that is repeated.
 * Throws what `review` and `share` of the study throw.
 */
export async function runPipeline(
  study: AnyStudy,
  setup: unknown,
  located: readonly LocatedFile[],
  environment: PipelineEnvironment,
): Promise<PipelineOutcome> {
  const { runner, progress, cancelled } = environment;
  const { records, files } = await examineFiles(study, setup, located, environment);
  const steps: readonly PlainStep[] = study.steps;
  const done: StepSums[] = [];

  function wanted(step: PlainStep): RunFile[] {
    return files.filter(({ record }) => record.status === 'processed' && step.wants(record, setup));
  }

  function sum(step: { id: string }, dataset: string): unknown {
    const position = steps.findIndex(({ id }) => id === step.id);
    return done[position]?.sum(dataset) ?? steps[position].empty(setup, dataset);
  }

  const reduced = { files: records, sum } as Reduced<unknown, unknown>;

  async function perform(position: number, shared: unknown): Promise<void> {
    const step = steps[position];
    const sums = (position === steps.length - 1 ? datasetSums : fileSums)(step, setup, shared);
    done[position] = sums;
    runner.share(step.id, shared);
    const list = wanted(step);
    progress.phase(step.phase);
    progress.files(list.length);
    await runStep(step, setup, list, environment, {
      processed: ({ record }, part) => sums.add(record, part),
      failed: ({ record }, reason) => fail(record, reason),
    });
  }

  for (const step of steps) progress.expect(eventsOf(wanted(step)));
  for (let position = 0; position < steps.length && !cancelled();) {
    const shared = steps[position].share(setup, reduced);
    const before = done[position];
    if (before && samePlainData(before.shared, shared)) {
      position++;
      continue;
    }
    if (before) progress.expect(eventsOf(wanted(steps[position])));
    await perform(position, shared);
    position = takeOutFailed(records, done.slice(0, position)) ? 0 : position + 1;
  }
  if (cancelled())
    skipUnfinished(steps.flatMap((step, i) => wanted(step).filter(({ record }) => !done[i]?.has(record))));
  return { files: records, sum: reduced.sum, cancelled: cancelled() };
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
