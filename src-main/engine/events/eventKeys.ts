import { comparePlaces, eventWords, numberOfWords, PARTS } from './eventNumbers.ts';
import type { EventNumbers } from './eventNumbers.ts';

/** Words of a key: sample (or mark), run, section, event (low, high), and the entry relative to the chunk. */
export const KEY_WORDS = 6;

/** Mixes the five words of an event; the same for the same event everywhere. */
export function hashOfKey(words: Uint32Array, at: number): number {
  let hash = Math.imul(words[at + 3] ^ 0x9e3779b9, 0x85ebca6b);
  hash = Math.imul((hash ^ (hash >>> 15)) + words[at + 4], 0xc2b2ae35);
  const lane = Math.imul(words[at] + Math.imul(words[at + 2], 0x27d4eb2f), 0x165667b1) + words[at + 1];
  hash = Math.imul(hash ^ (hash >>> 13) ^ lane, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function inRanges(place: Float64Array, ranges: Float64Array): boolean {
  let [low, high] = [0, ranges.length / (2 * PARTS)];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePlaces(ranges, middle * 2 * PARTS + PARTS, place, 0) < 0) low = middle + 1;
    else high = middle;
  }
  return low < ranges.length / (2 * PARTS) && comparePlaces(ranges, low * 2 * PARTS, place, 0) <= 0;
}

/**
 * Keys of the events of a chunk that lie in the ranges (first and last place one after another, ascending) and whose hash leaves `part` when
 * divided by `of`, in the order of their entries. `scratch` gives memory for so many words.
 */
export function eventKeys(
  { entries, sample, run, section, event, mark = null }: EventNumbers,
  ranges: Float64Array,
  { part, of }: { part: number; of: number },
  scratch: (words: number) => Uint32Array = (words) => new Uint32Array(words),
): Uint32Array {
  const events = eventWords(event);
  const place = new Float64Array(PARTS);
  const keys = scratch(KEY_WORDS * entries);
  let n = 0;
  for (let i = 0; i < entries; i++) {
    if (sample !== null) place[0] = Number(sample[i]);
    if (run !== null) place[1] = Number(run[i]);
    if (section !== null) place[2] = Number(section[i]);
    keys[n] = mark === null ? place[0] : mark[i];
    keys[n + 1] = place[1];
    keys[n + 2] = place[2];
    keys[n + 3] = events[2 * i];
    keys[n + 4] = events[2 * i + 1];
    if (of > 1 && hashOfKey(keys, n) % of !== part) continue;
    place[3] = numberOfWords(keys[n + 3], keys[n + 4]);
    if (!inRanges(place, ranges)) continue;
    keys[n + 5] = i;
    n += KEY_WORDS;
  }
  return keys.slice(0, n);
}
