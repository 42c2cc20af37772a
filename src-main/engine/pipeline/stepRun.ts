import type { FullCheckRecord } from '../ports.ts';
import { chunkRanges } from './chunks.ts';
import { dispatch } from './dispatch.ts';
import type { Assignment } from './dispatch.ts';
import type { ProgressTracker } from './progress.ts';
import { createSchedule } from './schedule.ts';
import type { FileFacts, FileRecord, Reason, Step } from './study.ts';
import { reasonOf } from './task.ts';
import type { LocatedFile, TaskReply, TaskRunner } from './task.ts';

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
  verify: boolean;
  columns: readonly string[];
  sum: unknown;
  merged: number;
  /** Sums of chunks that came before their turn. */
  waiting: Map<number, unknown>;
  failure: { chunk: number; reason: Reason } | null;
  eventsRead: number;
}

function chunks(active: ActiveFile): number {
  return active.borders.length - 1;
}

function complete(active: ActiveFile): boolean {
  return active.merged === (active.failure?.chunk ?? chunks(active));
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
      const started = start(files[position]);
      active.set(position, started);
      settleFront();
      return chunks(started);
    },
    merged: () => mergedBefore + (active.get(front)?.merged ?? 0),
  });

  function start(file: RunFile): ActiveFile {
    const { clusters, entries, bytesPerEntry, facts } = file.examined;
    let borders = [0];
    let columns: readonly string[] = [];
    let failure: ActiveFile['failure'] = null;
    try {
      borders = chunkRanges(clusters, entries, bytesPerEntry);
      columns = step.columns(facts);
    } catch (error) {
      failure = { chunk: 0, reason: reasonOf(error) };
    }
    const verify = environment.verify || !columns.every((column) => checks.has(file.place, column));
    const sum = step.empty(setup, file.record.dataset);
    return { file, borders, verify, columns, sum, merged: 0, waiting: new Map(), failure, eventsRead: 0 };
  }

  function assign(position: number, chunk: number): Assignment {
    const file = active.get(position) as ActiveFile;
    const { located, examined, place } = file.file;
    const [from, to] = [file.borders[chunk], file.borders[chunk + 1]];
    const { verify } = file;
    return {
      task: {
        kind: 'map',
        file: located,
        step: step.id,
        facts: examined.facts,
        place,
        start: from,
        stop: to,
        verify,
      },
      done(reply) {
        file.eventsRead += to - from;
        progress.read(to - from, reply.bytes);
        receive(position, file, chunk, reply);
        settleFront();
      },
    };
  }

  function receive(position: number, file: ActiveFile, chunk: number, reply: TaskReply): void {
    if (file.failure && chunk >= file.failure.chunk) return;
    if (!reply.ok) {
      if (reply.reason.code === 'cancelled') return;
      file.failure = { chunk, reason: reply.reason };
      schedule.cut(position, chunk);
      for (const later of [...file.waiting.keys()]) if (later > chunk) file.waiting.delete(later);
      return;
    }
    file.waiting.set(chunk, reply.value);
    while (file.waiting.has(file.merged)) {
      step.merge(file.sum, file.waiting.get(file.merged));
      file.waiting.delete(file.merged++);
    }
  }

  function settleFront(): void {
    for (let file = active.get(front); file && complete(file); file = active.get(front)) {
      active.delete(front++);
      mergedBefore += chunks(file);
      settle(file);
    }
  }

  function settle(file: ActiveFile): void {
    progress.fileDone(file.failure !== null);
    if (file.failure) {
      progress.forgo(file.file.examined.entries - file.eventsRead);
      events.failed(file.file, file.failure.reason);
      return;
    }
    if (file.verify && chunks(file) > 0) checks.add(file.file.place, file.columns);
    events.processed(file.file, file.sum);
  }

  await dispatch(runner, cancelled, {
    plenty: schedule.plenty,
    next(thread) {
      const piece = schedule.next(thread);
      return piece && assign(piece.position, piece.chunk);
    },
  });
}
