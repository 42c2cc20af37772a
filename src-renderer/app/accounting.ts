import type { ResultDataset } from '../../src-shared/contracts/resultFiles.ts';
import type { FileStatus } from '../../src-shared/contracts/status.ts';
import { amount, count } from '../widgets/numbers.ts';
import { numberOf } from './runResult.ts';

type Counted = NonNullable<ResultDataset['accounting']>[FileStatus];

/** The order in which ends of files are told. */
export const STATUSES: readonly FileStatus[] = ['processed', 'failed', 'skipped'];

/** Files and events by status of one dataset, or of all. */
export interface AccountingRow {
  /** Null for the sum of all datasets. */
  dataset: string | null;
  label: string;
  counts: Record<FileStatus, Counted>;
  /** Of what was processed, in fb^-1, in words; null where nothing is known of it. */
  luminosity: string | null;
  /** What must be known beside the luminosity. */
  remarks: string[];
}

/** Events of the files of one status: `300`, `≥ 300` or `?` where files have an unknown number. */
export function eventsText({ events, unknown = 0 }: Counted): string {
  if (unknown === 0) return count(events);
  return events === 0 ? '?' : `≥ ${count(events)}`;
}

/** `run 430001`, `runs 430001, 430002 and 3 more`. */
export function runsText(runs: readonly (number | string)[], most = 6): string {
  const more = runs.length > most ? ` and ${count(runs.length - most)} more` : '';
  return `run${runs.length === 1 ? '' : 's'} ${runs.slice(0, most).join(', ')}${more}`;
}

function luminosityText({ luminosity, luminosityRange: range }: ResultDataset): string | null {
  const processed = range?.text ?? (luminosity === undefined ? null : amount(luminosity));
  if (processed === null || !range || luminosity === range.requested) return processed;
  return `${processed} of ${amount(range.requested)}`;
}

function remarksOf({ luminosityRange: range }: ResultDataset): string[] {
  if (!range) return [];
  const { incompleteRuns = [], runsNotInTable = [], runsWithoutEvents = 0, table } = range;
  return [
    ...(incompleteRuns.length > 0 ? [`files of ${runsText(incompleteRuns)} are missing`] : []),
    ...(runsNotInTable.length > 0 ? [`${runsText(runsNotInTable)} not in the table`] : []),
    ...(runsWithoutEvents > 0 ? [`${numberOf(runsWithoutEvents, 'run')} of the table without events`] : []),
    ...(table === undefined ? [] : [table]),
  ];
}

function add(one: Counted, other: Counted): Counted {
  const unknown = (one.unknown ?? 0) + (other.unknown ?? 0);
  return {
    files: one.files + other.files,
    events: one.events + other.events,
    ...(unknown > 0 && { unknown }),
  };
}

/** A row per dataset that has files of its own, and their sum where there are several. */
export function accountingRows(datasets: Readonly<Record<string, ResultDataset>>): AccountingRow[] {
  const rows = Object.entries(datasets).flatMap(([dataset, found]): AccountingRow[] => {
    const { accounting, label } = found;
    if (!accounting) return [];
    return [
      { dataset, label, counts: accounting, luminosity: luminosityText(found), remarks: remarksOf(found) },
    ];
  });
  if (rows.length < 2) return rows;
  const sum = (status: FileStatus) => rows.map(({ counts }) => counts[status]).reduce(add);
  const counts = { processed: sum('processed'), failed: sum('failed'), skipped: sum('skipped') };
  return [...rows, { dataset: null, label: 'all', counts, luminosity: null, remarks: [] }];
}
