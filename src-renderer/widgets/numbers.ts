const MINUS = '\u2212';
const THIN = '\u202f';

/** A number with so many decimals and a typographic minus; -0 is 0. */
export function fixed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** A shift with its sign; no sign where it rounds to 0. */
export function signed(value: number, decimals: number): string {
  const text = fixed(value, decimals);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A count with narrow spaces between thousands. */
export function count(value: number): string {
  return fixed(value, 0).replace(/\B(?=(\d{3})+$)/g, THIN);
}

/** A sum of weights or another number of unknown size: whole where it is large, else four significant digits. */
export function amount(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 10_000) return count(value);
  return String(Number(value.toPrecision(4))).replace('-', MINUS);
}

/** A bin edge as the document has it. */
export function edge(value: number): string {
  return String(value).replace('-', MINUS);
}

/** A share in per cent with so many decimals. */
export function percent(share: number, decimals = 1): string {
  return `${fixed(100 * share, decimals)}${THIN}%`;
}

/** Decimals that show the smallest of these errors with two significant digits up to 35, else with one; between 2 and 8. */
export function decimalsOf(errors: Iterable<number | null | undefined>): number {
  let least = Infinity;
  for (const error of errors) if (error && error > 0 && error < least) least = error;
  if (least === Infinity) return 4;
  const leading = Math.ceil(-Math.log10(least));
  const decimals = least * 10 ** leading < 3.55 ? leading + 1 : leading;
  return Math.min(8, Math.max(2, decimals));
}

/** `1.2 M`, `340 k`, `87`: three digits at most. */
export function rounded(value: number): string {
  const steps: [number, string][] = [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ];
  const step = steps.find(([size]) => value >= 0.9995 * size);
  if (!step) return String(Math.round(value));
  const scaled = value / step[0];
  return `${scaled.toFixed(scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0)}${THIN}${step[1]}`;
}

/** `0.6 s`, `48 s`, `2 min 10 s`, `3 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)}${THIN}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${THIN}s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}${THIN}min ${whole % 60}${THIN}s`;
  return `${Math.floor(minutes / 60)}${THIN}h ${minutes % 60}${THIN}min`;
}

/** Bytes as megabytes. */
export function megabytes(bytes: number): string {
  return `${count(Math.round(bytes / 1e6))}${THIN}MB`;
}
