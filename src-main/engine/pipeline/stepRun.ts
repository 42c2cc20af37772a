import type { FullCheckRecord } from '../ports.ts';
import { bordersOf } from './chunks.ts';
import type { RunControl } from './control.ts';
import { dispatch } from './dispatch.ts';
import type { Assignment } from './dispatch.ts';
import type { ProgressTracker } from './progress.ts';
import { createFileMerge } from './fileMerge.ts';
import type { FileMerge } from './fileMerge.ts';
import type { FileMemory, RunMemory } from './memory.ts';
import { createSchedule } from './schedule.ts';
import type { FileFacts, FileRecord, Reason, Step } from './study.ts';
import { reasonOf } from './task.ts';
import type { LocatedFile, MapTask, TaskReply, TaskRunner } from './task.ts';

/** An examined file that takes part in a run. */
export interface RunFile {
  located: LocatedFile;
  record: FileRecord;
  examined: FileFacts<unknown>;
  place: string;
  content: string;
  /** The entries before this one take part. */
  stop: number;
}

/** What a step is run with. */
export interface StepEnvironment extends RunControl {
  runner: TaskRunner;
  /** Columns that were once checked in full. */
  checks: FullCheckRecord;
  /** Check in full whatever the record says. */
  verify: boolean;
  memory: RunMemory;
  progress: ProgressTracker;
  /** Resolves after other events of the process have had their turn. */
  pause(): Promise<void>;
}

/** What a step calls as its files end, in the order of the files. */
export interface StepEvents {
  processed(file: RunFile, sum: unknown): void;
  failed(file: RunFile, reason: Reason): void;
  /** Called at the beginning with what gives the sums, so far, of the files that have no event yet: to be read, not changed. */
  begun?(underWay: () => { file: RunFile; sum: unknown }[]): void;
}

interface ActiveFile {
  file: RunFile;
  memory: FileMemory;
  borders: number[];
  columns: readonly string[];
  verify: boolean;
  merge: FileMerge;
  /** Every column of every chunk was read from the file itself. */
  readItself: boolean;
  /** The last chunk came from the column cache alone: no basket is held, any thread may take any chunk. */
  light: boolean;
  eventsRead: number;
}

function failedBefore(file: RunFile, memory: FileMemory, reason: Reason): ActiveFile {
  const merge = createFileMerge(0, null, () => undefined);
  merge.fail(0, reason);
  return {
    file,
    memory,
    borders: [0],
    columns: [],
    verify: false,
    merge,
    readItself: false,
    light: true,
    eventsRead: 0,
  };
}

function activate(
  step: Step<unknown, unknown, unknown, unknown>,
  setup: unknown,
  file: RunFile,
  memory: FileMemory,
  { checks, verify }: Pick<StepEnvironment, 'checks' | 'verify'>,
): ActiveFile {
  const known = memory.failure();
  if (known) return failedBefore(file, memory, known);
  const sum = step.empty(setup, file.record.dataset);
  try {
    const borders = bordersOf(file.examined, file.stop);
    const columns = step.columns(file.examined.facts);
    const inFull = verify || !columns.every((column) => checks.has(file.place, column));
    const merge = createFileMerge(borders.length - 1, sum, (into, from) => step.merge(into, from));
    const readItself = file.stop === file.examined.entries;
    return { file, memory, borders, columns, verify: inFull, merge, readItself, light: false, eventsRead: 0 };
  } catch (error) {
    return failedBefore(file, memory, reasonOf(error));
  }
}

function taskOf(step: string, { file, borders, verify }: ActiveFile, chunk: number): MapTask {
  const { located, examined, place, content } = file;
  const [start, stop] = [borders[chunk], borders[chunk + 1]];
  return { kind: 'map', file: located, step, facts: examined.facts, place, content, start, stop, verify };
}

/** Bytes that all threads together may hold of open baskets, per thread of the runner. */
const HELD_PER_THREAD = 48 * 1024 * 1024;

function threadsFor(heldBytes: number, threads: number): number {
  const most = heldBytes > 0 ? Math.floor((threads * HELD_PER_THREAD) / heldBytes) : threads;
  return Math.max(1, Math.min(threads, most));
}

/** Whether a chunk begins with a cluster: baskets do not reach across. */
function isSeam({ file, borders }: ActiveFile, chunk: number): boolean {
  const { clusters } = file.examined;
  const entry = borders[chunk];
  let low = 0;
  let high = clusters.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (clusters[middle] < entry) low = middle + 1;
    else high = middle;
  }
  return clusters[low] === entry;
}

/** Remembered chunks that are merged before other events of the process have their turn. */
const REMEMBERED_AT_ONCE = 64;

