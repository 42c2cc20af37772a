import { describe, expect, it } from 'vitest';
import { bindTree } from '../../../src-main/engine/columns/binding.ts';
import { resolvePreset, storedFlag } from '../../../src-main/engine/columns/presets.ts';
import { VOCABULARY } from '../../../src-shared/expression/vocabulary.ts';
import { check } from '../../../src-shared/expression/check.ts';
import { PRESET_NAMES } from '../../../src-shared/expression/presets.ts';
import { handMadeTree, schemaFixture } from './schemaFixture.ts';

const isolation = bindTree(schemaFixture('isol_mc'));
const seed = bindTree(schemaFixture('isol_seed_layout_mc'));
const physlite = bindTree(schemaFixture('physlite_22_2_110'));
const nano = bindTree(schemaFixture('nano_v9'));

function expression(name: string, binding = isolation): string {
  const found = resolvePreset(name, binding);
  return 'missing' in found ? `missing: ${found.missing}` : found.expression;
}

// Source of truth: EPJC 81 (2021) 578 for ATLAS, the CMS muon isolation working points (delta-beta, R = 0.4).
describe('resolvePreset', () => {
  it('writes the VarRad points with the tracks above 1 GeV of the samples', () => {
    expect(expression('Loose_VarRad')).toBe('ptvarcone30_pt1000 / pt < 0.15 && topoetcone20 / pt < 0.30');
    expect(expression('Tight_VarRad')).toBe('ptvarcone30_pt1000 / pt < 0.04 && topoetcone20 / pt < 0.15');
    expect(expression('PflowLoose_VarRad')).toBe(
      '(ptvarcone30_pt1000 + 0.4 * max(0, neflowisol20)) / pt < 0.16',
    );
    expect(expression('PflowTight_VarRad')).toBe(
      '(ptvarcone30_pt1000 + 0.4 * max(0, neflowisol20)) / pt < 0.045',
    );
    expect(expression('TightTrackOnly_VarRad')).toBe('ptvarcone30_pt1000 / pt < 0.06');
  });

  it('records the substitution of tracks, and which branches stand behind the names', () => {
    const found = resolvePreset('PflowLoose_VarRad', isolation);
    if ('missing' in found) throw new Error(found.missing);
    expect(found.substitution).toBe('tracks above 1 GeV (pt1000) in place of those above 0.5 GeV');
    expect(found.variables).toEqual({
      ptvarcone30_pt1000:
        'branch muon_ptvarcone30_Nonprompt_All_MaxWeightTTVA_pt1000 / 1000 (negative means missing)',
      neflowisol20: 'branch muon_neflowisol20 / 1000',
      pt: 'branch muon_pt / 1000',
    });
  });

  it('takes the tracks above 0.5 GeV and the fixed cone where the file has them', () => {
    const example = bindTree(schemaFixture('physlite_example'));
    expect(expression('PflowTight_VarRad', example)).toBe(
      '(ptvarcone30_pt500 + 0.4 * max(0, neflowisol20)) / pt < 0.045',
    );
    expect(expression('Loose_FixedRad', physlite)).toBe(
      '(pt > 50 ? ptcone20_pt1000 : ptvarcone30_pt1000) / pt < 0.15 && topoetcone20 / pt < 0.30',
    );
    expect(expression('HighPtTrackOnly', physlite)).toBe('ptcone20_pt1000 < 1.25');
    expect(expression('Loose_FixedRad')).toMatch(/^missing: ptcone20_pt1000: /);
  });

  it('gives the CMS points', () => {
    const cuts = {
      VeryLoose: '0.40',
      Loose: '0.25',
      Medium: '0.20',
      Tight: '0.15',
      VeryTight: '0.10',
      VeryVeryTight: '0.05',
    };
    for (const [name, cut] of Object.entries(cuts)) {
      expect(expression(`${name}PFIso`, nano)).toBe(`pfRelIso04 < ${cut}`);
      expect(expression(`PFIso${name}`, nano)).toBe(`pfRelIso04 < ${cut}`);
    }
    expect(expression('LooseRelTkIso', nano)).toBe('tkRelIso < 0.10');
    expect(expression('TightRelTkIso', nano)).toBe('tkRelIso < 0.05');
  });

  it('never takes the stored decision', () => {
    for (const name of PRESET_NAMES) expect(expression(name, seed)).toMatch(/^missing: /);
    expect(expression('Loose_VarRad', seed)).toMatch(/only the working-point flags/);
    expect(expression('Loose_VarRad', nano)).toMatch(/ATLAS quantity/);
  });

  it('names the presets for an unknown one', () => {
    expect(expression('Loos')).toMatch(/presets are Loose_VarRad/);
    expect(expression('constructor')).toMatch(/there is no preset/);
  });
});

describe('storedFlag', () => {
  it('finds the stored decision', () => {
    expect(storedFlag('Tight_VarRad', seed)).toMatchObject({
      expression: 'passIso_Tight_VarRad',
      branch: 'muon_passIso_Tight_VarRad',
    });
    expect(storedFlag('TightPFIso', nano)).toMatchObject({
      expression: 'pfIsoId >= 4',
      branch: 'Muon_pfIsoId',
    });
    expect(storedFlag('my point', isolation, 'muon_passIso_Loose_VarRad')).toMatchObject({
      expression: 'muon_passIso_Loose_VarRad',
      branch: 'muon_passIso_Loose_VarRad',
    });
  });

  it('says where there is none', () => {
    expect(storedFlag('Loose_VarRad', nano)).toEqual({
      missing: expect.stringMatching(/stores no decision/),
    });
    expect(storedFlag('x', isolation, 'muon_nope')).toEqual({
      missing: 'the muons have no branch muon_nope',
    });
    const rows = bindTree(handMadeTree({ pt: ['float32', 'scalar'] }));
    expect(storedFlag('Loose_VarRad', rows)).toEqual({ missing: 'the file has no muon collection' });
    expect(resolvePreset('Loose_VarRad', rows)).toEqual({ missing: 'the file has no muon collection' });
  });
});

// The expression checker is the judge of names, types and units.
describe('every vocabulary name and preset', () => {
  const fixtures = [
    'isol_mc',
    'isol_seed_layout_mc',
    'tags_p6482',
    'run2012b',
    'nano_v9',
    'nano_v15',
    'physlite_example',
    'physlite_22_2_110',
    'flat_hzz',
  ];

  it.each(fixtures)('can be used in expressions on %s', (fixture) => {
    const binding = bindTree(schemaFixture(fixture));
    for (const { name, level } of VOCABULARY.values()) {
      if (binding.missing(name) !== null) continue;
      expect([name, check(name, binding, level).meaning.type]).toEqual([name, expect.any(String)]);
    }
    for (const name of PRESET_NAMES) {
      const preset = resolvePreset(name, binding);
      if ('missing' in preset) continue;
      const checked = check(preset.expression, binding, 'muon');
      expect([name, checked.meaning.type, checked.warnings]).toEqual([name, 'boolean', []]);
    }
  });
});
