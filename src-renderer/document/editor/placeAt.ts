/** A key, or a position in a list. */
export type PathPart = string | number;

/** What can be written at a place of a study document. */
export interface TextPlace {
  /** Of the map or list that a key or entry is written in; of a value: its key too. */
  path: PathPart[];
  kind: 'key' | 'value';
  /** Where the word begins. */
  from: number;
  /** Keys that the map has already. */
  taken: string[];
  /** Inside { } or [ ]. */
  flow: boolean;
}

interface Level {
  column: number;
  part: PathPart;
  /** Entries of the list that it holds, so far. */
  entries: number;
}

const KEY = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#[\]{},"'&*!|>-][^#]*?|-[^\s#][^#]*?)\s*:(?=\s|$)\s*/;

function unquoted(key: string): string {
  return /^["']/.test(key) ? key.slice(1, -1) : key;
}

/** Where a comment begins in a line, else its end. */
function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, '$1');
}

interface Collection {
  list: boolean;
  key: string | null;
  index: number;
  taken: string[];
}

/** The place at the end of a text that begins with { or [; null when it is closed. `rest` is then what follows. */
function flowPlace(text: string, base: PathPart[], offset: number): TextPlace | { closedAt: number } {
  const stack: Collection[] = [];
  let word = 0;
  for (let at = 0; at < text.length; at++) {
    const top = stack.at(-1);
    const sign = text[at];
    const begun = text.slice(word, at).trim() !== '';
    if ((sign === '"' || sign === "'") && !begun) {
      const end = text.indexOf(sign, at + 1);
      at = end < 0 ? text.length : end;
    } else if (sign === '#' && /\s/.test(text[at - 1] ?? ' ')) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      word = at + 1;
    } else if (sign === '{' || sign === '[') {
      stack.push({ list: sign === '[', key: null, index: 0, taken: [] });
      word = at + 1;
    } else if (sign === '}' || sign === ']') {
      stack.pop();
      word = at + 1;
      if (stack.length === 0) return { closedAt: at + 1 };
    } else if (sign === ',' && top) {
      top.key = null;
      top.index++;
      word = at + 1;
    } else if (sign === ':' && top && !top.list && top.key === null && /\s|^$/.test(text[at + 1] ?? '')) {
      top.key = unquoted(text.slice(word, at).trim());
      top.taken.push(top.key);
      word = at + 1;
    }
  }
  const path = [...base];
  for (const { list, key, index } of stack) {
    if (list) path.push(index);
    else if (key !== null) path.push(key);
  }
  const top = stack[stack.length - 1];
  const from = offset + word + (/^\s*/.exec(text.slice(word))?.[0].length ?? 0);
  const kind = top.list || top.key !== null ? 'value' : 'key';
  return { path, kind, from, taken: top.taken, flow: true };
}

function pathOf(levels: readonly Level[]): PathPart[] {
  return levels.map(({ part }) => part);
}

/** Reads lines of block YAML, one after the other, and knows where it is. */
class BlockReader {
  readonly levels: Level[] = [];
  #lists = new Map<string, number>();
  #keys = new Map<string, string[]>();

  /** Column after the dashes of list entries, which are entered. */
  dashes(line: string, column: number): number {
    let at = column;
    for (let dash = /^-(\s+|$)/.exec(line.slice(at)); dash; dash = /^-(\s+|$)/.exec(line.slice(at))) {
      this.leave((level) => level.column > at || (level.column === at && typeof level.part === 'number'));
      const list = JSON.stringify(pathOf(this.levels));
      const index = (this.#lists.get(list) ?? -1) + 1;
      this.#lists.set(list, index);
      this.levels.push({ column: at, part: index, entries: 0 });
      at += dash[0].length;
    }
    return at;
  }

  leave(gone: (level: Level) => boolean): void {
    for (let top = this.levels.at(-1); top && gone(top); top = this.levels.at(-1)) this.levels.pop();
  }

  key(name: string, column: number): void {
    this.leave((level) => level.column >= column);
    const map = JSON.stringify(pathOf(this.levels));
    this.#keys.set(map, [...(this.#keys.get(map) ?? []), name]);
    this.levels.push({ column, part: name, entries: 0 });
  }

  taken(): string[] {
    return this.#keys.get(JSON.stringify(pathOf(this.levels))) ?? [];
  }
}

/** The place in the last line of a text; null in comments and block texts. */
function lastPlace(text: string): TextPlace | null {
  const reader = new BlockReader();
  let start = 0;
  let block = -1;
  for (;;) {
    const end = text.indexOf('\n', start);
    const last = end < 0;
    const raw = last ? text.slice(start) : text.slice(start, end);
    const line = withoutComment(raw);
    const blank = line.trim() === '';
    const indent = blank ? line.length : line.search(/\S/);
    if (block >= 0 && (blank || indent > block)) {
      if (last) return null;
      start = end + 1;
      continue;
    }
    block = -1;
    if (last && line !== raw) return null;
    if (blank && !last) {
      start = end + 1;
      continue;
    }
    const column = reader.dashes(line, indent);
    const key = KEY.exec(line.slice(column));
    if (key) reader.key(unquoted(key[1]), column);
    else if (last) reader.leave((level) => level.column >= column);
    const value = column + (key?.[0].length ?? 0);
    if (/^[{[]/.test(line.slice(value)) && (key || typeof reader.levels.at(-1)?.part === 'number')) {
      const found = flowPlace(text.slice(start + value), pathOf(reader.levels), start + value);
      if (!('closedAt' in found)) return found;
      const after = text.indexOf('\n', start + value + found.closedAt);
      if (after < 0) return null;
      start = after + 1;
      continue;
    }
    if (last) {
      const kind = key ? 'value' : 'key';
      return { path: pathOf(reader.levels), kind, from: start + value, taken: reader.taken(), flow: false };
    }
    if (/^[|>]/.test(line.slice(value))) block = indent;
    start = end + 1;
  }
}

function nextKeys(text: string, place: TextPlace): string[] {
  if (place.flow || place.kind !== 'key') return place.taken;
  const column = place.from - (text.lastIndexOf('\n', place.from - 1) + 1);
  const keys = [...place.taken];
  for (const raw of text.slice(place.from).split('\n').slice(1)) {
    const line = withoutComment(raw);
    if (line.trim() === '') continue;
    const indent = line.search(/\S/);
    if (indent < column) break;
    const key = indent === column ? KEY.exec(line.slice(column)) : null;
    if (key) keys.push(unquoted(key[1]));
  }
  return keys;
}

/** What can be written at a position of a study document, from its layout alone: it need not be whole. Null in comments and block texts. */
export function placeAt(text: string, position: number): TextPlace | null {
  const place = lastPlace(text.slice(0, position));
  return place && { ...place, taken: nextKeys(text, place) };
}
