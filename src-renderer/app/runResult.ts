import type { DatasetProvenance, ResultDataset } from '../../src-shared/contracts/resultFiles.ts';
import { describePartial } from '../../src-shared/contracts/describePartial.ts';
import type { MissingFiles } from '../../src-shared/contracts/resultPartial.ts';
import { count } from '../widgets/numbers.ts';

/** What the result of every study says of its files. */
export interface RunResult {
  datasets: Readonly<Record<string, ResultDataset>>;
  /** Where the numbers of each dataset come from. */
  origins: Readonly<Record<string, DatasetProvenance>>;
  /** What is missing; empty where every file went in, in full. */
  partial: readonly MissingFiles[];
  maxEvents: number | undefined;
}

/** The part of a result.json that is the same for every study; empty where it has none. */
export function runResult(result: Record<string, unknown>): RunResult {
  const { datasets, provenance, partial } = result as {
    datasets?: RunResult['datasets'];
    provenance?: { datasets?: RunResult['origins']; maxEvents?: number };
    partial?: MissingFiles[];
  };
  return {
    datasets: datasets ?? {},
    origins: provenance?.datasets ?? {},
    partial: partial ?? [],
    maxEvents: provenance?.maxEvents,
  };
}

/** What identifies the study that a result was made from; undefined where there is none. */
export function documentHash(result: Record<string, unknown> | undefined): string | undefined {
  const { document } = (result?.['provenance'] ?? {}) as { document?: { hash?: string } };
  return document?.hash;
}

/** What a dataset is called on the page. */
export function datasetLabel({ datasets }: RunResult, dataset: string): string {
  return Object.hasOwn(datasets, dataset) ? datasets[dataset].label : dataset;
}

/** `1 file`, `1 200 events`. */
export function numberOf(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

function missingEvents({ events, unknown }: Pick<MissingFiles, 'events' | 'unknown'>): string {
  if (unknown === 0) return `${numberOf(events, 'event')} missing`;
  if (events > 0) return `at least ${numberOf(events, 'event')} missing`;
  return 'events unknown';
}

/** What a partial result lacks, in one line for a banner; null for a complete one. */
export function missingText({ partial, maxEvents }: RunResult): string | null {
  if (partial.length === 0) return null;
  const sum = (part: 'events' | 'unknown') => partial.reduce((all, one) => all + one[part], 0);
  const events = missingEvents({ events: sum('events'), unknown: sum('unknown') });
  return `${describePartial(partial, maxEvents)}, ${events}`;
}

const REASONS: Record<MissingFiles['reason'], (files: string, maxEvents: number) => string> = {
  failed: (files) => `${files} failed`,
  cancelled: (files) => `${files} not reached, or not to the end, before the run was cancelled`,
  'max-events': (files, maxEvents) => `${files} beyond the first ${numberOf(maxEvents, 'event')}`,
};

/** What is missing, dataset by dataset. */
export function missingLines(result: RunResult): string[] {
  return result.partial.map((part) => {
    const words = REASONS[part.reason](numberOf(part.files, 'file'), result.maxEvents ?? 0);
    return `${datasetLabel(result, part.dataset)}: ${words}, ${missingEvents(part)}`;
  });
}
