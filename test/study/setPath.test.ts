import { describe, expect, it } from 'vitest';
import { parseStudy } from '../../src-shared/study/document.ts';
import { formatPath, parsePath } from '../../src-shared/study/path.ts';
import { applyAssignment, setPath } from '../../src-shared/study/setPath.ts';
import { editDistance } from '../../src-shared/spelling.ts';
import { closest } from '../../src-shared/study/suggest.ts';
import { UserError } from '../../src-shared/userError.ts';
import { EXAMPLE } from './example.ts';

const fresh = () => parseStudy(EXAMPLE).document;

describe('paths', () => {
  it.each([
    ['a', ['a']],
    ['workingPoints.my point', ['workingPoints', 'my point']],
    ['workingPoints."a.b".colour', ['workingPoints', 'a.b', 'colour']],
    ["a.'x[0]'[2].c", ['a', 'x[0]', 2, 'c']],
    ['axes[1][0].edges[3]', ['axes', 1, 0, 'edges', 3]],
    ['a."q\\"q"', ['a', 'q"q']],
  ])('%s', (text, path) => {
    expect(parsePath(text)).toEqual(path);
    expect(parsePath(formatPath(path))).toEqual(path);
  });

  it.each([
    '',
    '.',
    'a.',
    'a..b',
    'a[',
    'a[x]',
    'a[-1]',
    '[0]',
    'a[0]b',
    '"a',
    'a."b',
    'a"b"c.',
    'a[99999999999]',
  ])('`%s` is refused', (text) => expect(() => parsePath(text)).toThrow(UserError));
});

describe('setting a value', () => {
  it('replaces or creates, and keeps the comments', () => {
    const document = fresh();
    applyAssignment(document, 'workingPoints.my point=ptvarcone30_pt1000 / pt < 0.05');
    applyAssignment(document, 'workingPoints."new.point"=pt > 20');
    applyAssignment(document, 'tag=triggerMatched');
    applyAssignment(document, 'axes[0].edges[3]=22.5');
    applyAssignment(document, 'axes[1][0].edges={from: 20, to: 100, width: 20}');
    applyAssignment(document, 'figures.text="a = b"');
    applyAssignment(document, 'trend.per = 5');
    const text = String(document);
    expect(text).toContain('# an example');
    expect(text).toContain('# of the year');
    const { study } = parseStudy(text);
    expect(study.workingPoints.at(-2)).toMatchObject({ expression: 'ptvarcone30_pt1000 / pt < 0.05' });
    expect(study.workingPoints.at(-1)).toEqual({
      name: 'new.point',
      kind: 'expression',
      expression: 'pt > 20',
    });
    expect(study.tag).toBe('triggerMatched');
    expect(study.axes[0]![0]!.edges).toEqual([10, 14, 18, 22.5]);
    expect(study.axes[1]![0]!.edges).toEqual([20, 40, 60, 80, 100]);
    expect(study.figures.text).toBe('a = b');
    expect(study.trend!.per).toBe(5);
  });

  it('makes the maps and lists on the way, and takes an empty value as nothing', () => {
    const document = fresh();
    document.delete('trend');
    applyAssignment(document, 'trend.variable=actualMu');
    applyAssignment(document, 'tag=');
    setPath(document, 'probe', 'pt > 20');
    const { study } = parseStudy(String(document));
    expect(study).toMatchObject({ trend: { variable: 'actualMu', per: 10 }, tag: null, probe: 'pt > 20' });
  });

  it('finds keys that are numbers', () => {
    const document = fresh();
    applyAssignment(document, 'datasets.d22.luminosity={451094: 1, 455924: 2}');
    applyAssignment(document, 'datasets.d22.luminosity.455924=3');
    const { study } = parseStudy(String(document));
    expect(study.datasets[0]!.luminosityPerRun).toEqual({ 451094: 1, 455924: 3 });
  });

  it.each([
    ['tag', 'not of the form path=value'],
    ['=3', 'expected a key'],
    ['axes[9].variable=pt', 'would leave a gap'],
    ['axes.first=1', 'is a list'],
    ['tag[0]=1', 'is not a list'],
    ['tag.cut=1', 'is not a map'],
    ['a.__proto__=1', 'not allowed'],
    ['constructor.prototype.x=1', 'not allowed'],
    ['tag={__proto__: 1}', 'not allowed'],
    ['tag=!medium', 'tag `!medium`'],
    ['tag=[1, 2', 'not YAML'],
    [`tag=${'['.repeat(1000)}`, 'levels deep'],
  ])('%s is refused', (assignment, message) => {
    const document = fresh();
    expect(() => applyAssignment(document, assignment)).toThrow(UserError);
    expect(() => applyAssignment(document, assignment)).toThrow(message);
    expect(String(document)).toBe(String(fresh()));
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

// Source of truth: Damerau's distance by hand.
describe('suggestions', () => {
  it('count insertions, removals, replacements and swaps', () => {
    expect(editDistance('axis', 'axes')).toBe(1);
    expect(editDistance('lable', 'label')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });

  it('are given for what is close, not for what is not', () => {
    expect(closest('Axis', ['axes', 'tag'])).toBe('axes');
    expect(closest('conf', ['confidenceLevel', 'tag'])).toBe('confidenceLevel');
    expect(closest('zzz', ['axes', 'tag'])).toBeUndefined();
    expect(closest('x'.repeat(1000), ['axes'])).toBeUndefined();
  });
});
