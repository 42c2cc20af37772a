import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStudy } from '../../src-shared/study/document.ts';
import { draftStudy } from '../../src-shared/study/draft.ts';
import { UserError } from '../../src-shared/userError.ts';

// Source of truth: what parseStudy gives for the document with the wrong parts repaired; exact.

const SAMPLE = readFileSync(
  new URL('../../assets/sample/isolation-pileup.muscope.yaml', import.meta.url),
  'utf8',
);

describe('a document that is being written', () => {
  it('that is valid is itself', () => {
    expect(draftStudy(SAMPLE, 'x')).toEqual({ study: parseStudy(SAMPLE).study, left: [] });
  });

  it('keeps what is valid, in its order, and says what is left out', () => {
    const text = `muscope: 1
datasets:
  b: {files: b.root, kind: data, weight: 3, luminosty: 4}
  none: {kind: data}
  word: text
  a: {files: [a.root]}
muons: [1]
pairs:
  good: mass > 3
  bad: {cut: 3}
workingPoints: 3
axes: []
nonsense: 1
`;
    const { study, left } = draftStudy(text, 'x');
    expect(study.datasets).toEqual([
      { name: 'b', label: 'b', files: ['b.root'], kind: 'data' },
      { name: 'a', label: 'a', files: ['a.root'], kind: 'data' },
    ]);
    expect(study.pairs).toEqual([{ name: 'good', cut: 'mass > 3', enabled: true }]);
    expect(study.muons).toBeNull();
    expect([...left].sort()).toEqual([
      'datasets.b.luminosty',
      'datasets.b.weight',
      'datasets.none',
      'datasets.word',
      'muons',
      'nonsense',
      'pairs.bad',
    ]);
  });

  it('may be empty, a text or a list', () => {
    for (const text of ['', 'a', '[1, 2]', 'datasets:', 'datasets: [1]', 'datasets: {a: }'])
      expect(draftStudy(text, 'x').study.datasets).toEqual([]);
  });

  it('that is no YAML is refused, and nothing else', () => {
    expect(() => draftStudy('a: {', 'x')).toThrow('not YAML');
    expect(() => draftStudy('muscope: 99', 'x')).toThrow('version 99');
    fc.assert(
      fc.property(fc.nat(SAMPLE.length), fc.nat(60), fc.string({ maxLength: 8 }), (at, length, put) => {
        const text = SAMPLE.slice(0, at) + put + SAMPLE.slice(at + length);
        try {
          expect(Array.isArray(draftStudy(text, 'x').study.datasets)).toBe(true);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      }),
      { numRuns: 150 },
    );
  });
});
