import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { EfficiencyStudy } from '../../src-shared/study/efficiency.ts';
import type { FinishedRun } from '../app/finishedRuns.ts';

/** Config of a run of the efficiency study. */
export interface EfficiencyRunConfig {
  study: EfficiencyStudy;
  documentHash: string;
  /** Values set on top of the document. */
  changes: string[];
}

function filesOf({ datasets }: EfficiencyStudyResult): FinishedRun['files'] {
  return Object.entries(datasets).flatMap(([dataset, { files }]) =>
    files.map(({ path: file, status, entries, reason }) => ({
      dataset,
      path: file,
      status,
      entries,
      reason: reason === undefined ? null : { code: status, message: reason },
    })),
  );
}

/** A run that was read from a file or folder. */
export function finishedRun(
  id: string,
  { result, study, folder }: { result: EfficiencyStudyResult; study: EfficiencyStudy; folder: string },
  more: Partial<Pick<FinishedRun, 'state' | 'derived'>> = {},
): FinishedRun {
  const { document, changes = [] } = result.provenance;
  const config: EfficiencyRunConfig = { study, documentHash: document.hash, changes };
  const about = { id, title: document.title, study: result.study, config, result, folder };
  return { ...about, files: filesOf(result), state: 'finished', derived: [], ...more };
}
