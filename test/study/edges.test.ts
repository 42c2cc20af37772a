import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regularEdges } from '../../src-shared/study/edges.ts';

// Source of truth: the nearest double of each edge's decimal text, as JavaScript's own number parser gives it; exact.
describe('edges of equal width', () => {
  it('are the doubles nearest to their decimal values', () => {
    expect(regularEdges({ from: 0, to: 0.5, width: 0.1 })).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(regularEdges({ from: -2.5, to: -2.2, width: 0.1 })).toEqual([-2.5, -2.4, -2.3, -2.2]);
    expect(regularEdges({ from: 1e-7, to: 4e-7, width: 1e-7 })).toEqual([1e-7, 2e-7, 3e-7, 4e-7]);
    expect(regularEdges({ from: 0, to: 1e21, width: 5e20 })).toEqual([0, 5e20, 1e21]);
  });

  it('agree with decimal texts for any start, width and number of bins', () => {
    const numbers = fc.tuple(
      fc.integer({ min: -1e6, max: 1e6 }),
      fc.integer({ min: 1, max: 1e5 }),
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 0, max: 8 }),
    );
    fc.assert(
      fc.property(numbers, ([first, step, bins, digits]) => {
        const decimal = (x: number) => Number(`${x}e-${digits}`);
        const edges = regularEdges({
          from: decimal(first),
          to: decimal(first + bins * step),
          width: decimal(step),
        });
        expect(edges).toEqual(Array.from({ length: bins + 1 }, (_, i) => decimal(first + i * step)));
      }),
    );
  });

  it.each([
    [{ from: 0, to: 1, width: 0.3 }, /no whole number of widths of 0.3: 3.33333/],
    [{ from: 0, to: 1, width: -1 }, /`width` must be above 0, not -1/],
    [{ from: 1, to: 1, width: 1 }, /must be above `from` \(1\)/],
    [{ from: 0, to: 1, width: 1e-300 }, /bins are more than 10000/],
    [{ from: 0, to: 1, width: 3 }, /no whole number of widths/],
    [{ from: NaN, to: 1, width: 3 }, /must be above/],
  ])('%j is refused', (range, message) => expect(regularEdges(range)).toMatch(message));
});
