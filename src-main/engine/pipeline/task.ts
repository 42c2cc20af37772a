import { UserError } from '../../../src-shared/userError.ts';
import type { FileFacts, InputFile, Reason } from './study.ts';

/** A file of a run with the place where it is opened. */
export interface LocatedFile extends InputFile {
  /** Absolute path. */
  location: string;
  /** {@link DatasetFiles.countCopies} of its dataset. */
  countCopies?: boolean;
}

/** What all threads need to know of a run before its first task. */
export interface RunHeader {
  /** Number of the run, different for every run of a process. */
  run: number;
  /** Identity in the registry. */
  study: string;
  setup: unknown;
  /** Every column is read from the files anew, whatever the column cache holds. */
  fresh?: boolean;
}

/** Examine a file. */
export interface ExamineTask {
  kind: 'examine';
  file: LocatedFile;
  /** Content identity where the host knows it for the file's place identity; else null: the thread takes it. */
  known: { place: string; content: string } | null;
}

/** Map one chunk of a file in one step. */
export interface MapTask {
  kind: 'map';
  file: LocatedFile;
  step: string;
  /** As {@link Study.examine} gave them; a runner may send them once per thread. */
  facts: unknown;
  /** Place identity at examination: a file that has another one by now has changed. */
  place: string;
  /** Content identity at examination. */
  content: string;
  start: number;
  stop: number;
  verify: boolean;
}

/** One unit of work of a thread. */
export type Task = ExamineTask | MapTask;

/** Value of a finished {@link ExamineTask}. */
export interface Examined {
  facts: FileFacts<unknown>;
  /** Place identity of the file. */
  place: string;
  /** Fingerprint of its content. */
  content: string;
}

/** How a task ended; `bytes` were read from the file for it. With `cached` some columns came from the column cache: nothing is said of them in this file. */
export type TaskReply =
  | { ok: true; value: unknown; bytes: number; cached?: boolean }
  | { ok: false; reason: Reason; bytes: number };

/** Runs tasks: on threads, or in process in tests. One run at a time. */
export interface TaskRunner {
  readonly threads: number;
  /** Starts a run on all threads, those that start later too. Resolves when tasks may be given. */
  begin(header: RunHeader): Promise<void>;
  /** Gives all threads the shared data of a step; tasks given later see it. */
  share(step: string, shared: unknown): void;
  /** Runs a task on a thread (0 <= thread < threads) after those given before. Never rejects. */
  run(thread: number, task: Task): Promise<TaskReply>;
  /** How many tasks each thread may hold at present, 0 to 2; at least one thread may hold one. */
  room(thread: number): number;
  /** All tasks under way reply `cancelled` within a second, tasks given later at once. */
  cancel(): void;
}

/** The reason that a thrown error gives; anything but a UserError is `internal`. Paths are left out. */
export function reasonOf(error: unknown): Reason {
  if (!(error instanceof UserError)) {
    const text = error instanceof Error ? error.message : String(error);
    return { code: 'internal', message: `error of the program: ${text}` };
  }
  const reason: Reason = { code: error.code, message: error.message };
  if (error.where?.object !== undefined) reason.object = error.where.object;
  if (error.where?.offset !== undefined) reason.offset = error.where.offset;
  return reason;
}

/** Why an unfinished file is left out of a cancelled run. */
export const CANCELLED: Reason = {
  code: 'cancelled',
  message: 'the run was cancelled before this file was finished',
};
