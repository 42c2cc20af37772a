import { DEFAULT_TAG_PATTERN } from '../../../src-shared/study/schemaTags.ts';

/** What the name of a file says of its content. */
export interface NamedRun {
  /** Run number, or the number of a simulated sample, without leading zeros. */
  run: string;
  /** Processing tag, as `r15774_p6304_p7267`. */
  tag: string;
}

type Token = { kind: 'text'; text: string } | { kind: '*' | '?' | 'run' | 'tag' };

const PLACEHOLDERS: [string, Token][] = [
  ['{run}', { kind: 'run' }],
  ['{tag}', { kind: 'tag' }],
  ['*', { kind: '*' }],
  ['?', { kind: '?' }],
];
/** ATLAS AMI tags: at least two steps of a letter and a number. */
const AMI_TAG = /^[a-z]\d+(_[a-z]\d+)+$/;
/** What rucio adds to the tag in names of datasets. */
const TASK = /_tid\d+(_\d+)*$/;

function tokens(pattern: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < pattern.length;) {
    const special = PLACEHOLDERS.find(([text]) => pattern.startsWith(text, at));
    if (special) {
      found.push(special[1]);
      at += special[0].length;
      continue;
    }
    const last = found.at(-1);
    if (last?.kind === 'text') last.text += pattern[at];
    else found.push({ kind: 'text', text: pattern[at] });
    at++;
  }
  return found;
}

function endOf(name: string, at: number, belongs: (character: string) => boolean): number {
  let end = at;
  while (end < name.length && belongs(name[end])) end++;
  return end;
}

const isDigit = (character: string): boolean => character >= '0' && character <= '9';
const inTag = (character: string): boolean => character !== '.' && character !== '/';

/** Matches one name; `*` is as short as possible, run and tag as long as possible. Every place is tried once. */
class Matcher {
  readonly #tokens: Token[];
  readonly #name: string;
  readonly #ami: boolean;
  readonly #hopeless = new Set<number>();
  run = '';
  tag = '';

  constructor(pattern: string, name: string, ami: boolean) {
    this.#tokens = tokens(pattern);
    this.#name = name;
    this.#ami = ami;
  }

  matches(token = 0, at = 0): boolean {
    if (token === this.#tokens.length) return at === this.#name.length;
    const place = token * (this.#name.length + 1) + at;
    if (this.#hopeless.has(place)) return false;
    const found = this.#ends(this.#tokens[token], at).some((end) => {
      if (!this.matches(token + 1, end)) return false;
      this.#keep(this.#tokens[token].kind, this.#name.slice(at, end));
      return true;
    });
    if (!found) this.#hopeless.add(place);
    return found;
  }

  #keep(kind: Token['kind'], text: string): void {
    if (kind === 'run') this.run = text.replace(/^0+(?=\d)/, '');
    if (kind === 'tag') this.tag = text;
  }

  /** Where a token that begins at `at` may end, the preferred place first. */
  #ends(token: Token, at: number): number[] {
    const name = this.#name;
    const between = (first: number, last: number): number[] =>
      Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
    if (token.kind === 'text') return name.startsWith(token.text, at) ? [at + token.text.length] : [];
    if (token.kind === '?') return at < name.length && name[at] !== '/' ? [at + 1] : [];
    if (token.kind === '*')
      return between(
        at,
        endOf(name, at, (character) => character !== '/'),
      );
    if (token.kind === 'run') return between(at + 1, endOf(name, at, isDigit)).reverse();
    const ends = between(at + 1, endOf(name, at, inTag)).reverse();
    if (!this.#ami) return ends;
    if (at > 0 && /[a-zA-Z0-9]/.test(name[at - 1])) return [];
    return ends.filter((end) => AMI_TAG.test(name.slice(at, end)));
  }
}

function match(pattern: string, name: string, ami: boolean): NamedRun | null {
  const matcher = new Matcher(pattern, name.replace(TASK, ''), ami);
  return matcher.matches() ? { run: matcher.run, tag: matcher.tag } : null;
}

/**
 * Run and processing tag in a path by a pattern of `*` (any characters of a name, as few as possible), `?` (one), `{run}` (digits) and `{tag}` (all
 * but dots and slashes). The pattern is tried on the file's name, then, without its `.root`, on the names of its folders from the inside out
 * (rucio's datasets are folders); a pattern with slashes on as many last parts of the path. Null where none fits.
 * With the usual pattern (null) a tag is one of ATLAS: steps of a letter and a number, `r15774_p6304_p7267`.
 */
export function namedRun(path: string, pattern: string | null): NamedRun | null {
  const given = pattern ?? DEFAULT_TAG_PATTERN;
  const parts = path.split('/').filter((part) => part !== '');
  const depth = given.split('/').length;
  if (depth > 1) return match(given, parts.slice(-depth).join('/'), false);
  const ofFolder = given.endsWith('.root') ? given.slice(0, -'.root'.length) : given;
  const ami = pattern === null;
  for (let i = parts.length - 1; i >= 0; i--) {
    const found = match(i === parts.length - 1 ? given : ofFolder, parts[i], ami);
    if (found) return found;
  }
  return null;
}
