import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ColumnSymbol, Environment } from '../../../src-shared/expression/environment.ts';
import { FAIL, NOT_COMPUTABLE, PASS } from '../../../src-main/engine/columns/batch.ts';
import { compileDecision } from '../../../src-main/engine/columns/compile.ts';
import type { ColumnValues } from '../../../src-main/engine/root/tree.ts';
import { bindTree, type Binding, type BindingOptions } from '../../../src-main/engine/columns/binding.ts';
import { resolvePreset, storedFlag } from '../../../src-main/engine/columns/presets.ts';
import { openColumns } from '../../../src-main/engine/root/columnReader.ts';
import { readTree } from '../../../src-main/engine/root/readTree.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import { sentinelFacts } from '../../../src-main/engine/slips/columnFacts.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { openFileSource } from '../../../src-main/native/fileSource.ts';
import { sharedData } from '../../shared.ts';

const dir = sharedData();
const SAMPLES = ['isol_data22', 'isol_data23', 'isol_mc'];

/** Reads all of the named quantities of the muons in the vocabulary's units, in float64; missing values are NaN. */
interface Muons {
  binding: Binding;
  entries: number;
  value(name: string): Float64Array;
  stored(column: string): ArrayLike<number | bigint>;
  /** FAIL, PASS or NOT_COMPUTABLE per muon. */
  decide(expression: string, environment?: Environment): Uint8Array;
}

function open(file: string, treePath: string, options: BindingOptions = {}): Muons {
  const source = openFileSource(path.join(dir!, file));
  const root = openRootFile(source, createCodecs());
  const tree = readTree(root, treePath);
  const binding = bindTree(tree, options);
  const read = (wanted: string[]): Map<string, ColumnValues> => {
    const plans = binding.inputs(wanted).map((name) => tree.columns.find((plan) => plan.name === name)!);
    const columns = openColumns(root, plans).read(0, tree.entries, { verify: true });
    binding.derive(columns, wanted);
    return columns;
  };
  const stored = (column: string): ArrayLike<number | bigint> => read([column]).get(column)!.values;
  const decide = (expression: string, environment: Environment = binding): Uint8Array => {
    const compiled = compileDecision(expression, environment, 'muon');
    const lengths = binding.lengthsOf('mu');
    const columns = read([...compiled.columns, lengths]);
    const offsets = columns.get(lengths)!.offsets!;
    const length = offsets[tree.entries];
    const event = new Int32Array(length);
    for (let e = 0; e < tree.entries; e++) event.fill(e, offsets[e], offsets[e + 1]);
    const out = new Uint8Array(length);
    const rows = { length, event, muon: Int32Array.from(event, (_, i) => i) };
    compiled.evaluate({ entries: tree.entries, columns }, rows, null, out);
    return out;
  };
  const value = (name: string): Float64Array => {
    const symbol = binding.member('mu', name) as ColumnSymbol;
    return Float64Array.from(stored(symbol.column), (raw) => {
      const number = Number(raw);
      const missing = symbol.sentinels.includes(number) || (symbol.negativeIsMissing && number < 0);
      return missing ? Number.NaN : number / symbol.divisor;
    });
  };
  return { binding, entries: tree.entries, value, stored, decide };
}

/** The names of a binding with -999 taken as a measurement. */
function asMeasured(binding: Binding): Environment {
  return {
    ...binding,
    member: (collection, name) => {
      const symbol = binding.member(collection, name);
      return symbol?.kind === 'column' ? { ...symbol, sentinels: [] } : symbol;
    },
  };
}

function count(values: Float64Array, test: (value: number, i: number) => boolean): number {
  return values.reduce((n, value, i) => n + (test(value, i) ? 1 : 0), 0);
}

// Source of truth: the samples' own flags (README of the samples: "the flags reproduce these cuts exactly").
describe.skipIf(!dir).each(SAMPLES)('%s', (sample) => {
  it('reproduces the stored flags of every muon with the presets, all of them computable', () => {
    const muons = open(`samples/${sample}.root`, 'analysis');
    for (const name of ['Loose_VarRad', 'Tight_VarRad', 'PflowLoose_VarRad', 'PflowTight_VarRad']) {
      const preset = resolvePreset(name, muons.binding);
      const flag = storedFlag(name, muons.binding);
      if ('missing' in preset || 'missing' in flag) throw new Error(`${name} is missing`);
      const computed = muons.decide(preset.expression);
      const stored = muons.decide(flag.expression);
      const different = computed.filter(
        (decision, i) => decision !== stored[i] || decision === NOT_COMPUTABLE,
      );
      expect([name, different.length, computed.length > 150000]).toEqual([name, 0, true]);
    }
  });

  it('has no value that looks like a missing one', () => {
    const muons = open(`samples/${sample}.root`, 'analysis');
    for (const name of [
      'pt',
      'eta',
      'phi',
      'charge',
      'd0Significance',
      'z0SinTheta',
      'topoetcone20',
      'neflowisol20',
    ]) {
      const symbol = muons.binding.member('mu', name) as ColumnSymbol;
      const values = Float64Array.from(muons.stored(symbol.column), Number);
      expect([name, sentinelFacts(values), count(muons.value(name), Number.isNaN)]).toEqual([name, [], 0]);
    }
  });
});

