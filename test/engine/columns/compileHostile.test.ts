import { afterAll, describe, expect, it } from 'vitest';
import type { StoredAs } from '../../../src-main/engine/columns/expressionCode.ts';
import { compileCut, compileNumber } from '../../../src-main/engine/columns/compile.ts';
import type { KernelMode, KernelRows } from '../../../src-main/engine/columns/expressionKernel.ts';
import { columnsOf, kernelSource } from '../../../src-main/engine/columns/expressionKernel.ts';
import { check } from '../../../src-shared/expression/check.ts';
import { print } from '../../../src-shared/expression/print.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { Generator, LEVELS } from './expressionGenerator.ts';
import { SAMPLE, sampleBatch, sampleRows, sampleSelection, seeded } from './expressionSample.ts';

const TEXTS = Number(process.env['MUSCOPE_EXPRESSIONS'] ?? 10_000);
const random = seeded(Number(process.env['MUSCOPE_SEED'] ?? 404));
const batch = sampleBatch(3, random);
const rows = sampleRows(batch);
const selection = sampleSelection(batch, random);

let escaped = 0;
const canary = (): number => ++escaped;
Object.assign(globalThis, { canary });
afterAll(() => {
  delete (globalThis as { canary?: unknown }).canary;
});

const WORDS =
  'use strict const let for if else continue break while NaN Infinity undefined true false Math Number K isFinite';
const MATH = 'abs sqrt exp log log10 sin cos tan asin acos atan atan2 sinh cosh tanh floor ceil min max';
const OWN =
  'pow round hypot deltaPhi deltaR massless massOfMasses massOfEnergies bit and or integer add64 subtract64 multiply64 remainder64 and64 or64 sum64 min64 max64';
const NAMES = /^(?:[NEMTPUVXAOLHKZ]|[imewdstqn]|[covkpn][0-9]+)$/;
const ALLOWED = new Set([...WORDS.split(' '), ...MATH.split(' '), ...OWN.split(' ')]);
const TOKEN =
  /\s+|"use strict";|\/\/ (?:[fiu][1248] |s )* ?(?:selection|all)$|[0-9]+(?:\.[0-9]+)?(?:e[+-][0-9]+)?n?\b|[A-Za-z_$][A-Za-z0-9_$]*|===|!==|<=|>=|==|&&|\|\||>>|\+\+|--|\+=|\|=|[-+*/%<>=!&|?:;,.(){}[\]]/gmy;

/** The first piece of a source that is not of the generator's alphabet, null when there is none. */
function strange(source: string): string | null {
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(source)?.[0];
    if (found === undefined) return source.slice(at, at + 40);
    if (/^[A-Za-z_$]/.test(found) && !ALLOWED.has(found) && !NAMES.test(found)) return found;
  }
  return null;
}

function storedAs(name: string): StoredAs {
  const { values, strings } = batch.columns.get(name)!;
  if (strings) return 's';
  const kind = values.constructor.name;
  return `${kind.startsWith('Float') ? 'f' : kind.includes('Uint') ? 'u' : 'i'}${values.BYTES_PER_ELEMENT}` as StoredAs;
}

function sourceOf(text: string, level: (typeof LEVELS)[number], mode: KernelMode, selected: boolean): string {
  const { meaning } = check(text, SAMPLE, level);
  const stored = new Map(columnsOf(meaning).columns.map((name) => [name, storedAs(name)]));
  const kind: KernelRows = level === 'muon' ? 'element' : level;
  return kernelSource(meaning, kind, mode, stored, selected).source;
}

