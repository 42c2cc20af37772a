import type { Dataset, EfficiencyStudy } from '../../../../src-shared/study/efficiency.ts';
import type { SampleOf } from '../../../../src-shared/contracts/quick.ts';
import type { FileRecord } from '../../../engine/pipeline/study.ts';

/** What is asked of a sample: a study whose files are named one by one. */
export interface QuickConfig {
  study: EfficiencyStudy;
}

function bare(dataset: Dataset): Dataset {
  const { name, label, files, kind, schema, tree, mask, tags, duplicates, vocabulary } = dataset;
  return {
    ...{ name, label, files, kind },
    ...(schema && { schema }),
    ...(tree !== undefined && { tree }),
    ...(mask !== undefined && { mask }),
    ...(tags && { tags }),
    ...(duplicates && { duplicates }),
    ...(vocabulary && { vocabulary }),
  };
}

/** The study with its datasets and its selection alone: nothing is weighted, and no working point or axis is there to fail. */
export function selectionOnly(study: EfficiencyStudy): EfficiencyStudy {
  const { variations, variationRule, ...rest } = study;
  void [variations, variationRule];
  return {
    ...rest,
    datasets: study.datasets.map(bare),
    groups: [],
    background: 'none',
    notComputable: 'exclude',
    workingPoints: [],
    axes: [],
    trend: null,
    scaleFactors: null,
    checkFlags: false,
  };
}

/** The study with its datasets alone. */
export function datasetsOnly(study: EfficiencyStudy): EfficiencyStudy {
  return { ...selectionOnly(study), muons: null, events: [], pairs: [], tag: null, probe: null };
}

function problemOf(files: readonly FileRecord[]): string | null {
  const failed = files.filter(({ status }) => status === 'failed');
  if (failed.length === 0 || files.some(({ status }) => status === 'processed')) return null;
  const [{ path, reason }] = failed;
  const more = failed.length > 1 ? ` (and ${failed.length - 1} more files failed)` : '';
  return `${path}: ${reason?.message ?? 'it cannot be read'}${more}`;
}

/** Of what the sample of a dataset was taken, from the records of its files. */
export function sampleOfFiles({ name, label }: Dataset, all: readonly FileRecord[]): SampleOf {
  const files = all.filter(({ dataset }) => dataset === name);
  const processed = files.filter(({ status }) => status === 'processed');
  const cut = files.some(({ beyondLimit = 0, reason }) => beyondLimit > 0 || reason?.code === 'usage');
  return {
    dataset: name,
    label,
    events: processed.reduce((sum, { entries }) => sum + entries, 0),
    whole: !cut && files.every(({ status, copyOf }) => status !== 'failed' || copyOf !== undefined),
    problem: problemOf(files),
  };
}
