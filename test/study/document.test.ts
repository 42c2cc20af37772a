import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalBytes, canonicalJson } from '../../src-shared/study/canonical.ts';
import { checkStudy, parseStudy } from '../../src-shared/study/document.ts';
import { UserError } from '../../src-shared/userError.ts';
import { sharedData } from '../shared.ts';
import { EXAMPLE } from './example.ts';

const edit = (from: string, to: string) => {
  if (!EXAMPLE.includes(from)) throw new Error(`the example has no ${from}`);
  return EXAMPLE.replace(from, to);
};
const problems = (text: string) => checkStudy(text, { name: 'x.yaml' }).problems;
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('a study document', () => {
  it('becomes the study that runs, with every default', () => {
    const { study, warnings } = parseStudy(EXAMPLE);
    expect(warnings).toEqual([]);
    expect(study.datasets.map(({ name, label, files }) => [name, label, files])).toEqual([
      ['d22', 'Data 2022', ['a.root', 'b*.root']],
      ['d23', 'd23', ['c.root']],
      ['mc', 'mc', ['@list.txt']],
    ]);
    expect(study.datasets[2]!.pileup).toMatchObject({
      target: { datasets: { d22: 0.45, d23: 0.55 } },
      muScale: 1.03,
    });
    expect(study.datasets[2]!.pileup!.edges).toEqual(Array.from({ length: 37 }, (_, i) => 10 + 2 * i));
    expect(study.groups).toEqual([{ name: 'run3', label: 'Run 3', members: { d22: 1, d23: 2 } }]);
    expect(study.events).toEqual([
      { name: 'two muons', cut: 'count(mu) == 2', enabled: true },
      { name: 'off', cut: 'nPV > 3', enabled: false },
    ]);
    expect(study.workingPoints).toEqual([
      { name: 'Tight_VarRad', kind: 'preset' },
      { name: 'stored', kind: 'flag' },
      { name: 'named', kind: 'flag', branch: 'muon_passIso_Loose_VarRad', colour: '#5790fc' },
      { name: 'both', kind: 'preset', branch: 'muon_passIso_Tight_VarRad' },
      { name: 'my point', kind: 'expression', expression: 'ptvarcone30_pt1000 / pt < 0.06' },
    ]);
    expect(study.axes.map((axes) => axes.map(({ variable }) => variable))).toEqual([
      ['actualMu'],
      ['pt', 'eta'],
    ]);
    expect(study).toMatchObject({
      interval: 'clopper-pearson',
      confidenceLevel: 0.682689492137086,
      checkFlags: false,
      probe: null,
      figures: { style: 'ATLAS', status: 'Work in progress', energy: 13.6, text: null },
    });
  });

  it('keeps the order of names that look like numbers', () => {
    const text = edit('[d22, run3]', '[run3]').replaceAll('d22', '2023').replaceAll('d23', '2022');
    expect(parseStudy(text).study.datasets.map(({ name }) => name)).toEqual(['2023', '2022', 'mc']);
  });

  it('follows anchors, and takes sections that are left empty as absent', () => {
    const shared = edit('edges: [10, 14, 18]', 'edges: &mu [10, 14, 18]').replace(
      'edges: [20, 50, 100]',
      'edges: *mu',
    );
    expect(parseStudy(shared).study.axes[1]![0]!.edges).toEqual([10, 14, 18]);
    const empty = parseStudy(edit('trend: {variable: actualMu, per: 10}', 'trend:')).study;
    expect(empty.trend).toBeNull();
    expect(parseStudy(edit('status: Work in progress', 'status: ""')).study.figures.status).toBeNull();
  });

  it('adds up a luminosity table', () => {
    const { study } = parseStudy(edit('luminosity: 31.4', 'luminosity: {427394: 0.5, 427396: 0.25}'));
    expect(study.datasets[0]).toMatchObject({
      luminosity: 0.75,
      luminosityPerRun: { 427394: 0.5, 427396: 0.25 },
    });
  });

  it('warns of the status that only a collaboration gives', () => {
    const { study, warnings } = checkStudy(edit('status: Work in progress', 'status: Preliminary'));
    expect(study).toBeDefined();
    expect(warnings).toEqual([
      expect.objectContaining({ message: expect.stringContaining('collaboration') }),
    ]);
  });

  it('reads the bundled sample study, and the worked example beside the shared data', () => {
    const sample = path.resolve(import.meta.dirname, '../../assets/sample/isolation-pileup.muscope.yaml');
    expect(checkStudy(readFileSync(sample, 'utf8')).problems).toEqual([]);
    const shared = sharedData();
    if (!shared) return;
    const example = path.join(shared, '../examples/isolation-pileup.muscope.yaml');
    expect(checkStudy(readFileSync(example, 'utf8')).problems).toEqual([]);
  });
});