/** Replies with remembered sums. */
function rememberedReplies(pause: () => Promise<void>): (sum: unknown) => Promise<TaskReply> {
  let replies = 0;
  return async (value) => {
    if (++replies % REMEMBERED_AT_ONCE === 0) await pause();
    return { ok: true, value, bytes: 0 };
  };
}

/** The sums so far of files of which something is merged, and nothing failed. */
function underWay(active: Iterable<ActiveFile>): { file: RunFile; sum: unknown }[] {
  return [...active]
    .filter(({ merge }) => merge.merged > 0 && merge.failure === null)
    .map(({ file, merge }) => ({ file, sum: merge.sum }));
}

/** Keeps the sum of a chunk that came from a thread, and merges it. */
function take(
  file: ActiveFile,
  chunk: number,
  { start, stop }: MapTask,
  reply: TaskReply & { ok: true },
  computed: boolean,
): void {
  if (computed) file.memory.keep(start, stop, reply.value);
  if (!computed || reply.cached) file.readItself = false;
  if (computed) file.light = reply.cached === true && reply.bytes === 0;
  file.merge.add(chunk, reply.value);
}

/**
 * Maps all chunks of the files in one step: those that are remembered are taken from there as their turn comes, the others go to
 * threads and are kept as soon as they are back. Sums of a file are merged in chunk order, files are handed to
 * `events` in their order. The failure of the first failing chunk, in chunk order, is the file's reason. Returns when
 * everything is done or the run is cancelled; files without an event by then are unfinished.
 * Throws where files are left though nobody cancelled: their events must not be missing without a word.
 */
export async function runStep(
  step: Step<unknown, unknown, unknown, unknown>,
  setup: unknown,
  runsWith: unknown,
  files: readonly RunFile[],
  environment: StepEnvironment,
  events: StepEvents,
): Promise<void> {
  const { runner, checks, memory, progress, pause } = environment;
  const memoryOf = memory.step(step, runsWith);
  const active = new Map<number, ActiveFile>();
  let front = 0;
  let mergedBefore = 0;
  /** Whether the last reply was light: the next file is taken for one like it. */
  let light = false;
  const known = rememberedReplies(pause);

  const schedule = createSchedule({
    threads: runner.threads,
    files: files.length,
    chunksOf(position) {
      const started = activate(step, setup, files[position], memoryOf(files[position]), environment);
      started.light ||= light;
      active.set(position, started);
      settleFront();
      return started.merge.chunks;
    },
    threadsOf: (position) =>
      active.get(position)?.light
        ? runner.threads
        : threadsFor(files[position].examined.heldBytes ?? 0, runner.threads),
    seam(position, chunk) {
      const file = active.get(position) as ActiveFile;
      return file.light || isSeam(file, chunk);
    },
    merged: () => mergedBefore + (active.get(front)?.merge.merged ?? 0),
  });

  function assign(position: number, chunk: number): Assignment {
    const file = active.get(position) as ActiveFile;
    const task = taskOf(step.id, file, chunk);
    const kept = file.memory.find(task.start, task.stop);
    return {
      task,
      ...(kept !== undefined && { known: known(kept) }),
      done(reply) {
        const events = active.get(position) === file ? task.stop - task.start : 0;
        file.eventsRead += events;
        if (kept === undefined) progress.read(events, reply.bytes);
        else progress.remembered(events);
        if (kept === undefined && reply.ok) progress.computed();
        if (reply.ok) take(file, chunk, task, reply, kept === undefined);
        else if (reply.reason.code !== 'cancelled') {
          file.merge.fail(chunk, reply.reason);
          schedule.cut(position, chunk);
        }
        if (kept === undefined) light = file.light;
        settleFront();
      },
    };
  }

  function settleFront(): void {
    for (let file = active.get(front); file?.merge.complete(); file = active.get(front)) {
      active.delete(front++);
      mergedBefore += file.merge.chunks;
      settle(file);
    }
  }

  function settle({ file, memory: own, merge, verify, columns, readItself, eventsRead }: ActiveFile): void {
    progress.fileDone(merge.failure !== null);
    if (merge.failure) {
      if (merge.chunks > 0) own.keepFailure(merge.failure);
      progress.forgo(file.record.entries - eventsRead);
      events.failed(file, merge.failure);
      return;
    }
    own.forgetFailure();
    if (verify && readItself && merge.chunks > 0) checks.add(file.place, columns);
    events.processed(file, merge.sum);
  }

  events.begun?.(() => underWay(active.values()));
  await dispatch(runner, environment, {
    plenty: schedule.plenty,
    next(thread) {
      const piece = schedule.next(thread);
      return piece && assign(piece.position, piece.chunk);
    },
  });
  if (front < files.length && !environment.cancelled())
    throw new Error(`step ${step.id} ended with ${files.length - front} of ${files.length} files undone`);
}
