import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMap, isSeq, parseDocument } from 'yaml';
import { checkStudy } from '../../src-shared/study/document.ts';
import type { DocumentPath } from '../../src-shared/study/path.ts';
import { EXAMPLE } from './example.ts';

const DOCUMENTS = Number(process.env['MUSCOPE_DOCUMENTS'] ?? 1500);
if (process.env['MUSCOPE_SEED'] !== undefined)
  fc.configureGlobal({ seed: Number(process.env['MUSCOPE_SEED']) });

/** Every path of the example: maps, lists and values. */
function paths(): DocumentPath[] {
  const all: DocumentPath[] = [];
  const walk = (node: unknown, path: DocumentPath): void => {
    if (path.length > 0) all.push(path);
    if (isMap(node)) for (const { key, value } of node.items) walk(value, [...path, String(key)]);
    if (isSeq(node)) for (const [i, item] of node.items.entries()) walk(item, [...path, i]);
  };
  walk(parseDocument(EXAMPLE).contents, []);
  return all;
}

const WORDS = [
  'preset',
  'flag',
  'data',
  'd22',
  'mc',
  'from',
  'to',
  'width',
  'file',
  'histogram',
  'cut',
  'expression',
];
const key = fc.oneof(
  fc.constantFrom(...WORDS, '__proto__', 'constructor', '0', ''),
  fc.string({ maxLength: 8 }),
);
const { any } = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      1,
      Infinity,
      -Infinity,
      NaN,
      13.6,
      2 ** 60,
      '',
      ...WORDS,
    ),
    fc.double(),
    fc.string({ maxLength: 20, unit: 'binary' }),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('any')), { maxLength: 4 }).map((entries) => new Map(entries)),
  ),
}));

function expectAnswer(text: string): void {
  const began = process.cpuUsage();
  const { study, problems } = checkStudy(text, { name: 'fuzz.yaml' });
  expect(process.cpuUsage(began).user / 1e6).toBeLessThan(0.5);
  expect(study === undefined).toBe(problems.length > 0);
  for (const problem of problems) {
    expect(problem).toMatchObject({ where: { file: 'fuzz.yaml', line: expect.any(Number) } });
    expect(problem.message).not.toMatch(/undefined|\[object|Invalid input/);
  }
}

// Source of truth: every text either becomes a study or a list of problems, each with its line; nothing else is thrown.
describe('any value at any place', () => {
  it('gives a study or its problems', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths()), any, (path, value) => {
        const document = parseDocument(EXAMPLE);
        document.setIn(path, document.createNode(value));
        expectAnswer(String(document));
      }),
      { numRuns: DOCUMENTS },
    );
  });

  it('or its removal', () => {
    for (const path of paths()) {
      const document = parseDocument(EXAMPLE);
      document.deleteIn(path);
      expectAnswer(String(document));
    }
  });

  it('or any text at all, whole or cut and pasted', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom(
        '&a ',
        '*a',
        '!x ',
        '[',
        ']',
        '{',
        '}',
        ': ',
        '\n',
        '- ',
        '"',
        '|',
        '>',
        '? ',
        '#',
        '\t',
        '---\n',
        '%',
      ),
    );
    const place = fc.integer({ min: 0, max: EXAMPLE.length });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, fc.nat({ max: 40 }), piece), { minLength: 1, maxLength: 4 }),
        (cuts) => {
          let text = EXAMPLE;
          for (const [at, length, insert] of cuts)
            text = text.slice(0, at) + insert + text.slice(at + length);
          expectAnswer(text);
        },
      ),
      { numRuns: DOCUMENTS },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => expectAnswer(text)),
      { numRuns: Math.ceil(DOCUMENTS / 3) },
    );
  });
});
