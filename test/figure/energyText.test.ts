import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../src-shared/figure/describe.ts';
import type { DisplayList } from '../../src-shared/figure/display.ts';
import { energyLabel, energyWords, unbroken } from '../../src-shared/figure/energyText.ts';
import { layoutFigure } from '../../src-shared/figure/layout.ts';
import { svgOf } from '../../src-shared/figure/svg.ts';
import { typeset } from '../../src-shared/figure/typeset.ts';
import { sampleFigures } from './samples.ts';

// Source of truth: the labels that the study itself composes, to the unit of the typesetter; plain text in the tests.

const LABEL = '$\\sqrt{s}$ = 13 TeV, 58.5 $fb^{-1}$';

/** Size of a label and its characters with their heights, however they are joined. */
function inkOf(label: string): unknown {
  const { runs, paths, ...size } = typeset(label, 20);
  const round = (value: number): number => Number(value.toFixed(6));
  const characters = runs.flatMap(({ text, y, size: own }) =>
    [...text].map((one) => [one, round(y), round(own)]),
  );
  return { characters, paths: paths.length, size: Object.values(size).map(round) };
}

function drawn(text: string, style: 'ATLAS' | 'CMS' | 'plain', size: 'single' | 'double'): DisplayList {
  return layoutFigure({ ...sampleFigures()[0]!, style, size, energy: energyLabel(text) });
}

describe('energy and luminosity in words', () => {
  it.each([
    '√s = 13 TeV, 58.5 fb⁻¹',
    'sqrt(s) = 13 TeV, 58.5 fb-1',
    '√(s) = 13 TeV, 58.5 fb^-1',
    '\\sqrt{s} = 13 TeV, 58.5 fb^{-1}',
    '$\\sqrt{s}$ = 13 TeV, 58.5 fb^{−1}',
    LABEL,
  ])('%s is set as the study sets it', (text) => {
    expect(inkOf(energyLabel(text))).toEqual(inkOf(LABEL));
  });

  it.each([
    ['138 fb-1 (13 TeV) + 62 pb^-1', '138 fb^−1 (13 TeV) + 62 pb^−1'],
    ['√s_NN = 5.36 TeV, 1.7 nb⁻¹', '√s_NN = 5.36 TeV, 1.7 nb^−1'],
    ['job-1, fb-12, gfb-1', 'job-1, fb-12, gfb-1'],
    ['a_b {c} ~ 1 fb-1', 'a_b {c} ~ 1 fb^−1'],
    ['<b>&amp; "x" \u2028', '<b>&amp; "x"'],
  ])('%s reads %s', (text, plain) => {
    expect(plainText(energyLabel(text))).toBe(plain);
  });

  it('of the study are written as a user would, and set the same again', () => {
    expect(energyWords(LABEL)).toBe('√s = 13 TeV, 58.5 fb⁻¹');
    const era = '35 $fb^{-1}$ (run\\_A\\_\\$, 13 TeV)';
    expect(energyWords(era)).toBe('35 fb⁻¹ (run_A_$, 13 TeV)');
    for (const label of [
      LABEL,
      '35 $fb^{-1}$ (2022, 13.6 TeV) + 28 $fb^{-1}$ (2023, 13.6 TeV)',
      'at most 3 $fb^{-1}$',
    ])
      expect(inkOf(energyLabel(energyWords(label)))).toEqual(inkOf(label));
  });

  it('break between eras, never between number and unit', () => {
    expect(unbroken(`${LABEL}; x y`)).toBe('$\\sqrt{s}$\u00a0=\u00a013\u00a0TeV, 58.5\u00a0$fb^{-1}$; x y');
    expect(typeset(unbroken(LABEL), 20).width).toBeCloseTo(typeset(LABEL, 20).width, 6);
  });

  it.each(['ATLAS', 'CMS', 'plain'] as const)('of any kind stay inside the page of %s as text', (style) => {
    const signs = fc.constantFrom(
      '<',
      '&',
      '"',
      '\\',
      '{',
      '}',
      '$',
      '^',
      '_',
      '-1',
      'fb',
      '√',
      '\u202e',
      '\u0000',
      ' ',
      'm',
      '\\frac',
      '\\sqrt',
    );
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 90 }), fc.constantFrom('single', 'double'), (parts, size) => {
        const text = parts.join('');
        const list = drawn(text, style, size);
        for (const item of list.items) {
          if (item.kind !== 'text') continue;
          const { x, y, width, height } = item.box;
          expect(x).toBeGreaterThanOrEqual(0);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(list.width);
          expect(y + height).toBeLessThanOrEqual(list.height);
        }
        expect(svgOf(list)).not.toMatch(/<(?:script|b)\b/);
      }),
      { numRuns: 40 },
    );
  });
});
