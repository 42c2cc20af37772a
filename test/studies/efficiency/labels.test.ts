import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src-shared/figure/describe.ts';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import { parseStudy } from '../../../src-shared/study/document.ts';
import { energyLine } from '../../../src-main/studies/efficiency/labels.ts';

// Source of truth: the conventions of ATLAS and CMS figures in words (energy and luminosity beside each other, eras joined).

function line(
  style: string,
  figures: string,
  periods: string[],
  luminosities: (number | undefined)[],
): string {
  const keys = periods.map(
    (period, i) => `  d${i}: {files: [a.root], kind: data${period && `, period: ${period}`}}`,
  );
  const { study } = parseStudy(`muscope: 1
study: efficiency
title: Eras
datasets:
${keys.join('\n')}
  mc: {files: [b.root], kind: simulation}
denominator: muons
workingPoints: {Tight_VarRad: preset}
axes: [{variable: pt, edges: [20, 40]}]
figures: {style: ${style}, ${figures}}
`);
  const datasets = Object.fromEntries(
    luminosities.map((luminosity, i) => [`d${i}`, { kind: 'data', luminosity }]),
  );
  return plainText(energyLine(study, datasets as unknown as EfficiencyStudyResult['datasets']) ?? '');
}

describe('energy and luminosity of figures', () => {
  it.each([
    ['CMS', 'energy: 13.6', ['', ''], [31.4, 27.8], '59.2 fb^−1 (13.6 TeV)'],
    ['ATLAS', 'energy: 13.6', ['', ''], [31.4, 27.8], '√s = 13.6 TeV, 59.2 fb^−1'],
    ['CMS', 'energies: {d0: 13, d1: 13.6}', ['', ''], [138, 62], '138 fb^−1 (13 TeV) + 62 fb^−1 (13.6 TeV)'],
    [
      'plain',
      'energies: {d0: 13}, energy: 13.6',
      ['', ''],
      [140, 29],
      '√s = 13 TeV, 140 fb^−1; √s = 13.6 TeV, 29 fb^−1',
    ],
    [
      'CMS',
      'energy: 13.6',
      ['"2022"', '"2023"'],
      [35, 28],
      '35 fb^−1 (2022, 13.6 TeV) + 28 fb^−1 (2023, 13.6 TeV)',
    ],
    ['ATLAS', 'energy: 13.6', ['"2022"', '"2022"'], [20, 9], '√s = 13.6 TeV, 29 fb^−1'],
    ['CMS', 'energy: 13.6', ['', ''], [undefined, undefined], '13.6 TeV'],
    ['CMS', 'energy: 13, energyText: "sqrt(s) = 8 TeV, 20 fb-1"', [''], [29], '√s = 8 TeV, 20 fb^−1'],
    ['ATLAS', 'energy: 13, energyText: ""', [''], [29], ''],
    ['ATLAS', 'energy: 13, energyText: ', [''], [29], '√s = 13 TeV, 29 fb^−1'],
    ['CMS', 'text: x', [''], [29], '29 fb^−1'],
    ['ATLAS', 'text: x', [''], [undefined], ''],
  ])('%s with %s, periods %j of %j', (style, figures, periods, luminosities, text) => {
    expect(line(style, figures, periods, luminosities)).toBe(text);
  });

  it('the default status follows the style, and energies name datasets', () => {
    const document = (more: string): string => `muscope: 1
study: efficiency
title: S
datasets: {a: {files: [a.root], kind: data}}
denominator: muons
workingPoints: {Tight_VarRad: preset}
axes: [{variable: pt, edges: [20, 40]}]
figures: {${more}}
`;
    expect(parseStudy(document('style: CMS')).study.figures.status).toBe('Private work (CMS data)');
    expect(parseStudy(document('style: ATLAS')).study.figures.status).toBe('Work in progress');
    expect(
      parseStudy(document('style: CMS').replace('kind: data', 'kind: simulation')).study.figures.status,
    ).toBe('Private work (CMS simulation)');
    expect(() => parseStudy(document('energies: {b: 13}'))).toThrow(/there is no dataset `b`/);
  });
});
