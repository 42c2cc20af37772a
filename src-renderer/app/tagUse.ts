import type { DatasetProvenance } from '../../src-shared/contracts/resultFiles.ts';
import { runsText } from './accounting.ts';
import { numberOf } from './runResult.ts';

type Tags = NonNullable<DatasetProvenance['tags']>;

/** In which runs (or simulated samples) the files of a processing tag are read, and in which they are left out. */
export interface TagUse {
  tag: string;
  read: string[];
  leftOut: string[];
}

/** Every tag of a dataset: those that are read first, each kind in the order in which the runs name them. */
export function tagUses({ runs }: Tags): TagUse[] {
  const uses = new Map<string, TagUse>();
  const useOf = (tag: string): TagUse => {
    const use = uses.get(tag) ?? { tag, read: [], leftOut: [] };
    uses.set(tag, use);
    return use;
  };
  for (const { run, used, others } of runs) {
    for (const tag of used) useOf(tag).read.push(run);
    for (const tag of others) useOf(tag).leftOut.push(run);
  }
  const all = [...uses.values()];
  return [...all.filter(({ read }) => read.length > 0), ...all.filter(({ read }) => read.length === 0)];
}

function tagsText(tags: readonly string[]): string {
  return tags.length > 3 ? `${tags.length} processing tags` : tags.join(', ');
}

/** `reads r15774_p6304_p7267 and leaves out 9 processing tags`. */
export function tagSummary(uses: readonly TagUse[]): string {
  const read = uses.filter(({ read }) => read.length > 0).map(({ tag }) => tag);
  const leftOut = uses.filter(({ leftOut }) => leftOut.length > 0).map(({ tag }) => tag);
  return `reads ${tagsText(read) || 'none'}${leftOut.length > 0 ? ` and leaves out ${tagsText(leftOut)}` : ''}`;
}

/** `4 runs`, with their numbers where they are few. */
export function runsOrNumber(runs: readonly string[]): string {
  if (runs.length === 0) return '–';
  return runs.length > 6 ? numberOf(runs.length, 'run') : runsText(runs);
}
