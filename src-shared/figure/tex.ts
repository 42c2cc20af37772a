import { CHARACTERS, FACES, SPACES, roleOf } from './symbols.ts';
import type { AtomRole } from './symbols.ts';

/** A parsed label. Text is literal; atoms are the spaced characters of `$...$`. */
export type TexNode =
  | { kind: 'text'; text: string }
  | { kind: 'atom'; text: string; role: AtomRole }
  | { kind: 'space'; em: number }
  | { kind: 'group'; body: TexNode[] }
  | { kind: 'face'; bold?: boolean; italic?: boolean; body: TexNode[] }
  | { kind: 'scripts'; base: TexNode | null; sub: TexNode[] | null; sup: TexNode[] | null }
  | { kind: 'sqrt'; body: TexNode[] }
  | { kind: 'fraction'; above: TexNode[]; below: TexNode[] }
  | { kind: 'accent'; accent: 'bar' | 'hat' | 'tilde'; body: TexNode[] };

interface Mode {
  /** Inside `$...$`: spaces are dropped, operators spaced. */
  math: boolean;
  /** Inside a script: a hyphen that is no hyphen is a minus. */
  script: boolean;
}

interface Cursor {
  readonly source: string[];
  at: number;
  depth: number;
}

const MAX_DEPTH = 24;
const ACCENTS = new Map<string, 'bar' | 'hat' | 'tilde'>([
  ['bar', 'bar'],
  ['overline', 'bar'],
  ['hat', 'hat'],
  ['tilde', 'tilde'],
]);

