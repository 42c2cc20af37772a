const BINS = 50;

/** The next of 1, 2, 5, 10, ... times a power of ten that is not smaller. */
export function roundStep(size: number): number {
  const power = Math.floor(Math.log10(size) + 1e-9);
  const factor = size / 10 ** power;
  const round = [1, 2, 5, 10].find((one) => one >= factor - 1e-9) ?? 10;
  return Number(`${round}e${power}`);
}

/** A multiple of a step as it is written in decimals, without binary dust. */
export function multiple(step: number, count: number): number {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Number((step * count).toFixed(decimals));
}

/** Edges of at most 52 bins of round width over a range that holds the thresholds, with room beyond them. */
export function roundEdges(range: readonly [number, number], thresholds: readonly number[]): number[] {
  const room = thresholds.map((value) => value + 0.5 * Math.abs(value));
  const [low, high] = [Math.min(range[0], ...thresholds), Math.max(range[1], ...room)];
  const width = roundStep(Math.max(high - low, 1e-12 * Math.max(1, Math.abs(low)), 1e-12) / BINS);
  const [first, last] = [Math.floor(low / width + 1e-6), Math.ceil(high / width - 1e-6)];
  return Array.from({ length: Math.max(1, last - first) + 1 }, (_, i) => multiple(width, first + i));
}
