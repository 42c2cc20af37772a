import { UserError } from '../../../src-shared/userError.ts';
import type { ByteSource, Codecs } from '../ports.ts';
import { recent } from './recent.ts';
import type { AnyStudy, FileContext, InputFile, Reason } from './study.ts';
import { reasonOf } from './task.ts';
import type { Examined, LocatedFile, MapTask, RunHeader, Task, TaskReply } from './task.ts';

/** What a thread reads files with. */
export interface FileDoors {
  /** Throws a UserError `missing` or `unreadable`. */
  openSource(location: string): ByteSource;
  /** Identity of an untouched file; throws as `openSource`. */
  placeIdentity(location: string): string;
  codecs: Codecs;
  /** Fingerprint of the content. Throws a UserError when the file cannot be read. */
  fingerprint(source: ByteSource): string;
}

/** Executes tasks of one run after another, one task at a time. */
export interface Executor {
  begin(header: RunHeader, study: AnyStudy, cancelled: () => boolean): void;
  share(step: string, shared: unknown): void;
  /** Never throws. `transfer` lists buffers of the value that may be handed over. */
  execute(task: Task): { reply: TaskReply; transfer: ArrayBuffer[] };
  /** Closes all files. */
  close(): void;
}

interface OpenFile {
  place: string;
  source: ByteSource;
  ofFile: Map<string, unknown>;
  ofRun: Map<string, unknown>;
  run: number;
}

/** Files that a thread keeps open, the most recent ones. */
const OPEN_FILES = 4;

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

/**
 * The part of the pipeline that runs in a thread: opens files (the four most recent ones stay open, with what the
 * study made of them), examines them and maps chunks. Reading polls `cancelled` before every access to a file.
 */
export function createExecutor(doors: FileDoors): Executor {
  const files = recent<string, OpenFile>(OPEN_FILES, (file) => file.source.close());
  const shares = new Map<string, unknown>();
  let run: { header: RunHeader; study: AnyStudy; cancelled: () => boolean } | null = null;
  let bytes = 0;

  function poll(): void {
    if (run?.cancelled()) throw new UserError('cancelled', 'the run was cancelled');
  }

  function counted(source: ByteSource): ByteSource {
    return {
      name: source.name,
      size: source.size,
      read(position, length, target, at) {
        poll();
        source.read(position, length, target, at);
        bytes += length;
      },
      close: () => source.close(),
    };
  }

  function open(file: LocatedFile, number: number): OpenFile {
    const kept = files.use(file.location);
    if (kept?.run === number) return kept;
    const place = doors.placeIdentity(file.location);
    if (kept?.place === place) {
      kept.ofRun.clear();
      kept.run = number;
      return kept;
    }
    files.drop(file.location);
    const source = counted(doors.openSource(file.location));
    const fresh = { place, source, ofFile: new Map(), ofRun: new Map(), run: number };
    files.keep(file.location, fresh);
    return fresh;
  }

  function contextOf(task: Task, opened: OpenFile, setup: unknown): FileContext<unknown> {
    const { index, dataset, path } = task.file;
    return {
      setup,
      file: { index, dataset, path },
      source: opened.source,
      codecs: doors.codecs,
      ofFile: (key, make) => once(opened.ofFile, key, make),
      ofRun: (key, make) => once(opened.ofRun, `${index}:${key}`, make),
    };
  }

  function mapChunk(
    task: MapTask,
    study: AnyStudy,
    opened: OpenFile,
    setup: unknown,
  ): [unknown, ArrayBuffer[]] {
    const step = study.steps.find(({ id }) => id === task.step);
    if (!step) throw new Error(`study ${study.id} has no step ${task.step}`);
    if (opened.place !== task.place) throw changed(task.file);
    const { facts, start, stop, verify } = task;
    const shared = shares.get(task.step);
    const sum = step.map({ ...contextOf(task, opened, setup), facts, shared, start, stop, verify });
    return [sum, step.transfer?.(sum) ?? []];
  }

  function work(task: Task): [unknown, ArrayBuffer[]] {
    if (!run) throw new Error('task before the run began');
    poll();
    const { header, study } = run;
    const opened = open(task.file, header.run);
    let done: [unknown, ArrayBuffer[]] | null = null;
    let problem: unknown = null;
    try {
      if (task.kind === 'map') done = mapChunk(task, study, opened, header.setup);
      else {
        const facts = study.examine(contextOf(task, opened, header.setup));
        const examined: Examined = { facts, place: opened.place, content: doors.fingerprint(opened.source) };
        done = [examined, []];
      }
    } catch (error) {
      problem = error;
    }
    if (problem instanceof UserError && problem.code === 'cancelled') throw problem;
    if (placeNow(task.file) !== opened.place) {
      files.drop(task.file.location);
      throw changed(task.file);
    }
    if (!done) throw problem;
    return done;
  }

  function placeNow(file: LocatedFile): string | null {
    try {
      return doors.placeIdentity(file.location);
    } catch {
      return null;
    }
  }

  return {
    begin(header, study, cancelled) {
      run = { header, study, cancelled };
      shares.clear();
    },
    share: (step, shared) => void shares.set(step, shared),
    execute(task) {
      bytes = 0;
      try {
        const [value, transfer] = work(task);
        return { reply: { ok: true, value, bytes }, transfer };
      } catch (error) {
        return { reply: { ok: false, reason: anonymous(reasonOf(error), task.file), bytes }, transfer: [] };
      }
    },
    close: () => files.clear(),
  };
}
