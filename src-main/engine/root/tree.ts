/** Basic types of stored values; `char*` and std::string are `string`. */
export type ElementType =
  | 'bool'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float32'
  | 'float64'
  | 'string';

/** Arrays that hold decoded values, by element type: bool is 0/1 in a Uint8Array, 64-bit integers stay exact. */
export type ValueArray =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** How many values an entry has: one, `length`, any number, or nested any numbers. */
export type ColumnShape = 'scalar' | 'fixed' | 'jagged' | 'nested';

/** One readable (or named but not readable) column of a tree. Plain data apart from what `layout` keeps for the decoder. */
export interface Column {
  /** The branch path as uproot's `keys(recursive=True)` gives it. */
  name: string;
  /** The branch's title: documentation in NanoAOD, the leaf list elsewhere. */
  title: string;
  /** The C++ type as a physicist reads it: `float[nMuon]`, `std::vector<float>`, `int32_t`. */
  type: string;
  element: ElementType;
  shape: ColumnShape;
  /** Values per entry of a `fixed` column, else 1. */
  length: number;
  /** Name of the column that counts the entries of a counter array (`nMuon`), else null. */
  counter: string | null;
  /** Why the column cannot be read, else null. */
  notRead: string | null;
  /** Uncompressed and compressed bytes of all baskets. */
  totalBytes: number;
  zippedBytes: number;
}

/** What a file says of one tree, without any of its values. */
export interface Tree<C extends Column = Column> {
  /** Path inside the file, directories included, without cycle: `one/two/tree`. */
  path: string;
  title: string;
  /** TTree, TNtuple or TNtupleD. */
  class: string;
  entries: number;
  /** First entries of the clusters, ascending from 0, and `entries` last. [0] for an empty tree. */
  clusters: number[];
  columns: C[];
}

/** Decoded values of a range of entries of one column. */
export interface ColumnValues {
  /** All values back to back; empty for strings. May be a view on a buffer that the next read reuses. */
  values: ValueArray;
  /** Jagged and nested: values (nested: inner lists) of entry i are offsets[i] to offsets[i + 1]; n + 1 long, from 0. Null for scalar and fixed. */
  offsets: Int32Array | null;
  /** Nested only: values of inner list k are inner[k] to inner[k + 1]. */
  inner: Int32Array | null;
  /** String columns only. */
  strings: string[] | null;
}
