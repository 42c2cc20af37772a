import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editText, readValues } from '../../src-shared/study/edit.ts';
import type { DocumentEdit } from '../../src-shared/study/edit.ts';
import { parsePath } from '../../src-shared/study/path.ts';
import { UserError } from '../../src-shared/userError.ts';
import { difference, DOCUMENTS, ODD, SAMPLE } from './editDocuments.ts';

// Source of truth: a model of the edits on plain values, and the lines of the text that an edit is not about; exact.

const set = (at: string, value: unknown): DocumentEdit => ({ op: 'set', path: parsePath(at), value });
const remove = (at: string): DocumentEdit => ({ op: 'remove', path: parsePath(at) });
const rename = (at: string, name: string): DocumentEdit => ({ op: 'rename', path: parsePath(at), name });
const move = (at: string, to: number): DocumentEdit => ({ op: 'move', path: parsePath(at), to });

const changed = (text: string, ...edits: DocumentEdit[]) => difference(text, editText(text, edits));

describe('setting a value', () => {
  it('changes its characters and nothing else', () => {
    expect(changed(SAMPLE, set('figures.energy', 13))).toEqual([
      '-  energy: 13.6                                # TeV',
      '+  energy: 13                                # TeV',
    ]);
    expect(changed(SAMPLE, set('axes[2].edges[1]', 32.5))).toEqual([
      '-  - {variable: pt, edges: [20, 30, 40, 50, 100]}',
      '+  - {variable: pt, edges: [20, 32.5, 40, 50, 100]}',
    ]);
    expect(changed(SAMPLE, set('workingPoints.PflowTight_VarRad', 'pt > 3'))).toEqual([
      '-  PflowTight_VarRad: preset',
      '+  PflowTight_VarRad: pt > 3',
    ]);
    expect(changed(ODD, set('a.x', 'it: 2'), set('a.y', 'three'), set('a.z[1]', 5))).toEqual([
      "-    x: 'one'   # of x",
      "+    x: 'it: 2'   # of x",
      '-    y: "two"',
      '+    y: "three"',
      '-    z: [1, 2, # first',
      '+    z: [1, 5, # first',
    ]);
  });

  it('writes what YAML would read otherwise in quotes', () => {
    const texts = [
      'true',
      '12',
      '',
      'a: b',
      'x # y',
      '- a',
      '!x',
      '*a',
      '#5790fc',
      'a\nb',
      ' lead',
      '{',
      '@x',
      '~',
    ];
    for (const text of texts) {
      for (const at of ['title', 'datasets.data22.files[0]', 'trend.variable']) {
        const after = parse(editText(SAMPLE, [set(at, text)])) as Record<string, unknown>;
        const found = parsePath(at).reduce<unknown>((value, part) => (value as never)[part], after);
        expect(found).toBe(text);
      }
    }
  });

  it('that stands there already changes nothing, whole maps and lists too', () => {
    for (const text of Object.values(DOCUMENTS)) {
      const value = readValues(text).value as Record<string, unknown>;
      const edits = Object.entries(value).map(([key, member]) => set(JSON.stringify(key), member));
      expect(editText(text, edits)).toBe(text);
    }
  });

  it('of a map or list changes the entries that differ', () => {
    const edges = [20, 30, 45, 50, 100];
    expect(changed(SAMPLE, set('axes[2]', { variable: 'pt', edges }))).toEqual([
      '-  - {variable: pt, edges: [20, 30, 40, 50, 100]}',
      '+  - {variable: pt, edges: [20, 30, 45, 50, 100]}',
    ]);
    const dataset = { label: 'New', files: ['a.root', 'isol_data23.root'], kind: 'data', period: 'B' };
    expect(changed(SAMPLE, set('datasets.data23', dataset))).toEqual([
      '-    label: Pseudo-data 2023',
      '-    files: [isol_data23.root]',
      '+    label: New',
      '+    files: [a.root, isol_data23.root]',
      '+    period: B',
    ]);
  });

  it('makes keys, maps and lists', () => {
    expect(changed(SAMPLE, set('probe', 'abs(eta) < 2.4'))).toEqual(['+probe: abs(eta) < 2.4']);
    expect(changed(SAMPLE, set('probe', 'abs(eta) < 2.4'), move('probe', 9))).toEqual([
      '+probe: abs(eta) < 2.4',
    ]);
    expect(changed(SAMPLE, set('datasets.data22.mask', 'a.json'))).toEqual(['+    mask: a.json']);
    expect(changed(SAMPLE, set('datasets.new', { files: ['a.root'], kind: 'data' }))).toEqual([
      '+  new:',
      '+    files: [a.root]',
      '+    kind: data',
    ]);
    expect(
      changed(SAMPLE, set('axes[3]', { variable: 'eta', edges: { from: -2.5, to: 2.5, width: 0.5 } })),
    ).toEqual(['+  - {variable: eta, edges: {from: -2.5, to: 2.5, width: 0.5}}']);
    expect(changed(SAMPLE, set('trend.per', 5), set('figures.energies.data22', 13.6))).toEqual([
      '-trend: {variable: actualMu, per: 10}          # slope of a straight line, per 10 interactions',
      '+trend: {variable: actualMu, per: 5}          # slope of a straight line, per 10 interactions',
      '+  energies: {data22: 13.6}',
    ]);
    expect(changed(ODD, set('c.k', 1), set('d[0]', 'x'), set('e.m.n', 2))).toEqual([
      '-c: null # nothing',
      '-d:',
      '-e: {}',
      '+c: {k: 1} # nothing',
      '+d: [x]',
      '+e:',
      '+    m: {n: 2}',
    ]);
    expect(editText('', [set('muscope', 1), set('datasets.a.kind', 'data')])).toBe(
      'muscope: 1\ndatasets:\n  a: {kind: data}\n',
    );
    expect(editText('# only\n', [set('a', 1)])).toBe('# only\na: 1\n');
  });

  it('turns a value into a map or list and back, comments beside it kept', () => {
    const pileup = { variable: 'averageMu', edges: { from: 10, to: 82, width: 2 }, target: { data22: 1 } };
    expect(
      changed(
        SAMPLE,
        set('workingPoints.Tight_VarRad', { flag: true }),
        set('datasets.data22.pileup', pileup),
      ),
    ).toEqual([
      '+    pileup:',
      '+      variable: averageMu',
      '+      edges: {from: 10, to: 82, width: 2}',
      '+      target: {data22: 1}',
      '-  Tight_VarRad: preset',
      '+  Tight_VarRad: {flag: true}',
    ]);
    expect(changed(SAMPLE, set('datasets.zmumu.pileup', null))).toEqual([
      '-    pileup:                                   # gives the simulation the pile-up of the data',
      '-      variable: averageMu',
      '-      edges: {from: 10, to: 82, width: 2}     # 36 bins',
      '-      target: {data22: 0.45, data23: 0.55}    # shares of the two periods',
      "-      muScale: 1                              # data's mu is divided by it",
      '+    pileup: null                                   # gives the simulation the pile-up of the data',
    ]);
  });
});

