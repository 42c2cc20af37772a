import { comparePlaces, eventWords, numberOfWords, PARTS } from './eventNumbers.ts';
import type { EventNumbers } from './eventNumbers.ts';

/** Words of a key: sample, run, section, event (low, high), and the entry relative to the chunk. */
export const KEY_WORDS = 6;

/** One part of all possible events, so that all keys of a part can be held. */
export interface KeyPart {
  part: number;
  of: number;
}

/** Mixes the five words of an event; the same for the same event everywhere. */
export function hashOfKey(words: Uint32Array, at: number): number {
  let hash = 0x9e3779b9;
  for (let i = 0; i < KEY_WORDS - 1; i++) {
    hash = Math.imul(hash ^ words[at + i], 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
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

/** Keys of the events of a chunk that lie in the ranges and belong to the part, in the order of their entries. */
export function eventKeys(
  { entries, sample, run, section, event }: EventNumbers,
  ranges: Float64Array,
  { part, of }: KeyPart,
): Uint32Array {
  const events = eventWords(event);
  const place = new Float64Array(PARTS);
  const keys = new Uint32Array(KEY_WORDS * entries);
  let n = 0;
  for (let i = 0; i < entries; i++) {
    place[0] = Number(sample?.[i] ?? 0);
    place[1] = Number(run?.[i] ?? 0);
    place[2] = Number(section?.[i] ?? 0);
    place[3] = numberOfWords(events[2 * i], events[2 * i + 1]);
    keys[n] = place[0];
    keys[n + 1] = place[1];
    keys[n + 2] = place[2];
    keys[n + 3] = events[2 * i];
    keys[n + 4] = events[2 * i + 1];
    if (of > 1 && hashOfKey(keys, n) % of !== part) continue;
    if (!inRanges(place, ranges)) continue;
    keys[n + 5] = i;
    n += KEY_WORDS;
  }
  return keys.slice(0, n);
}
