import { describe, expect, it } from 'vitest';
import type { Batch, MuonSelection, Rows } from '../../../src-main/engine/columns/batch.ts';
import { FAIL, NOT_COMPUTABLE, PASS } from '../../../src-main/engine/columns/batch.ts';
import {
  compileCut,
  compileDecision,
  compileFiltered,
  compileNumber,
} from '../../../src-main/engine/columns/compile.ts';
import type { ColumnValues, ValueArray } from '../../../src-main/engine/root/tree.ts';
import type { RowLevel } from '../../../src-shared/expression/check.ts';
import type { ColumnSymbol } from '../../../src-shared/expression/environment.ts';
import { MEMBERS, SAMPLE, sampleBatch, sampleRows, seeded } from './expressionSample.ts';

// Three events with 2, 0 and 3 muons; every expected value below is worked out by hand from these.
const MUONS = Int32Array.of(0, 2, 2, 5);
const TRIGGERS = Int32Array.of(0, 1, 3, 3);

function stored(values: ValueArray, offsets: Int32Array | null = MUONS): ColumnValues {
  return { values, offsets, inner: null, strings: null };
}

const BATCH: Batch = {
  entries: 3,
  columns: new Map<string, ColumnValues>([
    ['Muon_pt', stored(Float32Array.of(20000, 30000, 50000, 60000, 50000))],
    ['Muon_eta', stored(Float32Array.of(0.5, -0.5, 1, 2, -2))],
    ['Muon_phi', stored(Float64Array.of(3, -3, 1, -1, 2))],
    ['Muon_charge', stored(Int8Array.of(1, -1, 1, 1, -1))],
    ['Muon_medium', stored(Uint8Array.of(1, 0, 1, 1, 0))],
    ['Muon_matched', stored(Int8Array.of(1, -1, 0, 1, 1))],
    ['Muon_iso', stored(Float32Array.of(0.125, -999, NaN, 0.25, 0))],
    ['Muon_track', stored(Float32Array.of(1000, 3000, -1, 0, 500))],
    ['Muon_d0', stored(Float32Array.of(0, 0, 0, 0, 0))],
    ['Muon_flags', stored(Uint32Array.of(8, 4294967295, 0, 9, 1))],
    ['Muon_label', stored(BigInt64Array.of(5n, -1n, 6n, 7n, 8n))],
    [
      'Muon_cov',
      stored(
        Float32Array.from({ length: 15 }, (_, k) => k),
        null,
      ),
    ],
    ['TrigObj_eta', stored(Float32Array.of(0.5, 1, 2), TRIGGERS)],
    ['TrigObj_phi', stored(Float32Array.of(3, 1, 2), TRIGGERS)],
    ['TrigObj_id', stored(Int32Array.of(13, 13, 11), TRIGGERS)],
    ['TrigObj_bits', stored(BigUint64Array.of(1n << 40n, 8n, (1n << 63n) | 1n), TRIGGERS)],
    ['averageMu', stored(Float32Array.of(30.5, NaN, 50), null)],
    ['nVertices', stored(Int32Array.of(10, 20, 30), null)],
    ['event', stored(BigUint64Array.of(18446744073709551615n, 9007199254740993n, 3n), null)],
    ['signed', stored(BigInt64Array.of(-7n, 7n, 0n), null)],
    ['passes', stored(Uint8Array.of(1, 0, 1), null)],
    ['weights', stored(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), null)],
    ['Odd/name#1', stored(Float64Array.of(0.5, 1.5, 2.5), null)],
    ['Aux.value', stored(Float64Array.of(1, 2, 3), null)],
    ['kind', { ...stored(new Uint8Array(0), null), strings: ['GG', 'GT', 'GG'] }],
  ]),
};

const EVENTS: Rows = { length: 3, event: Int32Array.of(0, 1, 2) };
const ELEMENTS: Rows = { length: 5, event: Int32Array.of(0, 0, 2, 2, 2), muon: Int32Array.of(0, 1, 2, 3, 4) };
const PAIRS: Rows = {
  length: 3,
  event: Int32Array.of(0, 0, 2),
  tag: Int32Array.of(0, 1, 3),
  probe: Int32Array.of(1, 0, 4),
};

function rowsOf(level: RowLevel): Rows {
  if (level === 'event') return EVENTS;
  return level === 'muon' || typeof level === 'object' ? ELEMENTS : PAIRS;
}

