import { permute } from './sourceFlow.ts';
import type { Patch } from './sourceFlow.ts';
import { beginsLine, columnOf, endWithComments, lineEnd, lineStart } from './sourceLayout.ts';
import type { SourceLayout, TextRange } from './sourceLayout.ts';

function columnIn(text: string, { pieces }: SourceLayout): number {
  return columnOf(text, pieces[0]!.from);
}

/** A further entry on lines of its own at the end. */
export function insertBlock(text: string, layout: SourceLayout, entry: string): Patch[] {
  const column = columnIn(text, layout);
  const at = endWithComments(text, layout.pieces.at(-1)!.to, column);
  return [{ from: at, to: at, insert: `\n${' '.repeat(column)}${entry}` }];
}

function isBlank(text: string, from: number): boolean {
  return text.slice(from, lineEnd(text, from)).trim() === '';
}

/** Whole lines without what separates them from the next: of two blank lines that would meet, one goes. */
function withoutLines(text: string, { from, to }: TextRange): Patch {
  if (text.slice(to).trim() === '')
    return { from: text.slice(0, from).trimEnd().length, to: text.length, insert: text.slice(to, to + 1) };
  const before = from === 0 || isBlank(text, lineStart(text, from - 1));
  const end = before && isBlank(text, to + 1) ? lineEnd(text, to + 1) : to;
  return { from, to: end + 1, insert: '' };
}

/** One entry less, of several; null where its text is not lines of its own. */
export function removeBlock(text: string, layout: SourceLayout, index: number): Patch[] | null {
  const piece = layout.pieces[index]!;
  const column = columnIn(text, layout);
  if (beginsLine(text, piece.from)) {
    const range = { from: lineStart(text, piece.from), to: endWithComments(text, piece.to, column) };
    return [withoutLines(text, range)];
  }
  const next = layout.pieces[index + 1];
  if (!next || /\n\s*#/.test(text.slice(piece.to, next.from))) return null;
  return [{ from: piece.from, to: next.from, insert: '' }];
}

/** An entry with the comments right above and those below that are indented deeper. */
function unitOf(text: string, { pieces }: SourceLayout, index: number, column: number): TextRange {
  const piece = pieces[index]!;
  let from = lineStart(text, piece.from);
  const least = index > 0 ? lineEnd(text, pieces[index - 1]!.to) : column === 0 ? from : 0;
  for (let above = from; above > 0;) {
    above = lineStart(text, above - 1);
    const line = text.slice(above, lineEnd(text, above));
    if (above < least || line.search(/\S/) !== column || line[column] !== '#') break;
    from = above;
  }
  return { from, to: endWithComments(text, piece.to, column) };
}

/** An entry at another position among those of its map or list; null where they do not stand on lines of their own. */
export function moveBlock(text: string, layout: SourceLayout, index: number, to: number): Patch[] | null {
  const { pieces } = layout;
  if (!pieces.every(({ from }) => beginsLine(text, from))) {
    const short = pieces.every(({ from, to: end }) => !text.slice(from, end).includes('\n'));
    return short ? permute(text, layout, index, to) : null;
  }
  const column = columnIn(text, layout);
  const unit = unitOf(text, layout, index, column);
  const others = pieces.map((_, at) => at).filter((at) => at !== index);
  const moved = text.slice(unit.from, unit.to);
  const taken = withoutLines(text, unit);
  if (to === 0) {
    const at = unitOf(text, layout, others[0]!, column).from;
    return [taken, { from: at, to: at, insert: `${moved}\n` }];
  }
  const at = unitOf(text, layout, others[to - 1]!, column).to;
  return [taken, { from: at, to: at, insert: `\n${moved}` }];
}
