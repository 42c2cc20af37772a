import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { variableAxis } from '../../../src-main/engine/statistics/axis.ts';
import {
  pileupWeights,
  profileAgreement,
  weightsOfSlots,
} from '../../../src-main/engine/statistics/pileup.ts';
import {
  combineProfiles,
  normaliseProfile,
  profileMean,
  rebinExactly,
  scaleProfile,
} from '../../../src-main/engine/statistics/profile.ts';
import { slotsOfRows } from '../../../src-main/engine/statistics/slots.ts';
import { fixture } from '../../shared.ts';

const read = (name: string) => JSON.parse(readFileSync(fixture(`statistics/${name}`), 'utf8'));
const toy = read('pileup.json') as {
  edges: number[];
  data: number[];
  mc: number[];
  weights: number[];
  unrepresentedDataFraction: number;
  effectiveMcEntries: number;
  dataScaleFactor: number;
  scaledData: number[];
  weightsScaled: number[];
  meanMuData: number;
  meanMuMcReweighted: number;
};
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

function largestDifference(got: ArrayLike<number>, wanted: number[]): number {
  expect(got.length).toBe(wanted.length);
  return Math.max(...wanted.map((value, i) => Math.abs(got[i]! - value) / Math.max(1, Math.abs(value))));
}

describe('pile-up weights against the numpy reference', () => {
  it('weights, lost data, effective entries and means to 1e-12', () => {
    const { weights, after, ...rest } = pileupWeights({ contents: toy.data }, { contents: toy.mc });
    expect(largestDifference(weights, toy.weights)).toBeLessThan(1e-12);
    expect(rest.unrepresentedDataFraction).toBeCloseTo(toy.unrepresentedDataFraction, 14);
    expect(rest.effectiveEntries / toy.effectiveMcEntries).toBeCloseTo(1, 12);
    expect(profileMean(toy.data, toy.edges)).toBeCloseTo(toy.meanMuData, 11);
    expect(profileMean(after, toy.edges)).toBeCloseTo(toy.meanMuMcReweighted, 11);
    expect(sum(after)).toBeCloseTo(1 - toy.unrepresentedDataFraction, 12);
  });

  it("data's mu divided by 1.03: profile to 1e-9 (the reference subtracts cumulative sums), weights to 1e-11", () => {
    const scaled = scaleProfile({ contents: toy.data }, toy.edges, toy.dataScaleFactor);
    expect(largestDifference(scaled.contents, toy.scaledData)).toBeLessThan(1e-9);
    const { weights } = pileupWeights(scaled, { contents: toy.mc });
    expect(largestDifference(weights, toy.weightsScaled)).toBeLessThan(1e-11);
    expect(profileMean(scaled.contents, toy.edges)).toBeCloseTo(toy.meanMuData / 1.03, 1);
  });

  it('looks up the weight of every event; 0 outside the profile', () => {
    const { weights } = pileupWeights({ contents: toy.data }, { contents: toy.mc });
    const mu = [0, 0.5, 33, 33.999, 80, -1, NaN, 1e9];
    const slots = slotsOfRows([variableAxis(toy.edges)], [mu], mu.length);
    expect([...weightsOfSlots(weights, slots)]).toEqual([
      weights[0],
      weights[0],
      weights[33],
      weights[33],
      0,
      0,
      0,
      0,
    ]);
  });
});

const real = read('pileupAgreement.json') as {
  data22: number[];
  data23: number[];
  simulation: Record<'counts' | 'sumWeights' | 'sumWeightsSquared' | 'storedSums', number[]>;
  agreement: Record<'weighted' | 'counts', { chi2: number; filledBins: number; maxPull: number }>;
  plainSum: Record<'weighted' | 'counts', { chi2: number }>;
};

describe('computed weights against stored ones (uproot and numpy on the samples, 1e-9)', () => {
  const { counts, sumWeights, sumWeightsSquared, storedSums } = real.simulation;
  const storedMeans = storedSums.map((total, i) => total / counts[i]!);
  const shares = (a: number, b: number) =>
    combineProfiles([
      { contents: real.data22, share: a },
      { contents: real.data23, share: b },
    ]);
  const simulations = {
    weighted: { contents: sumWeights, variances: sumWeightsSquared },
    counts: { contents: counts },
  };

  it.each(['weighted', 'counts'] as const)('two periods at 45 and 55 agree, profile of %s', (kind) => {
    const expected = real.agreement[kind];
    const found = profileAgreement(shares(45, 55), simulations[kind], storedMeans);
    expect(found.chi2).toBeCloseTo(expected.chi2, 9);
    expect(found.maxPull).toBeCloseTo(expected.maxPull, 9);
    expect(found.filledBins).toBe(33);
    expect(found.chi2).toBeCloseTo(kind === 'weighted' ? 31.6 : 33.8, 1);
    expect(found.pulls.length).toBe(36);
  });

  it('the plain sum of the two files does not', () => {
    const target = { contents: real.data22.map((n, i) => n + real.data23[i]!) };
    const found = profileAgreement(target, simulations.weighted, storedMeans);
    expect(found.chi2 / real.plainSum.weighted.chi2).toBeCloseTo(1, 9);
    expect(found.chi2).toBeGreaterThan(700);
  });
});

