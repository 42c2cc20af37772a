import type { ResultDataset } from '../../../src-shared/contracts/resultFiles.ts';
import type { Dataset } from '../../../src-shared/study/efficiency.ts';
import { namedRun } from '../../engine/events/tagPattern.ts';
import type { FileRecord, Outcome } from '../../engine/pipeline/study.ts';
import { CANCELLED } from '../../engine/pipeline/task.ts';
import type { EfficiencyConfig } from './config.ts';
import type { EfficiencyFacts } from './examine.ts';
import { luminosityText, processedLuminosity } from './luminosity.ts';
import type { LackingFile } from './luminosity.ts';
import type { Setup } from './setup.ts';
import { measureStep } from './steps.ts';

type EfficiencyOutcome = Outcome<EfficiencyConfig, Setup, EfficiencyFacts>;
type EfficiencyFile = FileRecord<EfficiencyFacts>;

const RUNS_LISTED = 100;

/** A file whose events are not, or not all, in the result though they should be. */
function lacks(file: EfficiencyFile): boolean {
  return (
    file.status === 'failed' ||
    file.beyondLimit !== undefined ||
    (file.status === 'skipped' && file.reason?.code === CANCELLED.code)
  );
}

function lackingFiles(dataset: Dataset, files: readonly EfficiencyFile[]): LackingFile[] {
  return files.filter(lacks).map((file) => {
    const run = namedRun(file.path, dataset.tags?.pattern ?? null)?.run;
    return { run: run === undefined ? null : Number(run) };
  });
}

/** Files and events by status. */
function countsByStatus(files: readonly EfficiencyFile[]): ResultDataset['accounting'] {
  const counts = (status: FileRecord['status']) => {
    const own = files.filter((file) => file.status === status);
    const unknown = own.filter((file) => file.facts === null).length;
    return {
      files: own.length,
      events: own.reduce((sum, file) => sum + file.entries, 0),
      ...(unknown > 0 && { unknown }),
    };
  };
  return { processed: counts('processed'), failed: counts('failed'), skipped: counts('skipped') };
}

/** Luminosity of a dataset with one number for everything: all of it, or at most that. */
function ofNumber(
  luminosity: number,
  incomplete: boolean,
): Pick<ResultDataset, 'luminosity' | 'luminosityRange'> {
  if (!incomplete) return { luminosity };
  const range = { low: 0, high: luminosity };
  return { luminosityRange: { ...range, requested: luminosity, text: luminosityText(range) } };
}

/** How every file of a dataset ended in numbers: events and luminosity of what was processed. */
export function accountingOf(
  outcome: EfficiencyOutcome,
  dataset: Dataset,
  files: readonly EfficiencyFile[],
): Pick<ResultDataset, 'accounting' | 'luminosity' | 'luminosityRange'> {
  const accounting = countsByStatus(files);
  const table = outcome.setup.luminosities[dataset.name];
  const lacking = lackingFiles(dataset, files);
  if (!table) {
    const { luminosity } = dataset;
    return { accounting, ...(luminosity !== undefined && ofNumber(luminosity, lacking.length > 0)) };
  }
  const { runs } = outcome.sum(measureStep, dataset.name);
  const found = processedLuminosity(table, runs, lacking, outcome.setup.masks[dataset.name]);
  const { low, high, requested, incomplete, notInTable, withoutEvents } = found;
  return {
    accounting,
    ...(found.value !== null && found.value > 0 && { luminosity: found.value }),
    luminosityRange: {
      low,
      high,
      requested,
      text: luminosityText(found),
      table: table.format,
      runs: runs.size,
      ...(incomplete.length > 0 && { incompleteRuns: incomplete.slice(0, RUNS_LISTED) }),
      ...(notInTable.length > 0 && { runsNotInTable: notInTable.slice(0, RUNS_LISTED) }),
      ...(withoutEvents > 0 && { runsWithoutEvents: withoutEvents }),
    },
  };
}
