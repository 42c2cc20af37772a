import type { Axis, EfficiencyStudy } from '../../../../src-shared/study/efficiency.ts';
import { parse } from '../../../../src-shared/expression/parse.ts';
import { UserError } from '../../../../src-shared/userError.ts';
import type { ErrorCode } from '../../../../src-shared/userError.ts';
import type { EntrySet } from '../../../engine/events/entrySet.ts';
import { bordersOf } from '../../../engine/pipeline/chunks.ts';
import type { Reason } from '../../../engine/pipeline/study.ts';
import type { Examined, LocatedFile, MapTask, Task, TaskRunner } from '../../../engine/pipeline/task.ts';
import type { Setup } from '../setup.ts';
import { estimatesOf } from './estimates.ts';
import type { ThresholdEstimates } from './estimates.ts';
import type { ThresholdPoint } from './layout.ts';
import type { ThresholdRequest, ThresholdSetup, ThresholdSum } from './study.ts';
import { addThresholdSums, emptyThresholdSum, probesOnly, thresholds, thresholdStep } from './study.ts';

/** A file of the run. */
export interface ProbedFile extends LocatedFile {
  /** Content identity as the run had it: a file that has another one is refused. */
  content?: string | null;
  /** The run read the entries before this one; absent: all. */
  stop?: number;
  /** Events that the run left out because they stand in an earlier file. */
  repeated?: EntrySet;
}

/** What a session works with. */
export interface ThresholdSessionInput {
  /** As the run had it. */
  setup: Setup;
  /** The files that the run processed. */
  files: readonly ProbedFile[];
  /** Threads that know the study `efficiency-thresholds`, for this session alone. */
  runner: TaskRunner;
  /** Bytes of probes in memory, all threads together; default 256 MB. What is beyond is read again from the column cache. */
  budget?: number;
}

/** One question: raw counts of these points in a dataset. */
export interface ThresholdQuestion {
  dataset: string;
  points: readonly ThresholdPoint[];
  /** Whether efficiencies with the interval of the study come with the counts. */
  intervals?: boolean;
}

/** Counts on one entry of the study's axes. */
export interface ThresholdAxisAnswer {
  /** As the study has them. */
  variables: Axis[];
  /** Slots of each axis (underflow, bins, overflow; the last axis fastest), and one last cell for probes without a value. */
  cells: number;
  /** Raw counts; index = point * cells + cell. */
  total: Float64Array;
  passed: Float64Array;
  /** Where they were asked for; same order. */
  estimates?: ThresholdEstimates;
}

/** The answer to a {@link ThresholdQuestion}: what a run of the study would count, unweighted. */
export interface ThresholdAnswer {
  /** Selected probes of the dataset. */
  probes: number;
  axes: ThresholdAxisAnswer[];
  /** By point. */
  overall: { total: Float64Array; passed: Float64Array; estimates?: ThresholdEstimates };
  notComputable: Float64Array;
  /** By point: what some chunks lack, so that none of their probes has a decision; null where all have everything. */
  absent: ({ chunks: number; reason: string } | null)[];
  /** `simd` when all chunks were counted by vectors. */
  kind: 'simd' | 'js';
  /** Chunks in all, and those whose probes were in memory. */
  chunks: number;
  held: number;
}

/** Selected probes of a finished run, ready for other working points. */
export interface ThresholdSession {
  /**
   * Answers questions one after another. Rejects with the UserError of an expression that is wrong or has a name that no file knows, of a file that changed or
   * cannot be read any more, `cancelled` after {@link ThresholdSession.cancel}.
   */
  evaluate(question: ThresholdQuestion): Promise<ThresholdAnswer>;
  /** Ends all questions that were not answered yet. */
  cancel(): void;
}

const CANCELLED = new UserError('cancelled', 'the question was cancelled');
const BUDGET = 256 * 1024 * 1024;

interface Chunk {
  task: MapTask;
  /** The thread that has its probes; null before the first question. */
  thread: number | null;
}

let sessions = 0;
/* Numbers of runs beside those of the queue, which ascend from 0. */
let runs = -1;

function problem({ code, message, object, offset }: Reason, file: string): UserError {
  if (code === 'internal') throw new Error(message);
  const where = { file, ...(object !== undefined && { object }), ...(offset !== undefined && { offset }) };
  return new UserError(code as ErrorCode, message, { where });
}

function changedSince(file: string): UserError {
  return new UserError('changed', 'the file is no longer the one of the run', {
    hint: 'Run the study again.',
    where: { file },
  });
}

async function ask(runner: TaskRunner, thread: number, task: Task): Promise<unknown> {
  const reply = await runner.run(thread, task);
  if (!reply.ok) throw problem(reply.reason, task.file.path);
  return reply.value;
}

/** Pieces of work of its own that a thread is given ahead. */
const AHEAD = 3;

