import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bindTree, type BindingOptions } from '../../../src-main/engine/columns/binding.ts';
import { columnFacts, sentinelFacts } from '../../../src-main/engine/slips/columnFacts.ts';
import { findSlips, slips } from '../../../src-main/engine/slips/index.ts';
import type { DatasetFacts, Warning } from '../../../src-main/engine/slips/slip.ts';
import type { Dataset, EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { schemaFixture } from '../columns/schemaFixture.ts';
import { fixture } from '../../shared.ts';

const values = JSON.parse(readFileSync(fixture('schemas/run2012b_values.json'), 'utf8')) as Record<
  string,
  number[]
>;
const run2012bColumns = new Map(Object.entries(values).map(([name, list]) => [name, columnFacts(list)]));

function dataset(name: string, more: Partial<Dataset> = {}): Dataset {
  return { name, label: name, files: [`${name}.root`], kind: 'data', ...more };
}

function study(more: Partial<EfficiencyStudy> = {}): EfficiencyStudy {
  return {
    muscope: 1,
    study: 'efficiency',
    title: '',
    datasets: [dataset('one')],
    groups: [],
    muons: 'medium',
    events: [],
    denominator: 'pairs',
    pairs: [],
    tag: 'triggerMatched && pt > 27',
    probe: null,
    background: 'none',
    notComputable: 'exclude',
    workingPoints: [],
    axes: [],
    interval: 'clopper-pearson',
    confidenceLevel: 0.68,
    trend: null,
    scaleFactors: null,
    checkFlags: false,
    figures: { style: 'plain', status: null, energy: null, text: null },
    ...more,
  };
}

function facts(name: string, options: BindingOptions = {}, more: Partial<DatasetFacts> = {}): DatasetFacts {
  return { binding: bindTree(schemaFixture(name), options), columns: new Map(), ...more };
}

function find(input: Partial<EfficiencyStudy>, file: DatasetFacts | Record<string, DatasetFacts>): Warning[] {
  const datasets = 'binding' in file ? { one: file as DatasetFacts } : file;
  return findSlips({ study: study(input), datasets: new Map(Object.entries(datasets)) });
}

function messages(
  input: Partial<EfficiencyStudy>,
  file: DatasetFacts | Record<string, DatasetFacts>,
): string[] {
  return find(input, file).map(({ message }) => message);
}

// Source of truth: the first 400 muons of the public 2012B outreach file, and constructed columns.
describe('sentinelFacts', () => {
  it('finds -999 in isolation and impact parameter, and nothing in pt, eta, charge', () => {
    const found = Object.fromEntries(
      Object.entries(values).map(([name, list]) => [name, sentinelFacts(list)]),
    );
    const count = (name: string): number => values[name].filter((value) => value === -999).length;
    expect(found).toEqual({
      Muon_pfRelIso04_all: [{ value: -999, count: count('Muon_pfRelIso04_all') }],
      Muon_dxy: [{ value: -999, count: count('Muon_dxy') }],
      Muon_pt: [],
      Muon_eta: [],
      Muon_charge: [],
    });
    expect(columnFacts(values['Muon_pfRelIso04_all']).min).toBeGreaterThanOrEqual(0);
  });

  it('does not take a distribution that runs through -999 or -1 for a spike', () => {
    const smooth = Array.from({ length: 20000 }, (_, i) => Math.round(-5000 + i / 2));
    expect(sentinelFacts(smooth)).toEqual([]);
    expect(sentinelFacts([-1, -1, -1, -1, 6, 7, 6, 6, 6])).toEqual([{ value: -1, count: 4 }]);
    expect(sentinelFacts([-1, 1, 1, -1, -1, 1, -1])).toEqual([]);
    expect(sentinelFacts([])).toEqual([]);
  });
});

describe('sentinel values', () => {
  const input = {
    workingPoints: [{ name: 'tight', kind: 'expression' as const, expression: 'pfRelIso04 < 0.15' }],
  };

  it('names the numbers with and without them', () => {
    const naive = [{ workingPoint: 'tight', passed: 559, total: 872, naivePassed: 622, naiveTotal: 935 }];
    const file = facts('run2012b', { kind: 'data' }, { columns: run2012bColumns, naive });
    const [warning] = find(input, file);
    expect(warning).toMatchObject({ slip: 'sentinel-values', where: 'workingPoints.tight', dataset: 'one' });
    expect(warning.message).toMatch(/Muon_pfRelIso04_all are exactly -999, which means "not there"/);
    expect(warning.message).toContain(
      '559 of 872 pass with the 63 left out; taken as measurements they would make it 622 of 935.',
    );
  });

  it('sees them behind presets', () => {
    const file = facts('run2012b', {}, { columns: run2012bColumns });
    expect(messages({ workingPoints: [{ name: 'TightPFIso', kind: 'preset' }] }, file)[0]).toMatch(
      /exactly -999/,
    );
  });

  it('asks about values that nobody declared', () => {
    const columns = new Map([['mu_pt', columnFacts([10, 20, 30, -999, -999, -999])]]);
    const found = messages({ muons: null, probe: 'mu_pt > 3' }, facts('flat_plit', {}, { columns }));
    expect(found[0]).toMatch(/customary sign .* add a cut such as mu_pt != -999/);
  });
});

describe('MeV against GeV', () => {
  it('warns of numbers in the other unit', () => {
    expect(messages({ probe: 'pt > 25000' }, facts('isol_mc'))).toEqual([
      'pt is in GeV, but is compared with 25000, which looks like MeV.',
    ]);
    expect(messages({ tag: 'muon_pt > 27' }, facts('isol_mc'))).toEqual([
      'muon_pt is stored in MeV, but is compared with 27, which looks like GeV.',
    ]);
    expect(
      messages(
        { pairs: [{ name: 'window', cut: 'mass >= 80000 && mass < 100000', enabled: true }] },
        facts('isol_mc'),
      ),
    ).toHaveLength(2);
    expect(
      messages({ axes: [[{ variable: 'pt', edges: [20000, 50000, 100000] }]] }, facts('isol_mc')),
    ).toHaveLength(1);
    expect(
      messages({ axes: [[{ variable: 'pt', edges: [0, 20, 30, 50, 2000] }]] }, facts('isol_mc')),
    ).toEqual([]);
    expect(messages({ probe: 'tag.pt > 25000 || 25 < probe.pt' }, facts('isol_mc'))).toHaveLength(1);
  });

  it('warns of ratios of both units', () => {
    const point = {
      name: 'x',
      kind: 'expression' as const,
      expression: 'ptvarcone30_pt1000 / muon_pt < 0.1',
    };
    expect(messages({ workingPoints: [point] }, facts('isol_mc'))[0]).toMatch(
      /in GeV and muon_pt in MeV: their ratio is wrong/,
    );
  });

  it('warns of a median that cannot be', () => {
    const columns = new Map([['mu_pt', columnFacts([25000, 43000, 51000])]]);
    const file = facts('flat_plit', { vocabulary: { pt: 'mu_pt' } }, { columns });
    expect(messages({ muons: null }, file)[0]).toMatch(/above 43000 GeV .*MeV and GeV seem to be mixed up/);
    const stored = new Map([['muon_pt', columnFacts([25000, 43000, 51000])]]);
    expect(messages({}, facts('isol_mc', {}, { columns: stored }))).toEqual([]);
  });

  it('is silent for the ordinary study', () => {
    const ordinary = {
      pairs: [{ name: 'window', cut: 'mass >= 80 && mass < 100', enabled: true }],
      workingPoints: [{ name: 'Loose_VarRad', kind: 'preset' as const }],
      axes: [[{ variable: 'pt', edges: [20, 30, 100] }]],
    };
    expect(messages(ordinary, facts('isol_mc'))).toEqual([]);
  });
});

describe('mm against cm', () => {
  it('warns of customary cm numbers on lengths in mm', () => {
    expect(messages({ probe: 'abs(d0) < 0.2 && abs(z0) < 0.5' }, facts('nano_v9'))).toHaveLength(2);
    expect(messages({ probe: 'abs(Muon_dxy) < 0.2 && abs(dz) < 0.5' }, facts('nano_v9'))).toEqual([]);
    expect(messages({ probe: 'abs(dxy) < 2' }, facts('nano_v9'))[0]).toMatch(/2 is 20 mm/);
    expect(messages({ probe: 'abs(z0SinTheta) < 0.5 && abs(d0) < 0.2' }, facts('physlite_22_2_110'))).toEqual(
      [],
    );
  });

  it('warns of one name in two units', () => {
    const one = bindTree(schemaFixture('nano_v9'));
    const two = bindTree(schemaFixture('physlite_22_2_110'), {
      vocabulary: { dxy: 'InDetTrackParticlesAuxDyn.d0' },
    });
    const datasets = { one: { binding: one, columns: new Map() }, two: { binding: two, columns: new Map() } };
    const found = find({ datasets: [dataset('one'), dataset('two')], probe: 'abs(dxy) < 0.3' }, datasets);
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(/dxy is in mm in two and in cm in one/),
    ]);
  });
});

