import { UserError } from '../../../src-shared/userError.ts';
import type { ByteSource, Codecs, ColumnCache } from '../ports.ts';
import { createOpenFiles } from './openFiles.ts';
import type { OpenFile } from './openFiles.ts';
import type { AnyStudy, FileContext, InputFile, Reason } from './study.ts';
import { reasonOf } from './task.ts';
import { untouchedColumns } from './untouchedColumns.ts';
import type { Examined, LocatedFile, MapTask, RunHeader, Task, TaskReply } from './task.ts';

/** What a thread reads files with. */
export interface FileDoors {
  /** Throws a UserError `missing` or `unreadable`. */
  openSource(location: string): ByteSource;
  /** Throws a UserError `unreadable` for a folder or file that this session may not look at; absent where it may look anywhere. */
  permit?(location: string): void;
  /** Identity of an untouched file; throws as `openSource`. */
  placeIdentity(location: string): string;
  codecs: Codecs;
  /** Absent where columns are not kept. */
  columns?: ColumnCache | null;
  /** Fingerprint of the content. Throws a UserError when the file cannot be read. */
  fingerprint(source: ByteSource): string;
}

/** Executes tasks of one run after another, one task at a time. */
export interface Executor {
  begin(header: RunHeader, study: AnyStudy, cancelled: () => boolean): void;
  share(step: string, shared: unknown): void;
  /** Never throws. `transfer` lists buffers of the value that may be handed over. */
  execute(task: Task): { reply: TaskReply; transfer: ArrayBuffer[] };
  /** Gives memory back that the thread keeps for the next task: nothing comes for a while. */
  rest(): void;
  /** Closes all files. */
  close(): void;
}

/** A value and its buffers that may be handed over. */
type Done = [value: unknown, transfer: ArrayBuffer[]];

function once<T>(made: Map<string, unknown>, key: string, make: () => T): T {
  if (!made.has(key)) made.set(key, make());
  return made.get(key) as T;
}

function changed(file: InputFile): UserError {
  return new UserError('changed', 'the file changed while it was being read', { where: { file: file.path } });
}

/** The reason with the file called as the document calls it, so that it is the same on any machine. */
function anonymous(reason: Reason, { location, path }: LocatedFile): Reason {
  return { ...reason, message: reason.message.replaceAll(location, path) };
}

/** What a thread has beside its files. */
interface ThreadThings {
  codecs: Codecs;
  columns: ColumnCache | null;
  made: Map<string, unknown>;
}

function contextOf(
  task: Task,
  opened: OpenFile,
  content: string,
  setup: unknown,
  thread: ThreadThings,
): FileContext<unknown> {
  const { index, dataset, path } = task.file;
  return {
    setup,
    file: { index, dataset, path },
    content,
    source: opened.source,
    codecs: thread.codecs,
    columns: thread.columns && untouchedColumns(thread.columns, opened.untouched),
    ofThread: (key, make) => once(thread.made, key, make),
    ofFile: (key, make) => once(opened.ofFile, key, make),
    ofRun: (key, make) => once(opened.ofRun, `${index}:${key}`, make),
  };
}

/**
 * The part of the pipeline that runs in a thread: opens files (the four most recent ones stay open, with what the
 * study made of them), examines them and maps chunks. Reading polls `cancelled` before every access to a file.
 */
export function createExecutor(doors: FileDoors): Executor {
  const { codecs, fingerprint } = doors;
  const thread: ThreadThings = { codecs, columns: null, made: new Map() };
  const shares = new Map<string, unknown>();
  let run: { header: RunHeader; study: AnyStudy; cancelled: () => boolean } | null = null;
  const files = createOpenFiles({ openSource: doors.openSource, placeIdentity: doors.placeIdentity, poll });

  function poll(): void {
    if (run?.cancelled()) throw new UserError('cancelled', 'the run was cancelled');
  }

  function mapChunk(task: MapTask, study: AnyStudy, opened: OpenFile, setup: unknown): Done {
    const step = study.steps.find(({ id }) => id === task.step);
    if (!step) throw new Error(`study ${study.id} has no step ${task.step}`);
    if (opened.place !== task.place) throw changed(task.file);
    const { facts, start, stop, verify } = task;
    const shared = shares.get(task.step);
    const sum = step.map({
      ...contextOf(task, opened, task.content, setup, thread),
      facts,
      shared,
      start,
      stop,
      verify,
    });
    return [sum, step.transfer?.(sum) ?? []];
  }

  function work(task: Task): Done {
    if (!run) throw new Error('task before the run began');
    poll();
    const { study, header } = run;
    const opened = files.open(task.file.location, header.run);
    let done: Done | null = null;
    let problem: unknown = null;
    try {
      if (task.kind === 'map') done = mapChunk(task, study, opened, header.setup);
      else {
        const known = task.known?.place === opened.place ? task.known.content : null;
        const content = known ?? fingerprint(opened.source);
        const facts = study.examine(contextOf(task, opened, content, header.setup, thread));
        const examined: Examined = { facts, place: opened.place, content };
        done = [examined, []];
      }
    } catch (error) {
      problem = error;
    }
    if (problem instanceof UserError && problem.code === 'cancelled') throw problem;
    if (!opened.untouched()) {
      files.drop(task.file.location);
      throw changed(task.file);
    }
    if (!done) throw problem;
    return done;
  }

  return {
    begin(header, study, cancelled) {
      run = { header, study, cancelled };
      shares.clear();
      thread.columns = header.fresh ? null : (doors.columns ?? null);
      thread.columns?.begin();
    },
    share: (step, shared) => void shares.set(step, shared),
    execute(task) {
      files.bytesRead();
      const given = thread.columns?.given;
      try {
        const [value, transfer] = work(task);
        const cached = thread.columns?.given !== given;
        return { reply: { ok: true, value, bytes: files.bytesRead(), ...(cached && { cached }) }, transfer };
      } catch (error) {
        const reason = anonymous(reasonOf(error), task.file);
        return { reply: { ok: false, reason, bytes: files.bytesRead() }, transfer: [] };
      }
    },
    rest() {
      for (const made of thread.made.values()) (made as { release?(): void } | null)?.release?.();
    },
    close: () => files.close(),
  };
}
