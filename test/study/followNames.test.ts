import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStudy } from '../../src-shared/study/document.ts';
import type { DocumentEdit } from '../../src-shared/study/edit.ts';
import { readValues } from '../../src-shared/study/edit.ts';
import { editStudy, mentionsTo, withoutMentions } from '../../src-shared/study/followNames.ts';
import type { NamedPart } from '../../src-shared/study/followNames.ts';
import { formatPath, parsePath } from '../../src-shared/study/path.ts';
import { difference } from './editDocuments.ts';
import { EXAMPLE } from './example.ts';

// Source of truth: the study that the changed document means (parseStudy) against the one before with its names replaced; the text, exact.

const DOCUMENT = `${EXAMPLE.replace('mask: golden.json', 'mask: golden.json, vocabulary: {iso: muon_iso}')
  .replace('files: c.root', 'files: c.root, vocabulary: {iso: muon_isolation}')
  .replace('schema: isolation-ntuple', 'vocabulary: {iso: mu_iso / 2}')
  .replace('my point:', 'mine: iso / pt < 0.1 && max(0, probe.iso) < 9 # of mine\n  my point:')
  .replace('energy: 13.6', 'energy: 13.6, energies: {d22: 13.6, d23: 13}')}
variations: # of the study
  window:
    up: {pairs.opposite charge: 'true', "axes[0].edges": [10, 18]}   # of up
    down:
      datasets.mc.pileup.target.d22: 0.5 # of the share
      axes[1][0].edges: [20, 100]
  reference: {scaleFactors: {numerators: d22, denominator: d23}}
  point: {workingPoints.mine: 'iso / pt < 0.2', trend.variable: actualMu}
`;

const rename = (at: string, name: string): DocumentEdit => ({ op: 'rename', path: parsePath(at), name });
const set = (at: string, value: unknown): DocumentEdit => ({ op: 'set', path: parsePath(at), value });
const meant = (text: string) => JSON.stringify(parseStudy(text).study);
const PLACES = [
  ...['datasets.d22', 'datasets.d23', 'datasets.mc', 'groups.run3', 'events.two muons'],
  ...['pairs.opposite charge', 'workingPoints.mine', 'workingPoints.my point'],
];
const places = (text: string, part: NamedPart) =>
  mentionsTo(readValues(text).value, part).map(({ path }) => formatPath(path));

