import type { CST, YAMLMap, YAMLSeq } from 'yaml';

/** First and one-past-last character. */
export interface TextRange {
  from: number;
  to: number;
}

/** An entry of a map or list as it stands in the text, without comments, blanks and commas around it. */
export interface Piece extends TextRange {
  /** The key alone. */
  key: TextRange | null;
  /** Behind the colon or dash; null where a key in brackets has none. */
  behind: number | null;
  /** Null where there is nothing. */
  value: TextRange | null;
}

/** How a map or list stands in the text. */
export interface SourceLayout extends TextRange {
  list: boolean;
  flow: boolean;
  pieces: Piece[];
}

type Token = CST.Token | CST.SourceToken;

const AROUND = new Set(['space', 'newline', 'comment', 'comma']);

function lastOf<Value>(
  list: readonly Value[] | undefined,
  fits: (value: Value) => boolean,
): Value | undefined {
  return list?.findLast(fits);
}

function endOf(token: Token): number {
  switch (token.type) {
    case 'block-map':
    case 'block-seq': {
      const item = lastOf(token.items as CST.CollectionItem[], (one) => pieceOf(one) !== null);
      return item ? pieceOf(item)!.to : token.offset;
    }
    case 'flow-collection': {
      const closing = token.end.find(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
      return closing ? closing.offset + closing.source.length : token.offset;
    }
    case 'block-scalar': {
      const header = token.props.reduce((end, prop) => Math.max(end, endOf(prop)), token.offset);
      const text = token.source.trimEnd();
      return text === ''
        ? token.offset + (token.props[0] as CST.SourceToken).source.length
        : header + text.length;
    }
    default:
      return token.offset + ('source' in token ? token.source.length : 0);
  }
}

function rangeOf(token: Token | null | undefined): TextRange | null {
  return token ? { from: token.offset, to: endOf(token) } : null;
}

function pieceOf({ start, key, sep, value }: CST.CollectionItem): Piece | null {
  const own = start.filter(({ type }) => !AROUND.has(type));
  const colon = sep?.find(({ type }) => type === 'map-value-ind');
  const dash = own.find(({ type }) => type === 'seq-item-ind');
  const marks = [...own, ...(sep ?? []).filter(({ type }) => !AROUND.has(type))];
  const parts = [...marks, key, value].filter((part) => part !== null && part !== undefined);
  if (parts.length === 0) return null;
  return {
    from: Math.min(...parts.map(({ offset }) => offset)),
    to: Math.max(...parts.map(endOf)),
    key: rangeOf(key),
    behind: colon ? endOf(colon) : dash ? endOf(dash) : null,
    value: value && endOf(value) > value.offset ? rangeOf(value) : null,
  };
}

/** How a map or list stands in the text that it was read from; null where that is not known piece by piece. */
export function layoutOf(node: YAMLMap | YAMLSeq): SourceLayout | null {
  const token = node.srcToken as CST.BlockMap | CST.BlockSequence | CST.FlowCollection | undefined;
  if (!token) return null;
  const pieces = (token.items as CST.CollectionItem[]).map(pieceOf).filter((piece) => piece !== null);
  if (pieces.length !== node.items.length) return null;
  const flow = token.type === 'flow-collection';
  const list = flow ? token.start.type === 'flow-seq-start' : token.type === 'block-seq';
  return { list, flow, from: token.offset, to: endOf(token), pieces };
}

/** Where the line of a character begins. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Where the line of a character ends, before its line feed. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Column of a character, from 0. */
export function columnOf(text: string, at: number): number {
  return at - lineStart(text, at);
}

/** Whether nothing but blanks stands before a character on its line. */
export function beginsLine(text: string, at: number): boolean {
  return text.slice(lineStart(text, at), at).trim() === '';
}

/** The end of the last line of what ends at a character; lines of comments that are indented deeper than the column belong to it. */
export function endWithComments(text: string, at: number, column: number): number {
  let end = lineEnd(text, at);
  for (let next = end; next < text.length;) {
    const stop = lineEnd(text, next + 1);
    const line = text.slice(next + 1, stop);
    if (line.trim() !== '') {
      const indent = line.search(/\S/);
      if (line[indent] !== '#' || indent <= column) break;
      end = stop;
    }
    next = stop;
  }
  return end;
}
