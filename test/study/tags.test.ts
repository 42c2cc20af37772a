import { describe, expect, it } from 'vitest';
import { checkStudy, parseStudy } from '../../src-shared/study/document.ts';
import { tagPatternProblem } from '../../src-shared/study/schemaTags.ts';
import { EXAMPLE } from './example.ts';

/* Source of truth: the rules of the document format for `tags` and `duplicates`. */

function withKeys(keys: string): string {
  return EXAMPLE.replace('d23: {files: c.root, kind: data}', `d23: {files: c.root, kind: data, ${keys}}`);
}
const problems = (keys: string): string[] =>
  checkStudy(withKeys(keys), { name: 'study.yaml' }).problems.map(({ message }) => message);
const dataset = (keys: string): unknown =>
  parseStudy(withKeys(keys), { name: 'study.yaml' }).study.datasets[1];

describe('processing tags and duplicates', () => {
  it('are read', () => {
    expect(dataset('tags: {use: r1_p2}')).toMatchObject({ tags: { pattern: null, use: 'r1_p2' } });
    expect(dataset("tags: {pattern: '{run}.{tag}.root'}")).toMatchObject({
      tags: { pattern: '{run}.{tag}.root', use: 'newest' },
    });
    expect(dataset('tags: {use: {451094: r1_p2}}')).toMatchObject({ tags: { use: { '451094': 'r1_p2' } } });
    expect(dataset('duplicates: count')).toMatchObject({ duplicates: 'count' });
  });

  it.each([
    "tags: {pattern: '*.root'}",
    "tags: {pattern: '{run}{tag}.root'}",
    "tags: {pattern: '{run}.{tag}.{tag}'}",
    "tags: {pattern: '({run}|a)+.[a-z].{tag}'}",
    'tags: {use: {first: r1_p2}}',
    'tags: {newest: true}',
    'tags: newest',
    'duplicates: twice',
  ])('%s is refused', (keys) => expect(problems(keys)).toHaveLength(1));

  it('patterns need {run} and {tag} once', () => {
    expect(tagPatternProblem('*.{run}.*{tag}.root')).toBeNull();
    expect(tagPatternProblem('{run}')).toBe('must have {tag} once, not never');
    expect(tagPatternProblem('{run}.{run}.{tag}')).toBe('must have {run} once, not 2 times');
  });
});
