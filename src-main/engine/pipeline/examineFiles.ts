import type { RunControl } from './control.ts';
import { dispatch } from './dispatch.ts';
import { applyLimit, createLimit } from './limit.ts';
import type { EventLimit } from './limit.ts';
import type { RunMemory } from './memory.ts';
import type { ProgressTracker } from './progress.ts';
import type { RunFile } from './stepRun.ts';
import type { AnyStudy, FileRecord, Reason } from './study.ts';
import { CANCELLED } from './task.ts';
import type { Examined, LocatedFile, TaskReply, TaskRunner } from './task.ts';

/** All files of a run after examination. */
export interface ExaminedFiles {
  /** In order, one for every file. */
  records: FileRecord[];
  /** Those that take part, in order. */
  files: RunFile[];
}

/** What examination is run with. */
export interface ExamineEnvironment extends RunControl {
  runner: TaskRunner;
  progress: ProgressTracker;
  memory: RunMemory;
  maxEvents?: number;
  examined?(file: LocatedFile, content: string): void;
  placeOf(location: string): Promise<string | null>;
}

/** A file that memory could not answer for. */
interface Unknown {
  file: LocatedFile;
  place: string | null;
  content: string | null;
}

interface Examination {
  records: FileRecord[];
  files: (RunFile | null)[];
  limit: EventLimit;
}

/** Files whose places are asked for at the same time. */
const AT_ONCE = 32;

/**
 * Leaves out the files that the study does not choose and examines the others: those that lie untouched where they were read
 * before from memory, the rest on the threads. Sets aside
 * second copies of a file inside one dataset and what a limit of events leaves out, and asks the study to
 * review the whole. Throws what {@link Study.choose} and {@link Study.review} throw.
 */
export async function examineFiles(
  study: AnyStudy,
  setup: unknown,
  located: readonly LocatedFile[],
  environment: ExamineEnvironment,
): Promise<ExaminedFiles> {
  const { progress, cancelled, maxEvents } = environment;
  const records = located.map(blank);
  const files = new Array<RunFile | null>(located.length).fill(null);
  const examination = { records, files, limit: createLimit(maxEvents) };
  const chosen = chooseFiles(study, setup, located, records);
  progress.files(chosen.length);
  const unknown = await recall(chosen, examination, environment);
  await examineOnThreads(unknown, examination, environment);
  skipCopies(records, located);
  if (!cancelled()) {
    if (maxEvents !== undefined) applyLimit(records, files, maxEvents);
    for (const { index, reason } of study.review?.(records, setup) ?? []) fail(records[index], reason);
  }
  return {
    records,
    files: files.filter((file) => file !== null && file.record.status === 'processed') as RunFile[],
  };
}

function blank({ index, dataset, path }: LocatedFile): FileRecord {
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
}

/** Gives the files that the study leaves out their reason; the others, in order. */
function chooseFiles(
  study: AnyStudy,
  setup: unknown,
  located: readonly LocatedFile[],
  records: readonly FileRecord[],
): LocatedFile[] {
  const leftOut = new Set<number>();
  for (const { index, reason } of study.choose?.(records, setup) ?? []) {
    records[index].reason = reason;
    leftOut.add(index);
  }
  return located.filter(({ index }) => !leftOut.has(index));
}

/** Settles the files that memory knows at their places; gives the others, in order. */
async function recall(
  located: readonly LocatedFile[],
  examination: Examination,
  { memory, progress, placeOf, cancelled, paused, resumed }: ExamineEnvironment,
): Promise<Unknown[]> {
  const { records, limit } = examination;
  const unknown: Unknown[] = [];
  for (let from = 0; from < located.length && !cancelled(); from += AT_ONCE) {
    if (paused()) await resumed();
    const batch = located.slice(from, from + AT_ONCE).filter((file) => !limit.reached(records[file.index]));
    const places = await Promise.all(batch.map(({ location }) => placeOf(location)));
    batch.forEach((file, i) => {
      const place = places[i];
      const record = records[file.index];
      const failure = place === null ? null : memory.examineFailure(file, place);
      const content = place === null ? null : (memory.contentOf(place) ?? null);
      const facts = failure || content === null ? undefined : memory.facts(file, content);
      if (failure) fail(record, failure);
      else if (place !== null && content !== null && facts)
        admit(examination, file, { facts, place, content });
      else {
        unknown.push({ file, place, content });
        return;
      }
      if (!failure) progress.examined(true);
      progress.fileDone(failure !== null);
    });
  }
  return unknown;
}

function examineOnThreads(
  unknown: readonly Unknown[],
  examination: Examination,
  environment: ExamineEnvironment,
): Promise<void> {
  const { runner } = environment;
  const { records, limit } = examination;
  let next = 0;
  return dispatch(runner, environment, {
    plenty: () => unknown.length - next > runner.threads,
    next() {
      while (next < unknown.length && limit.reached(records[unknown[next].file.index])) next++;
      if (next === unknown.length) return null;
      const one = unknown[next++];
      const { file, place, content } = one;
      return {
        task: {
          kind: 'examine',
          file,
          known: place !== null && content !== null ? { place, content } : null,
        },
        done: (reply) => settle(one, reply, examination, environment),
      };
    },
  });
}

function settle(
  { file, place }: Unknown,
  reply: TaskReply,
  examination: Examination,
  { memory, progress, examined: tell }: ExamineEnvironment,
): void {
  const record = examination.records[file.index];
  progress.read(0, reply.bytes);
  if (reply.ok) {
    const examined = reply.value as Examined;
    memory.keepContent(examined.place, examined.content);
    tell?.(file, examined.content);
    memory.keepFacts(file, examined.content, examined.facts);
    memory.forgetExamineFailure(file, examined.place);
    progress.examined(false);
    admit(examination, file, examined);
  } else if (reply.reason.code !== 'cancelled') {
    if (place !== null) memory.keepExamineFailure(file, place, reply.reason);
    fail(record, reply.reason);
  }
  progress.fileDone(record.status === 'failed');
}

function admit(
  { records, files, limit }: Examination,
  located: LocatedFile,
  { facts, place, content }: Examined,
): void {
  const record = records[located.index];
  const { entries } = facts;
  Object.assign(record, { status: 'processed', reason: null, entries, content, facts: facts.facts });
  files[located.index] = { located, record, examined: facts, place, content, stop: entries };
  limit.examined(record);
}

/** Gives a file its reason; what it said of itself stays. */
export function fail(record: FileRecord, reason: Reason): void {
  record.status = 'failed';
  record.reason = reason;
}

function skipCopies(records: FileRecord[], located: readonly LocatedFile[]): void {
  const first = new Map<string, FileRecord>();
  for (const record of records) {
    if (record.status !== 'processed' || record.content === null) continue;
    if (located[record.index].countCopies) continue;
    const key = JSON.stringify([record.dataset, record.content]);
    const original = first.get(key);
    if (!original) first.set(key, record);
    else {
      record.status = 'skipped';
      record.copyOf = original.path;
      record.reason = {
        code: 'document',
        message: `the same file as ${original.path}, which is counted already`,
      };
    }
  }
}
