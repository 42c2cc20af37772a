import type { FullCheckRecord } from '../ports.ts';
import { samePlainData } from './equal.ts';
import { examineFiles, fail } from './examineFiles.ts';
import type { ProgressTracker } from './progress.ts';
import { runStep } from './stepRun.ts';
import type { RunFile } from './stepRun.ts';
import type { AnyStudy, FileRecord, Reason, Reduced, Step } from './study.ts';
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

interface StepState {
  shared: unknown;
  /** Files that went through the step. */
  settled: Set<number>;
  /** Sum per file in all steps but the last, so that a file can be taken out again. */
  fileSums: Map<number, unknown> | null;
  /** Sum per dataset; made from `fileSums` when asked for. */
  sums: Map<string, unknown>;
}

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
  const { progress, cancelled } = environment;
  const { records, files } = await examineFiles(study, setup, located, environment);
  const steps: readonly PlainStep[] = study.steps;
  const states: StepState[] = [];

  function wanted(step: PlainStep): RunFile[] {
    return files.filter(({ record }) => record.status === 'processed' && step.wants(record, setup));
  }

  function sum(step: { id: string }, dataset: string): unknown {
    const position = steps.findIndex(({ id }) => id === step.id);
    const state = states[position];
    if (state?.sums.has(dataset)) return state.sums.get(dataset);
    const total = steps[position].empty(setup, dataset);
    for (const { record } of files) {
      const part = state?.fileSums?.get(record.index);
      if (record.dataset === dataset && part !== undefined)
        steps[position].merge(total, structuredClone(part));
    }
    state?.sums.set(dataset, total);
    return total;
  }

  const reduced = { files: records, sum } as Reduced<unknown, unknown>;

  async function perform(position: number, shared: unknown): Promise<boolean> {
    const step = steps[position];
    const last = position === steps.length - 1;
    const state: StepState = {
      shared,
      settled: new Set(),
      fileSums: last ? null : new Map(),
      sums: new Map(),
    };
    states[position] = state;
    environment.runner.share(step.id, shared);
    const list = wanted(step);
    progress.phase(step.phase);
    progress.files(list.length);
    const failures: { file: RunFile; reason: Reason }[] = [];
    await runStep(step, setup, list, environment, {
      processed({ record }, part) {
        state.settled.add(record.index);
        if (state.fileSums) state.fileSums.set(record.index, part);
        else if (state.sums.has(record.dataset)) step.merge(state.sums.get(record.dataset), part);
        else {
          const total = step.empty(setup, record.dataset);
          step.merge(total, part);
          state.sums.set(record.dataset, total);
        }
      },
      failed: (file, reason) => failures.push({ file, reason }),
    });
    for (const { file, reason } of failures) fail(file.record, reason);
    return takeOut(
      failures.map(({ file }) => file.record.index),
      position,
    );
  }

  function takeOut(indexes: number[], position: number): boolean {
    let contributed = false;
    for (const state of states.slice(0, position)) {
      for (const index of indexes) {
        if (!state.fileSums?.delete(index)) continue;
        state.sums.clear();
        contributed = true;
      }
    }
    return contributed;
  }

  expectEvents(progress, steps, wanted);
  for (let position = 0; position < steps.length && !cancelled();) {
    const shared = steps[position].share(setup, reduced);
    const state = states[position];
    if (state && samePlainData(state.shared, shared)) {
      position++;
      continue;
    }
    if (state) progress.expect(eventsOf(wanted(steps[position])));
    const contributed = await perform(position, shared);
    position = contributed ? 0 : position + 1;
  }
  if (cancelled()) skipUnfinished(steps, states, wanted);
  return { files: records, sum: reduced.sum, cancelled: cancelled() };
}

function eventsOf(files: readonly RunFile[]): number {
  return files.reduce((sum, { record }) => sum + record.entries, 0);
}

function expectEvents(
  progress: ProgressTracker,
  steps: readonly PlainStep[],
  wanted: (step: PlainStep) => RunFile[],
): void {
  for (const step of steps) progress.expect(eventsOf(wanted(step)));
}

function skipUnfinished(
  steps: readonly PlainStep[],
  states: readonly StepState[],
  wanted: (step: PlainStep) => RunFile[],
): void {
  const unfinished = steps.flatMap((step, position) => {
    return wanted(step).filter(({ record }) => !states[position]?.settled.has(record.index));
  });
  for (const { record } of unfinished) {
    record.status = 'skipped';
    record.reason = CANCELLED;
  }
}
