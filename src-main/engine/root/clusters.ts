import type { ByteCursor } from './byteCursor.ts';
import { arrayValues } from './members.ts';
import type { MemberPlace } from './members.ts';

/** The members of a TTree that tell its clusters. */
export interface ClusterMembers {
  fAutoFlush: number;
  fNClusterRange: number;
  fClusterRangeEnd: MemberPlace | null;
  fClusterSize: MemberPlace | null;
}

/** More clusters than this are joined: a damaged cluster size must not fill the memory. */
const MOST_CLUSTERS = 1_000_000;

/**
 * First entries of a TTree's clusters, and `entries` last: ranges with a size of their own (fClusterRangeEnd, fClusterSize),
 * then steps of fAutoFlush. Null when the tree does not say.
 */
export function clusterStarts(c: ByteCursor, members: ClusterMembers, entries: number): number[] | null {
  const ranges = members.fNClusterRange;
  if (ranges === 0 && members.fAutoFlush <= 0) return null;
  const ends = arrayValues(c, members.fClusterRangeEnd, ranges);
  const sizes = arrayValues(c, members.fClusterSize, ranges);
  const starts = [0];
  const fill = (end: number, size: number): void => {
    const from = starts[starts.length - 1];
    const step = size > 0 ? Math.max(size, Math.ceil((end - from) / MOST_CLUSTERS)) : end - from;
    for (let at = from + step; at < end; at += step) starts.push(at);
    if (end > from) starts.push(end);
  };
  for (let i = 0; i < Math.min(ends.length, sizes.length); i++)
    fill(Math.min(entries, ends[i] + 1), sizes[i]);
  fill(entries, members.fAutoFlush);
  return starts;
}
