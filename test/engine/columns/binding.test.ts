import { describe, expect, it } from 'vitest';
import type { ColumnSymbol } from '../../../src-shared/expression/environment.ts';
import { bindTree, type Binding } from '../../../src-main/engine/columns/binding.ts';
import { handMadeTree, schemaFixture } from './schemaFixture.ts';

function column(binding: Binding, name: string): ColumnSymbol {
  const symbol = binding.member('mu', name) ?? binding.global(name);
  if (symbol?.kind !== 'column') throw new Error(`${name} is ${symbol?.kind ?? 'missing'}`);
  return symbol;
}

describe('isolation-ntuple', () => {
  const mc = bindTree(schemaFixture('isol_mc'), { kind: 'simulation' });

  it('gives momenta in GeV and branch names in MeV', () => {
    expect(column(mc, 'pt')).toMatchObject({
      column: 'muon_pt',
      unit: 'GeV',
      divisor: 1000,
      level: { collection: 'muon' },
    });
    expect(column(mc, 'muon_pt')).toMatchObject({ column: 'muon_pt', unit: 'MeV', divisor: 1 });
    expect(mc.global('muon_pt')).toMatchObject({ unit: 'MeV', level: { collection: 'muon' } });
    expect(mc.origin('pt')).toBe('branch muon_pt / 1000');
    expect(mc.global('pt')).toBeUndefined();
  });

  it('finds the vocabulary', () => {
    expect(column(mc, 'ptvarcone30_pt1000').column).toBe(
      'muon_ptvarcone30_Nonprompt_All_MaxWeightTTVA_pt1000',
    );
    expect(column(mc, 'ptvarcone30').column).toBe('muon_ptvarcone30');
    expect(column(mc, 'd0Significance').column).toBe('muon_d0sig');
    expect(column(mc, 'z0SinTheta')).toMatchObject({ column: 'muon_z0sinTheta', unit: 'mm', divisor: 1 });
    expect(column(mc, 'triggerMatched')).toMatchObject({ column: 'muon_trigMatch', type: 'boolean' });
    expect(column(mc, 'averageMu')).toMatchObject({
      column: 'averageInteractionsPerCrossing',
      level: 'event',
    });
    expect(column(mc, 'actualMu').column).toBe('actualInteractionsPerCrossing');
    expect(column(mc, 'event')).toMatchObject({ column: 'eventNumber', type: 'integer64' });
    expect(mc.member('muon', 'medium')).toMatchObject({ kind: 'definition', text: 'quality <= 1' });
    expect(column(mc, 'mcEventWeight').column).toBe('mcEventWeight');
    expect(mc.global('pileupWeight')).toMatchObject({ column: 'pileupWeight' });
  });

  it('takes no value of the calorimeter and neutral-flow sums as missing, negative track sums and -1 truth codes as missing', () => {
    for (const name of [
      'topoetcone20',
      'neflowisol20',
      'd0Significance',
      'z0SinTheta',
      'charge',
      'eta',
      'phi',
    ]) {
      expect(column(mc, name)).toMatchObject({ sentinels: [], negativeIsMissing: false });
    }
    expect(column(mc, 'ptvarcone30_pt1000').negativeIsMissing).toBe(true);
    expect(column(mc, 'muon_ptvarcone30').negativeIsMissing).toBe(true);
    expect(column(mc, 'truthType').sentinels).toEqual([-1]);
    expect(column(mc, 'muon_d0sig').column).toBe('muon_d0sig');
  });

  it('says why names are missing', () => {
    expect(mc.missing('pt')).toBeNull();
    expect(mc.missing('nonsense')).toBeNull();
    expect(mc.missing('section')).toMatch(/luminosity block/);
    expect(mc.missing('ptvarcone30_pt500')).toMatch(/no branch muon_ptvarcone30_Nonprompt/);
    const data = bindTree(schemaFixture('isol_data22'), { kind: 'data' });
    expect(data.missing('truthType')).toBe('collision data have no truth');
  });

  it('reads the layout with flags only', () => {
    for (const [fixture, element] of [
      ['isol_seed_layout_mc', [-1]],
      ['isol_seed_layout_data22', []],
    ] as const) {
      const seed = bindTree(schemaFixture(fixture));
      expect(column(seed, 'triggerMatched')).toMatchObject({
        column: 'muon_is_trigger_matched',
        type: 'boolean',
        sentinels: element,
      });
      expect(column(seed, 'averageMu').column).toBe('avgMu');
      expect(seed.missing('actualMu')).toMatch(/average interactions only/);
      expect(seed.origin('medium')).toMatch(/true by construction/);
      expect(seed.member('muon', 'medium')?.kind).toBe('definition');
      expect(seed.missing('quality')).toMatch(/Medium muons/);
      expect(seed.missing('ptvarcone30_pt1000')).toMatch(/flags/);
      expect(seed.facts.assumed.join()).toMatch(/Medium/);
    }
    const seed = bindTree(schemaFixture('isol_seed_layout_mc'));
    expect(seed.facts.truthContainer).toBe('truth_muon');
    expect(seed.collection('truth')).toBe('truth_muon');
    expect(seed.member('truth', 'recoLink')).toMatchObject({ column: 'truth_muon_recoLink' });
    expect(seed.lengthsOf('muon')).toBe('muon_pt');
  });

  it('gives a flag as counter array or RVec<bool> under one name', () => {
    for (const fixture of ['tags_p6482', 'tags_p7267']) {
      const flag = column(bindTree(schemaFixture(fixture)), 'muon_passIso_PflowTight_VarRad');
      expect(flag).toMatchObject({ type: 'boolean', level: { collection: 'muon' } });
    }
  });

  it('reads a flag stored as unsigned char with 255 for missing', () => {
    const tree = handMadeTree({
      muon_pt: ['float32', 'jagged'],
      muon_eta: ['float32', 'jagged'],
      muon_phi: ['float32', 'jagged'],
      muon_charge: ['int32', 'jagged'],
      muon_passIso_Loose_VarRad: ['uint8', 'jagged'],
    });
    expect(column(bindTree(tree), 'muon_passIso_Loose_VarRad')).toMatchObject({
      type: 'boolean',
      sentinels: [255],
    });
  });
});