function number(text: string, level: RowLevel = 'event', selection: MuonSelection | null = null): number[] {
  const rows = rowsOf(level);
  const out = new Float64Array(rows.length);
  compileNumber(text, SAMPLE, level).evaluate(BATCH, rows, selection, out);
  return [...out];
}

function cut(text: string, level: RowLevel = 'event', selection: MuonSelection | null = null): number[] {
  const rows = rowsOf(level);
  const out = new Uint8Array(rows.length);
  compileCut(text, SAMPLE, level).evaluate(BATCH, rows, selection, out);
  return [...out];
}

function decision(text: string, level: RowLevel = 'muon'): number[] {
  const rows = rowsOf(level);
  const out = new Uint8Array(rows.length);
  compileDecision(text, SAMPLE, level).evaluate(BATCH, rows, null, out);
  return [...out];
}

describe('numbers', () => {
  it('follow C: real division, remainder with the sign of the dividend, power before sign', () => {
    expect(number('7 / 2 + 7 % 4 - -7 % 4 + -2 ** 2 + 2 ** 3 ** 0')[0]).toBe(3.5 + 3 + 3 - 4 + 2);
    expect(number('nVertices / 4')).toEqual([2.5, 5, 7.5]);
    expect(number('round(2.5) + 10 * round(-2.5) + 100 * floor(-0.5) + 1000 * ceil(0.5)')[0]).toBe(
      3 - 30 - 100 + 1000,
    );
    expect(number('round(0.49999999999999994)')[0]).toBe(0);
    expect(number('passes ? nVertices : -1')).toEqual([10, -1, 30]);
    expect(number('passes + 1')).toEqual([2, 1, 2]);
    expect(number('0x10 + 1e1 + true')[0]).toBe(27);
  });

  it('divide stored MeV by 1000 in float64', () => {
    expect(number('pt', 'muon')).toEqual([20, 30, 50, 60, 50]);
    expect(number('Muon_pt', 'muon')).toEqual([20000, 30000, 50000, 60000, 50000]);
  });

  it('reach fixed arrays, components, branches of any name and definitions', () => {
    expect(number('weights[1]')).toEqual([2, 5, 8]);
    expect(number('sum(weights)')).toEqual([6, 15, 24]);
    expect(number('cov[2]', 'muon')).toEqual([2, 5, 8, 11, 14]);
    expect(number('mu[1].cov[0]')).toEqual([3, NaN, 9]);
    expect(number('max(mu.cov[1])')).toEqual([4, NaN, 13]);
    expect(number('branch("Odd/name#1")')).toEqual([0.5, 1.5, 2.5]);
    expect(number('Aux.value')).toEqual([1, 2, 3]);
    expect(cut('dense')).toEqual([0, 0, 1]);
    expect(cut('isolated', 'muon')).toEqual([1, 0, 0, 0, 1]);
    expect(cut('kind == "GG"')).toEqual([1, 0, 1]);
    expect(cut("kind != 'GG'")).toEqual([0, 1, 0]);
  });
});

describe('missing values', () => {
  it('compare false, also with != ; as a value they are NaN', () => {
    expect(number('iso', 'muon')).toEqual([0.125, NaN, NaN, 0.25, 0]);
    for (const operator of ['<', '<=', '>', '>=', '==', '!='])
      expect(cut(`iso ${operator} 0.2`, 'muon').slice(1, 3)).toEqual([0, 0]);
    expect(cut('iso == iso', 'muon')).toEqual([1, 0, 0, 1, 1]);
    expect(cut('iso != iso', 'muon')).toEqual([0, 0, 0, 0, 0]);
    expect(cut('isFinite(iso)', 'muon')).toEqual([1, 0, 0, 1, 1]);
    expect(number('pow(iso, 0)', 'muon')).toEqual([1, NaN, NaN, 1, 1]);
  });

  it('come from sentinels, negative sums and elements out of range', () => {
    expect(number('track', 'muon')).toEqual([1, 3, NaN, 0, 0.5]);
    expect(number('matched', 'muon')).toEqual([1, NaN, 0, 1, 1]);
    expect(number('mu[2].pt')).toEqual([NaN, NaN, 50]);
    expect(cut('mu[2].pt < 1000')).toEqual([0, 0, 1]);
    expect(cut('mu[2].pt != 1')).toEqual([0, 0, 1]);
    expect(number('(Muon_pt > 20000)[1]')).toEqual([1, NaN, 1]);
  });

  it('stay missing in the negation of a stored condition and of a definition, and hold neither way', () => {
    expect(number('!matched', 'muon')).toEqual([0, NaN, 1, 0, 0]);
    expect(cut('!matched', 'muon')).toEqual([0, 0, 1, 0, 0]);
    expect(cut('matched == false', 'muon')).toEqual([0, 0, 1, 0, 0]);
    expect(number('!mu[2].isolated')).toEqual([NaN, NaN, 0]);
  });

  it('keep 64-bit integers exact and tell missing ones', () => {
    expect(cut('label != 6', 'muon')).toEqual([1, 0, 0, 1, 1]);
    expect(number('label', 'muon')).toEqual([5, NaN, 6, 7, 8]);
    expect(number('mu[1].label + 1')).toEqual([NaN, NaN, 8]);
    expect(number('signed % 0')).toEqual([NaN, NaN, NaN]);
  });
});

