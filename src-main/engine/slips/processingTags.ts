import type { Dataset } from '../../../src-shared/study/efficiency.ts';
import { formatPath } from '../../../src-shared/study/path.ts';
import { chooseTags } from '../events/tagChoice.ts';
import type { RunTags, TagChoice } from '../events/tagChoice.ts';
import type { Slip } from './slip.ts';

const ID = 'processing-tags';
const NAMED = 6;

function listed(texts: readonly string[]): string {
  const rest = texts.length - NAMED;
  return texts.slice(0, NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function runsText({ kind }: Dataset, runs: readonly RunTags[]): string {
  const what = kind === 'data' ? 'run' : 'sample';
  const several = runs.length > 1;
  return `${what}${several ? 's' : ''} ${listed(runs.map(({ run }) => run))} ${several ? 'are' : 'is'} there`;
}

function message(dataset: Dataset, { runs, leftOut }: TagChoice): string | null {
  const all = runs.filter(({ used }) => used.length > 1);
  if (all.length > 0) {
    const count =
      dataset.duplicates === 'count'
        ? 'and their events count once for every tag'
        : 'and events that they share count in the first file only';
    return `${runsText(dataset, all)} under several processing tags, which ${dataset.kind === 'data' ? 'hold' : 'may hold'} the same events; all of them are read, ${count}`;
  }
  const several = runs.filter(({ others }) => others.length > 0);
  if (several.length === 0) return null;
  const used = [...new Set(several.flatMap((one) => one.used))];
  const others = [...new Set(leftOut.map(({ tag }) => tag))];
  const files = leftOut.length === 1 ? '1 file' : `${leftOut.length} files`;
  return (
    `${runsText(dataset, several)} under several processing tags, which hold the same events: ${listed(used)} is read, ` +
    `${files} of ${listed(others)} not; tags: {use: ...} of the dataset chooses another one or all`
  );
}

/** Runs, or simulated samples, that stand under several processing tags: the same events several times. By the names of the files alone. */
export const processingTags: Slip = {
  id: ID,
  title: 'the same events several times because a run was processed under several tags',
  find: ({ study, files }) =>
    study.datasets.flatMap((dataset) => {
      const own = files?.get(dataset.name);
      const text = own ? message(dataset, chooseTags(dataset, own)) : null;
      if (text === null) return [];
      return [
        { slip: ID, message: text, where: formatPath(['datasets', dataset.name]), dataset: dataset.name },
      ];
    }),
};