/** Whether a label is read as TeX: it contains a backslash, `$`, `_{` or `^{`. Anything else is plain text. */
export function isTeX(label: string): boolean {
  return /[\\$]|[_^]\{/.test(label);
}

/** The label that shows a text as it is, safe to join with TeX outside of `$...$`. */
export function escape(text: string): string {
  return text.replace(/[\\$_^{}~]/g, (c) =>
    c === '\\' ? '\\backslash{}' : c === '~' ? '\\textasciitilde{}' : `\\${c}`,
  );
}

/**
 * Reads a label. Outside of `$...$` text and spaces are literal, and `_` and `^` are scripts only before `{` or directly
 * after a command or a closing brace; inside they are always. Never fails: unknown commands and stray braces are shown.
 */
export function parseTeX(label: string): TexNode[] {
  const text = label.normalize('NFC').replace(/[\t\n\r]+/g, ' ');
  if (!isTeX(text)) return text === '' ? [] : [{ kind: 'text', text }];
  const cursor: Cursor = { source: [...text], at: 0, depth: 0 };
  const nodes: TexNode[] = [];
  while (cursor.at < cursor.source.length) {
    for (const node of list(cursor, { math: false, script: false }, '')) append(nodes, node);
    if (cursor.source[cursor.at] === '$') {
      cursor.at++;
      const closed = closes(cursor);
      if (!closed) append(nodes, { kind: 'text', text: '$' });
      else {
        nodes.push({ kind: 'group', body: list(cursor, { math: true, script: false }, '$') });
        cursor.at++;
      }
    } else if (cursor.source[cursor.at] === '}') {
      cursor.at++;
      append(nodes, { kind: 'text', text: '}' });
    }
  }
  return nodes;
}

function closes(cursor: Cursor): boolean {
  for (let i = cursor.at; i < cursor.source.length; i++) {
    if (cursor.source[i] === '\\') i++;
    else if (cursor.source[i] === '$') return true;
  }
  return false;
}

/** Nodes up to the closing character, which is not consumed. */
function list(cursor: Cursor, mode: Mode, close: string): TexNode[] {
  const nodes: TexNode[] = [];
  let scriptable = false;
  while (cursor.at < cursor.source.length) {
    const character = cursor.source[cursor.at]!;
    if (character === '}' || (character === '$' && (close === '$' || (close === '' && !mode.math)))) {
      if (character === '}' && close === '$') {
        cursor.at++;
        nodes.push({ kind: 'text', text: '}' });
        continue;
      }
      return nodes;
    }
    const isScript = character === '_' || character === '^';
    if (isScript && (mode.math || scriptable || cursor.source[cursor.at + 1] === '{')) {
      cursor.at++;
      attach(nodes, character, argument(cursor, { math: mode.math, script: true }));
      scriptable = true;
    } else if (character === '{') {
      nodes.push({ kind: 'group', body: argument(cursor, mode) });
      scriptable = true;
    } else if (character === '\\') {
      for (const node of command(cursor, mode)) append(nodes, node);
      scriptable = true;
    } else {
      push(nodes, literal(cursor, mode), mode);
      scriptable = false;
    }
  }
  return nodes;
}

function literal(cursor: Cursor, mode: Mode): string {
  const before = cursor.source[cursor.at - 1] ?? '';
  const character = cursor.source[cursor.at++]!;
  if (character === '~') return '\u00a0';
  if (character !== '-') return character;
  if (mode.math) return '−';
  const number = /[0-9.]/.test(cursor.source[cursor.at] ?? '');
  const starts = before === '' || /[\s({=<>,;$[|]/.test(before);
  return (number && starts) || (mode.script && !/[\p{L}\p{N}]/u.test(before)) ? '−' : '-';
}

function push(nodes: TexNode[], character: string, mode: Mode): void {
  if (mode.math) {
    if (character === ' ') return;
    const role = roleOf(character);
    if (role !== 'ordinary') {
      nodes.push({ kind: 'atom', text: character, role });
      return;
    }
  }
  append(nodes, { kind: 'text', text: character });
}

function append(nodes: TexNode[], node: TexNode): void {
  const last = nodes.at(-1);
  if (node.kind === 'text' && last?.kind === 'text') last.text += node.text;
  else nodes.push(node);
}

function attach(nodes: TexNode[], sign: string, script: TexNode[]): void {
  const slot = sign === '_' ? 'sub' : 'sup';
  const last = nodes.at(-1);
  if (last?.kind === 'scripts' && last[slot] === null) {
    last[slot] = script;
    return;
  }
  let base: TexNode | null = null;
  if (last?.kind === 'text') {
    const characters = [...last.text];
    const final = characters.pop() ?? '';
    if (final.trim() !== '') {
      base = { kind: 'text', text: final };
      if (characters.length === 0) nodes.pop();
      else last.text = characters.join('');
    }
  } else if (last !== undefined && last.kind !== 'space' && last.kind !== 'scripts')
    base = nodes.pop() ?? null;
  nodes.push({ kind: 'scripts', base, sub: null, sup: null, [slot]: script });
}

function argument(cursor: Cursor, mode: Mode): TexNode[] {
  while (cursor.source[cursor.at] === ' ') cursor.at++;
  const character = cursor.source[cursor.at];
  if (character === undefined || character === '}') return [];
  if (character === '$' && mode.math) return [];
  const deep = cursor.depth >= MAX_DEPTH;
  let body: TexNode[] = [];
  cursor.depth++;
  if (character === '\\' && !deep) body = command(cursor, mode);
  else if (character === '{' && !deep) {
    cursor.at++;
    body = list(cursor, mode, '}');
    if (cursor.source[cursor.at] === '}') cursor.at++;
  } else push(body, literal(cursor, mode), mode);
  cursor.depth--;
  return body;
}

function command(cursor: Cursor, mode: Mode): TexNode[] {
  cursor.at++;
  let name = '';
  while (/[A-Za-z]/.test(cursor.source[cursor.at] ?? '')) name += cursor.source[cursor.at++]!;
  if (name === '') name = cursor.source[cursor.at++] ?? '';
  const character = CHARACTERS.get(name);
  if (character !== undefined) {
    const role = mode.math ? roleOf(character) : 'ordinary';
    return [
      role === 'ordinary' ? { kind: 'text', text: character } : { kind: 'atom', text: character, role },
    ];
  }
  const space = SPACES.get(name);
  if (space !== undefined) return [{ kind: 'space', em: space }];
  const face = FACES.get(name);
  if (face !== undefined) {
    const { text, ...style } = face;
    const inner = text ? { math: false, script: false } : mode;
    return [{ kind: 'face', ...style, body: argument(cursor, inner) }];
  }
  const accent = ACCENTS.get(name);
  if (accent !== undefined) return [{ kind: 'accent', accent, body: argument(cursor, mode) }];
  if (name === 'sqrt') return [{ kind: 'sqrt', body: argument(cursor, mode) }];
  if (name === 'frac')
    return [{ kind: 'fraction', above: argument(cursor, mode), below: argument(cursor, mode) }];
  if (name === 'left' || name === 'right') return [];
  return [{ kind: 'text', text: `\\${name}` }];
}