describe('64-bit integers never go through a double', () => {
  it.each<[string, number[]]>([
    ['event == 18446744073709551615', [1, 0, 0]],
    ['event == 9007199254740993', [0, 1, 0]],
    ['event == 9007199254740992', [0, 0, 0]],
    ['event > 1e15', [1, 1, 0]],
    ['event % 2 == 1', [1, 1, 1]],
    ['event % 4 == 3', [1, 0, 1]],
    ['signed % 4 == -3', [1, 0, 0]],
    ['(event & 9007199254740993) == 9007199254740993', [1, 1, 0]],
    ['bit(event, 63)', [1, 0, 0]],
    ['bit(event, 53)', [1, 1, 0]],
    ['bit(event, 0)', [1, 1, 1]],
    ['any(bit(TrigObj_bits, 40))', [1, 0, 0]],
    ['any(bit(TrigObj_bits, 3))', [0, 1, 0]],
    ['any(bit(TrigObj_bits, 63))', [0, 1, 0]],
    ['max(TrigObj_bits) == 9223372036854775809', [0, 1, 0]],
  ])('%s', (text, wanted) => {
    expect(cut(text)).toEqual(wanted);
  });

  it("bits of 32-bit integers, negative ones in two's complement", () => {
    expect(cut('bit(flags, 31)', 'muon')).toEqual([0, 1, 0, 0, 0]);
    expect(cut('bit(flags, 3)', 'muon')).toEqual([1, 1, 0, 1, 0]);
    expect(cut('(flags & 8) == 8', 'muon')).toEqual([1, 1, 0, 1, 0]);
    expect(number('flags | 16', 'muon')).toEqual([24, 4294967295, 16, 25, 17]);
    expect(cut('bit(charge, 40)', 'muon')).toEqual([0, 1, 0, 0, 1]);
  });
});

