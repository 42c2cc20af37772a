/** A set of entries of a file as plain data: ranges first <= entry < stop one after another, or a bit for every entry. */
export type EntrySet = { ranges: Float64Array } | { bits: Uint8Array };

/** Collects entries in any order. */
export interface EntrySetBuilder {
  readonly size: number;
  add(entry: number): void;
  /** The smaller of both forms. */
  build(): EntrySet;
}

/** A {@link EntrySetBuilder} for a file of so many entries; it holds one bit for each. */
export function createEntrySet(entries: number): EntrySetBuilder {
  const bits = new Uint8Array(Math.ceil(entries / 8));
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(entry) {
      const mask = 1 << (entry & 7);
      const at = Math.floor(entry / 8);
      if ((bits[at] & mask) === 0) size++;
      bits[at] |= mask;
    },
    build() {
      const ranges: number[] = [];
      const most = bits.length / 8;
      for (let entry = 0; entry < entries && ranges.length <= most + 2; entry++) {
        if ((bits[Math.floor(entry / 8)] & (1 << (entry & 7))) === 0) continue;
        if (ranges.at(-1) === entry) ranges[ranges.length - 1] = entry + 1;
        else ranges.push(entry, entry + 1);
      }
      return ranges.length <= most + 2 ? { ranges: Float64Array.from(ranges) } : { bits };
    },
  };
}

/** 0 for the entries of the set, 1 for the others, of start <= entry < stop. */
export function entriesOutside(set: EntrySet, start: number, stop: number): Uint8Array {
  const outside = new Uint8Array(stop - start).fill(1);
  if ('bits' in set) {
    for (let entry = start; entry < stop; entry++)
      if ((set.bits[Math.floor(entry / 8)] & (1 << (entry & 7))) !== 0) outside[entry - start] = 0;
    return outside;
  }
  for (let r = 0; r < set.ranges.length; r += 2) {
    const from = Math.max(set.ranges[r] - start, 0);
    const to = Math.min(set.ranges[r + 1], stop) - start;
    if (to > from) outside.fill(0, from, to);
  }
  return outside;
}
