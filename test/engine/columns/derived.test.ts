import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bindTree } from '../../../src-main/engine/columns/binding.ts';
import { containerKey, TRACK_PARTICLES } from '../../../src-main/engine/columns/derivedElementLink.ts';
import type { ColumnValues } from '../../../src-main/engine/root/tree.ts';
import { fixture } from '../../shared.ts';
import { schemaFixture } from './schemaFixture.ts';

interface Stored {
  events: number[];
  columns: Record<string, { offsets: number[]; inner?: number[]; values: number[] }>;
  /** z0SinTheta and d0Significance of every muon, null where the link points to another container; from numpy in float64. */
  expected: [number | null, number | null][];
}

const stored = JSON.parse(readFileSync(fixture('schemas/physlite_values.json'), 'utf8')) as Record<
  string,
  Stored
>;

function columnsOf({ columns }: Stored): Map<string, ColumnValues> {
  return new Map(
    Object.entries(columns).map(([name, { offsets, inner, values }]) => [
      name,
      {
        values: values.every(Number.isInteger) ? Float64Array.from(values) : Float32Array.from(values),
        offsets: Int32Array.from(offsets),
        inner: inner ? Int32Array.from(inner) : null,
        strings: null,
      },
    ]),
  );
}

// Source of truth: element links of the two public PHYSLITE files, whose containers are known by their content.
describe('containerKey', () => {
  it.each([
    ['InDetTrackParticles', 490246363],
    ['InDetForwardTrackParticles', 339503174],
    ['CombinedMuonTrackParticles', 873304470],
    ['MuonSpectrometerTrackParticles', 965986547],
    ['ExtrapolatedMuonTrackParticles', 350445215],
  ])('%s', (name, key) => expect(containerKey(name, TRACK_PARTICLES)).toBe(key));
});

describe.each([
  ['22.2.110', 'physlite_22_2_110'],
  ['example', 'physlite_example'],
])('PHYSLITE %s', (file, schema) => {
  const binding = bindTree(schemaFixture(schema), { kind: 'simulation' });

  it('derives z0SinTheta and d0Significance through the element link', () => {
    const wanted = ['@z0SinTheta', '@d0Significance', '@quality'];
    const columns = columnsOf(stored[file]);
    expect(binding.inputs(wanted).every((name) => columns.has(name))).toBe(true);
    binding.derive(columns, wanted);
    stored[file].expected.forEach(([z0SinTheta, d0Significance], muon) => {
      const z = columns.get('@z0SinTheta')!.values[muon];
      const d = columns.get('@d0Significance')!.values[muon];
      if (z0SinTheta === null) expect([z, d]).toEqual([Number.NaN, Number.NaN]);
      else {
        expect(z).toBeCloseTo(z0SinTheta, 12);
        expect(d).toBeCloseTo(d0Significance!, 12);
      }
    });
    expect([...columns.get('@quality')!.values].every((quality) => quality >= 0 && quality <= 3)).toBe(true);
    expect(columns.get('@z0SinTheta')!.offsets).toEqual(
      Int32Array.from(stored[file].columns['AnalysisMuonsAuxDyn.quality'].offsets),
    );
  });

  it('binds the vocabulary in MeV and mm', () => {
    expect(binding.muons).toBe('AnalysisMuonsAuxDyn');
    expect(binding.collection('mu')).toBe('AnalysisMuonsAuxDyn');
    expect(binding.collection('AnalysisMuons')).toBe('AnalysisMuonsAuxDyn');
    expect(binding.member('mu', 'pt')).toMatchObject({
      column: 'AnalysisMuonsAuxDyn.pt',
      divisor: 1000,
      unit: 'GeV',
    });
    expect(binding.member('AnalysisMuonsAuxDyn', 'ptcone30')).toMatchObject({
      unit: 'MeV',
      negativeIsMissing: true,
    });
    expect(binding.global('AnalysisMuonsAuxDyn.pt')).toMatchObject({ unit: 'MeV', divisor: 1 });
    expect(binding.global('AnalysisMuonsAuxDyn_pt')).toMatchObject({ unit: 'MeV', divisor: 1 });
    expect(binding.global('EventInfoAuxDyn_lumiBlock')).toMatchObject({ level: 'event' });
    expect(binding.member('mu', 'z0SinTheta')).toMatchObject({ column: '@z0SinTheta', unit: 'mm' });
    expect(binding.member('mu', 'quality')).toMatchObject({ column: '@quality' });
    expect(binding.origin('d0Significance')).toMatch(/beam-spot width is not added/);
    expect(binding.global('averageMu')).toMatchObject({
      column: 'EventInfoAuxDyn.averageInteractionsPerCrossing',
    });
    expect(binding.global('section')).toMatchObject({ column: 'EventInfoAuxDyn.lumiBlock' });
    expect(binding.global('nVertices')).toMatchObject({ column: '@nVertices', level: 'event' });
    expect(binding.missing('triggerMatched')).toMatch(/AnalysisTrigMatch/);
    expect(binding.facts.truthContainer).toBe('TruthMuons');
    expect(binding.member('truth', 'classifierParticleOrigin')).toBeDefined();
    expect(binding.lengthsOf('mu')).toBe('AnalysisMuonsAuxDyn.pt');
  });

  it('says that a branch exists but cannot be read', () => {
    expect(
      binding.missing('AnalysisMuonsAuxDyn.muonSegmentLinks') ?? binding.missing('AnalysisMuons'),
    ).toMatch(/cannot be read/);
  });
});

describe('PHYSLITE vertices', () => {
  it('counts vertices of type 1 and 3 and finds no z0 without a primary vertex', () => {
    const binding = bindTree(schemaFixture('physlite_22_2_110'));
    const columns = columnsOf(stored['22.2.110']);
    const types = columns.get('PrimaryVerticesAuxDyn.vertexType')!;
    binding.derive(columns, ['@nVertices']);
    const [count] = columns.get('@nVertices')!.values;
    expect(count).toBe(
      [...types.values.slice(0, types.offsets![1])].filter((type) => type === 1 || type === 3).length,
    );
    columns.set('PrimaryVerticesAuxDyn.vertexType', {
      ...types,
      values: new Float64Array(types.values.length).fill(3),
    });
    binding.derive(columns, ['@z0SinTheta', '@d0Significance']);
    expect([...columns.get('@z0SinTheta')!.values].every(Number.isNaN)).toBe(true);
    expect([...columns.get('@d0Significance')!.values].some(Number.isNaN)).toBe(false);
  });
});
