import { UserError } from '../../../src-shared/userError.ts';
import { compensatedSum } from './neumaier.ts';

/** A profile: contents of bins and their variances (sums of squared weights; the contents themselves for counts). */
export interface Profile {
  contents: ArrayLike<number>;
  /** Without it the contents are raw counts. */
  variances?: ArrayLike<number>;
}

/** A profile with both rows as arrays. */
export interface FullProfile {
  contents: Float64Array;
  variances: Float64Array;
}

/** The result of {@link rebinExactly}: new contents, and what lies below the first and beyond the last new edge. */
export interface Rebinned {
  contents: Float64Array;
  under: number;
  over: number;
}

/**
 * Contents moved to other edges, taken as flat inside each old bin: every new bin gets the share of an old bin that lies inside
 * it. All edges finite and ascending.
 */
export function rebinExactly(
  contents: ArrayLike<number>,
  edges: ArrayLike<number>,
  newEdges: ArrayLike<number>,
): Rebinned {
  const bins = newEdges.length - 1;
  const result = new Float64Array(bins);
  const first = newEdges[0]!;
  const last = newEdges[bins]!;
  let under = 0;
  let over = 0;
  for (let i = 0; i < contents.length; i++) {
    const content = contents[i]!;
    const low = edges[i]!;
    const high = edges[i + 1]!;
    const part = (from: number, to: number) =>
      to > from ? (from === low && to === high ? content : (content * (to - from)) / (high - low)) : 0;
    under += part(low, Math.min(high, first));
    over += part(Math.max(low, last), high);
    for (let j = firstOverlap(newEdges, low); j < bins && newEdges[j]! < high; j++) {
      result[j]! += part(Math.max(low, newEdges[j]!), Math.min(high, newEdges[j + 1]!));
    }
  }
  return { contents: result, under, over };
}

/** The first bin whose upper edge lies above x. */
function firstOverlap(edges: ArrayLike<number>, x: number): number {
  let low = 0;
  let high = edges.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle + 1]! > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Contents and variances of a profile; variances of raw counts are the counts. */
export function fullProfile(profile: Profile): FullProfile {
  const contents = Float64Array.from(profile.contents);
  return { contents, variances: profile.variances ? Float64Array.from(profile.variances) : contents.slice() };
}

/**
 * A profile of mu whose values are divided by `muScale`, on edges of its own choice: the old edges are divided, then
 * {@link rebinExactly}. Variances move like contents (Poisson parts of a bin). With muScale 1 and the same edges the
 * profile comes back unchanged.
 */
export function scaleProfile(
  profile: Profile,
  edges: ArrayLike<number>,
  muScale: number,
  newEdges: ArrayLike<number> = edges,
): FullProfile & { under: number; over: number } {
  const { contents, variances } = fullProfile(profile);
  const scaled = Float64Array.from(edges, (edge) => edge / muScale);
  const moved = rebinExactly(contents, scaled, newEdges);
  return { ...moved, variances: rebinExactly(variances, scaled, newEdges).contents };
}

/** A profile divided by its sum over the bins, variances by its square. Throws a UserError when the sum is not positive. */
export function normaliseProfile(profile: Profile, name = 'the profile'): FullProfile {
  const { contents, variances } = fullProfile(profile);
  const sum = compensatedSum(contents);
  if (!(sum > 0 && Number.isFinite(sum))) {
    throw new UserError('document', `${name} has no positive sum inside the edges of the pile-up profile`, {
      hint: 'choose edges that cover the values of the variable',
    });
  }
  return { contents: contents.map((c) => c / sum), variances: variances.map((v) => v / sum / sum) };
}

/** One member of a combined profile: its share counts relative to the other members'. */
export interface SharedProfile extends Profile {
  name?: string;
  /** Positive; shares are divided by their sum. */
  share: number;
}

/**
 * Several profiles as one of sum 1: each is normalised first, then weighted with its share, so that a period's number of
 * selected events plays no role.
 */
export function combineProfiles(members: readonly SharedProfile[]): FullProfile {
  const shares = members.reduce((sum, member) => sum + member.share, 0);
  if (members.some((member) => !(member.share >= 0)) || !(shares > 0 && Number.isFinite(shares))) {
    throw new UserError('document', 'shares of pile-up profiles must be positive numbers');
  }
  const bins = members[0]!.contents.length;
  const result = { contents: new Float64Array(bins), variances: new Float64Array(bins) };
  for (const member of members) {
    if (member.share === 0) continue;
    const part = normaliseProfile(member, member.name);
    const share = member.share / shares;
    for (let i = 0; i < bins; i++) {
      result.contents[i]! += share * part.contents[i]!;
      result.variances[i]! += share * share * part.variances[i]!;
    }
  }
  return result;
}

/** Mean of a profile with every entry at the centre of its bin; NaN when it is empty. */
export function profileMean(contents: ArrayLike<number>, edges: ArrayLike<number>): number {
  const moments = Array.from(contents, (content, i) => content * (edges[i]! / 2 + edges[i + 1]! / 2));
  return compensatedSum(moments) / compensatedSum(contents);
}
