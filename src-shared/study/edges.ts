import type { Edges } from './efficiency.ts';

/** Bins of equal width as a document writes them. */
export interface RegularEdges {
  from: number;
  to: number;
  width: number;
}

/** Most bins of one axis. */
export const MAX_BINS = 10_000;

/** Digits behind the decimal point of the shortest text of x. */
function decimals(x: number): number {
  const [mantissa, exponent = '0'] = String(x).split('e');
  const behind = mantissa!.split('.')[1]?.length ?? 0;
  return Math.max(0, behind - Number(exponent));
}

/**
 * The edges from, from + width, ... to as decimal numbers: each is the double nearest to its decimal value, so that
 * {from: 0, to: 0.5, width: 0.1} holds 0.3 and not 0.30000000000000004. Returns in words what is wrong instead when the
 * range is no whole number of widths (to 1e-9 of a width), is empty, or has more than {@link MAX_BINS} bins.
 */
export function regularEdges({ from, to, width }: RegularEdges): Edges | string {
  if (!(width > 0)) return `\`width\` must be above 0, not ${width}`;
  if (!(to > from)) return `\`to\` (${to}) must be above \`from\` (${from})`;
  const ratio = (to - from) / width;
  const bins = Math.round(ratio);
  if (ratio > MAX_BINS + 0.5) return `${Math.ceil(ratio)} bins are more than ${MAX_BINS}`;
  if (bins < 1 || Math.abs(ratio - bins) > 1e-9 * Math.max(1, bins))
    return `from ${from} to ${to} is no whole number of widths of ${width}: ${Number(ratio.toPrecision(6))}`;
  const digits = Math.max(decimals(from), decimals(to), decimals(width));
  const scale = 10 ** digits;
  const first = Math.round(from * scale);
  const step = Math.round(width * scale);
  const exact = digits <= 22 && Math.abs(first) + bins * step < Number.MAX_SAFE_INTEGER;
  const edges = Array.from({ length: bins + 1 }, (_, i) =>
    exact ? (first + i * step) / scale : from + i * width,
  );
  edges[bins] = to;
  return edges;
}
