import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import type { Binding } from '../columns/binding.ts';
import type { ColumnFacts } from './columnFacts.ts';

/** Something in a study that is probably not what its author wants. It never stops a run. */
export interface Warning {
  /** Identity of the rule. */
  slip: string;
  /** What is wrong, in words that a physicist understands, with the numbers at hand. */
  message: string;
  /** Path inside the study document: `workingPoints.Tight`, `datasets.zmumu.pileup.variable`. */
  where: string;
  /** The dataset that it concerns, absent when it concerns all. */
  dataset?: string;
}

/** A working point counted with missing values left out, and with them taken as measurements. */
export interface NaiveCount {
  workingPoint: string;
  passed: number;
  total: number;
  naivePassed: number;
  naiveTotal: number;
}

/** What is known of one dataset when the rules are applied; a rule says more where more is known. */
export interface DatasetFacts {
  binding: Binding;
  /** Sampled columns by branch path, in the file's own units. */
  columns: ReadonlyMap<string, ColumnFacts>;
  naive?: readonly NaiveCount[];
}

/** A study with the facts of its datasets, by dataset name. A dataset whose files could not be opened is absent. */
export interface SlipContext {
  study: EfficiencyStudy;
  datasets: ReadonlyMap<string, DatasetFacts>;
  /** All files by dataset, where the rules are applied to datasets as a whole. */
  files?: ReadonlyMap<string, readonly { index: number; path: string }[]>;
}

/** One known slip. */
export interface Slip {
  id: string;
  /** The slip in a few words, for lists. */
  title: string;
  find(context: SlipContext): Warning[];
}
