import { describe, expect, it } from 'vitest';
import { Moments } from '../../../src-main/studies/explore/moments.ts';

// Source of truth: sums by hand.

const of = (...rows: number[][]) => rows.map((row) => Float64Array.from(row));

describe('moments', () => {
  it('are those of the rows inside, batch by batch', () => {
    const moments = new Moments([0, 10], [0, 10]);
    const [x1, y1, x2, y2] = of([1, 3, 10, NaN], [2, 6, 1, 1], [5, -1], [4, 5]);
    moments.add(x1, y1, null);
    moments.add(x2, y2, null);
    const { mean, deviation, correlation } = moments.result();
    expect(mean).toEqual([3, 4]);
    expect(deviation[0]).toBeCloseTo(Math.sqrt(8 / 3), 12);
    expect(deviation[1]).toBeCloseTo(Math.sqrt(8 / 3), 12);
    expect(correlation).toBeCloseTo(0.5, 12);
  });

  it('have no correlation without spread, and none of it is lost far from 0', () => {
    const flat = new Moments([0, 1], [0, 1]);
    const [x, y] = of([0.1, 0.1, 0.1], [0.2, 0.3, 0.4]);
    flat.add(x, y, null);
    expect(flat.result()).toMatchObject({ deviation: [0, expect.closeTo(0.0816497, 6)], correlation: null });
    const far = new Moments([1e9, 1e9 + 1], [0, 1]);
    far.add(Float64Array.of(1e9, 1e9 + 0.5), Float64Array.of(0, 0.5), null);
    expect(far.result()).toMatchObject({ deviation: [0.25, 0.25], correlation: 1 });
  });

  it('are none where the weights add up to nothing', () => {
    const moments = new Moments([0, 1], [0, 1]);
    const [x, y, weights] = of([0.1, 0.2, 0.3], [0.1, 0.2, 0.3], [1, -1, Infinity]);
    moments.add(x, y, weights);
    expect(moments.result()).toEqual({ mean: [null, null], deviation: [null, null], correlation: null });
  });
});
