import type { EntrySpan } from '../../engine/ports.ts';
import type { PackColumn, PackHeader } from './packFormat.ts';

/** A column in a pack. */
export interface Segment {
  /** Name of the file. */
  pack: string;
  header: PackHeader;
  column: PackColumn;
}

/** A stretch of a segment, in entries of the tree. */
export interface Piece extends EntrySpan {
  segment: Segment;
}

/** Segments before the last one that begins in time that are looked at: spans of other lengths, from runs with other columns. */
const LOOK_BACK = 16;

/** The kept columns of one content. */
export interface SegmentIndex {
  has(pack: string): boolean;
  add(pack: string, header: PackHeader): void;
  drop(pack: string): void;
  packs(): Iterable<string>;
  /** Pieces that make up a span, in order, each reaching as far as possible; null when an entry is not kept. */
  cover(tree: string, column: string, span: EntrySpan): Piece[] | null;
}

/** An empty {@link SegmentIndex}. */
export function createSegmentIndex(): SegmentIndex {
  const packs = new Map<string, PackHeader>();
  const columns = new Map<string, Segment[]>();
  const keyOf = (tree: string, column: string): string => JSON.stringify([tree, column]);

  function place(segments: readonly Segment[], start: number): number {
    let [low, high] = [0, segments.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (segments[middle].header.start <= start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function reaching(segments: readonly Segment[], entry: number, stop: number): Segment | null {
    let best: Segment | null = null;
    const behind = place(segments, entry);
    for (let i = behind - 1; i >= Math.max(0, behind - LOOK_BACK); i--) {
      const { header } = segments[i];
      if (header.stop <= entry) continue;
      if (best === null || header.stop > best.header.stop) best = segments[i];
      if (header.start === entry && header.stop === stop) return segments[i];
    }
    return best;
  }

  function drop(pack: string): void {
    const header = packs.get(pack);
    if (!header) return;
    packs.delete(pack);
    for (const { name } of header.columns) {
      const key = keyOf(header.tree, name);
      const segments = columns.get(key) as Segment[];
      columns.set(
        key,
        segments.filter((segment) => segment.pack !== pack),
      );
    }
  }

  return {
    has: (pack) => packs.has(pack),
    packs: () => packs.keys(),
    drop,
    add(pack, header) {
      drop(pack);
      packs.set(pack, header);
      for (const column of header.columns) {
        const key = keyOf(header.tree, column.name);
        const segments = columns.get(key) ?? [];
        segments.splice(place(segments, header.start), 0, { pack, header, column });
        columns.set(key, segments);
      }
    },
    cover(tree, column, { start, stop }) {
      const segments = columns.get(keyOf(tree, column)) ?? [];
      const pieces: Piece[] = [];
      for (let entry = start; entry < stop;) {
        const segment = reaching(segments, entry, stop);
        if (segment === null) return null;
        const end = Math.min(stop, segment.header.stop);
        pieces.push({ segment, start: entry, stop: end });
        entry = end;
      }
      return pieces;
    },
  };
}
