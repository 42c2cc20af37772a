import type { ExpressionLevel } from '../../../src-shared/study/schemaParts.ts';
import type { ExpressionName, ExpressionNames } from './expressionNames.ts';
import { FUNCTION_NAMES, objectNames } from './functionHelp.ts';

/** Names that go on with what is written before the cursor. */
export interface Completion {
  /** Where the word begins and where it ends; the cursor is in between. */
  from: number;
  to: number;
  options: readonly ExpressionName[];
}

const MOST = 60;
const INSIDE = 2;
const BY_TITLE = 4;
const MEMBER = /([A-Za-z_]\w*)\s*(?:\[[^\][]*\])?\s*\.\s*$/;

/** Whether a position is inside of quotes. */
function isQuoted(text: string, at: number): boolean {
  let quote = '';
  for (const sign of text.slice(0, at)) {
    if (quote === '') quote = sign === '"' || sign === "'" ? sign : '';
    else if (sign === quote) quote = '';
  }
  return quote !== '';
}

/** How well a name goes on with a word: small is better; null where it does not. */
function rank({ name, kind, title = '' }: ExpressionName, word: string): number | null {
  const [small, wanted] = [name.toLowerCase(), word.toLowerCase()];
  const last = kind === 'branch' ? 0.5 : 0;
  if (small.startsWith(wanted)) return (name.startsWith(word) ? 0 : 1) + last;
  const at = small.indexOf(wanted);
  if (at > 0 && wanted.length > 1) return INSIDE + last;
  return wanted.length > 2 && title.toLowerCase().includes(wanted) ? BY_TITLE + last : null;
}

function unique(names: readonly ExpressionName[]): ExpressionName[] {
  const seen = new Set<string>();
  return names.filter(({ name }) => !seen.has(name) && seen.add(name));
}

/**
 * What can be written at the cursor; null where nothing goes on with the word there.
 * @param words of the study beside names and functions, such as `preset`
 * @param asked whether it was asked for: then also without a word
 */
export function completionAt(
  text: string,
  cursor: number,
  level: ExpressionLevel,
  names: ExpressionNames,
  words: readonly ExpressionName[],
  asked: boolean,
): Completion | null {
  if (isQuoted(text, cursor)) return null;
  const before = text.slice(0, cursor);
  const word = /[A-Za-z_]\w*$/.exec(before)?.[0] ?? '';
  const from = cursor - word.length;
  if (/\d$/.test(text.slice(0, from)) || (word === '' && !asked && !before.endsWith('.'))) return null;
  const object = MEMBER.exec(text.slice(0, from))?.[1];
  if (object === undefined && before.endsWith('.')) return null;
  const all =
    object === undefined
      ? unique([...words, ...objectNames(level), ...names.at(level), ...FUNCTION_NAMES])
      : unique(names.membersOf(object));
  const ranked = all.flatMap((name) => {
    const place = rank(name, word);
    return place === null ? [] : [{ name, place }];
  });
  ranked.sort((a, b) => a.place - b.place);
  const [best, next] = ranked;
  if (!best || (!asked && best.name.name === word && (next?.place ?? BY_TITLE) >= INSIDE)) return null;
  const shown = best.place < BY_TITLE ? ranked.filter(({ place }) => place < BY_TITLE) : ranked;
  const options = shown.slice(0, MOST).map(({ name }) => name);
  return { from, to: cursor + (/^\w*/.exec(text.slice(cursor))?.[0].length ?? 0), options };
}

/** The text with a name in place of the word at the cursor, and where the cursor is then. */
export function completed(
  text: string,
  { from, to }: Completion,
  { name, kind }: ExpressionName,
): { text: string; cursor: number } {
  const called = kind === 'function' && !/^\s*\(/.test(text.slice(to));
  const insert = called ? `${name}()` : name;
  return {
    text: text.slice(0, from) + insert + text.slice(to),
    cursor: from + insert.length - (called ? 1 : 0),
  };
}