describe('the bytes of a study', () => {
  it('do not change with comments, quotes, the order of keys, or how edges are written', () => {
    const same = edit('# an example', '# another')
      .replace('{from: -2.5, to: 2.5, width: 0.5}', '[-2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5]')
      .replace('muons: medium\n', '')
      .replace('study: efficiency\n', 'study: \'efficiency\'\nmuons: "medium"\n')
      .replace('{d22: 0.45, d23: 0.55}', '{d23: 0.55, d22: 0.45}');
    expect(decode(parseStudy(same).bytes)).toBe(decode(parseStudy(EXAMPLE).bytes));
  });

  it('change with the order of cuts and of datasets, and with any value', () => {
    const base = decode(parseStudy(EXAMPLE).bytes);
    for (const [from, to] of [
      [
        '  two muons: count(mu) == 2\n  off: {cut: nPV > 3, enabled: false}\n',
        '  off: {cut: nPV > 3, enabled: false}\n  two muons: count(mu) == 2\n',
      ],
      ['edges: [10, 14, 18]', 'edges: [10, 14, 18.5]'],
      ['d22: 0.45', 'd22: 0.46'],
    ] as const)
      expect(decode(parseStudy(edit(from, to)).bytes)).not.toBe(base);
  });

  it('are the UTF-8 of sorted JSON', () => {
    expect(canonicalJson({ b: [1, { d: undefined, c: null }], a: 'é' })).toBe('{"a":"é","b":[1,{"c":null}]}');
    const { study } = parseStudy(edit('title: Test', 'title: "⟨µ⟩ 😀 é"'));
    expect(decode(canonicalBytes(study))).toBe(canonicalJson(study));
  });
});

