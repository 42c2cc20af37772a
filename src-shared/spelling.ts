/** Number of single-character insertions, deletions, replacements and swaps of neighbours that turn one word into the other (optimal string alignment), letters of either case being equal at half the price. */
export function editDistance(one: string, other: string): number {
  let before = new Float64Array(other.length + 1);
  let last = Float64Array.from(before, (_, k) => k);
  for (let i = 1; i <= one.length; i++) {
    const row = new Float64Array(other.length + 1);
    row[0] = i;
    for (let k = 1; k <= other.length; k++) {
      const a = one[i - 1];
      const b = other[k - 1];
      const change = a === b ? 0 : a.toLowerCase() === b.toLowerCase() ? 0.5 : 1;
      row[k] = Math.min(last[k] + 1, row[k - 1] + 1, last[k - 1] + change);
      if (i > 1 && k > 1 && a === other[k - 2] && one[i - 2] === b)
        row[k] = Math.min(row[k], before[k - 2] + 1);
    }
    before = last;
    last = row;
  }
  return last[other.length];
}
