/** A tick with its label (TeX). */
export interface Tick {
  value: number;
  label: string;
}

/** Ticks of an axis. `exponent`: the labels are in units of 10^exponent. */
export interface AxisTicks {
  major: Tick[];
  minor: number[];
  exponent: number;
}

const STEPS = [1, 2, 2.5, 5, 10];
const SUBDIVISIONS = new Map([
  [1, 5],
  [2, 4],
  [2.5, 5],
  [5, 5],
  [10, 5],
]);

interface Step {
  step: number;
  /** Step in the mantissa's series 1, 2, 2.5, 5. */
  mantissa: number;
}

function niceStep(span: number, maxMajor: number): Step {
  const power = 10 ** Math.floor(Math.log10(span / maxMajor));
  for (const mantissa of STEPS)
    if (span / (mantissa * power) <= maxMajor + 1e-9) return { step: mantissa * power, mantissa };
  return { step: 10 * power, mantissa: 10 };
}

/** Distance of minor ticks on a linear axis of that span with at most `maxMajor` intervals. */
export function minorStep(span: number, maxMajor: number): number {
  const { step, mantissa } = niceStep(span, maxMajor);
  return step / SUBDIVISIONS.get(mantissa)!;
}

function multiples(lo: number, hi: number, step: number): number[] {
  const slack = 1e-6;
  const first = Math.ceil(lo / step - slack);
  const last = Math.floor(hi / step + slack);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

/** A number with a fixed count of decimals and a typographic minus. */
export function formatFixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  const negative = text.startsWith('-') && Number(text) !== 0;
  return (negative ? '−' : '') + text.replace('-', '');
}

/** Ticks of a linear axis: steps of 1, 2, 2.5 or 5 times a power of ten, at most `maxMajor` intervals; all labels with the same decimals, and as few as the step needs. */
export function linearTicks(lo: number, hi: number, maxMajor: number): AxisTicks {
  const { step, mantissa } = niceStep(hi - lo, maxMajor);
  const largest = Math.max(Math.abs(lo), Math.abs(hi));
  const power = Math.floor(Math.log10(largest) + 1e-9);
  const exponent = power >= 5 || power < -3 ? 3 * Math.floor(power / 3) : 0;
  const unit = 10 ** exponent;
  const decade = Math.floor(Math.log10(step / unit) + 1e-9);
  const decimals = Math.min(12, Math.max(0, (mantissa === 2.5 ? 1 : 0) - decade));
  const divisions = SUBDIVISIONS.get(mantissa)!;
  const ticks = multiples(lo, hi, step / divisions);
  return {
    major: ticks
      .filter((n) => n % divisions === 0)
      .map((n) => ({
        value: (n / divisions) * step,
        label: formatFixed(((n / divisions) * step) / unit, decimals),
      })),
    minor: ticks.filter((n) => n % divisions !== 0).map((n) => (n / divisions) * step),
    exponent,
  };
}

function decadeLabel(power: number): string {
  return power === 0 ? '1' : power === 1 ? '10' : `10^{${power}}`;
}

function plainNumber(value: number): string {
  return formatFixed(value, Math.max(0, -Math.floor(Math.log10(value) + 1e-9)));
}

/** Ticks of a logarithmic axis (edges as values): decades, with 1, 2, 5 between them where fewer than two decades show; plain numbers where all lie between 0.01 and 1000, powers of ten elsewhere. */
export function logTicks(lo: number, hi: number, maxMajor: number): AxisTicks {
  const [first, last] = [Math.ceil(Math.log10(lo) - 1e-9), Math.floor(Math.log10(hi) + 1e-9)];
  const decades = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const inside = (value: number): boolean => value >= lo * (1 - 1e-9) && value <= hi * (1 + 1e-9);
  const all = [first - 1, ...decades]
    .flatMap((p) => [1, 2, 3, 4, 5, 6, 7, 8, 9].map((m) => m * 10 ** p))
    .filter(inside);
  const plain = lo >= 0.009 && hi <= 2000;
  const span = Math.log10(hi / lo);
  if (decades.length < 3 && plain) {
    const wanted = span < 0.8 ? [1, 2, 3, 4, 5, 6, 8] : [1, 2, 5];
    const major = all.filter((v) => wanted.includes(Math.round(v / 10 ** Math.floor(Math.log10(v) + 1e-9))));
    if (major.length <= maxMajor + 1 && major.length >= 2)
      return {
        major: major.map((value) => ({ value, label: plainNumber(value) })),
        minor: all.filter((v) => !major.includes(v)),
        exponent: 0,
      };
  }
  if (decades.length === 0) return linearTicks(lo, hi, maxMajor);
  const every = Math.max(1, Math.ceil(decades.length / Math.max(1, maxMajor)));
  const labelled = decades.filter((p) => p % every === 0);
  return {
    major: labelled.map((p) => ({ value: 10 ** p, label: plain ? plainNumber(10 ** p) : decadeLabel(p) })),
    minor:
      every > 1
        ? decades.filter((p) => p % every !== 0).map((p) => 10 ** p)
        : all.filter((v) => !isDecade(v)),
    exponent: 0,
  };
}

function isDecade(value: number): boolean {
  const power = Math.log10(value);
  return Math.abs(power - Math.round(power)) < 1e-9;
}