describe('collections', () => {
  it.each<[string, number[]]>([
    ['count(mu)', [2, 0, 3]],
    ['count(mu.medium)', [1, 0, 2]],
    ['count(mu[mu.medium])', [1, 0, 2]],
    ['count(Muon_iso)', [1, 0, 2]],
    ['sum(mu.pt)', [50, 0, 160]],
    ['sum(mu.pt[mu.medium])', [20, 0, 110]],
    ['sum(mu.medium)', [1, 0, 2]],
    ['mean(mu.pt)', [25, NaN, 160 / 3]],
    ['min(mu.pt)', [20, NaN, 50]],
    ['max(mu.pt)', [30, NaN, 60]],
    ['max(mu.iso)', [NaN, NaN, NaN]],
    ['any(mu.pt > 55)', [0, 0, 1]],
    ['all(mu.pt > 25)', [0, 1, 1]],
    ['mu[1].pt', [30, NaN, 60]],
    ['mu[0].charge * mu[1].charge', [-1, NaN, 1]],
    ['mu.pt[mu.medium][1]', [NaN, NaN, 60]],
    ['mu[mu.medium][1].pt', [NaN, NaN, 60]],
    ['mu.pt[mu.medium && mu.eta > 1][0]', [NaN, NaN, 60]],
    ['mu[count(TrigObj)].pt', [30, NaN, 50]],
    ['sum(mu.pt[mu.pt > max(mu.pt) - 1])', [30, 0, 60]],
  ])('%s', (text, wanted) => {
    expect(number(text)).toEqual(wanted);
  });

  it('sorts by falling value, ties in file order, missing last', () => {
    const order = (text: string): number[][] => [0, 1, 2].map((k) => number(`sorted(mu, ${text})[${k}].eta`));
    expect(order('pt').map((values) => values[2])).toEqual([2, 1, -2]);
    expect(order('-pt').map((values) => values[2])).toEqual([1, -2, 2]);
    expect(order('iso').map((values) => values[2])).toEqual([2, -2, 1]);
    expect(number('leading(mu, pt).eta')).toEqual([-0.5, NaN, 2]);
    expect(number('leading(mu[mu.medium], eta).pt')).toEqual([20, NaN, 60]);
    expect(number('sorted(mu, pt * eta)[2].pt')).toEqual([NaN, NaN, 50]);
    expect(number('sorted(mu, pt)[nVertices / 30].eta')).toEqual([NaN, NaN, 1]);
  });

  it('mean the selected muons by mu, all of the file by the branch', () => {
    const selection = { offsets: Int32Array.of(0, 1, 1, 3), index: Int32Array.of(1, 2, 4) };
    expect(number('count(mu)', 'event', selection)).toEqual([1, 0, 2]);
    expect(number('count(Muon_pt)', 'event', selection)).toEqual([2, 0, 3]);
    expect(number('mu[0].pt', 'event', selection)).toEqual([30, NaN, 50]);
    expect(number('leading(mu, eta).eta', 'event', selection)).toEqual([-0.5, NaN, 1]);
    expect(number('sum(mu.pt + 0 * Muon_eta)', 'event', selection)).toEqual([30, 0, 100]);
  });

  it('follow indexes from another collection', () => {
    expect(number('sum(Muon_eta[TrigObj_id - 12])')).toEqual([-0.5, NaN, 0]);
  });
});

describe('levels', () => {
  it("bare names are the row's muon first, then the event's", () => {
    expect(number('pt + nVertices', 'muon')).toEqual([30, 40, 80, 90, 80]);
    expect(cut('pt > sum(mu.pt) / 2', 'muon')).toEqual([0, 1, 0, 0, 0]);
    expect(cut('Muon_pt > 20000 && medium', 'muon')).toEqual([0, 0, 1, 1, 0]);
    expect(number('eta', { collection: 'Muon' })).toEqual([0.5, -0.5, 1, 2, -2]);
  });

  it("a branch of the rows' own collection is the row's value, in a reduction or with an index the whole column", () => {
    const alsoMember: typeof SAMPLE = {
      ...SAMPLE,
      member: (collection, name) => SAMPLE.member(collection, name) ?? SAMPLE.global(name),
    };
    for (const environment of [SAMPLE, alsoMember]) {
      const out = new Float64Array(5);
      const text = 'Muon_eta + 100 * count(Muon_eta > eta) + 10000 * Muon_eta[0]';
      compileNumber(text, environment, 'muon').evaluate(BATCH, ELEMENTS, null, out);
      expect([...out]).toEqual([5000.5, 5099.5, 10101, 10002, 10198]);
    }
  });

  it('pairs have tag, probe, mass, deltaR, deltaPhi and deltaEta', () => {
    expect(number('tag.pt - probe.pt', 'pair')).toEqual([-10, 10, 10]);
    expect(number('deltaEta', 'pair')).toEqual([1, -1, 4]);
    expect(number('deltaPhi', 'pair')[0]).toBeCloseTo(6 - 2 * Math.PI, 14);
    expect(number('deltaR', 'pair')[2]).toBeCloseTo(5, 14);
    expect(number('mass', 'pair')).toEqual(number('mass(tag, probe)', 'pair'));
  });

  it("tag and probe levels have both, bare names being that muon's", () => {
    expect(number('pt', 'tag')).toEqual([20, 30, 60]);
    expect(number('pt', 'probe')).toEqual([30, 20, 50]);
    expect(number('Muon_pt', 'probe')).toEqual([30000, 20000, 50000]);
    expect(number('probe.pt - pt', 'tag')).toEqual([10, -10, -10]);
    expect(number('mass', 'probe')).toEqual(number('mass', 'pair'));
    expect(cut('near', 'probe')).toEqual(cut('probe.near', 'pair'));
  });
});

