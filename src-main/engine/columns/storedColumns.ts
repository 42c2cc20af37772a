import type { ColumnCache, EntrySpan } from '../ports.ts';
import type { ColumnReader } from '../root/columnReader.ts';
import type { ColumnValues } from '../root/tree.ts';

/** Columns of one tree that are wanted for a range of entries. */
export interface StoredColumnsInput {
  cache: ColumnCache | null;
  content: string;
  /** Path of the tree. */
  tree: string;
  /** Branch paths, each once. */
  columns: readonly string[];
  /** `verify` as for {@link ColumnReader}: without it, an earlier reading has checked the columns in full. */
  range: EntrySpan & { verify: boolean };
  /** The reader of these columns; asked for when the cache lacks one. */
  reader(): ColumnReader;
}

/**
 * Columns of a range, by branch path in the order asked for: from the cache what it has, the others from the file, and kept. Values
 * may be views that the next call overwrites. Throws what reading the file throws; then nothing of the range is kept.
 */
export function readStoredColumns(input: StoredColumnsInput): Map<string, ColumnValues> {
  const { cache, content, tree, columns, range } = input;
  const { start, stop, verify } = range;
  const found = cache?.find(content, tree, columns, range) ?? new Map<string, ColumnValues>();
  const lacking = columns.filter((name) => !found.has(name));
  if (lacking.length === 0) return new Map(columns.map((name) => [name, found.get(name)!]));
  const reader = input.reader();
  const read = new Map(lacking.map((name) => [name, reader.readColumn(name, start, stop, { verify })]));
  cache?.keep(content, tree, read, range);
  return new Map(columns.map((name) => [name, found.get(name) ?? read.get(name)!]));
}
