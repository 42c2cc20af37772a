import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addFiles, duplicateDataset } from '../../../src-renderer/studies/efficiency/form/datasetValue.ts';
import { readTable } from '../../../src-renderer/studies/efficiency/form/luminosityTable.ts';
import {
  edgesOf,
  edgesText,
  movedEdge,
  readEdges,
} from '../../../src-renderer/studies/efficiency/form/edgesText.ts';
import {
  pointsOf,
  presetFormula,
  presetGroups,
  renamedPoint,
  writtenPoint,
} from '../../../src-renderer/studies/efficiency/form/workingPoint.ts';
import { shareText, survivingOf } from '../../../src-renderer/studies/efficiency/form/survival.ts';
import { matches } from '../../../src-renderer/files/matches.ts';
import { joinPath, relativePath } from '../../../src-renderer/files/paths.ts';
import { PRESET_NAMES } from '../../../src-shared/expression/presets.ts';
import { parseStudy } from '../../../src-shared/study/document.ts';
import { editText, readValues } from '../../../src-shared/study/edit.ts';

// Source of truth: what a study document means by the same values (parseStudy); exact.

const studyWith = (part: string) =>
  parseStudy(`muscope: 1
study: efficiency
datasets: {a: {files: a.root, kind: data}}
${part}`).study;

describe('edges as text', () => {
  it.each([
    ['10, 14, 18', [10, 14, 18]],
    ['[10 14  18]', [10, 14, 18]],
    ['-2.5; −1, 0,', [-2.5, -1, 0]],
    ['1e-3 1', [0.001, 1]],
    ['10..82 step 2', { from: 10, to: 82, width: 2 }],
    ['0 to 0.5 by 0.1', { from: 0, to: 0.5, width: 0.1 }],
    ['-2..2 1', { from: -2, to: 2, width: 1 }],
  ])('%s', (text, edges) => expect(readEdges(text)).toEqual({ edges }));

  it.each([
    ['10', 'at least two'],
    ['', 'at least two'],
    ['1, a', '"a" is no number'],
    ['3, 2', '2 follows 3'],
    ['1, 1', '1 follows 1'],
    ['0..1 step 0.3', 'no whole number of widths'],
    ['5..1 step 1', 'must be above'],
  ])('%s is refused in words', (text, problem) =>
    expect(readEdges(text)).toEqual({ problem: expect.stringContaining(problem) as string }),
  );

  it('is read back as it is written', () => {
    const list = fc.uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 2 });
    fc.assert(
      fc.property(list, (values) => {
        const edges = values.map((x) => x + 0).sort((a, b) => a - b);
        fc.pre(edges.every((edge, i) => i === 0 || edge > edges[i - 1]!));
        expect(readEdges(edgesText(edges))).toEqual({ edges });
        expect(edgesOf(edges)).toEqual(edges);
      }),
    );
    expect(readEdges(edgesText({ from: 10, to: 82, width: 2 }))).toEqual({
      edges: { from: 10, to: 82, width: 2 },
    });
  });

  it('means what the document means', () => {
    const { axes } = studyWith(
      'workingPoints: {a: flag}\naxes: [{variable: pt, edges: {from: 10, to: 11, width: 0.1}}]',
    );
    expect(edgesOf({ from: 10, to: 11, width: 0.1 })).toEqual(axes[0]![0]!.edges);
    for (const wrong of [null, 'a', [1], [2, 1], { from: 1 }, { from: 0, to: 1, width: 0.3 }])
      expect(edgesOf(wrong)).toBeNull();
  });

  it('keeps a moved edge between its neighbours', () => {
    expect(movedEdge([0, 1, 2], 1, 9, 0.1)).toEqual([0, 1.9, 2]);
    expect(movedEdge([0, 1, 2], 1, -9, 0.1)).toEqual([0, 0.1, 2]);
    expect(movedEdge([0, 1, 2], 0, -5, 0.1)).toEqual([-5, 1, 2]);
    expect(movedEdge([0, 0.1, 0.15], 1, 3, 0.1)).toEqual([0, 0.1, 0.15]);
  });
});

describe('working points', () => {
  const points = `
  P1: preset
  P2: {expression: preset, colour: "#e42536"}
  F1: flag
  F2: {flag: true}
  F3: {flag: muon_isGood, colour: "#000000"}
  F4: {expression: flag, branch: muon_isGood}
  E1: pt > 3
  E2: {expression: pt > 3, colour: "#5790fc"}`;

  it('are read as the document means them, and written so that it means the same', () => {
    const value = {
      P1: 'preset',
      P2: { expression: 'preset', colour: '#e42536' },
      F1: 'flag',
      F2: { flag: true },
      F3: { flag: 'muon_isGood', colour: '#000000' },
      F4: { expression: 'flag', branch: 'muon_isGood' },
      E1: 'pt > 3',
      E2: { expression: 'pt > 3', colour: '#5790fc' },
    };
    const axes = 'axes: [{variable: pt, edges: [0, 1]}]';
    const meant = studyWith(`workingPoints:${points}\n${axes}`).workingPoints;
    expect(pointsOf(value).map(({ name, kind, branch }) => ({ name, kind, branch }))).toEqual(
      meant.map(({ name, kind, branch = '' }) => ({ name, kind, branch })),
    );
    const again = pointsOf(value).map((point) => [point.name, writtenPoint(point)] as const);
    expect(again.find(([name]) => name === 'F2')![1]).toBe('flag');
    const rewritten = `workingPoints: ${JSON.stringify(Object.fromEntries(again))}\n${axes}`;
    expect(studyWith(rewritten).workingPoints).toEqual(meant);
  });

  it.each([
    ['Loose_VarRad: preset', 'Mine', 'expression'],
    ['Loose_VarRad: {expression: preset, colour: "#5790fc"}', 'Mine', 'expression'],
    ['LoosePFIso: preset', 'TightPFIso', 'preset'],
    ['Mine: pt > 5', 'Other', 'expression'],
  ])('keep what they ask for under another name: %s called %s', (line, name, kind) => {
    const text = `workingPoints:\n  ${line}\n`;
    const of = (part: string) =>
      pointsOf((readValues(part).value as { workingPoints: unknown }).workingPoints);
    const meant = (part: string) =>
      studyWith(`${part}axes: [{variable: pt, edges: [0, 1]}]`).workingPoints[0];
    const [point] = of(text);
    const renamed = editText(text, renamedPoint(['workingPoints', point!.name], point!, name));
    expect(of(renamed)).toMatchObject([{ name, kind, colour: point!.colour }]);
    if (kind === 'expression') {
      const expression = presetFormula(point!.name)?.formula ?? meant(text)!.expression;
      expect(meant(renamed)!.expression).toBe(expression);
    }
  });

  it('offers every preset once, with its formula', () => {
    const offered = presetGroups().flatMap(({ presets }) => presets);
    expect(offered.map(({ name }) => name).sort()).toEqual([...PRESET_NAMES].sort());
    expect(offered.find(({ name }) => name === 'TightPFIso')!.formula).toBe('pfRelIso04 < 0.15');
  });
});

