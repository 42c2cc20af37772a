import { UserError } from '../../src-shared/userError.ts';

const MOST_ALTERNATIVES = 1024;

/** Whether a path holds any of the characters that make it a pattern. */
export function isPattern(path: string): boolean {
  return /[*?[{]/.test(path);
}

/**
 * The alternatives of `{a,b}` in a pattern, in the order written; braces nest; a brace without partner or without comma stands for itself.
 * Throws a UserError `document` beyond 1024 alternatives.
 */
export function expandBraces(pattern: string): string[] {
  const done: string[] = [];
  const open = [pattern];
  while (open.length > 0) {
    const next = open.pop() as string;
    const group = firstGroup(next);
    if (!group) done.push(next);
    else
      open.push(
        ...group.alternatives
          .map((text) => next.slice(0, group.from) + text + next.slice(group.to))
          .reverse(),
      );
    if (done.length + open.length > MOST_ALTERNATIVES) {
      throw new UserError(
        'document',
        `the braces of a file pattern give more than ${MOST_ALTERNATIVES} alternatives`,
      );
    }
  }
  return done;
}

function firstGroup(text: string): { from: number; to: number; alternatives: string[] } | null {
  const stack: { from: number; commas: number[] }[] = [];
  let found: { from: number; to: number; commas: number[] } | null = null;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{') stack.push({ from: i, commas: [] });
    else if (text[i] === ',') stack.at(-1)?.commas.push(i);
    else if (text[i] === '}') {
      const group = stack.pop();
      if (!group || group.commas.length === 0) continue;
      if (!found || group.from < found.from) found = { ...group, to: i + 1 };
    }
  }
  if (!found) return null;
  const ends = [found.from, ...found.commas, found.to - 1];
  const alternatives = ends.slice(1).map((end, i) => text.slice(ends[i] + 1, end));
  return { from: found.from, to: found.to, alternatives };
}

/** Whether the character class that begins at `at` takes the character; `end` is behind its bracket; null when it is not closed. */
function characterClass(
  pattern: string,
  at: number,
  character: string,
): { end: number; takes: boolean } | null {
  let i = at + 1;
  const negated = pattern[i] === '!' || pattern[i] === '^';
  if (negated) i++;
  const first = i;
  let takes = false;
  for (; i < pattern.length; i++) {
    if (pattern[i] === ']' && i > first) return { end: i + 1, takes: takes !== negated };
    if (pattern[i + 1] === '-' && i + 2 < pattern.length && pattern[i + 2] !== ']') {
      if (pattern[i] <= character && character <= pattern[i + 2]) takes = true;
      i += 2;
    } else if (pattern[i] === character) takes = true;
  }
  return null;
}

/**
 * Whether a name matches a pattern of `*` (any characters), `?` (one) and `[a-z]`, `[!a-z]`. A leading dot
 * must be written. The time is at most proportional to the product of the two lengths.
 */
export function matchName(pattern: string, name: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  let [p, n] = [0, 0];
  let star: { p: number; n: number } | null = null;
  while (n < name.length) {
    const step = matchOne(pattern, p, name[n]);
    if (pattern[p] === '*') star = { p: ++p, n };
    else if (step > 0) {
      p += step;
      n++;
    } else if (star) {
      p = star.p;
      n = ++star.n;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

function matchOne(pattern: string, at: number, character: string): number {
  if (at >= pattern.length || pattern[at] === '*') return 0;
  if (pattern[at] === '?') return 1;
  if (pattern[at] === '[') {
    const found = characterClass(pattern, at, character);
    if (found) return found.takes ? found.end - at : 0;
  }
  return pattern[at] === character ? 1 : 0;
}
