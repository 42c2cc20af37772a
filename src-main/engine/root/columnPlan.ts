import type { Baskets } from './branch.ts';
import type { FloatPacking } from './packedFloat.ts';
import type { Column } from './tree.ts';

/** How the values of one entry stand in a basket. Plain data. */
export type Layout =
  /**
   * `count` values, entries back to back. With `stride`, one leaf of several: the values start `offset` bytes into each
   * entry of `stride` bytes, or of any size (`stride` 0, the table of entries tells where they start).
   */
  | { kind: 'flat'; count: number; packing: FloatPacking | null; stride?: number; offset?: number }
  /** As many times `count` values as the counter says, entries back to back. */
  | { kind: 'counted'; count: number; packing: FloatPacking | null }
  /**
   * `skip` bytes, then values to the end of the entry, as the table of entries tells: the last of several leaves, or a
   * member `T* x; //[n]`, where the byte skipped says whether values follow.
   */
  | { kind: 'tail'; skip: number; packing: FloatPacking | null }
  /** std::vector and RVec: byte count, version, length, then values, or lists of length and values. */
  | { kind: 'vector'; depth: 1 | 2 }
  /** One string: length byte and characters, after `header` bytes. An entry without any byte is an empty one. */
  | { kind: 'text'; header: 0 | 6 }
  /** std::vector<std::string>. */
  | { kind: 'texts' }
  /** Nothing that this reader decodes; `notRead` says why. */
  | { kind: 'none' };

/** Everything that is needed to read a column, as plain data: it crosses threads unchanged. */
export interface ColumnPlan extends Column {
  /** Path of the branch; the name's beginning where the branch has several leaves. */
  branch: string;
  /** Path of the tree, for messages. */
  tree: string;
  entries: number;
  layout: Layout;
  baskets: Baskets;
  /** The column that counts the elements of a counted one, shared by all that it counts; null where there is none. */
  counterPlan: ColumnPlan | null;
  /** True when `notRead` comes from damage, not from a type that this reader does not know. */
  failed?: boolean;
}
