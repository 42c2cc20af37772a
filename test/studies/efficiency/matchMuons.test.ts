import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchMuons, orderProbes } from '../../../src-main/studies/efficiency/compare/matchMuons.ts';
import type { ProbeBlock } from '../../../src-main/studies/efficiency/compare/probeList.ts';
import { pairedDifference } from '../../../src-main/engine/statistics/pairedDifference.ts';

interface Muon {
  run: number;
  event: bigint;
  eta: number;
  phi: number;
}

function block(muons: readonly Muon[]): ProbeBlock {
  const numbers = (value: (muon: Muon) => number) => Float64Array.from(muons, value);
  return {
    file: 'f',
    run: numbers(({ run }) => run),
    event: BigUint64Array.from(muons, ({ event }) => event),
    entry: numbers(() => 0),
    pt: numbers(() => 30),
    eta: numbers(({ eta }) => eta),
    phi: numbers(({ phi }) => phi),
    decisions: new Uint8Array(muons.length),
  };
}

const muon = fc.record({
  run: fc.integer({ min: 1, max: 2 }),
  event: fc.bigInt({ min: 2n ** 62n, max: 2n ** 62n + 5n }),
  eta: fc.integer({ min: -3, max: 3 }),
  phi: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
});

// Source of truth: every muon of one side stands on the other at most 0.002 away, so that all have a partner; counts are exact.
describe('matching muons', () => {
  it('finds every muon again, moved a little, in any order and any blocks', () => {
    fc.assert(
      fc.property(fc.array(muon, { maxLength: 40 }), fc.integer({ min: 0, max: 40 }), (muons, cut) => {
        const apart = muons.filter((one, i) =>
          muons
            .slice(0, i)
            .every((other) => other.run !== one.run || other.event !== one.event || other.eta !== one.eta),
        );
        const moved = apart.map((one) => ({ ...one, eta: one.eta + 0.001, phi: one.phi + 0.001 })).reverse();
        const a = orderProbes([block(apart.slice(0, cut)), block(apart.slice(cut))]);
        const match = matchMuons(a, orderProbes([block(moved)]), 0.01);
        expect(match.muons).toEqual({
          matched: apart.length,
          unmatchedA: 0,
          unmatchedB: 0,
          onlyA: 0,
          onlyB: 0,
        });
        expect(match.events.shared).toBe(new Set(apart.map(({ run, event }) => `${run}:${event}`)).size);
      }),
    );
  });

  it('counts events of one side, and muons without a partner', () => {
    const one = { run: 1, event: 5n, eta: 0, phi: Math.PI - 0.001 };
    const a = orderProbes([block([one, { ...one, eta: 1 }, { ...one, event: 6n }])]);
    const b = orderProbes([
      block([
        { ...one, phi: -Math.PI + 0.001 },
        { ...one, event: 2n ** 63n },
      ]),
    ]);
    const { events, muons } = matchMuons(a, b, 0.01);
    expect(events).toEqual({ shared: 1, onlyA: 1, onlyB: 1 });
    expect(muons).toEqual({ matched: 1, unmatchedA: 1, unmatchedB: 0, onlyA: 1, onlyB: 1 });
  });

  it('takes the nearest and each muon once', () => {
    const at = (eta: number) => ({ run: 1, event: 1n, eta, phi: 0 });
    const match = matchMuons(
      orderProbes([block([at(0), at(0.004)])]),
      orderProbes([block([at(0.003), at(0.2)])]),
      0.01,
    );
    expect(match.pairs).toEqual([{ a: 1, b: 0 }]);
    expect(match.muons).toMatchObject({ matched: 1, unmatchedA: 1, unmatchedB: 1 });
  });

  it('refuses event numbers that tell no events apart', () => {
    const same = orderProbes([
      block(Array.from({ length: 400 }, (_, i) => ({ run: 0, event: 0n, eta: i, phi: 0 }))),
    ]);
    expect(() => matchMuons(same, same, 0.01)).toThrow(/event 0 of run 0 has 400 and 400 muons/);
  });
});

// Source of truth: the formula of the docstring evaluated by hand for 2843, 2, 24, 333; 1e-15.
describe('the paired difference', () => {
  it('has its error from the discordant muons', () => {
    const found = pairedDifference({ passPass: 2843, passFail: 2, failPass: 24, failFail: 333 });
    expect(found.difference).toBeCloseTo(22 / 3202, 15);
    expect(found.error).toBeCloseTo(Math.sqrt(26 - 484 / 3202) / 3202, 15);
  });

  it('is nothing without muons', () => {
    expect(pairedDifference({ passPass: 0, passFail: 0, failPass: 0, failFail: 0 })).toEqual({
      efficiencyA: null,
      efficiencyB: null,
      difference: null,
      error: null,
    });
  });
});
