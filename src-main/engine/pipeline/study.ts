import type { StudyCheckReport } from '../../../src-shared/contracts/check.ts';
import type { FigureSpec } from '../../../src-shared/figure/spec.ts';
import type { ErrorCode } from '../../../src-shared/userError.ts';
import type { FileStatus } from '../../../src-shared/contracts/status.ts';
import type { ByteSource, Codecs, ColumnCache } from '../ports.ts';

/** Files of one dataset as the document names them: paths, globs, `@list.txt`, relative to the document. */
export interface DatasetFiles {
  name: string;
  files: readonly string[];
  /** Files of equal content count as often as they are named; by default the first one counts and the others are skipped. */
  countCopies?: boolean;
}

/** One file of a run. Files are ordered as the document orders datasets and patterns; globs in byte order. */
export interface InputFile {
  /** Position in the run. */
  index: number;
  dataset: string;
  /** As the document writes it (globs expanded), never resolved: this is what results may show. */
  path: string;
}

/** Why a file failed or was skipped. `internal` is a bug of the program or the death of a thread. Carries no time, no resolved path. */
export interface Reason {
  code: ErrorCode | 'internal';
  message: string;
  /** Tree or branch inside the file. */
  object?: string;
  /** Byte offset in the file. */
  offset?: number;
}

/** What {@link Study.examine} says of a file: plain data, small (it stays in memory for every file of the run). */
export interface FileFacts<Facts> {
  entries: number;
  /** First entries of the clusters, and `entries` last ({@link Tree.clusters}). */
  clusters: readonly number[];
  /** Uncompressed bytes per entry of the columns that will be read: chunks are cut by it. */
  bytesPerEntry: number;
  /** Bytes that a thread holds while it reads these columns, at most: a file of large baskets is left to few threads. */
  heldBytes?: number;
  /** The study's own facts: schema, resolved names, what is missing. */
  facts: Facts;
}

/** One file with what became of it. */
export interface FileRecord<Facts = unknown> extends InputFile {
  status: FileStatus;
  /** Null exactly for processed files. */
  reason: Reason | null;
  /** 0 when the file could not be examined. Those that take part where the run has a limit of events. */
  entries: number;
  /** Entries of the file that a limit of events leaves out. */
  beyondLimit?: number;
  /** The file of the same dataset whose content this one repeats: a second copy, which is skipped. */
  copyOf?: string;
  /** Fingerprint of the content (same on any machine); null when it could not be taken. */
  content: string | null;
  facts: Facts | null;
}

/** Supporting files of a document (luminosity masks, target histograms), opened in the host before the run. */
export interface Resources {
  /** Whole content; `path` is relative to the document. Throws a UserError (`missing`, `unreadable`, `too-large` beyond 64 MB). */
  bytes(path: string): Uint8Array;
  /** Random access; the caller closes it. Throws a UserError as above. */
  source(path: string): ByteSource;
  codecs: Codecs;
}

/** What a thread has when it works on one file. */
export interface FileContext<Setup> {
  setup: Setup;
  file: InputFile;
  /** Content identity of the file ({@link FileRecord.content}): what columns are cached by. */
  content: string;
  /** The file, opened at its first read. Its reads throw a UserError `cancelled` once the run is cancelled: let it pass. */
  source: ByteSource;
  codecs: Codecs;
  /** Columns kept from earlier runs; null where this run reads and keeps none. */
  columns: ColumnCache | null;
  /** Made once per thread while the file stays unchanged, kept across runs: the parsed file, trees, basket tables. */
  ofFile<T>(key: string, make: () => T): T;
  /** Made once per thread and kept: memory that is used again for file after file. Its `release()`, if it has one, is called when nothing comes for a while. */
  ofThread<T>(key: string, make: () => T): T;
  /** Made once per thread, file and run: resolved names, compiled expressions. */
  ofRun<T>(key: string, make: () => T): T;
}

/** One chunk of a file in one step. */
export interface MapContext<Setup, Facts, Shared> extends FileContext<Setup> {
  facts: Facts;
  /** What {@link Step.share} made. */
  shared: Shared;
  /** Entries start <= entry < stop. */
  start: number;
  stop: number;
  /** Decode every column of {@link Step.columns} in full, all checksums, for all entries of the chunk; else early stop is allowed. */
  verify: boolean;
}

/**
 * One pass over files. Chunks are mapped to sums in threads; sums of one file are merged in chunk order, files in
 * order into their dataset, so that the result has the same bits with any number of threads. A file of which
 * any chunk fails contributes to no step: when it had contributed to an earlier step, that step's
 * sums are made again without it and this step is repeated if its shared data changed.
 */
