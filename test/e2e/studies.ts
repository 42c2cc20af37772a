import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fixture } from '../shared.ts';

const SAMPLE = path.resolve(import.meta.dirname, '../../assets/sample');
const DOCUMENT = 'isolation-pileup.muscope.yaml';

/** Path of the bundled sample study. */
export const SAMPLE_STUDY = path.join(SAMPLE, DOCUMENT);

/** A copy of the sample study with changes to its text, in a folder of its own with the sample's files. */
export interface StudyFolder {
  folder: string;
  document: string;
}

/** Makes a {@link StudyFolder}. */
export function studyFolder(change: (text: string) => string): StudyFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'muscope-study-'));
  for (const name of ['isol_data22.root', 'isol_data23.root', 'isol_mc.root']) {
    writeFileSync(path.join(folder, name), readFileSync(path.join(SAMPLE, name)));
  }
  const document = path.join(folder, 'study.muscope.yaml');
  writeFileSync(document, change(readFileSync(SAMPLE_STUDY, 'utf8')));
  return { folder, document };
}

function manyPoints(count: number): string {
  const points = Array.from({ length: count }, (_, index) => {
    return `  point ${index}: sqrt(ptvarcone30_pt1000 ** 2 + 0.16 * max(0, neflowisol20) ** 2) / pt < ${0.01 + 0.002 * index}`;
  });
  return `workingPoints:\n${points.join('\n')}\n`;
}

/**
 * A study that takes many seconds on one thread: copies of the sample's data of 2022, made different by a byte after ROOT's own end,
 * and many working points.
 */
export function longStudy(copies: number, points: number): StudyFolder {
  const study = studyFolder((text) =>
    text
      .replace('[isol_data22.root]', '["many/*.root"]')
      .replace(/^workingPoints:.*\n/m, manyPoints(points))
      .replace(/^checkFlags:.*$/m, ''),
  );
  const bytes = readFileSync(path.join(SAMPLE, 'isol_data22.root'));
  mkdirSync(path.join(study.folder, 'many'));
  for (let copy = 0; copy < copies; copy++) {
    const file = path.join(study.folder, 'many', `copy_${String(copy).padStart(3, '0')}.root`);
    writeFileSync(file, Buffer.concat([bytes, Buffer.from([copy])]));
  }
  return study;
}

/** A study whose labels, file names and title hold HTML, addresses that are code and signs that turn the reading direction, with files that are no ROOT files. */
export function hostileStudy(): StudyFolder {
  const study = studyFolder((text) =>
    text
      .replace('label: Pseudo-data 2022', 'label: "<img src=x onerror=canary()>"')
      .replace('label: Pseudo-data 2023', 'label: "</title><script>canary()</script>"')
      .replace('label: Simulation', 'label: "javascript:canary() \\u202egpj.exe\\u2066"')
      .replace(
        '[isol_data22.root]',
        '[isol_data22.root, "<img src=x onerror=canary()>.root", "javascript:canary().root", "\\u202etoor.x.root"]',
      )
      .replace(/^title: .*$/m, 'title: "<b onmouseover=canary()>bold</b> \\u202eevil"'),
  );
  for (const name of ['<img src=x onerror=canary()>', 'javascript:canary()', '\u202etoor.x'])
    writeFileSync(path.join(study.folder, `${name}.root`), 'not a ROOT file');
  return study;
}

const DATA = ['00451094', '00455924'].flatMap((run) =>
  ['p6482', 'p7267'].map((tag) => `data23_13p6TeV.${run}.physics_Main.DAOD_PHYS.r15774_p6304_${tag}.root`),
);

/**
 * A small study with everything that panels tell beside numbers: two runs of data under two processing tags each, read under the
 * newest and under both, a file that is no ROOT file, a luminosity table, and variations as given.
 */
export function tellingStudy(variations: string): StudyFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'muscope-study-'));
  for (const name of DATA) writeFileSync(path.join(folder, name), readFileSync(fixture(`tags/${name}`)));
  writeFileSync(path.join(folder, 'broken.root'), 'not a ROOT file');
  const document = path.join(folder, 'study.muscope.yaml');
  writeFileSync(document, tellingDocument(variations));
  return { folder, document };
}

/** The document of a {@link tellingStudy}. */
export function tellingDocument(variations: string): string {
  return `muscope: 1
study: efficiency
title: Panels
datasets:
  newest:
    label: Newest tag
    files: [data23*.root, broken.root]
    kind: data
    luminosity: {451094: 1.25, 455924: 0.5, 456749: 3}
  every:
    label: Every tag
    files: data23*.root
    kind: data
    tags: {use: all}
muons: medium
pairs: {opposite charge: tag.charge * probe.charge < 0}
tag: triggerMatched && pt > 27
workingPoints: {Tight_VarRad: preset, Loose_VarRad: preset}
axes:
  - {variable: pt, edges: [20, 30, 40, 100]}
  - [{variable: pt, edges: [20, 30, 100]}, {variable: eta, edges: [-2.5, 0, 2.5]}]
trend: null
scaleFactors: {numerators: newest, denominator: every}
variations:
  tag pt:
    up: {tag: triggerMatched && pt > 35}
    down: {tag: triggerMatched && pt > 20}
${variations}
`;
}