describe('kinematics in float64', () => {
  it('massless: sqrt(2 pt1 pt2 (cosh(deta) - cos(dphi))), to the bit', () => {
    const wanted = Math.sqrt(2 * 20 * 30 * (Math.cosh(1) - Math.cos(6)));
    expect(number('mass(mu[0], mu[1])')[0]).toBe(wanted);
    expect(number('mass(mu[0], mu[0])')[0]).toBe(0);
  });

  it('with a mass: from the four-vectors (1e-12 relative)', () => {
    const [m, px, py, pz, e] = [0.10566, 0, 0, 0, 0];
    const sum = [px, py, pz, e];
    for (const [pt, eta, phi] of [
      [20, 0.5, 3],
      [30, -0.5, -3],
    ]) {
      sum[0] += pt * Math.cos(phi);
      sum[1] += pt * Math.sin(phi);
      sum[2] += pt * Math.sinh(eta);
      sum[3] += Math.hypot(pt * Math.cosh(eta), m);
    }
    const wanted = Math.sqrt(sum[3] ** 2 - sum[0] ** 2 - sum[1] ** 2 - sum[2] ** 2);
    expect(number('mass(mu[0], mu[1], 0.10566)')[0] / wanted).toBeCloseTo(1, 12);
    expect(number('mass(mu[0], mu[0], 0.10566)')[0] / (2 * m)).toBeCloseTo(1, 6);
  });

  it('takes a stored mass or energy where there is one', () => {
    const withMember = (name: string, column: string): typeof SAMPLE => ({
      ...SAMPLE,
      member: (collection, wanted) =>
        wanted === name
          ? ({ ...MEMBERS['Muon']['d0'], column, unit: 'GeV' } as ColumnSymbol)
          : SAMPLE.member(collection, wanted),
    });
    const [rest, full] = [0.10566, (pt: number, eta: number) => Math.hypot(pt * Math.cosh(eta), 0.10566)];
    const columns = new Map(BATCH.columns);
    columns.set('Muon_mass', stored(new Float64Array(5).fill(rest)));
    columns.set('Muon_energy', stored(Float64Array.of(full(20, 0.5), full(30, 0.5), 0, 0, 0)));
    const batch = { entries: 3, columns };
    const [given] = number('mass(mu[0], mu[1], 0.10566)');
    for (const name of ['mass', 'energy']) {
      const out = new Float64Array(3);
      compileNumber('mass(mu[0], mu[1])', withMember(name, `Muon_${name}`), 'event').evaluate(
        batch,
        EVENTS,
        null,
        out,
      );
      expect(out[0] / given).toBeCloseTo(1, 12);
    }
  });

  it('deltaPhi is in [-pi, pi)', () => {
    expect(number('deltaPhi(mu[0], mu[1])')[0]).toBeCloseTo(6 - 2 * Math.PI, 14);
    expect(number('deltaPhi(3, -3) - deltaPhi(3 + 8 * atan(1), -3)')[0]).toBeCloseTo(0, 14);
    expect(number('deltaR(0, 3, 0, -3)')[0]).toBeCloseTo(2 * Math.PI - 6, 14);
  });
});

describe('decisions', () => {
  it('are not computable where an operand is missing, whatever && leaves out', () => {
    expect(decision('iso < 0.15')).toEqual([PASS, NOT_COMPUTABLE, NOT_COMPUTABLE, FAIL, PASS]);
    expect(decision('pt > 100 && iso < 0.15')).toEqual([FAIL, NOT_COMPUTABLE, NOT_COMPUTABLE, FAIL, FAIL]);
    expect(decision('pt > 10 || iso < 0.15')).toEqual([PASS, NOT_COMPUTABLE, NOT_COMPUTABLE, PASS, PASS]);
    expect(decision('medium ? pt > 1 : iso < 1')).toEqual([PASS, NOT_COMPUTABLE, NOT_COMPUTABLE, PASS, PASS]);
    expect(decision('matched')).toEqual([PASS, NOT_COMPUTABLE, FAIL, PASS, PASS]);
    expect(decision('label == 7')).toEqual([FAIL, NOT_COMPUTABLE, FAIL, PASS, FAIL]);
    expect(decision('pt > 25')).toEqual([FAIL, PASS, PASS, PASS, PASS]);
  });

  it('at event and pair level: elements out of range, elements of a reduction; not the conditions of a filter', () => {
    expect(decision('mu[1].pt > 40', 'event')).toEqual([FAIL, NOT_COMPUTABLE, PASS]);
    expect(decision('any(mu.iso < 0.2)', 'event')).toEqual([NOT_COMPUTABLE, FAIL, NOT_COMPUTABLE]);
    expect(decision('any(mu.pt[mu.iso < 0.2] > 10)', 'event')).toEqual([PASS, FAIL, PASS]);
    expect(decision('tag.iso < 1 && probe.pt > 1', 'pair')).toEqual([PASS, NOT_COMPUTABLE, PASS]);
    expect(decision('averageMu > 40', 'muon')).toEqual([FAIL, FAIL, PASS, PASS, PASS]);
    expect(decision('averageMu > 40', 'event')).toEqual([FAIL, NOT_COMPUTABLE, PASS]);
  });

  it('a missing operand is seen where the same quantity also stands in a filter', () => {
    expect(decision('any(mu.pt[mu.iso < 0.2] > 10) && mu[1].iso < 0.3', 'event')).toEqual([
      NOT_COMPUTABLE,
      NOT_COMPUTABLE,
      PASS,
    ]);
  });
});

