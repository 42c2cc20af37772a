import { editDistance } from '../spelling.ts';

const LONGEST = 80;

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
