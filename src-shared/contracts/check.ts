import type { ResultHole, ResultWarning } from './result.ts';

/** One file as it was found before a run. */
export interface CheckedFile {
  dataset: string;
  path: string;
  /** Null when the file opens and has what its selection needs. */
  problem: string | null;
  tree: string | null;
  schema: string | null;
  entries: number;
  /** Branches that would be read. */
  branches: string[];
}

/** What `check` finds: the files that would be read, what cannot be computed, and known slips. */
export interface StudyCheckReport {
  study: string;
  title: string;
  files: CheckedFile[];
  /** How every used vocabulary name is made, by dataset. */
  names: Record<string, { name: string; origin: string; unit?: string }[]>;
  holes: ResultHole[];
  warnings: ResultWarning[];
}
