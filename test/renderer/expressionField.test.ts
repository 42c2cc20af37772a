import { describe, expect, it } from 'vitest';
import { completed, completionAt } from '../../src-renderer/form/expression/completion.ts';
import type { ExpressionNames } from '../../src-renderer/form/expression/expressionNames.ts';
import { NO_NAMES } from '../../src-renderer/form/expression/expressionNames.ts';
import { FUNCTION_NAMES } from '../../src-renderer/form/expression/functionHelp.ts';
import { mistakeIn } from '../../src-renderer/form/expression/mistakes.ts';
import { offeredNames } from '../../src-renderer/form/expression/useNames.ts';
import { functionNames } from '../../src-shared/expression/functions.ts';

// Source of truth: the grammar of expressions, and names by hand; exact.

const offered = (name: string, common = true, title = '') => {
  const known = { type: 'number', unit: null, origin: name, collection: null, lacking: [] } as const;
  return { ...known, name, title, common, lacking: [] };
};
const NAMES: ExpressionNames = offeredNames({
  event: [offered('averageMu'), offered('actualMu'), offered('nPV', false)],
  muon: [
    offered('pt'),
    offered('ptvarcone30', true, 'track isolation'),
    offered('eta'),
    offered('muon_pt', false),
  ],
  pair: [offered('mass')],
  looked: ['a'],
});

/** Names that are offered at the bar in a text. */
function names(marked: string, level: 'event' | 'probe' | 'pair' = 'probe', asked = false): string[] | null {
  const at = marked.indexOf('¦');
  const found = completionAt(
    marked.replace('¦', ''),
    at,
    level,
    NAMES,
    [{ name: 'preset', kind: 'word' }],
    asked,
  );
  return found && found.options.map(({ name }) => name);
}

describe('completion of expressions', () => {
  it('offers what goes on with the word, beginnings first, branches after common names', () => {
    expect(names('p¦')?.slice(0, 5)).toEqual(['preset', 'probe', 'pt', 'ptvarcone30', 'pow']);
    expect(names('pt¦ > 3')).toEqual(['pt', 'ptvarcone30', 'muon_pt']);
    expect(names('eta < 2 && var¦')).toEqual(['ptvarcone30']);
    expect(names('isolation¦')).toEqual(['ptvarcone30']);
    expect(names('cou¦', 'event')).toEqual(['count']);
    expect(names('ma¦', 'pair')?.slice(0, 2)).toEqual(['mass', 'max']);
  });

  it('offers members behind a dot', () => {
    expect(names('mu[0].¦')).toEqual(['pt', 'ptvarcone30', 'eta', 'muon_pt']);
    expect(names('tag.e¦', 'pair')).toEqual(['eta']);
    expect(names('sorted(mu, pt)[0].¦')).toBeNull();
  });

  it('offers nothing in numbers and texts, and without a word only when it is asked', () => {
    expect(names('1e¦')).toBeNull();
    expect(names('branch("p¦')).toBeNull();
    expect(names('pt > ¦')).toBeNull();
    expect(names('pt > ¦', 'probe', true)).toContain('eta');
    expect(names('eta¦')).toBeNull();
  });

  it('writes the name in place of the word, with brackets behind a function', () => {
    const text = 'co mu) == 2 && pt > 3';
    const found = completionAt(text, 2, 'event', NAMES, [], false)!;
    const count = found.options.find(({ name }) => name === 'count')!;
    expect(completed(text, found, count)).toEqual({ text: 'count() mu) == 2 && pt > 3', cursor: 6 });
    expect(completed('co(mu)', { ...found, to: 2 }, count)).toEqual({ text: 'count(mu)', cursor: 5 });
    const middle = completionAt('ptv > 3', 2, 'probe', NAMES, [], false)!;
    expect(completed('ptv > 3', middle, middle.options[1]!)).toEqual({ text: 'ptvarcone30 > 3', cursor: 11 });
  });

  it('knows every function of the language', () => {
    const named = FUNCTION_NAMES.map(({ name }) => name);
    expect(named.toSorted()).toEqual(functionNames().toSorted());
  });
});

describe('mistakes in expressions', () => {
  it.each([
    ['pt >', 4, 5, true],
    ['pt >> 3', 3, 5, true],
    ['pt > 3 and eta < 2', 7, 10, true],
    ['ptt > 3', 0, 3, false],
    ['abs(etta) < 2', 4, 8, false],
    ['absolute(eta) < 2', 0, 8, false],
  ])('%s', (text, from, to, unreadable) => {
    expect(mistakeIn(text, 'probe', NAMES)).toMatchObject({ from, to, unreadable });
  });

  it('come with what was probably meant', () => {
    expect(mistakeIn('ptt > 3', 'probe', NAMES)?.hint).toContain('Did you mean pt');
    expect(mistakeIn('pt > 3 and eta < 2', 'probe', NAMES)?.hint).toBe('Write && instead of and.');
  });

  it.each([
    'pt > 3 && abs(eta) < 2.4',
    'count(mu) == 2',
    'tag.charge * probe.charge < 0',
    '',
    'any(mu.pt > 3 ? true : false)',
  ])('are none in %j', (text) => expect(mistakeIn(text, 'pair', NAMES)).toBeNull());

  it('are none in names while the files are not known, nor in words of the study', () => {
    expect(mistakeIn('anything > 3', 'probe', NO_NAMES)).toBeNull();
    expect(mistakeIn('preset', 'probe', NAMES, [{ name: 'preset', kind: 'word' }])).toBeNull();
  });
});