const PIECES = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'globalThis',
  'process',
  'this',
  'canary()',
  'canary',
  'constructor.constructor("canary()")()',
  'mu.constructor("canary()")',
  '`${canary()}`',
  '${canary()}',
  '"; canary(); "',
  "'; canary(); '",
  '*/ canary() /*',
  '// canary()',
  '\n',
  '\r\n',
  '\u2028',
  '\u2029',
  '\u0000',
  '\\u0063anary()',
  'pt',
  'mu',
  'mu.pt',
  'Muon_pt',
  'mu[0].pt',
  'sorted(mu, pt)[0]',
  'tag.pt',
  'branch("canary()")',
  'branch("__proto__")',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '.',
  ',',
  '?',
  ':',
  ';',
  '+',
  '-',
  '*',
  '/',
  '%',
  '**',
  '^',
  '~',
  '!',
  '=',
  '==',
  '===',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '<<',
  '>>',
  '&',
  '&&',
  '|',
  '||',
  '=>',
  '@',
  '#',
  '$',
  '_',
  '\u0440t',
  '\u0391',
  '\uff10',
  '\u2212',
  '\u00d7',
  '\u200b',
  '\u202e',
  '\u{1F600}',
  '\ud800',
  '0',
  '1',
  '42',
  '0x10',
  '1e3',
  '1e999',
  '0x',
  '1.2.3',
  '1n',
  '9007199254740993',
  '18446744073709551616',
  'NaN',
  'Infinity',
  'import("node:fs")',
  'new Function("canary()")()',
  'eval("canary()")',
  'any(',
  'count(mu)',
  'function(){canary()}',
  'await',
  'yield',
  '() => canary()',
  'a?.b',
  'a ?? b',
  '/regex/',
  '<!--',
  '-->',
  '#!',
  '"',
  "'",
  '\\',
];

function mutate(text: string): string {
  const at = Math.floor(random() * (text.length + 1));
  const choice = random();
  const piece = PIECES[Math.floor(random() * PIECES.length)];
  if (choice < 0.4) return text.slice(0, at) + piece + text.slice(at);
  if (choice < 0.6) return text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 3));
  if (choice < 0.8)
    return text.slice(0, at) + String.fromCodePoint(Math.floor(random() * 0x2fff)) + text.slice(at + 1);
  return text.slice(at) + text.slice(0, at);
}

function hostile(k: number): string {
  if (k % 3 === 0) {
    const length = 1 + Math.floor(random() * 12);
    return Array.from({ length }, () => PIECES[Math.floor(random() * PIECES.length)]).join(
      random() < 0.5 ? ' ' : '',
    );
  }
  let text = print(new Generator(LEVELS[k % LEVELS.length], random).root(1 + (k % 4)));
  for (let times = k % 2 === 0 ? 1 : 3; times > 0; times--) text = mutate(text);
  return text;
}

/** Milliseconds to refuse or compile, the best of three: other work on the machine does not count. */
function answerTime(text: string, level: (typeof LEVELS)[number]): { best: number; error: unknown } {
  let best = Infinity;
  let error: unknown = null;
  for (let times = 0; times < 3 && best > 10; times++) {
    const start = performance.now();
    try {
      compileNumber(text, SAMPLE, level);
    } catch (caught) {
      error = caught;
    }
    best = Math.min(best, performance.now() - start);
  }
  return { best, error };
}

/** Conditions in brackets of 60, an unknown name last. */
function wide(condition: string, times = 4000): string {
  const groups = Array.from(
    { length: times / 50 },
    () => `(${Array.from({ length: 50 }, () => condition).join('||')})`,
  );
  return `${groups.join('&&')}&&nothing`;
}

