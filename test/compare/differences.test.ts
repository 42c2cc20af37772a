import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differencesOf } from '../../src-shared/compare/differences.ts';

// Source of truth: the places that the tests themselves change; exact.
describe('differences of plain data', () => {
  it('are none between equal trees, NaN included', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(differencesOf(value, structuredClone(value)).differences).toEqual([]);
      }),
    );
    expect(differencesOf({ a: NaN }, { a: NaN }).differences).toEqual([]);
    expect(differencesOf({ a: 0 }, { a: -0 }).differences).toHaveLength(1);
  });

  it('pair list members by what names them, whatever their order', () => {
    const bin = (index: number, passed: number) => ({ index: [index], passed });
    const entry = (dataset: string, bins: unknown[]) => ({
      dataset,
      workingPoint: 'Tight',
      axes: [{ variable: 'pt' }],
      bins,
    });
    const a = [entry('x', [bin(0, 1), bin(1, 2)]), entry('y', [bin(0, 5)])];
    const b = [entry('y', [bin(0, 5)]), entry('x', [bin(0, 1), bin(1, 3)])];
    const found = differencesOf({ efficiencies: a }, { efficiencies: b });
    expect(found.differences).toEqual([{ path: 'efficiencies[x, Tight, pt].bins[1].passed', a: 2, b: 3 }]);
  });

  it('say what stands on one side only', () => {
    expect(differencesOf({ cuts: [{ name: 'a', cut: '1' }] }, { cuts: [] }).differences).toEqual([
      { path: 'cuts[a]', a: { name: 'a', cut: '1' }, b: undefined },
    ]);
    expect(differencesOf([1, 2], [1, 2, 3]).differences).toEqual([{ path: '[2]', a: undefined, b: 3 }]);
  });

  it('count every value that was changed, and no other', () => {
    const changes = fc.uniqueArray(fc.integer({ min: 0, max: 49 }), { maxLength: 20 });
    fc.assert(
      fc.property(changes, (places) => {
        const a = Array.from({ length: 50 }, (_, i) => ({ name: `n${i}`, value: i }));
        const b = a.map((one, i) => (places.includes(i) ? { ...one, value: -i - 1 } : one)).reverse();
        const found = differencesOf(a, b);
        expect(found.compared).toBe(100);
        expect(new Set(found.differences.map(({ path }) => path))).toEqual(
          new Set(places.map((i) => `[n${i}].value`)),
        );
      }),
    );
  });

  it('know the error of the first in the direction of the second', () => {
    const value = (efficiency: number | null) => ({ efficiency, errorLow: 0.1, errorHigh: 0.2 });
    const errorOf = (a: unknown, b: unknown) => differencesOf(a, b).differences[0]?.error;
    expect(errorOf(value(0.5), value(0.6))).toBe(0.2);
    expect(errorOf(value(0.5), value(0.4))).toBe(0.1);
    expect(errorOf(value(0.5), value(null))).toBeUndefined();
    expect(errorOf({ slope: 1, error: 0.3 }, { slope: 2, error: 9 })).toBe(0.3);
    expect(errorOf({ slope: 1, error: 0 }, { slope: 2, error: 0 })).toBeUndefined();
    expect(errorOf({ passed: 1, errorLow: 1 }, { passed: 2, errorLow: 1 })).toBeUndefined();
  });
});
