import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import type { DatasetFiles } from '../../engine/pipeline/study.ts';

/** A validated study with what its result says of the document. */
export interface EfficiencyConfig {
  study: EfficiencyStudy;
  /** SHA-256 of the document's canonical bytes, hexadecimal. */
  documentHash: string;
  /** `path=value` set on top of the document. */
  changes: string[];
}

/** The files of every dataset, as the document names them. */
export function datasetFiles({ study }: Pick<EfficiencyConfig, 'study'>): DatasetFiles[] {
  return study.datasets.map(({ name, files, duplicates }) => ({
    name,
    files,
    countCopies: duplicates === 'count',
  }));
}
