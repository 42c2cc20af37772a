const BINS = 50;
const STEPS = [1, 2, 2.5, 5, 10];

/** How many values are looked at to choose a binning. */
export const BINNING_SAMPLE = 20_000;

function niceStep(width: number): { mantissa: number; exponent: number } {
  const exponent = Math.floor(Math.log10(width));
  const mantissa = STEPS.find((step) => step * 10 ** exponent >= width * (1 - 1e-9)) ?? 10;
  return { mantissa, exponent };
}

function multiple(k: number, { mantissa, exponent }: { mantissa: number; exponent: number }): number {
  return exponent >= 0 ? k * mantissa * 10 ** exponent : (k * mantissa) / 10 ** -exponent;
}

function regularEdges(low: number, high: number): number[] {
  const step = niceStep((high - low) / BINS);
  const width = multiple(1, step);
  let first = Math.floor(low / width + 1e-9);
  let last = Math.floor(high / width) + 1;
  while (multiple(first, step) > low) first--;
  while (multiple(last, step) <= high) last++;
  return Array.from({ length: last - first + 1 }, (_, k) => multiple(first + k, step));
}

function core(sorted: Float64Array): [number, number] {
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  const [low, high] = [at(0.002), at(0.998)];
  const reach = high - low;
  return [low - least > reach ? low - 0.05 * reach : least, most - high > reach ? high + 0.05 * reach : most];
}

/**
 * Bin edges for values that nobody gave a binning for: one bin per integer where all are integers in a range of at most
 * 100, else about 50 bins with round edges. Where values lie further out than the central 99.6 % are wide, the range
 * leaves them to under- and overflow. [0, 1] for no finite value.
 */
export function chooseEdges(values: Float64Array): number[] {
  const finite = values.filter((value) => Number.isFinite(value)).sort();
  if (finite.length === 0) return [0, 1];
  const [low, high] = core(finite);
  const [least, most] = [Math.floor(low), Math.floor(high)];
  if (most - least <= 100 && finite.every((value) => Number.isInteger(value)))
    return Array.from({ length: most - least + 2 }, (_, k) => least + k);
  if (!(high > low)) {
    const reach = Math.max(Math.abs(low) * 0.5, 0.5);
    return regularEdges(low - reach, low + reach);
  }
  return regularEdges(low, high);
}
