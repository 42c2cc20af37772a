import type { ChannelInput, ChannelOutput, DocumentName } from '../../src-shared/contracts/channels.ts';
import type { FolderListing } from '../../src-shared/contracts/quick.ts';
import type { Progress } from '../../src-shared/contracts/status.ts';
import type { FigureSpec } from '../../src-shared/figure/spec.ts';
import type { ThresholdAnswer, ThresholdQuestion } from '../studies/registry.ts';
import type { FileRecord } from '../engine/pipeline/study.ts';
import type { ExplorePorts } from './explore.ts';
import type { FinishedRuns } from './finishedRuns.ts';

/** A study document as it stands on disk. */
export interface DocumentText {
  /** As the user gave it; what errors call it. */
  name: string;
  text: string;
  /** Absolute path. */
  file: string;
  /** Absolute folder that its paths start from. */
  folder: string;
  /** SHA-256 of its bytes, lower-case hexadecimal. */
  version: string;
  /** Why it cannot be written, in words; null when it can. */
  readOnly: string | null;
}

/** A valid study, ready to run. */
export interface PreparedStudy {
  /** By its absolute path. */
  document: DocumentName;
  /** Identity in the registry. */
  study: string;
  title: string;
  config: unknown;
  /** Absolute path of its document. */
  file: string;
  folder: string;
  verify: boolean;
}

/** What a finished run gave. */
export interface RunOutcome {
  result: unknown;
  files: readonly FileRecord[];
  /** Chunks that were computed, and those known from earlier runs. */
  work: { chunks: { computed: number; remembered: number } };
}

/** A run in the queue. */
export interface RunJob {
  readonly id: string;
  readonly state: 'waiting' | 'running' | 'finished' | 'cancelled' | 'failed';
  readonly paused: boolean;
  readonly progress: Progress | null;
  readonly report: RunOutcome | null;
  /** What a running one has so far, and how often that was renewed. */
  readonly soFar: { result: unknown; files: readonly FileRecord[]; count: number } | null;
  readonly error: unknown;
}

/** The queue of runs. */
export interface Runs {
  start(study: PreparedStudy): string;
  /** No such run: nothing happens. */
  cancel(run: string): void;
  /** Nothing happens to runs that ended. */
  pause(run: string): void;
  resume(run: string): void;
  job(run: string): RunJob | undefined;
  jobs(): RunJob[];
  subscribe(listener: (job: RunJob) => void): () => void;
}

/** Short texts that windows remember, by name. Where nothing can be kept they are forgotten without a word. */
export interface WindowSettings {
  read(name: string): string | null;
  write(name: string, text: string): void;
}

/** What a window is about. */
export interface SessionState {
  document: DocumentName;
  /** Below which documents are written. */
  folders: readonly string[];
  /** Earlier grants that do not hold any more, with the reason in words. */
  lost: readonly { folder: string; reason: string }[];
}

/** A question about files or a sample of them. */
export interface QuickRequest {
  /** A newer question of the same kind takes the place of an older one. */
  kind: string;
  /** Identity in the registry. */
  study: string;
  config: unknown;
  folder: string;
  /** Of every dataset. */
  maxEvents?: number;
}

/** The files that an entry of a document stands for, below the granted folders. */
export interface ExpandedPattern {
  pattern: string;
  files: string[];
  /** Why there are none, or not all, in words. */
  problem: string | null;
}

/** Everything that the use cases need from outside. */
export interface AppPorts {
  version: string;
  /**
   * A window's document and what it may open.
   * @param shown what the window showed before: it is its document again where it may be read
   */
  session(shown?: DocumentName): SessionState;
  /**
   * The absolute path of one that the user gives: from the folder of a document, for the sample from that of the program's start; of the
   * document that was opened last where it is left out.
   */
  located(path: string, document: DocumentName | undefined): string;
  /** The absolute path of a file of a study, as {@link located}, of the sample's from its own folder. */
  fileOf(path: string, document: DocumentName | undefined): string;
  /**
   * Grants a folder, by its absolute path, for a document and the time to come; for the one that was opened last where it is left out.
   * Throws UserErrors: `usage` for folders of the system, `missing`, `unreadable`.
   */
  grantFolder(folder: string, document: DocumentName | undefined): void;
  /** Makes another document, by its absolute path, the one of windows that have none yet, and gives it. Throws UserErrors: `unreadable` outside of the granted folders, `missing`. */
  openDocument(path: string): DocumentName;
  /** Absolute paths of the documents that were opened last, newest first. */
  recentDocuments(): string[];
  /** Reads a document. Throws a UserError (`missing`, `unreadable` outside of the granted folders, `too-large`). */
  readDocument(name: DocumentName): Promise<DocumentText>;
  /**
   * Writes a document whole or not at all. Throws UserErrors: `changed` when another version stands there, `missing` when it or its folder is
   * gone, `usage` for the sample and for other names, `unreadable` where it may not be written.
   */
  writeDocument(request: ChannelInput<'study.write'>): Promise<ChannelOutput<'study.write'>>;
  settings: WindowSettings;
  runs: Runs;
  finished: FinishedRuns;
  /** Counts the probes of a finished run for other working points. Throws UserErrors: `missing`, `busy` while a study runs. */
  evaluate(run: string, question: ThresholdQuestion): Promise<ThresholdAnswer>;
  explore: ExplorePorts;
  /** Absolute folder that the paths of a document start from, whether or not the document is there. */
  folderOf(document: DocumentName): string;
  expand(patterns: readonly string[], folder: string): ExpandedPattern[];
  /** Answers a question about files. Throws UserErrors: `cancelled`, `busy`, and those of the study. */
  quick<Result>(request: QuickRequest): Promise<Result>;
  /** What is in a folder; null for `base`, the document's. Throws UserErrors `missing`, `unreadable`, `usage`. */
  browse(folder: string | null, base: string): Promise<FolderListing>;
  /** Looks below the granted folders for files by name and size in bytes, for folders by name. */
  locate(
    files: readonly { name: string; size: number | null }[],
    base: string,
  ): Promise<{ found: string[][]; complete: boolean }>;
  /** The figure as an SVG document, its fonts inside or named only (for a page that has them). */
  draw(figure: FigureSpec, fonts: 'embedded' | 'named'): string;
  /** SHA-256, lower-case hexadecimal. */
  hash(bytes: Uint8Array): string;
}
