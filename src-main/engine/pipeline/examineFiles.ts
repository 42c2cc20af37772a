import { dispatch } from './dispatch.ts';
import type { ProgressTracker } from './progress.ts';
import type { RunFile } from './stepRun.ts';
import type { AnyStudy, FileRecord, Reason } from './study.ts';
import { CANCELLED } from './task.ts';
import type { Examined, LocatedFile, TaskRunner } from './task.ts';

/** All files of a run after examination. */
export interface ExaminedFiles {
  /** In order, one for every file. */
  records: FileRecord[];
  /** Those that take part, in order. */
  files: RunFile[];
}

/** What examination is run with. */
export interface ExamineEnvironment {
  runner: TaskRunner;
  progress: ProgressTracker;
  cancelled(): boolean;
}

/**
 * Examines all files on the threads, sets aside second copies of a file inside one dataset, and asks the study to
 * review the whole. Throws what {@link Study.review} throws.
 */
export async function examineFiles(
  study: AnyStudy,
  setup: unknown,
  located: readonly LocatedFile[],
  environment: ExamineEnvironment,
): Promise<ExaminedFiles> {
  const { runner, progress, cancelled } = environment;
  const records = located.map(({ index, dataset, path }): FileRecord => {
    return {
      index,
      dataset,
      path,
      status: 'skipped',
      reason: CANCELLED,
      entries: 0,
      content: null,
      facts: null,
    };
  });
  const files = new Array<RunFile | null>(located.length).fill(null);
  let next = 0;
  progress.files(located.length);
  await dispatch(runner, cancelled, {
    plenty: () => located.length - next > runner.threads,
    next() {
      if (next === located.length) return null;
      const file = located[next++];
      const record = records[file.index];
      return {
        task: { kind: 'examine', file, known: null },
        done(reply) {
          progress.read(0, reply.bytes);
          if (reply.ok) files[file.index] = admit(file, record, reply.value as Examined);
          else if (reply.reason.code !== 'cancelled') fail(record, reply.reason);
          progress.fileDone(record.status === 'failed');
        },
      };
    },
  });
  skipCopies(records);
  if (!cancelled()) {
    for (const { index, reason } of study.review?.(records, setup) ?? []) fail(records[index], reason);
  }
  return {
    records,
    files: files.filter((file) => file !== null && file.record.status === 'processed') as RunFile[],
  };
}

function admit(located: LocatedFile, record: FileRecord, { facts, place, content }: Examined): RunFile {
  Object.assign(record, {
    status: 'processed',
    reason: null,
    entries: facts.entries,
    content,
    facts: facts.facts,
  });
  return { located, record, examined: facts, place };
}

/** Gives a file its reason; what it said of itself stays. */
export function fail(record: FileRecord, reason: Reason): void {
  record.status = 'failed';
  record.reason = reason;
}

function skipCopies(records: FileRecord[]): void {
  const first = new Map<string, FileRecord>();
  for (const record of records) {
    if (record.status !== 'processed' || record.content === null) continue;
    const key = JSON.stringify([record.dataset, record.content]);
    const original = first.get(key);
    if (!original) first.set(key, record);
    else {
      record.status = 'skipped';
      record.reason = {
        code: 'document',
        message: `the same file as ${original.path}, which is counted already`,
      };
    }
  }
}