describe('datasets', () => {
  const datasets = { data: { files: 'a.root', kind: 'data' }, mc: { files: ['m.root'], kind: 'simulation' } };

  it('take new files once', () => {
    const path = ['datasets', 'data', 'files'];
    expect(addFiles(datasets, 'data', ['b.root', 'a.root', 'b.root'])).toEqual([
      { op: 'set', path, value: ['a.root', 'b.root'] },
    ]);
    expect(addFiles(datasets, 'mc', ['m.root'])).toEqual([]);
    expect(addFiles(datasets, null, [])).toEqual([]);
  });

  it('are made of files with a name of their own', () => {
    expect(addFiles({ run_2: {} }, null, ['../x/run-2.root'])).toEqual([
      { op: 'set', path: ['datasets', 'run_2 2'], value: { files: ['../x/run-2.root'], kind: 'data' } },
    ]);
    expect(addFiles(undefined, null, ['Zmumu_mc.root'])[0]).toMatchObject({ value: { kind: 'simulation' } });
  });

  it('are doubled behind themselves', () => {
    expect(duplicateDataset(datasets, 'data')).toEqual([
      { op: 'set', path: ['datasets', 'data copy'], value: datasets.data },
      { op: 'move', path: ['datasets', 'data copy'], to: 1 },
    ]);
  });

  it('have luminosity by run', () => {
    expect(readTable('430001: 0.1, 430002 0.25')).toEqual({ '430001': 0.1, '430002': 0.25 });
    expect(readTable('a: 1')).toContain('"a: 1"');
    expect(readTable('1: -1')).toContain('is no run');
    expect(readTable('')).toContain('at least one');
  });
});

describe('what cuts leave', () => {
  const line = (path: string, count: number, of: number | null) => ({
    ...{ path, count, of, name: path, level: 'pair' as const },
  });
  const dataset = (label: string, count: number) => ({
    ...{ dataset: label, label, events: 10, whole: true, problem: null },
    lines: [line('pairs."a.b"', count, 200), line('tag', 3, null)],
  });

  it('is a share, or a range where datasets differ', () => {
    const answer = { events: 50_000, datasets: [dataset('A', 100), dataset('B', 150)] };
    expect(shareText(survivingOf(answer, ['pairs', 'a.b']))).toBe(
      '50.0\u202f–\u202f75.0\u202f%'.replace('\u202f–\u202f', ' – '),
    );
    expect(shareText(survivingOf(answer, ['tag']))).toBe('');
    expect(shareText(survivingOf(null, ['tag']))).toBe('');
    expect(shareText(survivingOf({ events: 1, datasets: [dataset('A', 100)] }, ['pairs', 'a.b']))).toBe(
      '50.0\u202f%',
    );
  });
});

describe('paths of files', () => {
  it.each([
    ['/home/u/study', '/home/u/study/a.root', 'a.root'],
    ['/home/u/study', '/home/u/study/d/a.root', 'd/a.root'],
    ['/home/u/study', '/home/u/data/a.root', '../data/a.root'],
    ['/home/u/study', '/data/a.root', '/data/a.root'],
    ['/home/u/study/', '/home/u/study2/a.root', '../study2/a.root'],
    ['C:\\u\\study', 'c:\\u\\data\\a.root', '../data/a.root'],
    ['C:\\u\\study', 'D:\\a.root', 'D:/a.root'],
  ])('from %s to %s', (base, file, relative) => expect(relativePath(base, file)).toBe(relative));

  it('are joined with the separator of their folder', () => {
    expect(joinPath('/a', 'b')).toBe('/a/b');
    expect(joinPath('/', 'b')).toBe('/b');
    expect(joinPath('C:\\a', 'b')).toBe('C:\\a\\b');
  });

  it('are filtered by words or by a pattern', () => {
    expect(matches('Run2022_data.root', 'data run')).toBe(true);
    expect(matches('Run2022_data.root', 'run*.root')).toBe(true);
    expect(matches('Run2022_data.root', 'run?.root')).toBe(false);
    expect(matches('a(1).root', 'a(?)*')).toBe(true);
    expect(matches('anything', '')).toBe(true);
  });
});
