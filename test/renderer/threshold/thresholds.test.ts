import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thresholdsIn, withValues } from '../../../src-renderer/studies/efficiency/threshold/thresholds.ts';

// Source of truth: the grammar of expressions; by hand.

const UNITS = new Map([
  ['pt', 'GeV'],
  ['ptvarcone30_pt1000', 'GeV'],
  ['neflowisol20', 'GeV'],
  ['d0', 'mm'],
  ['eta', null],
]);

const found = (text: string) =>
  thresholdsIn(text, UNITS).map(({ quantity, operator, value, unit }) => [quantity, operator, value, unit]);

describe('thresholds of an expression', () => {
  it.each<[string, unknown[]]>([
    [
      '(ptvarcone30_pt1000 + 0.4 * max(0, neflowisol20)) / pt < 0.045',
      [['(ptvarcone30_pt1000 + 0.4 * max(0, neflowisol20)) / pt', '<', 0.045, null]],
    ],
    [
      'ptvarcone30_pt1000 / pt < 0.04 && topoetcone20 / pt < 0.15',
      [
        ['ptvarcone30_pt1000 / pt', '<', 0.04, null],
        ['topoetcone20 / pt', '<', 0.15, null],
      ],
    ],
    [
      '(pt > 50 ? ptcone20_pt1000 : ptvarcone30_pt1000) / pt < 0.06',
      [['(pt > 50 ? ptcone20_pt1000 : ptvarcone30_pt1000) / pt', '<', 0.06, null]],
    ],
    ['20 < pt', [['pt', '>', 20, 'GeV']]],
    [
      '!(probe.pt >= 25.5) || -0.5 <= d0',
      [
        ['probe.pt', '>=', 25.5, 'GeV'],
        ['d0', '>=', -0.5, 'mm'],
      ],
    ],
    [
      'pt > 20 ? abs(eta) < 1.2 : pt * pt > 100',
      [
        ['pt', '>', 20, 'GeV'],
        ['abs(eta)', '<', 1.2, null],
        ['pt * pt', '>', 100, 'GeV^2'],
      ],
    ],
    ['count(mu[mu.pt > 30]) > 1', [['count(mu[mu.pt > 30])', '>', 1, null]]],
    ['pt > 0.5 * ptvarcone30_pt1000 && medium && charge == 1 && 2 < 3', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('are written with other values where they stand, and untouched where they stay', () => {
    const text = 'a/pt<-0.50 && (0x10 > b) ||  c >= +3';
    const thresholds = thresholdsIn(text);
    expect(withValues(text, thresholds, [-0.5, 16, 3])).toBe(text);
    expect(withValues(text, thresholds, [0.06, 16, -1e-7])).toBe('a/pt<0.06 && (0x10 > b) ||  c >= +-1e-7');
  });

  it('have these values when they are read again', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    fc.assert(
      fc.property(number, number, (one, two) => {
        const text = 'x / y <= 0.25 && -3 < z';
        const moved = withValues(text, thresholdsIn(text), [one, two]);
        const values = thresholdsIn(moved).map(({ value }) => value);
        expect(values.map((value) => value + 0)).toEqual([one, two]);
      }),
    );
  });
});
