import { editDistance } from '../spelling.ts';

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
