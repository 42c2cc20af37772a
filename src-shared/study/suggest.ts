/** Smallest number of inserted, removed, replaced or swapped neighbouring characters between two texts (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}

/**
 * The known name that was probably meant, regardless of case: at most a third of the letters (at least one) differ, or one
 * begins with the other. Undefined when none is close; the first of equals.
 */
export function closest(text: string, known: readonly string[]): string | undefined {
  if (text.length > 60) return undefined;
  const wanted = text.toLowerCase();
  let best: string | undefined;
  let least = Infinity;
  for (const name of known) {
    const other = name.toLowerCase();
    const limit = Math.max(1, Math.floor(Math.max(wanted.length, other.length) / 3));
    const starts =
      wanted.length >= 3 && other.length >= 3 && (other.startsWith(wanted) || wanted.startsWith(other));
    const distance = Math.abs(other.length - wanted.length) > limit ? Infinity : editDistance(wanted, other);
    const score = distance <= limit ? distance : starts ? limit + 0.5 : Infinity;
    if (score < least) [best, least] = [name, score];
  }
  return best;
}