describe('entries', () => {
  it('are removed with their lines', () => {
    expect(changed(SAMPLE, remove('pairs.Z window'))).toEqual([
      '-  Z window: mass >= 80 && mass < 100          # GeV',
    ]);
    expect(changed(SAMPLE, remove('datasets.data22.label'), remove('axes[2].edges[4]'))).toEqual([
      '-    label: Pseudo-data 2022                   # what figures and tables call it',
      '-  - {variable: pt, edges: [20, 30, 40, 50, 100]}',
      '+  - {variable: pt, edges: [20, 30, 40, 50]}',
    ]);
    expect(changed(SAMPLE, remove('events.two muons'))).toEqual([
      '-events:                                       # cuts on events, named; {cut: ..., enabled: false} switches one off',
      '-  two muons: count(mu) == 2',
      '+events: {}                                       # cuts on events, named; {cut: ..., enabled: false} switches one off',
    ]);
    expect(changed(ODD, remove('"b c"[0].p'), remove('a.z[2]'), remove('nothing.here'))).toEqual([
      '-        3,    # last',
      '+            # last',
      '-- p: 1',
      '-  q:   # of q',
      '+- q:   # of q',
    ]);
  });

  it('leave one blank line where two would meet', () => {
    expect(editText('a: 1\n\nb: 2\n\nc: 3\n', [remove('b')])).toBe('a: 1\n\nc: 3\n');
    expect(editText('a: 1\n\nb: 2\n', [remove('b')])).toBe('a: 1\n');
    expect(editText('a: 1\nb: 2', [remove('b')])).toBe('a: 1');
  });

  it('get another name in their place', () => {
    expect(changed(SAMPLE, rename('pairs.Z window', 'window: Z'))).toEqual([
      '-  Z window: mass >= 80 && mass < 100          # GeV',
      '+  "window: Z": mass >= 80 && mass < 100          # GeV',
    ]);
    expect(changed(SAMPLE, rename('datasets.zmumu.pileup.target.data22', '2022'))).toEqual([
      '-      target: {data22: 0.45, data23: 0.55}    # shares of the two periods',
      '+      target: {2022: 0.45, data23: 0.55}    # shares of the two periods',
    ]);
  });

  it('move with the comments above them and those inside', () => {
    const text =
      'a:\n  # of x\n  x: 1 # same\n  # of y\n  y:\n    k: 1\n    # m: 2\n  z: 3\n\n# of b\nb: 2\n';
    expect(editText(text, [move('a.y', 0)])).toBe(
      'a:\n  # of y\n  y:\n    k: 1\n    # m: 2\n  # of x\n  x: 1 # same\n  z: 3\n\n# of b\nb: 2\n',
    );
    expect(editText(text, [move('a.x', 2)])).toBe(
      'a:\n  # of y\n  y:\n    k: 1\n    # m: 2\n  z: 3\n  # of x\n  x: 1 # same\n\n# of b\nb: 2\n',
    );
    expect(changed(SAMPLE, move('axes[2]', 0)).filter((line) => line.includes('{variable: pt'))).toHaveLength(
      2,
    );
    expect(changed(ODD, move('"b c"[1].v[1]', 0))).toEqual([
      '-- {u: 1, "v": [a, b], w: {}}   # flow',
      '+- {u: 1, "v": [b, a], w: {}}   # flow',
    ]);
  });
});

