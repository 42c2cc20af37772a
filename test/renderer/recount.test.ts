import { describe, expect, it } from 'vitest';
import {
  AS_WRITTEN,
  changeOf,
  edgesProblem,
  edgesText,
  everyProblem,
  isPossible,
  levelProblem,
} from '../../src-renderer/recount/recountForm.ts';
import type { RecountForm } from '../../src-renderer/recount/recountForm.ts';
import { efficiencyView } from '../../src-renderer/studies/efficiency/index.ts';
import type { Recountable } from '../../src-renderer/studies/studyView.ts';
import { channels } from '../../src-shared/contracts/channels.ts';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';

// Source of truth: the contract of run.recount, and the words in the tests.

const axis = (variable: string, edges: number[]) => ({ variable, unit: null, edges });
const entry = (...axes: ReturnType<typeof axis>[]) => ({ axes, overall: { total: 1, passed: 1 } });

function recountable(...efficiencies: unknown[]): Recountable {
  const settings = { interval: 'wilson', confidenceLevel: 0.9 };
  return efficiencyView.recountable!({ efficiencies, settings } as unknown as EfficiencyStudyResult);
}

const base = recountable(entry(axis('pt', [20, 30, 40, 50, 100])), entry(axis('eta', [-2.5, 0, 2.5])));
const [pt] = base.axes as [Recountable['axes'][number]];
const every = (text: string) => ({ every: text, edges: null });
const kept = (text: string) => ({ every: '1', edges: text });
const withPt = (wish: RecountForm['axes'][string]): RecountForm => ({ ...AS_WRITTEN, axes: { pt: wish } });

describe('the form that looks at a result differently', () => {
  it('changes nothing at first', () => {
    expect(changeOf(base, AS_WRITTEN)).toEqual({});
    expect(changeOf(base, { ...AS_WRITTEN, interval: 'wilson', confidenceLevel: '0.90' })).toEqual({});
    expect(changeOf(base, withPt(kept('20 30 40 50 100')))).toEqual({});
    expect(isPossible(base, AS_WRITTEN)).toBe(true);
  });

  it('merges every so many bins, and shows the edges that come of it', () => {
    expect(edgesText(pt, every('3'))).toBe('20, 50, 100');
    expect(changeOf(base, withPt(every('3')))).toEqual({ merges: { pt: 3 } });
    expect(everyProblem(pt, every('4'))).toBeNull();
    expect(everyProblem(pt, every('5'))).toBe('there are 4 bins');
    for (const text of ['', '0', '1.5', '-1', 'x']) expect(everyProblem(pt, every(text))).toContain('whole');
    expect(edgesText(pt, every('x'))).toBe('');
  });

  it('keeps edges in any order and spacing, and says which cannot be', () => {
    const change = changeOf(base, {
      ...withPt(kept('100;20,40')),
      interval: 'jeffreys',
      confidenceLevel: '0.5',
    });
    expect(change).toEqual({ interval: 'jeffreys', confidenceLevel: 0.5, merges: { pt: [20, 40, 100] } });
    expect(channels['run.recount'].input.safeParse({ run: 'r', ...change }).success).toBe(true);
    expect(edgesProblem(pt, kept('20, 45, 100'))).toBe('45 is not among the edges; nearest: 40 and 50');
    expect(edgesProblem(pt, kept('20, 100, 200'))).toBe('200 is not among the edges; nearest: 100');
    expect(edgesProblem(pt, kept('20, 1e, 100'))).toBe('1e is no number');
    expect(edgesProblem(pt, kept(''))).toBe('20 and 100 must stay');
    expect(isPossible(base, withPt(kept('20')))).toBe(false);
  });

  it('knows levels between 0 and 1 only', () => {
    for (const confidenceLevel of ['', '0', '1', '68', 'x'])
      expect(levelProblem({ ...AS_WRITTEN, confidenceLevel })).toContain('between 0 and 1');
    expect(levelProblem({ ...AS_WRITTEN, confidenceLevel: '0.95' })).toBeNull();
  });

  it('offers the edges that all binnings of a variable have', () => {
    const several = recountable(entry(axis('pt', [20, 30, 40, 100])), entry(axis('pt', [20, 40, 100])));
    expect(several.axes[0]).toMatchObject({ edges: [20, 40, 100], bins: 2, several: true });
    expect(edgesText(several.axes[0]!, every('2'))).toBe('');
    expect(changeOf(several, withPt(kept('20, 40, 100')))).toEqual({ merges: { pt: [20, 40, 100] } });
    expect(several.note).toBeNull();
    expect(recountable({ ...entry(), errors: 'weighted-binomial' }).note).toContain('weights');
  });
});