describe('problems', () => {
  it.each<[string, string, string, RegExp, RegExp?]>([
    ['axes:\n', 'axis:\n', '', /^unknown key `axis`, did you mean `axes`\?$/],
    ['notComputable', 'background2', '', /^unknown key `background2`, did you mean `background`\?$/],
    ['kind: simulation', 'kind: mc', 'datasets.mc.kind', /must be `data` or `simulation`, not the text "mc"/],
    [
      'kind: simulation',
      'knd: simulation',
      'datasets.mc.knd',
      /unknown key `knd` in `datasets.mc`, did you mean `kind`/,
    ],
    ['[10, 14, 18]', '[10, 18, 14]', 'axes[0].edges[2]', /must be above the edge before it \(18\), not 14/],
    ['[10, 14, 18]', '[10]', 'axes[0].edges', /must have at least 2 entries, not 1/],
    ['[10, 14, 18]', '[10, .nan]', 'axes[0].edges[1]', /must be a finite number, not NaN/],
    ['[10, 14, 18]', '[10, 1e999]', 'axes[0].edges[1]', /must be a finite number, not Infinity/],
    [
      '[10, 14, 18]',
      '10',
      'axes[0].edges',
      /must be a list of ascending numbers or \{from, to, width\}, not 10/,
    ],
    ['width: 2}', 'width: 5}', 'datasets.mc.pileup.edges', /no whole number of widths of 5: 14\.4/],
    ['width: 2}', 'width: 0}', 'datasets.mc.pileup.edges', /`width` must be above 0/],
    ['d22: 0.45', 'd22: 0', 'datasets.mc.pileup.target.d22', /must be above 0, not 0/],
    [
      'd22: 0.45',
      'd24: 0.45',
      'datasets.mc.pileup.target.d24',
      /there is no dataset `d24`/,
      /did you mean `d22`/,
    ],
    ['d22: 0.45', 'mc: 0.45', 'datasets.mc.pileup.target.mc', /cannot be the target of its own reweighting/],
    ['muScale: 1.03', 'muScale: 10', 'datasets.mc.pileup.muScale', /must be below 10, not 10/],
    ['muScale: 1.03', 'muScale: 0', 'datasets.mc.pileup.muScale', /must be above 0, not 0/],
    ['kind: simulation', 'kind: data', 'datasets.mc.pileup', /is data; pile-up weights are for simulation/],
    ['files: c.root', 'files: []', 'datasets.d23.files', /must not be empty/],
    ['files: c.root', 'files: ""', 'datasets.d23.files', /must not be empty/],
    ['files: c.root, ', '', 'datasets.d23.files', /is missing/],
    ['muscope: 1', 'muscope: 2', 'muscope', /of version 2; this program reads up to 1/, /newer version/],
    ['muscope: 1\n', '', 'muscope', /`muscope` is missing/],
    ['muscope: 1', 'muscope: one', 'muscope', /must be `1`, not the text "one"/],
    ['study: efficiency', 'study: eficiency', 'study', /must be `efficiency`/, /did you mean `efficiency`/],
    ['members: {d22: 1', 'members: {d2: 1', 'groups.run3.members.d2', /there is no dataset `d2`/],
    [
      'run3: {label: Run 3, members: {d22: 1, d23: 2}}',
      'd22: [d23]',
      'groups.d22',
      /name of a dataset and of a group/,
    ],
    [
      'members: {d22: 1, d23: 2}',
      'members: {d22: 1, mc: 2}',
      'groups.run3.members',
      /mixes data and simulation/,
    ],
    [
      'denominator: mc}',
      'denominator: mcc}',
      'scaleFactors.denominator',
      /no dataset or group `mcc`/,
      /did you mean `mc`/,
    ],
    ['[d22, run3]', '[d22, mc]', 'scaleFactors.numerators[1]', /numerator and denominator of the same/],
    ['[d22, run3]', '[d22, d22]', 'scaleFactors.numerators[1]', /stands twice/],
    [
      'background: same-sign',
      'background: none\ninterval: wilsn',
      'interval',
      /not the text "wilsn"/,
      /`wilson`/,
    ],
    ['notComputable: fail', 'confidenceLevel: 1', 'confidenceLevel', /must be below 1, not 1/],
    [
      'trend: {variable: actualMu',
      'trend: {variable: pt',
      'trend.variable',
      /one-dimensional axis in `pt`/,
      /`actualMu`/,
    ],
    [
      'my point: ptvarcone30_pt1000 / pt < 0.06',
      'stored: pt > 3',
      'workingPoints.stored',
      /stands here twice/,
    ],
    ['stored: flag', 'stored: {colour: "#112233"}', 'workingPoints.stored', /either `expression` or `flag`/],
    ['muons: medium', 'muons: true', 'muons', /must be text, not true/, /quotes/],
    [
      'energy: 13.6',
      'energy: "13.6"',
      'figures.energy',
      /must be a finite number, not the text "13.6"/,
      /without quotes/,
    ],
    [
      'edges: [20, 50, 100]}, ',
      'edges: [20, 50, 100]}, {variable: phi, edges: [0, 1]}, ',
      'axes[1]',
      /exactly 2 entries, not 3/,
    ],
    [
      'tag: triggerMatched && pt > 27',
      `tag: ${'x'.repeat(10_001)}`,
      'tag',
      /at most 10000 characters, not 10001/,
    ],
  ])('%.40s -> %.40s', (from, to, where, message, hint) => {
    const found = problems(edit(from, to));
    const problem = found.find((p) => message.test(p.message));
    expect(found.map((p) => p.message).join('\n')).toMatch(new RegExp(message.source, 'm'));
    expect(problem).toMatchObject({ code: 'document', where: { file: 'x.yaml' } });
    if (where) expect(problem!.where!.path).toBe(where);
    if (hint) expect(problem!.hint).toMatch(hint);
    if (where !== 'muscope' || to !== '')
      expect(problem!.where!.line ?? 0).toBeGreaterThan(where === 'muscope' ? -1 : 0);
  });

  it('of `denominator: muons` are pairs, tag and same-sign', () => {
    const found = problems(edit('denominator: pairs', 'denominator: muons'));
    expect(found.map((p) => p.where!.path)).toEqual(['pairs', 'tag', 'background']);
  });

  it('are all collected, in the order of the document, with line and column', () => {
    const text = edit('kind: simulation', 'kind: mc')
      .replace('muScale: 1.03', 'muScale: 11')
      .replace('axes:\n', 'axis:\n')
      .replace('energy: 13.6', 'energy: -1');
    const found = problems(text);
    const place = (part: string) => {
      const before = text.slice(0, text.indexOf(part)).split('\n');
      return [before.length, before.at(-1)!.length + 1];
    };
    expect(found.map((p) => [p.where!.line, p.where!.column])).toEqual(
      ['mc\n    schema', '11\n', 'axis:', '-1}'].map(place),
    );
    const error = (() => {
      try {
        return parseStudy(text, { name: 'x.yaml' });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      code: 'document',
      message: found[0]!.message,
      where: found[0]!.where,
    });
    expect((error as UserError).hint).toContain('and 3 more');
  });

  it('of settings on the command line name their path', () => {
    const { problems: found } = checkStudy(EXAMPLE, {
      name: 'x.yaml',
      set: ['datasets.mc.pileup.muScale=20'],
    });
    expect(found).toEqual([
      expect.objectContaining({ message: expect.stringContaining('must be below 10, not 20') }),
    ]);
  });
});