describe('hostile texts (RELIABILITY: no text runs code of its own or takes more than 50 ms to refuse)', () => {
  it(`${TEXTS} random and mutated texts`, () => {
    let accepted = 0;
    let slowest = 0;
    for (let k = 0; k < TEXTS; k++) {
      const text = hostile(k);
      const level = LEVELS[k % LEVELS.length];
      const { best, error } = answerTime(text, level);
      slowest = Math.max(slowest, best);
      if (error !== null) {
        if (!(error instanceof UserError)) expect.fail(`${JSON.stringify(text)}: ${String(error)}`);
        expect(['expression', 'unknown-name']).toContain(error.code);
        const [first, last] = error.where!.span!;
        expect(first >= 0 && first < last && first <= text.length, text).toBe(true);
        continue;
      }
      accepted++;
      const stray = strange(sourceOf(text, level, 'cut', k % 2 === 0));
      if (stray !== null)
        expect.fail(`${JSON.stringify(text)} leaves ${JSON.stringify(stray)} in the source`);
      const on = level === 'event' ? rows.event : level === 'muon' ? rows.muon : rows.pair;
      compileCut(text, SAMPLE, level).evaluate(batch, on, selection, new Uint8Array(on.length));
    }
    expect(escaped).toBe(0);
    expect(accepted).toBeGreaterThan(100);
    expect(slowest).toBeLessThan(50);
  });

  it.each([
    ['10^5 opening brackets', '('.repeat(100_000)],
    ['60,000 opening brackets', '('.repeat(60_000)],
    ['10^5 nested brackets', `${'('.repeat(50_000)}1${')'.repeat(50_000)}`],
    ['65 nested brackets', `${'('.repeat(65)}1${')'.repeat(65)}`],
    ['a name of 60,000 letters', 'a'.repeat(60_000)],
    ['a misspelled name', 'averagMu'],
    ['a chain of 20,000 sums', `1${'+1'.repeat(20_000)}`],
    ['60,000 signs', '-'.repeat(60_000)],
    ['60,000 negations', '!'.repeat(60_000)],
    ['20,000 powers', '2**'.repeat(20_000)],
    ['16,000 choices', '1?1:'.repeat(16_000)],
    ['30,000 arguments', `min(${'1,'.repeat(30_000)}1)`],
    ['20,000 indexes', `mu${'[0]'.repeat(20_000)}`],
    ['30,000 members', `mu${'.p'.repeat(30_000)}`],
    ['a number of 60,000 digits', '9'.repeat(60_000)],
    ['60,000 blanks', ' '.repeat(60_000)],
    ['a text without end', `"${'x'.repeat(60_000)}`],
    ['4,000 comparisons and an unknown name', wide('averageMu > 1')],
    [
      '1,000 reductions and an unknown name',
      wide('count(mu.pt > 3 && mu.isolated) > sum(mu.pt[mu.medium])', 1000),
    ],
    [
      '100 sortings and an unknown name',
      wide('sorted(mu, pt)[0].pt + deltaR(mu[0], leading(mu, iso)) + mass(mu[0], mu[1]) > 3', 100),
    ],
    ['60,000 backticks', '`'.repeat(60_000)],
  ])('refuses %s in under 50 ms', (_, text) => {
    const { best, error } = answerTime(text, 'event');
    expect(error).toBeInstanceOf(UserError);
    expect(best).toBeLessThan(50);
  });

  it('compiles the widest texts that it accepts', () => {
    const nested = `${'('.repeat(64)}averageMu${')'.repeat(64)} > 20`;
    const chain = `averageMu == 0${' || averageMu == 1'.repeat(255)}`;
    for (const text of [nested, chain]) {
      const out = new Uint8Array(rows.event.length);
      compileCut(text, SAMPLE, 'event').evaluate(batch, rows.event, null, out);
      expect([...out].every((one) => one <= 1)).toBe(true);
    }
  });

  it('2,000 generated expressions: only names, operators and numbers of the generator stand in the source', () => {
    for (let k = 0; k < 2_000; k++) {
      const level = LEVELS[k % LEVELS.length];
      const text = print(new Generator(level, random).root(1 + (k % 5)));
      for (const mode of ['number', 'cut', 'decision'] as const) {
        let source: string;
        try {
          source = sourceOf(text, level, mode, k % 2 === 0);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          continue;
        }
        const stray = strange(source);
        if (stray !== null) expect.fail(`${text} leaves ${JSON.stringify(stray)} in\n${source}`);
      }
    }
  });

  it('texts and branch names of the user stand beside the source, not in it', () => {
    const source = sourceOf('kind == "canary()" && branch("Odd/name#1") > 0', 'event', 'cut', false);
    expect(source).not.toMatch(/canary|Odd/);
    expect(strange(source)).toBeNull();
    expect(strange('X[i] = globalThis;')).toBe('globalThis');
    expect(strange('X[i] = `x`;')).toBe('`x`;');
  });
});
