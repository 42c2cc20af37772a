import type { ColumnValues } from './root/tree.ts';

/** Random access to the bytes of a file or of memory. Synchronous: engine code runs in threads of its own. */
export interface ByteSource {
  /** What errors call it, normally the path. */
  readonly name: string;
  /** Length in bytes, up to 2^53. */
  readonly size: number;
  /** Copies `length` bytes at `position` to `target[at...]`. Throws a UserError `damaged` when the source is shorter, `changed` when its size is no longer `size`. */
  read(position: number, length: number, target: Uint8Array, at: number): void;
  close(): void;
}

/** The compression algorithms of ROOT's block header: ZL, ZS, L4, XZ and the old CS (a bare deflate stream with ROOT's own header). */
export type CodecTag = 'ZL' | 'ZS' | 'L4' | 'XZ' | 'CS';

/** One compressed block (the bytes behind ROOT's 9-byte header) to be written to `target[at...]`. */
export interface CompressedBlock {
  tag: CodecTag;
  source: Uint8Array;
  start: number;
  end: number;
  target: Uint8Array;
  at: number;
  /** Declared uncompressed length. */
  size: number;
  /** How many bytes the caller wants, <= size. Below `size` the decoder may stop early and checks no checksum; at `size` it decodes everything and verifies the checksum that the format carries. */
  need: number;
}

/** Decompression, implemented in `native`. */
export interface Codecs {
  /** Writes at least `need` bytes (at most `size`) or throws an Error whose message says what is wrong in plain words; never writes outside `target[at, at + size)`. */
  decompress(block: CompressedBlock): void;
}

/** Monotonic time in milliseconds. */
export interface Clock {
  now(): number;
}

/**
 * Remembers which columns of which file were once decoded in full with all checksums right; only these
 * may stop decompression early. Keyed by the file's place identity (path, size, mtime, inode, ctime).
 */
export interface FullCheckRecord {
  has(place: string, column: string): boolean;
  add(place: string, columns: readonly string[]): void;
}

/** What the store keeps: facts of a file from examination, the sum of a chunk, why a file failed. */
export type StoredKind = 'facts' | 'partial' | 'failure';

/**
 * What earlier runs computed, in the host. A key is the digest of everything that determines the value, so that it does not matter
 * who computed it. Values are plain data (structured clone) and come back bit for bit; what was damaged on disk counts
 * as absent. Nothing here throws: a store that cannot be written any more says so by its own events.
 */
export interface PartialStore {
  /** Digest of plain data, the same on any machine of one architecture and Node major. */
  key(what: unknown): string;
  /** Undefined when there is none. */
  find(kind: StoredKind, key: string): unknown;
  keep(kind: StoredKind, key: string, value: unknown): void;
  /** Content identity of the file at a place identity, as recorded when it was last read. */
  contentOf(place: string): string | undefined;
  keepContent(place: string, content: string): void;
}

/** What a run is going to do, fixed before its first chunk: plain data. Equal plans give equal results. */
export interface FrozenPlan {
  study: string;
  version: number;
  /** Digest of the study's setup. */
  setup: string;
  /** In order; chunk i of a file is borders[i] <= entry < borders[i + 1]. */
  files: { dataset: string; path: string; content: string; borders: number[] }[];
}

/** Where plans are written down. Nothing here throws. */
export interface PlanRecord {
  /** Keeps a plan and gives its digest. */
  freeze(plan: FrozenPlan): string;
}

/** Entries start <= entry < stop of a tree. */
export interface EntrySpan {
  start: number;
  stop: number;
}

/**
 * Decoded columns, and what files say of their trees, kept by content identity from run to run. Only what was read with every
 * checksum right is given to `keep`. Nothing here throws: what is damaged on disk counts as absent and is
 * removed, and where nothing can be written the run goes on without.
 */
export interface ColumnCache {
  /**
   * The columns of which every entry of the span is kept, by name. Offsets count from the first entry of the span; lists that were
   * kept with one array of offsets have one here. Values may be views that the next call overwrites.
   */
  find(content: string, tree: string, columns: readonly string[], span: EntrySpan): Map<string, ColumnValues>;
  keep(content: string, tree: string, columns: ReadonlyMap<string, ColumnValues>, span: EntrySpan): void;
  /** Plain data (JSON) kept under a name; undefined where there is none. */
  findFact(content: string, name: string): unknown;
  keepFact(content: string, name: string, value: unknown): void;
  /** Columns of a span that `find` has given so far: who compares before and after knows whether a result came from here. */
  readonly given: number;
  /** A run begins: what others kept meanwhile is seen, and what is used counts as used now. */
  begin(): void;
}