describe('edits that cannot be', () => {
  it.each<[DocumentEdit, string]>([
    [set('tag.cut', 1), 'is not a map'],
    [set('tag[0]', 1), 'is not a list'],
    [set('axes[9]', 1), 'would leave a gap'],
    [set('axes.first', 1), 'is a list'],
    [set('a.__proto__', 1), 'not allowed'],
    [set('a', JSON.parse('{"__proto__": 1}')), 'not allowed'],
    [set('title', 'a\u0000b'), 'control character'],
    [{ op: 'set', path: [], value: 1 }, 'as a whole'],
    [rename('pairs.opposite charge', 'Z window'), 'is taken'],
    [rename('pairs.nothing', 'x'), 'nothing here'],
    [rename('pairs.Z window', 'constructor'), 'not allowed'],
    [rename('pairs.Z window', ' '), 'a name is needed'],
    [rename('axes[0]', 'x'), 'no names'],
    [move('axes[0]', 3), 'position 3 is none of 3'],
  ])('%j', (edit, message) => {
    expect(() => editText(SAMPLE, [edit])).toThrow(UserError);
    expect(() => editText(SAMPLE, [edit])).toThrow(message);
  });

  it('leave aliases and what they stand for together', () => {
    expect(() => editText(ODD, [set('last[0].p', 2)])).toThrow('an alias cannot be changed');
    expect(() => editText(ODD, [remove('"b c"')])).toThrow('stands for nothing');
    expect(() => editText(ODD, [move('last', 0)])).toThrow('stands for nothing');
    expect(changed(ODD, set('"b c"[0].p', 2), set('last', 3))).toEqual([
      '-- p: 1',
      '+- p: 2',
      '-last: *anchor # alias',
      '+last: 3 # alias',
    ]);
  });

  it('are refused where the text is not YAML', () => {
    expect(() => editText('a: [1', [set('a', 1)])).toThrow('not YAML');
    expect(readValues('a: [1')).toMatchObject({
      value: null,
      problem: { code: 'document', where: { line: 1 } },
    });
    expect(readValues('a: [1, x]')).toEqual({ value: { a: [1, 'x'] }, problem: null });
  });
});