export interface Step<Setup, Facts, Shared, Sum> {
  id: string;
  phase: 'comparing' | 'profiles' | 'measuring';
  /** Whether the step reads this file at all; `shared` is absent while work is only counted ahead, before `share`. */
  wants(file: FileRecord<Facts>, setup: Setup, shared?: Shared): boolean;
  /** Columns (`tree:branch`) that `map` reads for every entry: recorded as checked once a file went through in full. */
  columns(facts: Facts): readonly string[];
  /** Plain data for all tasks of the step, computed in the host and sent once to every thread. Throws a UserError to end the run. */
  share(setup: Setup, before: Reduced<Setup, Facts>): Shared;
  /**
   * What the sum of a chunk depends on beside the file's content and name, the dataset's name and the borders of the chunk: plain data; by default
   * the whole setup, shared data and facts. What it leaves out can be changed without computing the chunk again.
   * The position of the file is left out too: a sum that holds it must name it here.
   * A member that is the same object for file after file is digested once.
   */
  identity?(setup: Setup, shared: Shared, file: FileRecord<Facts>): Record<string, unknown>;
  /** Runs in a thread. Throws a UserError with `where.object` and `where.offset` when the file fails. The sum is plain data (structured clone). */
  map(context: MapContext<Setup, Facts, Shared>): Sum;
  /** Buffers of a sum to be handed over instead of copied. */
  transfer?(sum: Sum): ArrayBuffer[];
  /** The neutral sum of a dataset. */
  empty(setup: Setup, dataset: string): Sum;
  /** Adds `from` to `into`: chunk to file, then file to dataset. May keep parts of `from`. */
  merge(into: Sum, from: Sum): void;
  /** Goes over the files in rounds instead of once, beginning from what `share` gave. Runs in the host; the sums of chunks are not stored. */
  rounds?(setup: Setup, shared: Shared): Rounds<Shared, Sum>;
}

/**
 * Rounds of a step over its files, for what can only be seen between files: the sums of files are taken as they come and not
 * kept, and every round has shared data of its own, so that what is held stays small whatever the number of files.
 */
export interface Rounds<Shared, Sum> {
  /** Shared data of the next round, after all files of the one before; null after the last. */
  next(): Shared | null;
  /** A file went through the round; files come in their order. */
  add(file: InputFile, sum: Sum): void;
  /** What the rounds gave for a dataset. */
  sum(dataset: string): Sum;
}

/** Results of the steps so far. */
export interface Reduced<Setup, Facts> {
  files: readonly FileRecord<Facts>[];
  /** Sum over the dataset's files that did not fail; the neutral sum when there are none. Not to be changed. */
  sum<Sum>(step: Step<Setup, Facts, unknown, Sum>, dataset: string): Sum;
}

/** Everything that a study makes its result of. */
export interface Outcome<Config, Setup, Facts> extends Reduced<Setup, Facts> {
  config: Config;
  setup: Setup;
  /** The run was cancelled: unfinished files are `skipped`. */
  cancelled: boolean;
  /** Limit of events per dataset, where the run had one. */
  maxEvents?: number;
  /** What is missing in the result; empty when it is complete. */
  missing: readonly MissingPart[];
}

/** Files of a dataset that did not go into the result in full, by the reason for it. */
export interface MissingPart {
  reason: 'cancelled' | 'max-events' | 'failed';
  dataset: string;
  files: number;
  /** Events left out, of the files where their number is known. */
  events: number;
  /** Files whose number of events is not known. */
  unknown: number;
}

/**
 * A study: what to read, how to sum it up, what to conclude. Config, Setup, Facts, Shared and sums are plain data
 * (structured clone); only `examine` and `map` run in threads, everything else in the host.
 */
export interface Study<Config, Setup, Facts, Result> {
  /** As `study:` in the document. */
  id: string;
  /** Raised whenever equal input gives another result. */
  version: number;
  /** Human name. */
  title: string;
  datasets(config: Config): DatasetFiles[];
  /** What threads need of the config and of supporting files. Throws a UserError to refuse the run. */
  setUp(config: Config, resources: Resources): Setup;
  /** What `examine` of a file of this dataset depends on beside the file itself: plain data, the same object for equal arguments; by default the whole setup. */
  examineIdentity?(setup: Setup, dataset: string): object;
  /** Opens the file and resolves every name. Throws a UserError when the file fails as a whole. */
  examine(context: FileContext<Setup>): FileFacts<Facts>;
  /**
   * Sees the names of all files before any is opened: gives those that are left out (`skipped`) with the reason, or throws a
   * UserError that refuses the run.
   */
  choose?(files: readonly InputFile[], setup: Setup): { index: number; reason: Reason }[];
  /**
   * Sees all files after examination (failed ones with their reason): gives further files that fail, or throws a
   * UserError that refuses the run (a name that no file has).
   */
  review?(files: readonly FileRecord<Facts>[], setup: Setup): { index: number; reason: Reason }[];
  steps: readonly Step<Setup, Facts, unknown, unknown>[];
  /** The content of result.json. */
  finalise(outcome: Outcome<Config, Setup, Facts>): Result;
  /** Plain data by which probes of the run can be asked for other working points. */
  probes?(outcome: Outcome<Config, Setup, Facts>): unknown;
  /** Configs to be run beside this one: named variations of it. */
  variations?(config: Config): Config[];
  /** The result with those of its variations, or why they have none, in their order. */
  withVariations?(
    result: Result,
    varied: readonly ({ result: Result } | { reason: string })[],
    config: Config,
  ): Result;
  /** What `check` says of the files after examination: what would be read, what cannot be computed, known slips. */
  preview?(files: readonly FileRecord<Facts>[], config: Config): StudyCheckReport;
  /** All figures of a result, in the order of the set. */
  figures(result: Result, config: Config): FigureSpec[];
}

/** A study whose types nobody needs to know: what registry, runtime and app handle. */
export type AnyStudy = Study<unknown, unknown, unknown, unknown>;

/** Checks the types of a study where it is written. */
export function defineStudy<Config, Setup, Facts, Result>(
  study: Study<Config, Setup, Facts, Result>,
): Study<Config, Setup, Facts, Result> {
  return study;
}

/** Checks the types of a step where it is written. */
export function defineStep<Setup, Facts, Shared, Sum>(
  step: Step<Setup, Facts, Shared, Sum>,
): Step<Setup, Facts, Shared, Sum> {
  return step;
}
