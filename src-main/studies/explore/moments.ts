/** Mean and spread of two quantities, x first, and their correlation; null where there is none. */
export interface MomentsResult {
  mean: (number | null)[];
  /** Square root of the mean squared distance from the mean. */
  deviation: (number | null)[];
  correlation: number | null;
}

/** An interval low <= x < high. */
export type Interval = readonly [low: number, high: number];

/** Square root of a variance; 0 for one that rounding alone made negative, null for one that weights did. */
function spreadOf(mean: number, meanSquare: number): number | null {
  const variance = meanSquare - mean * mean;
  if (variance < -1e-12 * Math.abs(meanSquare)) return null;
  return Math.sqrt(Math.max(0, variance));
}

/**
 * Adds up the moments of the rows inside of two intervals, as TH2::GetStats has them of the values that were filled. The sums are
 * those of distances from the middles, so that a small spread far from 0 keeps its digits.
 */
export class Moments {
  readonly #x: Interval;
  readonly #y: Interval;
  readonly #middle: readonly [number, number];
  readonly #sums = new Float64Array(6);

  constructor(x: Interval, y: Interval) {
    this.#x = x;
    this.#y = y;
    this.#middle = [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2];
  }

  /** Adds rows; those with a weight that is not finite are left out. */
  add(xs: Float64Array, ys: Float64Array, weights: Float64Array | null): void {
    const [xLow, xHigh] = this.#x;
    const [yLow, yHigh] = this.#y;
    const [xMiddle, yMiddle] = this.#middle;
    let sum = 0;
    let sumX = 0;
    let sumY = 0;
    let sumXX = 0;
    let sumYY = 0;
    let sumXY = 0;
    for (let row = 0; row < xs.length; row++) {
      const x = xs[row];
      const y = ys[row];
      if (!(x >= xLow && x < xHigh && y >= yLow && y < yHigh)) continue;
      const weight = weights === null ? 1 : weights[row];
      if (weight - weight !== 0) continue;
      const dx = x - xMiddle;
      const dy = y - yMiddle;
      sum += weight;
      sumX += weight * dx;
      sumY += weight * dy;
      sumXX += weight * dx * dx;
      sumYY += weight * dy * dy;
      sumXY += weight * dx * dy;
    }
    [sum, sumX, sumY, sumXX, sumYY, sumXY].forEach((one, i) => (this.#sums[i] += one));
  }

  /** The moments of all rows added so far; all null where the weights add up to nothing above 0. */
  result(): MomentsResult {
    const [sum, ...sums] = this.#sums;
    if (!(sum > 0)) return { mean: [null, null], deviation: [null, null], correlation: null };
    const [meanX, meanY, meanXX, meanYY, meanXY] = sums.map((one) => one / sum);
    const deviation = [spreadOf(meanX, meanXX), spreadOf(meanY, meanYY)];
    const spread = (deviation[0] ?? 0) * (deviation[1] ?? 0);
    return {
      mean: [this.#middle[0] + meanX, this.#middle[1] + meanY],
      deviation,
      correlation: spread > 0 ? Math.max(-1, Math.min(1, (meanXY - meanX * meanY) / spread)) : null,
    };
  }
}
