import { describe, expect, it } from 'vitest';
import { bindTree, detectSchema } from '../../../src-main/engine/columns/binding.ts';
import { indexTree } from '../../../src-main/engine/columns/schema.ts';
import { parseTriggerBits, singleMuonBit } from '../../../src-main/engine/columns/schemaTriggerBits.ts';
import { handMadeTree, schemaFixture } from './schemaFixture.ts';

// Source of truth: the branch lists of the public files and samples, as uproot lists them.
describe('detectSchema', () => {
  it.each([
    ['isol_mc', 'isolation-ntuple', 'with isolation sums'],
    ['isol_data22', 'isolation-ntuple', 'with isolation sums'],
    ['isol_seed_layout_mc', 'isolation-ntuple', 'flags only'],
    ['isol_seed_layout_data22', 'isolation-ntuple', 'flags only'],
    ['tags_p6482', 'isolation-ntuple', 'with isolation sums'],
    ['tags_p7267', 'isolation-ntuple', 'with isolation sums'],
    ['run2012b', 'nanoaod', 'outreach 2012'],
    ['nano_v5', 'nanoaod', 'v5 to v9'],
    ['nano_v9', 'nanoaod', 'v5 to v9'],
    ['nano_v12_data', 'nanoaod', 'v10 to v14'],
    ['nano_tt_v12', 'nanoaod', 'v10 to v14'],
    ['nano_v15', 'nanoaod', 'v15'],
    ['z_nano_mc', 'nanoaod', 'v10 to v14'],
    ['physlite_example', 'physlite', undefined],
    ['physlite_22_2_110', 'physlite', undefined],
    ['flat_zmumu', 'flat', undefined],
    ['flat_hzz', 'flat', undefined],
    ['flat_minitree', 'flat', undefined],
    ['flat_jpsi_pairs', 'flat', undefined],
    ['flat_plit', 'flat', undefined],
  ])('%s is %s', (name, schema, version) => {
    const found = detectSchema(schemaFixture(name));
    expect(found.schema).toBe(schema);
    expect(found.version).toBe(version);
    expect(found.reasons.length).toBeGreaterThan(0);
  });

  it('refuses a schema whose branches the tree does not have', () => {
    expect(() => bindTree(schemaFixture('flat_zmumu'), { schema: 'nanoaod' })).toThrow(
      /does not have the branches/,
    );
  });
});

describe('collections', () => {
  const names = (fixture: string): string[] =>
    [...indexTree(schemaFixture(fixture)).collections.keys()].sort();

  it('come from counters', () => {
    expect(names('flat_hzz')).toEqual(['Electron', 'Jet', 'Muon', 'Photon']);
    expect(names('run2012b')).toEqual(['Muon']);
    expect(names('nano_v9')).toContain('LHEPdfWeight');
  });

  it('come from prefixes of vectors', () => {
    expect(names('isol_seed_layout_mc')).toEqual(['muon', 'truth_muon']);
    expect(names('flat_minitree')).toEqual([
      'mcEventWeights',
      'offline_akt4_pf_NOSYS',
      'offline_pv',
      'trigger_akt4_pf',
      'truth_vx',
    ]);
  });

  it('hold an RVec<bool> beside counter arrays', () => {
    for (const fixture of ['tags_p6482', 'tags_p7267']) {
      const collections = indexTree(schemaFixture(fixture)).collections;
      expect([...collections.keys()]).toEqual(['muon']);
      expect(collections.get('muon')!.members.has('passIso_PflowTight_VarRad')).toBe(true);
    }
  });

  it('come from ATLAS containers, with vectors of event containers apart', () => {
    const found = names('physlite_22_2_110');
    expect(found).toEqual(
      expect.arrayContaining([
        'AnalysisMuonsAuxDyn',
        'InDetTrackParticlesAuxDyn',
        'PrimaryVerticesAuxDyn',
        'EventInfoAuxDyn.mcEventWeights',
      ]),
    );
    expect(found).not.toContain('EventInfoAuxDyn');
  });

  it('keep lone vectors apart and share a last-underscore prefix', () => {
    const tree = handMadeTree({
      a_one: ['float32', 'jagged'],
      a_two: ['float32', 'jagged'],
      b_one: ['float32', 'jagged'],
      c: ['float32', 'jagged'],
    });
    expect([...indexTree(tree).collections.keys()]).toEqual(['a', 'b_one', 'c']);
  });
});

describe('parseTriggerBits', () => {
  const title = (name: string): string =>
    schemaFixture(name).columns.find((column) => column.name === 'TrigObj_filterBits')!.title;

  it.each(['nano_v5', 'nano_v9', 'nano_v12_data'])('reads the muon list of %s', (name) => {
    const bits = parseTriggerBits(title(name));
    expect(bits.from).toBe('title');
    expect(bits.bits.slice(0, 4)).toEqual([
      { bit: 0, meaning: 'TrkIsoVVL' },
      { bit: 1, meaning: 'Iso' },
      { bit: 2, meaning: 'OverlapFilter PFTau' },
      { bit: 3, meaning: '1mu' },
    ]);
    expect(singleMuonBit(bits)).toBe(3);
  });

  it('knows how many bits each generation lists for muons', () => {
    expect(
      ['nano_v5', 'nano_v9', 'nano_v12_data'].map((name) => parseTriggerBits(title(name)).bits.length),
    ).toEqual([10, 12, 13]);
  });

  it('assumes the list of 2018 and Run 3 without a title', () => {
    const bits = parseTriggerBits('TrigObj_filterBits[nTrigObj]/I');
    expect(bits.from).toBe('assumed');
    expect(singleMuonBit(bits)).toBe(3);
  });

  it('does not take IsoTkMu (2016) for the single-muon bit', () => {
    const bits = parseTriggerBits(
      'extra bits of associated information: 1 = TrkIsoVVL, 2 = Iso, 8 = IsoTkMu, 1024 = 1mu (Mu50) for Muon; ',
    );
    expect(singleMuonBit(bits)).toBeNull();
  });
});
