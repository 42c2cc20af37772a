import type { ProcessingTags } from '../../../src-shared/study/efficiency.ts';
import { formatPath } from '../../../src-shared/study/path.ts';
import { DEFAULT_TAG_PATTERN } from '../../../src-shared/study/schemaTags.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { compareTags } from './tagOrder.ts';
import { namedRun } from './tagPattern.ts';

/** The tags of one run, or of one simulated sample by its number. */
export interface RunTags {
  run: string;
  /** Those that are read, newest first: one, except where all are asked for. */
  used: string[];
  /** Those that are not, newest first. */
  others: string[];
}

/** Which files of a dataset are read, by the tags in their names. */
export interface TagChoice {
  pattern: string;
  /** Ascending; empty where no name fits the pattern. */
  runs: RunTags[];
  /** The files that are left out, with what is used instead. */
  leftOut: { index: number; run: string; tag: string; used: string }[];
}

/** The dataset whose files are chosen from. */
export interface TaggedDataset {
  name: string;
  kind: 'data' | 'simulation';
  tags?: ProcessingTags | undefined;
}

const LISTED = 20;

function tagsOfRuns(named: readonly ({ run: string; tag: string } | null)[]): Map<string, string[]> {
  const runs = new Map<string, Set<string>>();
  for (const one of named) {
    if (!one) continue;
    const tags = runs.get(one.run) ?? new Set();
    runs.set(one.run, tags.add(one.tag));
  }
  const ordered = [...runs].sort(([a], [b]) => Number(a) - Number(b));
  return new Map(ordered.map(([run, tags]) => [run, [...tags].sort((a, b) => compareTags(b, a))]));
}

function listOf(runs: ReadonlyMap<string, string[]>): string {
  const lines = [...runs].slice(0, LISTED).map(([run, tags]) => `\n  ${run}: ${tags.join(', ')}`);
  return lines.join('') + (runs.size > LISTED ? `\n  and ${runs.size - LISTED} more runs` : '');
}

function refusal(dataset: string, message: string, runs: ReadonlyMap<string, string[]>): UserError {
  return new UserError('document', `${message}; processing tags of ${dataset} by run:${listOf(runs)}`, {
    hint: `datasets.${dataset}.tags: {use: TAG}, {use: {RUN: TAG}} or {use: all} chooses`,
    where: { path: formatPath(['datasets', dataset]) },
  });
}

/** The newest tag that every run has. */
function newestOfAll(dataset: string, runs: ReadonlyMap<string, string[]>): string {
  const [first = [], ...rest] = runs.values();
  const common = first.find((tag) => rest.every((tags) => tags.includes(tag)));
  if (common !== undefined) return common;
  throw refusal(dataset, `no processing tag of ${dataset} is there for every run`, runs);
}

function checkHas(dataset: string, runs: ReadonlyMap<string, string[]>, run: string, tag: string): void {
  if (runs.get(run)?.includes(tag)) return;
  const what = runs.has(run) ? `has no files of run ${run} under the tag ${tag}` : `has no run ${run}`;
  throw refusal(dataset, `${dataset} ${what}`, runs);
}

/**
 * The tag of every run; runs that are not in it are read under all their tags. So is simulation unless the document says otherwise:
 * campaigns of one sample differ by their tags and have other events, and events that are the same count once in any case.
 */
function tagOfRuns(
  { name, kind, tags }: TaggedDataset,
  runs: ReadonlyMap<string, string[]>,
): ReadonlyMap<string, string> {
  const use = tags?.use ?? (kind === 'data' ? 'newest' : 'all');
  if (use === 'all') return new Map();
  const several = (some: ReadonlyMap<string, string[]>) => [...some.values()].some((all) => all.length > 1);
  if (typeof use === 'string') {
    if (use === 'newest' && !several(runs)) return new Map();
    const tag = use === 'newest' ? newestOfAll(name, runs) : use;
    for (const run of runs.keys()) checkHas(name, runs, run, tag);
    return new Map([...runs.keys()].map((run) => [run, tag]));
  }
  const table = new Map(Object.entries(use).map(([run, tag]) => [String(Number(run)), tag]));
  for (const [run, tag] of table) checkHas(name, runs, run, tag);
  const left = new Map([...runs].filter(([run]) => !table.has(run)));
  const tag = several(left) ? newestOfAll(name, left) : null;
  return new Map([...table, ...(tag === null ? [] : [...left.keys()].map((run) => [run, tag] as const))]);
}

/**
 * Chooses among the processing tags in the names of a dataset's files: by default the newest one that every run has, where any run stands under
 * more than one. All files of a run under its tag are read, and those whose names do not fit the pattern.
 * Throws a UserError `document` with all runs and their tags where no tag is there for every run, or a named one is not.
 */
export function chooseTags(
  dataset: TaggedDataset,
  files: readonly { index: number; path: string }[],
): TagChoice {
  const pattern = dataset.tags?.pattern ?? null;
  const named = files.map(({ path }) => namedRun(path, pattern));
  const runs = tagsOfRuns(named);
  const chosen = runs.size === 0 ? new Map<string, string>() : tagOfRuns(dataset, runs);
  return {
    pattern: pattern ?? DEFAULT_TAG_PATTERN,
    runs: [...runs].map(([run, tags]) => {
      const used = tags.filter((tag) => tag === (chosen.get(run) ?? tag));
      return { run, used, others: tags.filter((tag) => !used.includes(tag)) };
    }),
    leftOut: named.flatMap((one, i) => {
      const used = one === null ? undefined : chosen.get(one.run);
      return one === null || used === undefined || used === one.tag
        ? []
        : [{ index: files[i].index, run: one.run, tag: one.tag, used }];
    }),
  };
}
