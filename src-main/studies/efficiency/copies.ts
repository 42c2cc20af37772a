import type { ResultWarning } from '../../../src-shared/contracts/result.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { formatPath } from '../../../src-shared/study/path.ts';
import type { FileRecord } from '../../engine/pipeline/study.ts';

const RULE = 'same-file';
const NAMED = 3;

function listed(texts: readonly string[]): string {
  const rest = texts.length - NAMED;
  return texts.slice(0, NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function skippedCopies(files: readonly FileRecord[], dataset: string): ResultWarning[] {
  const copies = files.filter((file) => file.dataset === dataset && file.copyOf !== undefined);
  if (copies.length === 0) return [];
  const pairs = listed(copies.map(({ path, copyOf }) => `${path} as ${copyOf}`));
  const message = `${copies.length === 1 ? 'a file has' : `${copies.length} files have`} the same content as another file of the dataset and count once: ${pairs}`;
  const hint = 'duplicates: count in the dataset counts every one of them';
  return [{ rule: RULE, message, hint, dataset, path: formatPath(['datasets', dataset, 'files']) }];
}

function sharedByData(files: readonly FileRecord[], study: EfficiencyStudy): ResultWarning[] {
  const data = new Set(study.datasets.filter(({ kind }) => kind === 'data').map(({ name }) => name));
  const holders = new Map<string, Map<string, string>>();
  for (const { dataset, content, path, status } of files) {
    if (status !== 'processed' || content === null || !data.has(dataset)) continue;
    const known = holders.get(content) ?? new Map<string, string>();
    holders.set(content, known);
    if (!known.has(dataset)) known.set(dataset, path);
  }
  const shared = new Map<string, string[]>();
  for (const known of holders.values()) {
    if (known.size < 2) continue;
    const names = [...known.keys()].join(' and ');
    shared.set(names, [...(shared.get(names) ?? []), [...known.values()][0]]);
  }
  return [...shared].map(([names, paths]) => ({
    rule: RULE,
    message: `${paths.length === 1 ? 'a file is' : `${paths.length} files are`} in ${names} alike, and the events count in each: ${listed(paths)}`,
    path: 'datasets',
  }));
}

/** Warnings of files with the same content: second copies inside a dataset, which are skipped, and files that several datasets of data share. */
export function copyWarnings(files: readonly FileRecord[], study: EfficiencyStudy): ResultWarning[] {
  return [...study.datasets.flatMap(({ name }) => skippedCopies(files, name)), ...sharedByData(files, study)];
}
