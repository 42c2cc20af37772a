const LONGEST = 80;

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

/** Names that hold the whole of a word of four letters or more: `jet_pt_NOSYS` for `jet_pt`, `EventInfoAuxDyn_eventNumber` for `eventNumber`. */
function holds(candidate: string, name: string): boolean {
  return name.length >= 4 && candidate.toLowerCase().includes(name.toLowerCase());
}

/** Up to three of `names` that a misspelled or shortened `name` may mean, nearest first; none when nothing is near. */
export function nearestNames(name: string, names: readonly string[]): string[] {
  if (name.length > LONGEST) return [];
  const reach = Math.max(1, Math.floor(name.length / 3));
  const found: { candidate: string; distance: number }[] = [];
  for (const candidate of new Set(names)) {
    const longer = Math.abs(candidate.length - name.length);
    if (holds(candidate, name)) found.push({ candidate, distance: Math.min(longer, 1 + longer / 100) });
    else if (longer <= reach) {
      const distance = editDistance(name, candidate);
      if (distance <= reach) found.push({ candidate, distance });
    }
  }
  found.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  return found.slice(0, 3).map((entry) => entry.candidate);
}

/** `Did you mean a, b or c?`, or undefined without any. */
export function didYouMean(nearest: readonly string[]): string | undefined {
  if (nearest.length === 0) return undefined;
  const last = nearest.at(-1)!;
  return `Did you mean ${nearest.length === 1 ? last : `${nearest.slice(0, -1).join(', ')} or ${last}`}?`;
}
