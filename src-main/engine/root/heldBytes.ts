import type { ColumnPlan } from './columnPlan.ts';
import { KEPT_BYTES } from './memory.ts';
import type { Column } from './tree.ts';

/** The most bytes of one compressed block, decompressed (three bytes in its header). */
const LARGEST_BLOCK = 2 ** 24;

/** A column with the bytes of its largest basket as stored. */
export type HeldColumn = Pick<Column, 'element' | 'shape' | 'counter' | 'totalBytes' | 'zippedBytes'> & {
  largestBasket: number;
};

/** Bytes of the largest basket of a column as stored. */
export function largestBasket({ baskets }: Pick<ColumnPlan, 'baskets'>): number {
  let most = 0;
  for (const bytes of baskets.bytes) most = Math.max(most, bytes);
  return most;
}

/** Bytes that a basket decodes to, by the column's average compression. */
export function decodedBytes({ totalBytes, zippedBytes }: HeldColumn | ColumnPlan, stored: number): number {
  return zippedBytes > 0 ? Math.round((stored * totalBytes) / zippedBytes) : stored;
}

/** Whether a window of a large basket can be decoded alone: numbers back to back. */
function inWindows({ element, shape, counter }: HeldColumn): boolean {
  return element !== 'string' && (counter !== null || (shape !== 'jagged' && shape !== 'nested'));
}

/**
 * Bytes that a reader of these columns holds at most: the baskets it keeps or windows of them, and what decompressing the largest
 * one takes (the bytes as read, the decoder's own copies, the basket or a block of it).
 */
export function heldBytes(columns: readonly HeldColumn[]): number {
  let all = 0;
  let underWay = 0;
  for (const column of columns) {
    const stored = column.largestBasket;
    const decoded = decodedBytes(column, stored);
    const block = Math.min(decoded, LARGEST_BLOCK);
    const target = inWindows(column) ? block : decoded;
    all += decoded;
    underWay = Math.max(underWay, Math.min(stored, LARGEST_BLOCK) + block + target);
  }
  return Math.min(all, KEPT_BYTES) + underWay;
}