/** Gives every thread its own pieces of work, then one free piece after another; the first error ends all and is thrown. */
async function shareOut<Work>(
  runner: TaskRunner,
  work: readonly Work[],
  threadOf: (one: Work) => number | null,
  run: (one: Work, thread: number) => Promise<void>,
): Promise<void> {
  const free = work.filter((one) => threadOf(one) === null);
  let failed = false;
  const take = async (from: Work[], thread: number): Promise<void> => {
    while (!failed) {
      const one = from.shift();
      if (one === undefined) return;
      await run(one, thread).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const serve = async (thread: number): Promise<void> => {
    const own = work.filter((one) => threadOf(one) === thread);
    await Promise.all(Array.from({ length: AHEAD }, () => take(own, thread)));
    await take(free, thread);
  };
  await Promise.all(Array.from({ length: runner.threads }, (_, thread) => serve(thread)));
}

function answerOf(sum: ThresholdSum, study: EfficiencyStudy, intervals: boolean): ThresholdAnswer {
  const { probes, counts, simd, js, held } = sum;
  const { total, passed } = counts.overall;
  const estimated = (cells: { total: Float64Array; passed: Float64Array }) =>
    intervals && { estimates: estimatesOf(study, cells) };
  for (const one of sum.absent)
    if (one?.unknown && one.chunks === simd + js) throw UserError.from(one.unknown);
  return {
    probes,
    axes: counts.axes.map((axis, i) => ({ variables: study.axes[i], ...axis, ...estimated(axis) })),
    overall: { total, passed, ...estimated(counts.overall) },
    notComputable: counts.notComputable,
    absent: sum.absent.map((one) => one && { chunks: one.chunks, reason: one.reason }),
    kind: js === 0 ? 'simd' : 'js',
    chunks: simd + js,
    held,
  };
}

/**
 * Holds the probes that a finished run selected, in the memory of the runner's threads, and counts them for other working points:
 * the total and passed of every bin are those of a fresh run of the study with these points. Files are examined and
 * read at the first question about their dataset.
 */
export function createThresholdSession(input: ThresholdSessionInput): ThresholdSession {
  const { runner, files, budget = BUDGET } = input;
  const study: EfficiencyStudy = probesOnly(input.setup.study);
  const session = `${sessions++}`;
  const setup: ThresholdSetup = {
    ...input.setup,
    study,
    session,
    repeated: Object.fromEntries(
      files.flatMap(({ index, repeated }) => (repeated ? [[index, repeated]] : [])),
    ),
    budget: Math.floor(budget / runner.threads),
  };
  const chunks = new Map<string, Chunk[]>();
  let begun: Promise<void> | null = null;
  let number = 0;
  let cancelled = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function examined(dataset: string): Promise<Chunk[]> {
    const known = chunks.get(dataset);
    if (known) return known;
    const own = files.filter((file) => file.dataset === dataset);
    const found = own.map((): Chunk[] => []);
    const examineFile = async (i: number, thread: number): Promise<void> => {
      const { index, path, location } = own[i];
      const file = { index, dataset, path, location };
      const { facts, place, content } = (await ask(runner, thread, {
        kind: 'examine',
        file,
        known: null,
      })) as Examined;
      if ((own[i].content ?? content) !== content) throw changedSince(file.path);
      const borders = bordersOf(facts, own[i].stop ?? facts.entries);
      const more = { kind: 'map', step: thresholdStep.id, verify: false } as const;
      found[i] = borders.slice(1).map((stop, k) => ({
        task: { ...more, file, facts: facts.facts, place, content, start: borders[k], stop },
        thread: null,
      }));
    };
    await shareOut(
      runner,
      own.map((_, i) => i),
      () => null,
      examineFile,
    );
    chunks.set(dataset, found.flat());
    return found.flat();
  }

  async function answer(
    { dataset, points, intervals = false }: ThresholdQuestion,
    mine: number,
  ): Promise<ThresholdAnswer> {
    const poll = (): void => {
      if (mine !== cancelled) throw CANCELLED;
    };
    poll();
    begun ??= runner.begin({ run: runs--, study: thresholds.id, setup });
    await begun;
    poll();
    const all = await examined(dataset);
    poll();
    runner.share(thresholdStep.id, { number: number++, points } satisfies ThresholdRequest);
    const sum = emptyThresholdSum(study, points.length);
    await shareOut(
      runner,
      all,
      (chunk) => chunk.thread,
      async (chunk, thread) => {
        addThresholdSums(sum, (await ask(runner, thread, chunk.task)) as ThresholdSum);
        chunk.thread = thread;
      },
    );
    return answerOf(sum, study, intervals);
  }

  return {
    async evaluate(question) {
      for (const point of question.points) if ('expression' in point) parse(point.expression);
      const mine = cancelled;
      const why = (error: unknown) => (mine === cancelled ? error : CANCELLED);
      const answered = last.then(() => answer(question, mine)).catch((error) => Promise.reject(why(error)));
      last = answered.catch(() => undefined);
      return answered;
    },
    cancel() {
      cancelled++;
      runner.cancel();
      begun = null;
    },
  };
}
