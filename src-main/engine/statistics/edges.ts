/** Most bins that one axis may have. */
export const MAX_BINS = 1_000_000;

/** Why a list of numbers cannot be the edges of bins, or null: at least two, ascending, no NaN; the outermost may be infinite. */
export function edgesProblem(edges: readonly number[]): string | null {
  if (edges.length < 2) return 'an axis needs at least two edges';
  if (edges.length - 1 > MAX_BINS) return `an axis has at most ${MAX_BINS} bins`;
  if (edges.some(Number.isNaN)) return 'an edge is not a number';
  const at = edges.findIndex((edge, i) => i > 0 && !(edge > edges[i - 1]!));
  if (at < 0) return null;
  return `edges must ascend: ${edges[at]} follows ${edges[at - 1]}`;
}

/** Centres of the bins; half-way between the edges. */
export function centresOf(edges: ArrayLike<number>): number[] {
  return Array.from({ length: edges.length - 1 }, (_, i) => edges[i]! / 2 + edges[i + 1]! / 2);
}