// Source of truth: FIELD's check numbers, recomputed with uproot and numpy in float64.
describe.skipIf(!dir)('public files and samples', () => {
  it('has 241 muons without truth type in the layout with flags only, and 23759 prompt ones', () => {
    const truth = open('samples/isol_seed_layout_mc.root', 'analysis').value('truthType');
    expect([count(truth, Number.isNaN), count(truth, (value) => value === 6), truth.length]).toEqual([
      241, 23759, 24011,
    ]);
  });

  it.each([
    ['DAOD_PHYSLITE-22.2.110_ttbar_100events', 52, 49, 49, 47],
    ['PHYSLITE_example', 5, 3, 1, 2],
  ])('derives quality and impact parameters of %s', (file, all, medium, z0, d0) => {
    const muons = open(`real/${file}.root`, 'CollectionTree');
    const quality = muons.value('quality');
    const isMedium = (i: number): boolean => quality[i] <= 1;
    expect(quality.length).toBe(all);
    expect(count(quality, (_, i) => isMedium(i))).toBe(medium);
    expect(count(muons.value('z0SinTheta'), (value, i) => isMedium(i) && Math.abs(value) <= 0.5)).toBe(z0);
    expect(count(muons.value('d0Significance'), (value, i) => isMedium(i) && Math.abs(value) <= 3)).toBe(d0);
  });

  it('leaves out 63 muons without isolation in the 2012 outreach file: 559 of 872 pass', () => {
    const muons = open('real/Run2012B_SingleMu_1000.root', 'Events', { kind: 'data' });
    const pt = muons.value('pt');
    const eta = muons.value('eta');
    const iso = muons.value('pfRelIso04');
    const selected = (i: number): boolean => pt[i] > 20 && Math.abs(eta[i]) < 2.4;
    expect(count(iso, (value, i) => selected(i) && Number.isNaN(value))).toBe(63);
    expect(count(iso, (value, i) => selected(i) && !Number.isNaN(value))).toBe(872);
    expect(count(iso, (value, i) => selected(i) && value < 0.15)).toBe(559);
    const preset = resolvePreset('TightPFIso', muons.binding);
    if ('missing' in preset) throw new Error(preset.missing);
    const kinds = (decisions: Uint8Array): number[] =>
      [FAIL, PASS, NOT_COMPUTABLE].map(
        (kind) => decisions.filter((d, i) => selected(i) && d === kind).length,
      );
    expect(kinds(muons.decide(preset.expression))).toEqual([313, 559, 63]);
    expect(kinds(muons.decide(preset.expression, asMeasured(muons.binding)))).toEqual([313, 622, 0]);
  });

  it.each([
    ['samples/z_nano_mc', 134893, 178280],
    ['real/nano_dimuon', 6, 84],
    ['real/nano_dy', 10, 18],
    ['real/NanoAODv5_sample', 142, 878],
    ['real/NanoAOD_UL17_v9like_DYJetsToLL_skim100', 23, 48],
    ['real/NanoAOD_v12plus_EGamma_Run2022E_skim100', 0, 16],
    ['real/nano_tt_v15', 0, 122],
  ])('matches the muons of %s to trigger objects', (file, matched, all) => {
    const values = open(`${file}.root`, 'Events').value('triggerMatched');
    expect([count(values, (value) => value === 1), values.length]).toEqual([matched, all]);
  });

  it('finds every muon of the layout with flags only Medium, by construction', () => {
    const muons = open('samples/isol_seed_layout_data22.root', 'analysis');
    expect(muons.decide('medium').every((decision) => decision === PASS)).toBe(true);
    expect(muons.decide('medium && triggerMatched').some((decision) => decision === FAIL)).toBe(true);
  });

  it('reads a flag as RVec<bool> and as counter array', () => {
    const run = 'samples/tags/data23_13p6TeV.00451094.physics_Main.DAOD_PHYS';
    for (const tag of ['r14858_p5785_p6482', 'r15774_p6304_p7267']) {
      const muons = open(`${run}.${tag}.root`, 'analysis');
      expect(muons.binding.schema).toBe('isolation-ntuple');
      expect(muons.value('passIso_PflowTight_VarRad').length).toBe(muons.value('pt').length);
    }
  });
});
