import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStudy } from '../../src-shared/study/document.ts';
import type { EfficiencyStudy } from '../../src-shared/study/efficiency.ts';
import { writeStudy } from '../../src-shared/study/writeStudy.ts';
import { EXAMPLE } from './example.ts';

// Source of truth: the document that each study was read from; the canonical bytes must be the same.

const SAMPLE = readFileSync(
  path.resolve(import.meta.dirname, '../../assets/sample/isolation-pileup.muscope.yaml'),
  'utf8',
);

const EVERYTHING = `muscope: 1
study: efficiency
title: 'a: "b" # c'
datasets:
  '2023': {files: [a.root, '@list.txt'], kind: data, luminosity: {2: 1.5, 10: 0.1}, mask: m.json, tags: {use: all}, duplicates: count}
  '2022': {label: x, files: b.root, kind: data, luminosity: lumi.csv, tags: {pattern: '*.{run}.*{tag}.root', use: {1: p1, 2: p2}}}
  mc: {files: ['*.root'], kind: simulation, tree: t, schema: flat, weight: w, luminosity: 3, vocabulary: {pt: my_pt}, period: 'y',
       pileup: {variable: averageMu, edges: {from: 0, to: 80, width: 0.1}, target: {file: p.root, histogram: pileup}, muScale: 1.03}}
groups: {all: {label: All, members: {'2023': 0.5, '2022': 2}}, both: ['2022', '2023']}
muons: medium
events: {"10": count(mu) == 2, "9": {cut: 'pt > 1', enabled: false}}
pairs: {window: mass > 80, 'null': {cut: mass < 100, enabled: true}}
tag: pt > 27
probe: 'true'
background: same-sign
notComputable: fail
workingPoints:
  flagged: flag
  branch: {flag: my_branch, colour: '#123456'}
  own: {flag: true}
  preset one: preset
  coloured: {expression: preset, branch: other, colour: '#abcdef'}
  mine: "pt > 3 && abs(eta) < 2.4 ? true : false"
  both: {expression: pt > 2, colour: '#000000'}
axes:
  - {variable: pt, edges: [1.5, 1e3, 1e22]}
  - [{variable: pt, edges: [20, 30]}, {variable: "abs(eta)", edges: {from: 0, to: 2.5, width: 0.5}}]
interval: wilson
confidenceLevel: 0.9
trend: {variable: pt, per: 3}
scaleFactors: {numerators: '2022', denominator: mc}
checkFlags: true
figures: {style: CMS, status: '', energies: {'2022': 13.6}, text: 'yes', experiment: true, size: double, energy: 13, energyText: ''}
variations:
  window: {up: {pairs.window: mass > 75}, down: {pairs.window: mass > 85}}
  cut: {events.9.enabled: true}
  files: {datasets.2022.files: c.root, tag: null}
  2: {background: none}
variationRule: rms
`;

function readBack(study: EfficiencyStudy): EfficiencyStudy {
  return parseStudy(writeStudy(study) ?? '').study;
}

describe('a study as a document', () => {
  it.each([
    ['the sample', SAMPLE],
    ['the example', EXAMPLE],
    ['everything', EVERYTHING],
  ])('%s is read back as it was', (_, text) => {
    const { study, bytes } = parseStudy(text);
    const written = writeStudy(study);
    expect(parseStudy(written ?? '').bytes).toEqual(bytes);
    expect(written).toContain('axes:');
  });

  it('keeps texts of any kind, and the order of names that look like numbers', () => {
    const label = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => text.trim() === text);
    fc.assert(
      fc.property(
        label,
        fc
          .stringMatching(/^[a-zA-Z0-9 .:#'"-]{1,12}$/)
          .filter((text) => !/^(10\d|constructor|prototype)$/.test(text)),
        (title, name) => {
          const { study } = parseStudy(SAMPLE);
          const [first, ...others] = study.workingPoints;
          const points = [
            ...others.map((one, i) => ({ ...one, name: String(109 - i) })),
            { ...first!, name },
          ];
          const changed = { ...study, title, workingPoints: points };
          const written = writeStudy(changed);
          if (written !== null) expect(readBack(changed)).toEqual(changed);
          else
            expect(/[\p{Cc}\p{Cs}\ufeff\ufffd\ufffe\uffff]/u.test(title) || !/^\S(.*\S)?$/.test(name)).toBe(
              true,
            );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is nothing where no document describes it', () => {
    const { study } = parseStudy(SAMPLE);
    expect(writeStudy({ ...study, axes: [] })).toBeNull();
    expect(writeStudy({ ...study, muscope: 2 } as unknown as EfficiencyStudy)).toBeNull();
    expect(writeStudy({} as EfficiencyStudy)).toBeNull();
    expect(writeStudy(JSON.parse(`${'['.repeat(4000)}${']'.repeat(4000)}`) as EfficiencyStudy)).toBeNull();
  });
});
