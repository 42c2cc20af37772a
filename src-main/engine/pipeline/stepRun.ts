import type { FullCheckRecord } from '../ports.ts';
import { chunkRanges } from './chunks.ts';
import { dispatch } from './dispatch.ts';
import type { Assignment } from './dispatch.ts';
import type { ProgressTracker } from './progress.ts';
import { createFileMerge } from './fileMerge.ts';
import type { FileMerge } from './fileMerge.ts';
import { createSchedule } from './schedule.ts';
import type { FileFacts, FileRecord, Reason, Step } from './study.ts';
import { reasonOf } from './task.ts';
import type { LocatedFile, MapTask, TaskRunner } from './task.ts';

/** An examined file that takes part in a run. */
export interface RunFile {
  located: LocatedFile;
  record: FileRecord;
  examined: FileFacts<unknown>;
  place: string;
}

/** What a step is run with. */
export interface StepEnvironment {
  runner: TaskRunner;
  /** Columns that were once checked in full. */
  checks: FullCheckRecord;
  /** Check in full whatever the record says. */
  verify: boolean;
  progress: ProgressTracker;
  cancelled(): boolean;
}

/** What a step calls as its files end, in the order of the files. */
export interface StepEvents {
  processed(file: RunFile, sum: unknown): void;
  failed(file: RunFile, reason: Reason): void;
}

interface ActiveFile {
  file: RunFile;
  borders: number[];
  columns: readonly string[];
  verify: boolean;
  merge: FileMerge;
  /** Every column of every chunk was read from the file itself. */
  readItself: boolean;
  eventsRead: number;
}

function activate(
  step: Step<unknown, unknown, unknown, unknown>,
  setup: unknown,
  file: RunFile,
  { checks, verify }: Pick<StepEnvironment, 'checks' | 'verify'>,
): ActiveFile {
  const { clusters, entries, bytesPerEntry, facts } = file.examined;
  const sum = step.empty(setup, file.record.dataset);
  try {
    const borders = chunkRanges(clusters, entries, bytesPerEntry);
    const columns = step.columns(facts);
    const inFull = verify || !columns.every((column) => checks.has(file.place, column));
    const merge = createFileMerge(borders.length - 1, sum, (into, from) => step.merge(into, from));
    return { file, borders, columns, verify: inFull, merge, readItself: true, eventsRead: 0 };
  } catch (error) {
    const merge = createFileMerge(0, sum, () => undefined);
    merge.fail(0, reasonOf(error));
    return { file, borders: [0], columns: [], verify, merge, readItself: true, eventsRead: 0 };
  }
}

function taskOf(step: string, { file, borders, verify }: ActiveFile, chunk: number): MapTask {
  const { located, examined, place } = file;
  const [start, stop] = [borders[chunk], borders[chunk + 1]];
  const content = file.record.content ?? '';
  return { kind: 'map', file: located, step, facts: examined.facts, place, content, start, stop, verify };
}

/** Bytes that all threads together may hold of open baskets, per thread of the runner. */
const HELD_PER_THREAD = 75 * 1024 * 1024;

function threadsFor(heldBytes: number, threads: number): number {
  const most = heldBytes > 0 ? Math.floor((threads * HELD_PER_THREAD) / heldBytes) : threads;
  return Math.max(1, Math.min(threads, most));
}

/**
 * Maps all chunks of the files in one step. Sums of a file are merged in chunk order, files are handed to
 * `events` in their order. The failure of the first failing chunk, in chunk order, is the file's reason. Returns when
 * everything is done or the run is cancelled; files without an event by then are unfinished.
 */
export async function runStep(
  step: Step<unknown, unknown, unknown, unknown>,
  setup: unknown,
  files: readonly RunFile[],
  environment: StepEnvironment,
  events: StepEvents,
): Promise<void> {
  const { runner, checks, progress, cancelled } = environment;
  const active = new Map<number, ActiveFile>();
  let front = 0;
  let mergedBefore = 0;

  const schedule = createSchedule({
    threads: runner.threads,
    files: files.length,
    chunksOf(position) {
      const started = activate(step, setup, files[position], environment);
      active.set(position, started);
      settleFront();
      return started.merge.chunks;
    },
    threadsOf: (position) => threadsFor(files[position].examined.heldBytes ?? 0, runner.threads),
    merged: () => mergedBefore + (active.get(front)?.merge.merged ?? 0),
  });

  function assign(position: number, chunk: number): Assignment {
    const file = active.get(position) as ActiveFile;
    const task = taskOf(step.id, file, chunk);
    return {
      task,
      done(reply) {
        const events = active.get(position) === file ? task.stop - task.start : 0;
        file.eventsRead += events;
        progress.read(events, reply.bytes);
        if (reply.ok) {
          if (reply.cached) file.readItself = false;
          file.merge.add(chunk, reply.value);
        } else if (reply.reason.code !== 'cancelled') {
          file.merge.fail(chunk, reply.reason);
          schedule.cut(position, chunk);
        }
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

  function settle({ file, merge, verify, columns, readItself, eventsRead }: ActiveFile): void {
    progress.fileDone(merge.failure !== null);
    if (merge.failure) {
      progress.forgo(file.examined.entries - eventsRead);
      events.failed(file, merge.failure);
      return;
    }
    if (verify && readItself && merge.chunks > 0) checks.add(file.place, columns);
    events.processed(file, merge.sum);
  }

  await dispatch(runner, cancelled, {
    plenty: schedule.plenty,
    next(thread) {
      const piece = schedule.next(thread);
      return piece && assign(piece.position, piece.chunk);
    },
  });
}