describe('nanoaod', () => {
  it('reads the 2012 outreach format with its -999', () => {
    const binding = bindTree(schemaFixture('run2012b'), { kind: 'data' });
    expect(column(binding, 'pfRelIso04')).toMatchObject({ column: 'Muon_pfRelIso04_all', sentinels: [-999] });
    expect(binding.global('Muon_pfRelIso04_all')).toMatchObject({
      sentinels: [-999],
      level: { collection: 'Muon' },
    });
    expect(column(binding, 'tightId')).toMatchObject({ column: 'Muon_tightId', type: 'boolean' });
    expect(column(binding, 'd0')).toMatchObject({
      column: 'Muon_dxy',
      unit: 'mm',
      divisor: 0.1,
      sentinels: [-999],
    });
    expect(column(binding, 'Muon_dxy')).toMatchObject({ unit: 'cm', divisor: 1 });
    expect(column(binding, 'dxy')).toMatchObject({ unit: 'cm', divisor: 1 });
    expect(binding.global('N_vtx')).toMatchObject({ column: 'PV_npvs' });
    expect(binding.missing('medium')).toMatch(/Muon_mediumId/);
    expect(binding.missing('averageMu')).toMatch(/not a substitute/);
    expect(binding.missing('triggerMatched')).toMatch(/no trigger objects/);
    expect(binding.facts.muonPreselection).toBeNull();
    expect(binding.facts.triggers).toContain('HLT_IsoMu24');
    expect(binding.global('event')).toMatchObject({ type: 'integer64' });
  });

  it('reads v5 to v15', () => {
    for (const fixture of ['nano_v5', 'nano_v9', 'nano_v15', 'z_nano_mc']) {
      const binding = bindTree(schemaFixture(fixture), { kind: 'simulation' });
      for (const name of [
        'pt',
        'eta',
        'phi',
        'mass',
        'charge',
        'loose',
        'medium',
        'tight',
        'pfRelIso03',
        'pfRelIso04',
        'tkRelIso',
        'genPartFlav',
        'averageMu',
        'nVertices',
        'run',
        'section',
        'event',
        'genWeight',
        'd0',
        'z0',
        'triggerMatched',
      ]) {
        expect([fixture, name, column(binding, name).kind]).toEqual([fixture, name, 'column']);
      }
      expect(binding.inputs(['@triggerMatched', 'Muon_pt'])).toEqual([
        'Muon_eta',
        'Muon_phi',
        'TrigObj_id',
        'TrigObj_eta',
        'TrigObj_phi',
        'TrigObj_filterBits',
        'Muon_pt',
      ]);
      expect(binding.lengthsOf('mu')).toBe('Muon_pt');
    }
  });

  it('shows the preselection of the muon table and the trigger choice', () => {
    const binding = bindTree(schemaFixture('nano_v12_data'), { kind: 'data' });
    expect(binding.facts.muonPreselection).toMatch(/^slimmedMuons after basic selection \(pt > 15/);
    expect(binding.facts.triggerMatching).toMatch(/bit 3 .*as the branch title says.*delta R < 0.1/);
    const sample = bindTree(schemaFixture('z_nano_mc'));
    expect(sample.facts.triggerMatching).toMatch(/assumed/);
    expect(sample.facts.assumed).toContain('the meaning of TrigObj_filterBits for muons');
  });

  it('matches muons to trigger objects with the single-muon bit, for 32-bit and 64-bit words, across phi = pi', () => {
    const binding = bindTree(schemaFixture('nano_v15'));
    const jagged = (values: Float32Array | Int16Array | BigUint64Array | Int32Array, offsets: number[]) => ({
      values,
      offsets: Int32Array.from(offsets),
      inner: null,
      strings: null,
    });
    for (const bits of [
      BigUint64Array.from([8n, 8n, 1024n, 8n, 1n << 40n]),
      Int32Array.from([8, 8, 1024, 8, 0]),
    ]) {
      const columns = new Map([
        ['Muon_eta', jagged(Float32Array.from([0, 1, 0.5, 0.1]), [0, 2, 3, 3, 4])],
        ['Muon_phi', jagged(Float32Array.from([3.12, 0, 1, 2]), [0, 2, 3, 3, 4])],
        ['TrigObj_id', jagged(Int16Array.from([13, 11, 13, 13, 13]), [0, 2, 3, 4, 5])],
        ['TrigObj_eta', jagged(Float32Array.from([0.01, 1, 0.5, 0.1, 0.1]), [0, 2, 3, 4, 5])],
        ['TrigObj_phi', jagged(Float32Array.from([-3.12, 0, 1, 2, 2]), [0, 2, 3, 4, 5])],
        ['TrigObj_filterBits', jagged(bits, [0, 2, 3, 4, 5])],
      ]);
      binding.derive(columns, ['@triggerMatched']);
      expect([...columns.get('@triggerMatched')!.values]).toEqual([1, 0, 0, 0]);
    }
  });
});

describe('flat', () => {
  it('takes what the document names', () => {
    const binding = bindTree(schemaFixture('flat_hzz'), {
      vocabulary: { d0: 'Muon_Iso', eta: 'Muon_Pz / 2' },
    });
    expect(binding.muons).toBe('Muon');
    expect(column(binding, 'd0')).toMatchObject({ column: 'Muon_Iso', level: { collection: 'Muon' } });
    expect(binding.member('mu', 'eta')).toMatchObject({ kind: 'definition', text: 'Muon_Pz / 2' });
    expect(binding.global('Jet_Px')).toMatchObject({ level: { collection: 'Jet' } });
    expect(binding.missing('z0')).toMatch(/vocabulary can name one/);
  });

  it('finds columns in other capitals, pt, eta, phi from components, and customary event names', () => {
    const binding = bindTree(schemaFixture('flat_hzz'));
    expect(column(binding, 'charge')).toMatchObject({ column: 'Muon_Charge' });
    expect(column(binding, 'energy')).toMatchObject({ column: 'Muon_E', unit: 'GeV' });
    expect(binding.member('mu', 'pt')).toMatchObject({
      text: 'sqrt(Px * Px + Py * Py)',
      level: { collection: 'Muon' },
    });
    expect(binding.facts.assumed).toContain('momenta of Muon are in GeV');
    const mini = bindTree(schemaFixture('flat_minitree'));
    expect(mini.global('run')).toMatchObject({ column: 'runNumber' });
    expect(mini.global('section')).toMatchObject({ column: 'lumiBlock' });
    expect(mini.global('actualMu')).toMatchObject({ column: 'actualInteractionsPerCrossing' });
  });

  it('has event-level names where rows are muons or pairs', () => {
    const binding = bindTree(schemaFixture('flat_plit'), {
      vocabulary: { pt: 'mu_pt', d0Significance: 'mu_d0sig' },
    });
    expect(binding.muons).toBeNull();
    expect(binding.global('pt')).toMatchObject({ column: 'mu_pt', level: 'event', unit: 'GeV' });
    expect(binding.facts.assumed).toContain('mu_pt is in GeV');
    expect(bindTree(schemaFixture('flat_zmumu')).global('Type')).toMatchObject({
      type: 'string',
      level: 'event',
    });
  });

  it('refuses a column of another collection for a muon quantity', () => {
    expect(() =>
      bindTree(schemaFixture('isol_seed_layout_mc'), { vocabulary: { pt: 'truth_muon_pt' } }),
    ).toThrow(/not a column of the muons/);
    const named = bindTree(schemaFixture('isol_seed_layout_mc'), {
      vocabulary: { link: 'truth_muon_recoLink' },
    });
    expect(named.global('link')).toMatchObject({ level: { collection: 'truth_muon' } });
    expect(named.member('muon', 'link')).toBeUndefined();
  });

  it('refuses definitions that refer to themselves', () => {
    expect(() =>
      bindTree(schemaFixture('flat_plit'), { vocabulary: { pt: 'eta * 2', eta: 'pt / 2' } }),
    ).toThrow(/refers to itself/);
  });
});
