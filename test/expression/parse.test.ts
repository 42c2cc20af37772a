import { describe, expect, it } from 'vitest';
import { parse } from '../../src-shared/expression/parse.ts';
import { print } from '../../src-shared/expression/print.ts';
import { UserError } from '../../src-shared/userError.ts';

/** The error of a text: its message, hint and the characters it points at. */
function refusal(text: string): { message: string; hint: string | undefined; at: string } {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.code).toBe('expression');
    const [first, last] = error.where!.span!;
    return { message: error.message, hint: error.hint, at: text.slice(first, last) };
  }
  throw new Error(`${text} was read`);
}

describe('grammar: C precedence, ** for the power (DESIGN section 7)', () => {
  it.each([
    ['a+b*c', 'a + b * c'],
    ['(a+b)*c', '(a + b) * c'],
    ['a-b-c', 'a - b - c'],
    ['a-(b-c)', 'a - (b - c)'],
    ['a/b%c', 'a / b % c'],
    ['-x**2', '-x ** 2'],
    ['(-x)**2', '(-x) ** 2'],
    ['2**3**2', '2 ** 3 ** 2'],
    ['(2**3)**2', '(2 ** 3) ** 2'],
    ['2**-1', '2 ** -1'],
    ['- -x', '-(-x)'],
    ['!!a', '!(!a)'],
    ['+x', 'x'],
    ['a&&b||c&&d', 'a && b || c && d'],
    ['a&&(b||c)', 'a && (b || c)'],
    ['a|b&c', 'a | b & c'],
    ['a & b == c', 'a & b == c'],
    ['(a & b) == c', '(a & b) == c'],
    ['a<b==c', 'a < b == c'],
    ['a ? b : c ? d : e', 'a ? b : c ? d : e'],
    ['(a ? b : c) ? d : e', '(a ? b : c) ? d : e'],
    ['((((a))))', 'a'],
    ['sorted( mu ,pt )[ 0 ].charge', 'sorted(mu, pt)[0].charge'],
    ['f()', 'f()'],
    ['0xFF + .5 + 1e3 + 2.', '255 + 0.5 + 1000 + 2'],
    ['18446744073709551615', '18446744073709551615'],
    ["kind == 'a\"b'", "kind == 'a\"b'"],
    ["kind == 'GG'", 'kind == "GG"'],
    ['true\n&&\tfalse', 'true && false'],
  ])('%s is %s', (text, canonical) => {
    expect(print(parse(text))).toBe(canonical);
    expect(print(parse(canonical))).toBe(canonical);
  });

  it('keeps integers of 2^53 and more exact', () => {
    expect(parse('9007199254740991')).toMatchObject({ value: 9007199254740991 });
    expect(parse('9007199254740993')).toMatchObject({ value: 9007199254740993n });
    expect(parse('0xffffffffffffffff')).toMatchObject({ value: 18446744073709551615n });
  });

  it('gives every part its characters', () => {
    const text = ' pt > leading(mu, pt).eta';
    const syntax = parse(text);
    expect(syntax.span).toEqual([1, 25]);
    if (syntax.kind !== 'binary' || syntax.right.kind !== 'member') throw new Error(syntax.kind);
    expect(text.slice(...syntax.right.nameSpan)).toBe('eta');
    expect(text.slice(...syntax.right.object.span)).toBe('leading(mu, pt)');
  });
});

describe('errors point at the characters and say what to write', () => {
  it.each([
    ['pt ^ 2', '^', /x \*\* 2/],
    ['a = b', '=', /==/],
    ['a and b', 'and', /&&/],
    ['a or b', 'or', /\|\|/],
    ['a << 3', '<<', /bit\(x, n\)/],
    ['~a', '~', /&/],
    ['`a`', '`', /quotes/],
    ['p\u0440t > 2', '\u0440', /letters a to z/],
    ['a \u2212 b', '\u2212', /hyphen/],
    ['a \u2264 b', '\u2264', /<=/],
    ['a\u00a0+ b', '\u00a0', /ordinary space/],
    ['Muon#pt', '#', /branch\("name"\)/],
    ['"abc', '"', /one line/],
  ])('%s at %s', (text, at, hint) => {
    const refused = refusal(text);
    expect(refused.at).toBe(at);
    expect(refused.hint).toMatch(hint);
  });

  it.each([
    ['', 'The expression is empty', ''],
    ['a +', 'Expected a value, but the expression ends', ''],
    ['a b', 'Expected an operator, but found "b" (character 3)', 'b'],
    ['(a', 'Expected ")" or an operator, but the expression ends', ''],
    ['a ? b', 'Expected ":" of the conditional, but the expression ends', ''],
    ['mu.', 'Expected a name after ".", but the expression ends', ''],
    ['mu[0', 'Expected "]" or an operator, but the expression ends', ''],
    ['3pt', 'A number cannot go on with p', '3p'],
    ['1.2.3', 'Expected an operator, but found ".3" (character 4)', '.3'],
    ['1e999', 'This number is too large', '1e999'],
    ['18446744073709551616', 'This integer has more than 64 bits', '18446744073709551616'],
    ['a \u{1F600}', 'The character U+1F600 cannot stand in an expression', '\u{1F600}'],
  ])('%s: %s', (text, message, at) => {
    expect(refusal(text)).toMatchObject({ message, at });
  });

  it('limits brackets and signs to 64 levels, a chain to 512 operations, a text to 2000 parts', () => {
    const brackets = (n: number): string => `${'('.repeat(n)}a${')'.repeat(n)}`;
    expect(print(parse(brackets(64)))).toBe('a');
    expect(refusal(brackets(65)).message).toBe('More than 64 levels of brackets and signs inside each other');
    expect(() => parse(`a${'+a'.repeat(510)}`)).not.toThrow();
    expect(refusal(`a${'+a'.repeat(512)}`).message).toBe('More than 512 operations inside each other');
    expect(refusal(`f(${'a,'.repeat(64)}a)`).message).toBe('More than 64 arguments');
    expect(refusal(`(${'a'.padEnd(601, '+a')})*`.repeat(8) + 'a').message).toBe(
      'More than 2000 names, numbers and brackets',
    );
    expect(refusal(' '.repeat(65537)).message).toBe('The expression has 65537 characters, more than 65536');
  });
});
