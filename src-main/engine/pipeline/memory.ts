import type { PartialStore } from '../ports.ts';
import type { AnyStudy, FileFacts, FileRecord, InputFile, Reason, Step } from './study.ts';

/** What of earlier runs a run makes use of; what it finds out is kept in any case. */
export interface Trust {
  /** Facts of files and sums of chunks. */
  values: boolean;
  /** Why files failed: without it they are tried again. */
  failures: boolean;
}

/** What is remembered of one file in one step. */
export interface FileMemory {
  /** Why the file failed earlier in this step at the place where it lies, untouched since then. */
  failure(): Reason | null;
  keepFailure(reason: Reason): void;
  /** The file went through the step: an earlier failure is out of date. */
  forgetFailure(): void;
  /** The sum of a chunk; undefined when there is none. */
  find(start: number, stop: number): unknown;
  keep(start: number, stop: number, sum: unknown): void;
}

/** An examined file as memory knows it. */
export interface RememberedFile {
  record: FileRecord;
  place: string;
  /** Entries from the first one that take part. */
  stop: number;
  examined: FileFacts<unknown>;
}

/** What a run remembers of earlier ones, under keys of everything that determines a value. */
export interface RunMemory {
  /** Content identity of the untouched file at a place. */
  contentOf(place: string): string | undefined;
  keepContent(place: string, content: string): void;
  facts(file: InputFile, content: string): FileFacts<unknown> | undefined;
  keepFacts(file: InputFile, content: string, facts: FileFacts<unknown>): void;
  /** Why the file at this place could not be examined. */
  examineFailure(file: InputFile, place: string): Reason | null;
  keepExamineFailure(file: InputFile, place: string, reason: Reason): void;
  forgetExamineFailure(file: InputFile, place: string): void;
  step(step: PlainStep, shared: unknown): (file: RememberedFile) => FileMemory;
  /** Digest of plain data; of an object that was seen before without looking at it again. */
  digest(what: unknown): string;
}

type PlainStep = Step<unknown, unknown, unknown, unknown>;

/** What a memory is made with. */
export interface MemoryInput {
  store: PartialStore;
  study: AnyStudy;
  setup: unknown;
  /** Node major and architecture, whose numbers may differ in the last bit, and the program that computes. */
  platform: string;
  trust: Trust;
}

/** Raised whenever stored values or their keys change their meaning. */
const FORMAT = 1;

/**
 * What comes out the same when an untouched file is read again: these failures are remembered, all others are tried again. A thread that ran
 * out of memory, or any other error of the program, may have had its cause elsewhere.
 */
const LASTING = new Set<Reason['code']>([
  'not-root',
  'damaged',
  'unsupported',
  'no-object',
  'unknown-name',
  'expression',
  'document',
  'too-large',
]);

function digests(store: PartialStore): (what: unknown) => string {
  const known = new WeakMap<object, string>();
  return (what) => {
    if (typeof what !== 'object' || what === null) return store.key(what);
    const digest = known.get(what) ?? store.key(what);
    known.set(what, digest);
    return digest;
  };
}

/** Makes the memory of a run. */
export function createMemory({ store, study, setup, platform, trust }: MemoryInput): RunMemory {
  const digest = digests(store);
  const base = store.key([FORMAT, platform, study.id, study.version]);

  function failureAt(key: string): Reason | null {
    return trust.failures ? ((store.find('failure', key) as Reason | null | undefined) ?? null) : null;
  }

  function keepFailureAt(key: string, reason: Reason): void {
    if (LASTING.has(reason.code)) store.keep('failure', key, reason);
  }

  function forgetAt(key: string): void {
    if (!trust.failures && store.find('failure', key)) store.keep('failure', key, null);
  }

  function examineKey({ dataset, path }: InputFile, content: string): string {
    const identity = digest(study.examineIdentity?.(setup, dataset) ?? setup);
    return store.key([base, 'examine', identity, dataset, path, content]);
  }

  function identityOf(step: PlainStep, shared: unknown, { record, examined }: RememberedFile): string {
    const identity = step.identity?.(setup, shared, record) ?? { setup, shared, facts: examined.facts };
    return store.key(Object.entries(identity).map(([name, value]) => [name, digest(value ?? null)]));
  }

  return {
    digest,
    contentOf: (place) => (trust.values ? store.contentOf(place) : undefined),
    keepContent: (place, content) => store.keepContent(place, content),
    facts: (file, content) =>
      trust.values
        ? (store.find('facts', examineKey(file, content)) as FileFacts<unknown> | undefined)
        : undefined,
    keepFacts: (file, content, facts) => store.keep('facts', examineKey(file, content), facts),
    examineFailure: (file, place) => failureAt(examineKey(file, place)),
    keepExamineFailure: (file, place, reason) => keepFailureAt(examineKey(file, place), reason),
    forgetExamineFailure: (file, place) => forgetAt(examineKey(file, place)),
    step: (step, shared) => (file) => {
      const { dataset, path, content } = file.record;
      const key = store.key([base, step.id, identityOf(step, shared, file), dataset, path, content]);
      const failureKey = store.key([key, file.place, file.stop]);
      return {
        failure: () => failureAt(failureKey),
        keepFailure: (reason) => keepFailureAt(failureKey, reason),
        forgetFailure: () => forgetAt(failureKey),
        find: (start, stop) =>
          trust.values && !step.rounds ? store.find('partial', store.key([key, start, stop])) : undefined,
        keep(start, stop, sum) {
          if (!step.rounds) store.keep('partial', store.key([key, start, stop]), sum);
        },
      };
    },
  };
}
