import { beginsLine, columnOf } from './sourceLayout.ts';
import type { SourceLayout } from './sourceLayout.ts';

/** A part of a text with what takes its place. */
export interface Patch {
  from: number;
  to: number;
  insert: string;
}

/** The text with patches that do not overlap. */
export function patched(text: string, patches: readonly Patch[]): string {
  let changed = text;
  for (const { from, to, insert } of patches.toSorted((a, b) => b.from - a.from || b.to - a.to)) {
    changed = changed.slice(0, from) + insert + changed.slice(to);
  }
  return changed;
}

/** A further entry at the end of a map or list in brackets. */
export function insertFlow(text: string, { from, to, pieces }: SourceLayout, entry: string): Patch[] | null {
  const last = pieces.at(-1);
  if (!last)
    return text.slice(from + 1, to - 1).trim() === ''
      ? [{ from: from + 1, to: to - 1, insert: entry }]
      : null;
  const apart = pieces.length > 1 && beginsLine(text, last.from);
  const before = apart ? `,\n${' '.repeat(columnOf(text, last.from))}` : ', ';
  return [{ from: last.to, to: last.to, insert: before + entry }];
}

/** Where the comma after a position stands, comments left out; null where a bracket or entry comes first. */
function commaAfter(text: string, at: number, end: number): number | null {
  const between = text.slice(at, end).replace(/#[^\n]*/g, (comment) => ' '.repeat(comment.length));
  const found = between.search(/\S/);
  return found >= 0 && between[found] === ',' ? at + found : null;
}

/** One entry less in a map or list in brackets, with its comma. */
export function removeFlow(text: string, { to: end, pieces }: SourceLayout, index: number): Patch[] {
  const piece = pieces[index]!;
  const [before, next] = [pieces[index - 1], pieces[index + 1]];
  const comma = commaAfter(text, piece.to, next?.from ?? end);
  const gap = (from: number, to: number) => !text.slice(from, to).includes('#');
  if (next && gap(piece.to, next.from)) return [{ from: piece.from, to: next.from, insert: '' }];
  if (!next && before && gap(before.to, piece.from)) return [{ from: before.to, to: piece.to, insert: '' }];
  const own = { from: piece.from, to: piece.to, insert: '' };
  if (comma !== null) return [own, { from: comma, to: comma + 1, insert: '' }];
  const earlier = before && commaAfter(text, before.to, piece.from);
  return earlier ? [{ from: earlier, to: earlier + 1, insert: '' }, own] : [own];
}

/** The entries in another order, each in the place of another; what stands between them stays. */
export function permute(text: string, { pieces }: SourceLayout, index: number, to: number): Patch[] {
  const order = pieces.map((_, at) => at);
  order.splice(to, 0, ...order.splice(index, 1));
  return pieces.map(({ from, to: end }, at) => {
    const other = pieces[order[at]!]!;
    return { from, to: end, insert: text.slice(other.from, other.to) };
  });
}
