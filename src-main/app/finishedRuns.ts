import type { ChannelOutput, DocumentName } from '../../src-shared/contracts/channels.ts';
import type { RunComparison } from '../../src-shared/contracts/compare.ts';
import type { Exported, ExportWish, Recognised } from '../../src-shared/contracts/exporting.ts';
import type { CallProgress, RecountRequest, RunList, RunListing } from '../../src-shared/contracts/runs.ts';
import type { FigureSpec } from '../../src-shared/figure/spec.ts';
import type { FigureLook } from '../../src-shared/study/figureLook.ts';

/** A run that ended with a result, wherever it is kept. */
export interface FinishedRun {
  id: string;
  title: string;
  state: 'finished' | 'cancelled';
  /** Identity of its study in the registry. */
  study: string;
  /** Config of the study: `{study, documentHash, changes}`. */
  config: unknown;
  /** As result.json. */
  result: unknown;
  files: ChannelOutput<'run.result'>['files'];
  /** Absolute folder of its document. */
  folder: string;
  /** What was changed since the run, from its counts alone. */
  derived: readonly string[];
}

/** How a long request is followed and ended. */
export interface CallWatch {
  signal: AbortSignal;
  progress(progress: CallProgress): void;
}

/** The runs that were kept, and what is done with finished ones. */
export interface FinishedRuns {
  /** Newest first, of one document or of all. */
  list(document: DocumentName | undefined, most: number): Promise<RunList>;
  /** Throws UserErrors: `missing`, `damaged`, `unreadable`. */
  open(run: string): Promise<FinishedRun>;
  /** Throws UserErrors: `missing`, `usage` for what is not in the archive. */
  discard(run: string): void;
  /** A file of one run, opened to be looked at. Throws the UserErrors of reading and `usage` for a change that cannot be made. */
  openBundle(path: string, change: RecountRequest): RunListing;
  /** The run anew from its counts, kept beside it to be looked at. Throws UserErrors `usage` for a change that cannot be made. */
  recount(run: FinishedRun, change: RecountRequest): RunListing;
  /** Throws UserErrors: `busy` while a study runs, `cancelled`. */
  compare(a: FinishedRun, b: FinishedRun, muons: boolean, watch: CallWatch): Promise<RunComparison>;
  /** One figure as the bytes of a file; `look`: how it was drawn where not as the study says. */
  exportFigure(
    run: FinishedRun,
    figure: FigureSpec,
    format: 'pdf' | 'svg' | 'png',
    look?: FigureLook,
  ): Promise<Uint8Array>;
  /** Writes files below a folder. Throws UserErrors: `unreadable` outside of the granted folders, `changed` for files of others, `cancelled`. */
  exportRun(run: FinishedRun, wish: ExportWish, folder: string, watch: CallWatch): Promise<Exported>;
  /** What the bytes of a file are. Never throws for bytes of any kind. */
  recognise(name: string, bytes: Uint8Array): Recognised;
}
