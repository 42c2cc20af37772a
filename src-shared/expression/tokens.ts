import { expressionError } from './syntax.ts';

/** One word of an expression's text. */
export interface Token {
  kind: 'number' | 'string' | 'name' | 'operator' | 'end';
  /** The operator, the name, or the string's content. */
  text: string;
  /** Numbers only; integers of 2^53 and more are bigint. */
  value: number | bigint;
  start: number;
  end: number;
}

const HEXADECIMAL = /0[xX][0-9a-fA-F]+/y;
const DECIMAL = /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
const OPERATOR = /\*\*|&&|\|\||[<>=!]=|[-+*/%<>!&|?:()[\].,]/y;
const STRING = /"[^"\\\r\n]*"|'[^'\\\r\n]*'/y;
const LARGEST_INTEGER = 2n ** 64n - 1n;

const HINTS: Readonly<Record<string, [string, string]>> = {
  '^': ['^ is not an operator here', 'Write ** for the power, `x ** 2`; bits are tested with bit(x, n).'],
  '=': ['= is not a comparison', 'Write == to compare.'],
  '~': ['~ is not an operator here', 'Bits are tested with bit(x, n) and masked with &.'],
  '`': ['A backtick cannot stand in an expression', 'Text stands in "quotes"; a name stands as it is.'],
  ';': ['; cannot stand in an expression', 'Join conditions with && or ||.'],
  $: ['$ cannot stand in a name', 'Write branch("name") for a branch whose name has unusual characters.'],
  '@': ['@ cannot stand in a name', 'Write branch("name") for a branch whose name has unusual characters.'],
  '#': ['# cannot stand in a name', 'Write branch("name") for a branch whose name has unusual characters.'],
  '{': ['{ cannot stand in an expression', 'Use ( ) to group.'],
  '}': ['} cannot stand in an expression', 'Use ( ) to group.'],
  '\u2212': ['This is the typographic minus, not -', 'Type the hyphen of the keyboard.'],
  '\u2013': ['This is a dash, not -', 'Type the hyphen of the keyboard.'],
  '\u00d7': ['\u00d7 is not an operator here', 'Write *.'],
  '\u2264': ['\u2264 is not an operator here', 'Write <=.'],
  '\u2265': ['\u2265 is not an operator here', 'Write >=.'],
  '\u2260': ['\u2260 is not an operator here', 'Write !=.'],
  '\u00a0': ['This is a no-break space', 'Type an ordinary space.'],
};

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function refuseCharacter(text: string, at: number): never {
  const pair = text.slice(at, at + 2);
  if (pair === '<<' || pair === '>>')
    throw expressionError(`${pair} is not an operator here`, [at, at + 2], 'Bits are tested with bit(x, n).');
  const code = text.codePointAt(at)!;
  const character = String.fromCodePoint(code);
  const span: [number, number] = [at, at + character.length];
  const known = Object.hasOwn(HINTS, character) ? HINTS[character] : undefined;
  if (known) throw expressionError(known[0], span, known[1]);
  if (character === '"' || character === "'")
    throw expressionError('This quote has no end', span, 'Text stands in "quotes" on one line, without \\.');
  const number = code.toString(16).toUpperCase().padStart(4, '0');
  throw expressionError(
    code > 32 && code < 127
      ? `${character} cannot stand in an expression`
      : `The character U+${number} cannot stand in an expression`,
    span,
    code > 126
      ? 'Names have the letters a to z, digits and _ only; this one may look like one of them.'
      : undefined,
  );
}

function numberToken(text: string, start: number): Token {
  const hexadecimal = matchAt(HEXADECIMAL, text, start);
  const found = hexadecimal ?? matchAt(DECIMAL, text, start)!;
  const end = start + found.length;
  if (end < text.length && /[A-Za-z0-9_]/.test(text[end]))
    throw expressionError(
      `A number cannot go on with ${text[end]}`,
      [start, end + 1],
      'Put an operator between them.',
    );
  let value: number | bigint = Number(found);
  if (hexadecimal !== null || /^[0-9]+$/.test(found)) {
    if (found.length > 40 || BigInt(found) > LARGEST_INTEGER)
      throw expressionError('This integer has more than 64 bits', [start, end]);
    if (value >= 2 ** 53) value = BigInt(found);
  } else if (!Number.isFinite(value)) throw expressionError('This number is too large', [start, end]);
  return { kind: 'number', text: found, value, start, end };
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function nameToken(text: string, start: number): Token {
  let end = start + 1;
  while (end < text.length && (isLetter(text.charCodeAt(end)) || isDigit(text.charCodeAt(end)))) end++;
  return { kind: 'name', text: text.slice(start, end), value: 0, start, end };
}

function tokenAt(text: string, start: number): Token {
  const first = text.charCodeAt(start);
  if (isLetter(first)) return nameToken(text, start);
  if (isDigit(first) || (first === 46 && isDigit(text.charCodeAt(start + 1))))
    return numberToken(text, start);
  const operator = matchAt(OPERATOR, text, start);
  if (operator !== null) {
    const next = text[start + 1];
    if ((operator === '<' || operator === '>') && next === operator) refuseCharacter(text, start);
    return { kind: 'operator', text: operator, value: 0, start, end: start + operator.length };
  }
  const string = matchAt(STRING, text, start);
  if (string === null) refuseCharacter(text, start);
  return { kind: 'string', text: string.slice(1, -1), value: 0, start, end: start + string.length };
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

/** The word at or after a character, `end` behind the last. Throws a UserError `expression` for a character that cannot stand there. */
export function nextToken(text: string, from: number): Token {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  if (at < text.length) return tokenAt(text, at);
  return { kind: 'end', text: '', value: 0, start: text.length, end: text.length };
}
