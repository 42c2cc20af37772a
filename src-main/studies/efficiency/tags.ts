import { chooseTags } from '../../engine/events/tagChoice.ts';
import type { TagChoice } from '../../engine/events/tagChoice.ts';
import { namedRun } from '../../engine/events/tagPattern.ts';
import type { InputFile, Reason } from '../../engine/pipeline/study.ts';
import type { Dataset, EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';

/** The tags of a dataset's files. Throws a UserError `document` where there is no choice. */
export function tagsOf(dataset: Dataset, files: readonly InputFile[]): TagChoice {
  return chooseTags(
    dataset,
    files.filter((file) => file.dataset === dataset.name),
  );
}

/** The files that stand under processing tags that are not used. Throws a UserError `document` where no tag is there for every run. */
export function chooseFiles(
  files: readonly InputFile[],
  study: EfficiencyStudy,
): { index: number; reason: Reason }[] {
  return study.datasets.flatMap((dataset) =>
    tagsOf(dataset, files).leftOut.map(({ index, run, tag, used }) => {
      const message = `${dataset.kind === 'data' ? 'run' : 'sample'} ${run} is read under the tag ${used}, not under ${tag}`;
      return { index, reason: { code: 'document' as const, message } };
    }),
  );
}

/** CMS: the primary dataset in paths of simulation, /store/mc/CAMPAIGN/PRIMARY/TIER/... */
function primaryDataset(path: string): string | null {
  const parts = path.split('/');
  const tier = parts.findIndex((part) => /^(NANO|MINI)?AODSIM$/.test(part));
  return tier >= 2 && parts[tier - 3] === 'mc' ? parts[tier - 1] : null;
}

/** The simulated sample that a path names, empty where it names none, and for data, whose runs are the same everywhere. */
export function sampleOf({ kind, tags }: Dataset, path: string): string {
  if (kind === 'data') return '';
  return namedRun(path, tags?.pattern ?? null)?.run ?? primaryDataset(path) ?? '';
}