describe('N_vtx as pile-up truth', () => {
  it.each(['N_vtx', 'PV_npvs', 'nVertices + 1'])('%s', (variable) => {
    const datasets = [
      dataset('one', {
        kind: 'simulation',
        pileup: { variable, edges: [0, 1], target: { datasets: {} }, muScale: 1 },
      }),
    ];
    const [warning] = find({ datasets }, facts('z_nano_mc'));
    expect(warning).toMatchObject({
      slip: 'vertices-as-pileup',
      where: 'datasets.one.pileup.variable',
      dataset: 'one',
    });
  });

  it('is silent for the interactions', () => {
    const datasets = [
      dataset('one', {
        kind: 'simulation',
        pileup: { variable: 'averageMu', edges: [0, 1], target: { datasets: {} }, muScale: 1 },
      }),
    ];
    expect(find({ datasets }, facts('z_nano_mc'))).toEqual([]);
  });
});

describe("the muon table's preselection", () => {
  const loose = [{ name: 'Loose', kind: 'expression' as const, expression: 'looseId' }];

  it('warns of identification efficiencies and quotes the cut', () => {
    const [warning] = find({ workingPoints: loose }, facts('nano_v12_data'));
    expect(warning).toMatchObject({ slip: 'table-preselection', where: 'workingPoints.Loose' });
    expect(warning.message).toMatch(/pt > 15 \|\| \(pt > 3/);
    expect(find({ workingPoints: [{ name: 'TightPFIso', kind: 'preset' }] }, facts('nano_v12_data'))).toEqual(
      [],
    );
  });

  it('warns of every muon of the file as denominator', () => {
    const input = { muons: null, denominator: 'muons' as const, tag: 'triggerMatched' };
    expect(find(input, facts('nano_v9'))[0]).toMatchObject({ where: 'denominator' });
    expect(find({ ...input, probe: 'pt > 20' }, facts('nano_v9'))).toEqual([]);
  });

  it('warns of what is true by construction', () => {
    const medium = [{ name: 'Medium', kind: 'expression' as const, expression: 'medium' }];
    expect(messages({ workingPoints: medium }, facts('isol_seed_layout_mc'))[0]).toMatch(
      /true by construction/,
    );
    expect(messages({ workingPoints: medium }, facts('isol_mc'))).toEqual([]);
  });
});

describe('no tag on triggered data', () => {
  it('warns for data and not for simulation', () => {
    const [warning] = find({ tag: null }, facts('run2012b'));
    expect(warning).toMatchObject({ slip: 'untagged-data', where: 'tag', dataset: 'one' });
    expect(warning.message).toContain('HLT_IsoMu24');
    expect(warning.message).toMatch(/cannot be matched .*no trigger objects/);
    expect(messages({ tag: null }, facts('isol_data22'))[0]).toMatch(/Require tag: triggerMatched/);
    expect(find({ tag: null, datasets: [dataset('one', { kind: 'simulation' })] }, facts('isol_mc'))).toEqual(
      [],
    );
    expect(find({ tag: null, denominator: 'muons' }, facts('isol_data22'))[0].where).toBe('denominator');
  });
});

describe('slips', () => {
  it('have different names and survive expressions that cannot be parsed', () => {
    expect(new Set(slips.map(({ id }) => id)).size).toBe(slips.length);
    expect(slips.every(({ title }) => title !== '')).toBe(true);
    expect(find({ probe: 'pt >', muons: '(((' }, facts('isol_mc'))).toEqual([]);
  });
});

describe('runs under several processing tags', () => {
  const name = (run: number, tag: string): string => `data23.00${run}.physics.${tag}.root`;
  const found = (paths: string[], more: Partial<Dataset> = {}): Warning[] =>
    findSlips({
      study: study({ datasets: [dataset('one', more)] }),
      datasets: new Map(),
      files: new Map([['one', paths.map((path, index) => ({ path, index }))]]),
    });
  const twice = [name(451094, 'r1_p1'), name(451094, 'r1_p2'), name(455924, 'r1_p2')];

  it('are named with the tag that is read', () => {
    expect(found(twice)).toEqual([
      {
        slip: 'processing-tags',
        message:
          'run 451094 is there under several processing tags, which hold the same events: r1_p2 is read, 1 file of r1_p1 not; ' +
          'tags: {use: ...} of the dataset chooses another one or all',
        where: 'datasets.one',
        dataset: 'one',
      },
    ]);
    expect(found(twice.slice(1))).toEqual([]);
  });

  it('are warned of where all are read', () => {
    const [once] = found(twice, { tags: { pattern: null, use: 'all' } });
    expect(once.message).toContain(
      'all of them are read, and events that they share count in the first file only',
    );
    const [each] = found(twice, { tags: { pattern: null, use: 'all' }, duplicates: 'count' });
    expect(each.message).toContain('their events count once for every tag');
  });
});