describe('compiled functions', () => {
  it('name the batch columns that they read, lengths included', () => {
    expect(compileNumber('pt / track', SAMPLE, 'muon').columns).toEqual(['Muon_pt', 'Muon_track']);
    expect(compileNumber('count(mu)', SAMPLE, 'event').columns).toEqual(['Muon_eta']);
    expect(compileCut('near', SAMPLE, 'muon').columns.toSorted()).toEqual(
      ['Muon_eta', 'Muon_phi', 'TrigObj_eta', 'TrigObj_id', 'TrigObj_phi'].toSorted(),
    );
  });

  it("a filter of the rows' own collection is a condition beside the value", () => {
    const { value, condition } = compileFiltered('mu.pt[mu.medium]', SAMPLE, { collection: 'Muon' });
    const [pts, passes] = [new Float64Array(5), new Uint8Array(5)];
    value.evaluate(BATCH, ELEMENTS, null, pts);
    condition!.evaluate(BATCH, ELEMENTS, null, passes);
    expect([...pts]).toEqual([20, 30, 50, 60, 50]);
    expect([...passes]).toEqual([1, 0, 1, 1, 0]);
  });

  it('refuse columns of one collection with different lengths', () => {
    const columns = new Map(BATCH.columns);
    columns.set('Muon_pt', stored(Float32Array.of(1, 2), Int32Array.of(0, 1, 1, 2)));
    const compiled = compileNumber('sum(mu.pt)', SAMPLE, 'event');
    expect(() => compiled.evaluate({ entries: 3, columns }, EVENTS, null, new Float64Array(3))).toThrow(
      'Muon_pt has 2 elements and Muon_eta has 5 in the same 3 events',
    );
  });

  it('give the same for every array type of a column', () => {
    const types = [Int8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array];
    const compiled = compileNumber('sum(mu.charge * mu.charge)', SAMPLE, 'event');
    for (const type of types) {
      const columns = new Map(BATCH.columns);
      columns.set('Muon_charge', stored(type.of(1, 2, 3, 4, 5)));
      const out = new Float64Array(3);
      compiled.evaluate({ entries: 3, columns }, EVENTS, null, out);
      expect([...out]).toEqual([5, 0, 50]);
    }
  });

  it('name a temporary where it is computed (once per event), not inside a loop that is left', () => {
    const text =
      'any(TrigObj_phi > log10(TrigObj.id * TrigObj_phi) && sorted(mu, flags)[2].pt ** 2 == mean(Muon_pt)) & bit(max(Muon_charge), 18)';
    const batch = sampleBatch(3, seeded(1));
    const rows = sampleRows(batch).muon;
    expect(() =>
      compileNumber(text, SAMPLE, 'muon').evaluate(batch, rows, null, new Float64Array(rows.length)),
    ).not.toThrow();
  });

  it('work on a batch without events', () => {
    const empty = sampleBatch(0, seeded(1));
    const rows = sampleRows(empty).event;
    compileNumber('sorted(mu, pt)[nVertices].pt + weights[1]', SAMPLE, 'event').evaluate(
      empty,
      rows,
      null,
      new Float64Array(0),
    );
  });
});
