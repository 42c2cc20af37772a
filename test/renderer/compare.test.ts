import { describe, expect, it } from 'vitest';
import { comparedRuns, inOrder } from '../../src-renderer/compare/chosenRuns.ts';
import { differenceRows, groupOf, valueText } from '../../src-renderer/compare/differenceRows.ts';
import type { DifferenceView } from '../../src-renderer/compare/differenceRows.ts';

// Source of truth: the lists in the tests themselves.

const VIEW: DifferenceView = { search: '', order: 'result', closed: new Set() };
const DIFFERENCES = [
  { path: 'efficiencies[a, T, pt].bins[0].efficiency', a: 0.9, b: 0.8, difference: -0.1, inErrors: -2 },
  { path: 'holes[x]', a: { what: 'axis' } },
  { path: 'efficiencies[a, T, pt].overall.passed', a: 10, b: 12, difference: 2 },
  { path: 'trends[a].slope', a: 1, b: 2, difference: 1, inErrors: 5 },
];

const shown = (view: Partial<DifferenceView>) =>
  differenceRows(DIFFERENCES, { ...VIEW, ...view }).map((row) =>
    row.kind === 'group' ? `${row.open ? '-' : '+'} ${row.group} ${row.count}` : row.name,
  );

describe('the table of differences', () => {
  it('stands in groups in the order of the result; a path of one step has none', () => {
    expect(shown({})).toEqual([
      '- efficiencies[a, T, pt] 2',
      'bins[0].efficiency',
      'overall.passed',
      'holes[x]',
      '- trends[a] 1',
      'slope',
    ]);
    expect(shown({ closed: new Set(['efficiencies[a, T, pt]']) })).toEqual([
      '+ efficiencies[a, T, pt] 2',
      'holes[x]',
      '- trends[a] 1',
      'slope',
    ]);
  });

  it('is searched by words in path and values, and sorted by the size of the shifts', () => {
    expect(shown({ search: 'PT passed' })).toEqual(['- efficiencies[a, T, pt] 1', 'overall.passed']);
    expect(shown({ search: 'axis' })).toEqual(['holes[x]']);
    expect(shown({ search: 'nothing like that' })).toEqual([]);
    expect(shown({ order: 'errors' })).toEqual(['slope', 'bins[0].efficiency', 'holes[x]', 'overall.passed']);
  });

  it('cuts paths at the first dot outside of brackets', () => {
    expect(groupOf('workingPoints[a.b [c].d].expression')).toEqual({
      group: 'workingPoints[a.b [c].d]',
      name: 'expression',
    });
    expect(groupOf('tag')).toEqual({ group: 'tag', name: 'tag' });
  });

  it('shows values in few characters', () => {
    expect(valueText('pt > 3')).toBe('pt > 3');
    expect(valueText(undefined)).toBe('');
    expect(valueText([1, 2])).toBe('[1,2]');
    expect(valueText('x'.repeat(100))).toHaveLength(80);
  });
});

describe('the runs that are compared', () => {
  const runs = ['c', 'b', 'a'].map((id) => ({ id }));
  it.each([
    [{ a: null, b: null }, 'c', { a: 'b', b: 'c' }],
    [{ a: null, b: null }, 'a', { a: 'c', b: 'a' }],
    [{ a: null, b: null }, undefined, { a: 'b', b: 'c' }],
    [{ a: 'a', b: null }, 'b', { a: 'a', b: 'b' }],
    [{ a: 'gone', b: 'gone' }, 'b', { a: 'a', b: 'b' }],
  ])('%j with %s shown are %j', (chosen, now, expected) => {
    expect(comparedRuns(chosen, runs, now)).toEqual(expected);
  });

  it('are nothing without runs, and the older one first', () => {
    expect(comparedRuns({ a: null, b: null }, [], undefined)).toEqual({ a: undefined, b: undefined });
    expect(inOrder(runs, 'c', 'a')).toEqual({ a: 'a', b: 'c' });
    expect(inOrder(runs, 'a', 'c')).toEqual({ a: 'a', b: 'c' });
  });
});