describe('another name', () => {
  const name = fc.stringMatching(/^[A-Za-z]\w{0,5}( \w{1,4})?$/).filter((text) => {
    return !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text) && !DOCUMENT.includes(text);
  });

  it('is that of everything that refers to it: the study differs in the name alone, and the way back gives the text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLACES), name, (place, to) => {
        const path = parsePath(place);
        const from = String(path[1]);
        const there = editStudy(DOCUMENT, [rename(place, to)]);
        const mark = JSON.stringify('the name');
        const unnamed = (text: string, one: string) =>
          meant(text).replaceAll(JSON.stringify(one), mark).replaceAll(`.${one}`, '.the name');
        expect(unnamed(there, to)).toBe(unnamed(DOCUMENT, from));
        expect(difference(DOCUMENT, there).length).toBeGreaterThan(0);
        expect(editStudy(there, [{ op: 'rename', path: [path[0]!, to], name: from }])).toBe(DOCUMENT);
      }),
      { numRuns: 60 },
    );
  });

  it('of a dataset reaches weights, shares, energies, scale factors and paths of variations', () => {
    expect(places(DOCUMENT, { section: 'datasets', name: 'd22' })).toEqual([
      'datasets.mc.pileup.target.d22',
      'groups.run3.members.d22',
      'scaleFactors.numerators[0]',
      'figures.energies.d22',
      'variations.window.down."datasets.mc.pileup.target.d22"',
      'variations.reference.scaleFactors.numerators',
    ]);
    const after = editStudy(DOCUMENT, [rename('datasets.d22', 'year.22')]);
    expect(after).toContain('      datasets.mc.pileup.target."year.22": 0.5 # of the share\n');
    expect(() => parseStudy(after)).not.toThrow();
  });

  it('of a quantity that all datasets name changes the words of expressions, functions of that name not', () => {
    const after = editStudy(DOCUMENT, [rename('datasets.d23.vocabulary.iso', 'relIso')]);
    expect(after).toContain('mine: relIso / pt < 0.1 && max(0, probe.relIso) < 9 # of mine\n');
    expect(after).toContain("workingPoints.mine: 'relIso / pt < 0.2'");
    expect(after.match(/vocabulary: \{relIso: /g)).toHaveLength(3);
    expect(editStudy(after, [rename('datasets.d22.vocabulary.relIso', 'iso')])).toBe(DOCUMENT);
  });

  it('of a quantity that the files of others have, or that all files have, is one for its dataset alone', () => {
    const alone = DOCUMENT.replace('vocabulary: {iso: mu_iso / 2}', 'schema: isolation-ntuple');
    expect(
      difference(alone, editStudy(alone, [rename('datasets.d22.vocabulary.iso', 'other')])),
    ).toHaveLength(2);
    const common = DOCUMENT.replaceAll('{iso:', '{pt:');
    const after = editStudy(common, [rename('datasets.d22.vocabulary.pt', 'other')]);
    expect(difference(common, after)).toHaveLength(2);
  });

  it('of the variable of an axis is that of its trend, where it is clear which axis that is', () => {
    const after = editStudy(DOCUMENT, [set('axes[0].variable', 'averageMu')]);
    expect(after).toContain('trend: {variable: averageMu, per: 10}');
    expect(after).toContain('trend.variable: averageMu}');
    expect(editStudy(after, [set('axes[0].variable', 'actualMu')])).toBe(DOCUMENT);
    expect(editStudy(DOCUMENT, [set('axes[1][0].variable', 'eta')])).toContain('trend: {variable: actualMu');
  });

  it('that something else has already is refused as a whole', () => {
    const taken = DOCUMENT.replace('d23: 13}', 'd23: 13, new: 13}');
    expect(() => editStudy(taken, [rename('datasets.d22', 'new')])).toThrow('the name `new` is taken');
  });
});

describe('entries of lists', () => {
  it('move with the changes of variations that count them, and back', () => {
    const there = editStudy(DOCUMENT, [{ op: 'move', path: ['axes', 0], to: 1 }]);
    expect(there).toContain('"axes[1].edges": [10, 18]');
    expect(there).toContain('axes[0][0].edges: [20, 100]');
    expect(meant(there)).toContain('"path":"axes[1].edges"');
    expect(editStudy(there, [{ op: 'move', path: ['axes', 1], to: 0 }])).toBe(DOCUMENT);
  });

  it('take the changes of themselves with them, those behind count one less', () => {
    const after = editStudy(DOCUMENT, [{ op: 'remove', path: ['axes', 0] }]);
    expect(after).not.toContain('"axes[0].edges": [10, 18]');
    expect(after).toContain('axes[0][0].edges: [20, 100]');
  });
});

describe('what still refers to something removed', () => {
  const without = (part: NamedPart, at: string) => {
    const removed = editStudy(DOCUMENT, [{ op: 'remove', path: parsePath(at) }]);
    return editStudy(removed, withoutMentions(readValues(removed).value, part));
  };

  it('goes with it: the document has no problem afterwards', () => {
    for (const [section, name] of [
      ['datasets', 'd22'],
      ['datasets', 'mc'],
      ['groups', 'run3'],
      ['workingPoints', 'mine'],
      ['pairs', 'opposite charge'],
    ] as const) {
      const part: NamedPart = { section, name };
      const after = without(part, formatPath([section, name]));
      expect(places(after, part)).toEqual([]);
      expect(() => parseStudy(after)).not.toThrow();
    }
  });

  it('takes with it what means nothing without it', () => {
    const mc = parseStudy(without({ section: 'datasets', name: 'mc' }, 'datasets.mc')).study;
    expect(mc.scaleFactors).toBeNull();
    const axis = without({ section: 'axes', name: 'actualMu' }, 'axes[0]');
    expect(parseStudy(axis).study.trend).toBeNull();
    expect(axis).not.toContain('trend');
  });
});