const contents = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 3, maxLength: 20 });

describe('profiles', () => {
  it('combining takes each period at its share whatever its size', () => {
    fc.assert(
      fc.property(contents, fc.integer({ min: 2, max: 50 }), (bins, factor) => {
        fc.pre(sum(bins) > 0);
        const other = [...bins].reverse();
        const a = combineProfiles([
          { contents: bins, share: 1 },
          { contents: other, share: 3 },
        ]);
        const b = combineProfiles([
          { contents: bins.map((n) => n * factor), share: 2 },
          { contents: other, share: 6 },
          { contents: other, share: 0 },
        ]);
        a.contents.forEach((x, i) => expect(b.contents[i]).toBeCloseTo(x, 14));
        expect(sum(a.contents)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('rebinning keeps the sum (inside, below and beyond), the same edges keep every bin to the bit', () => {
    const edges = fc
      .uniqueArray(fc.double({ min: -50, max: 150, noNaN: true }), { minLength: 2, maxLength: 30 })
      .map((xs) => xs.sort((x, y) => x - y));
    fc.assert(
      fc.property(contents, edges, (bins, newEdges) => {
        const old = Array.from({ length: bins.length + 1 }, (_, i) => i * 7);
        const moved = rebinExactly(bins, old, newEdges);
        expect(sum(moved.contents) + moved.under + moved.over).toBeCloseTo(sum(bins), 8);
        expect([...rebinExactly(bins, old, old).contents]).toEqual(bins);
        expect([...scaleProfile({ contents: bins }, old, 1).contents]).toEqual(bins);
      }),
    );
  });

  it('rebinning by hand: a bin of 10 from 0 to 4 on edges 1, 2, 5', () => {
    expect(rebinExactly([10], [0, 4], [1, 2, 5])).toEqual({
      contents: Float64Array.of(2.5, 5),
      under: 2.5,
      over: 0,
    });
    expect(rebinExactly([10], [0, 4], [8, 9])).toEqual({ contents: Float64Array.of(0), under: 10, over: 0 });
    expect(rebinExactly([10], [0, 4], [-9, -8])).toEqual({
      contents: Float64Array.of(0),
      under: 0,
      over: 10,
    });
  });

  it('weights turn the simulation into the target; scaling either profile changes nothing', () => {
    fc.assert(
      fc.property(contents, fc.integer({ min: 1, max: 9 }), (bins, factor) => {
        const simulation = bins.map((_, i) => (i % 3) * 5);
        fc.pre(sum(bins) > 0);
        const a = pileupWeights({ contents: bins }, { contents: simulation });
        const b = pileupWeights({ contents: bins.map((n) => n * factor) }, { contents: simulation });
        a.weights.forEach((w, i) => {
          expect(b.weights[i]).toBeCloseTo(w, 12);
          expect(a.after[i]).toBeCloseTo(simulation[i] === 0 ? 0 : a.target[i]!, 14);
        });
        const unit = pileupWeights({ contents: simulation }, { contents: simulation });
        expect(unit.effectiveEntries).toBeCloseTo(sum(simulation), 8);
      }),
    );
  });

  it('an empty profile or a negative share is refused with a hint to the edges', () => {
    expect(() => normaliseProfile({ contents: [0, 0] }, 'data22')).toThrow(/data22 has no positive sum/);
    expect(() => combineProfiles([{ contents: [1], share: -1 }])).toThrow(/shares/);
    expect(() => combineProfiles([{ contents: [1], share: 0 }])).toThrow(/shares/);
    expect(() => pileupWeights({ contents: [1] }, { contents: [1, 2] })).toThrow(RangeError);
  });

  it('a bin whose sum of weights is negative counts as empty', () => {
    const { weights, unrepresentedDataFraction } = pileupWeights(
      { contents: [1, 1] },
      { contents: [-1, 3], variances: [5, 5] },
    );
    expect([...weights]).toEqual([0, expect.closeTo(1 / 3, 14)]);
    expect(unrepresentedDataFraction).toBe(0.5);
  });
});
