/** How shifts are combined. */
export type CombinationRule = 'quadrature' | 'larger-than-statistics' | 'envelope' | 'rms';

/** The shifts of one source: one for a change without sides (taken in both directions), two for up and down. */
export type SourceShifts = readonly number[];

/** The rules in words. */
export const RULE_TEXTS: Record<CombinationRule, string> = {
  quadrature: 'shifts up and down added in quadrature, those of changes without sides in both directions',
  'larger-than-statistics':
    'shifts larger than the statistical error added in quadrature, those of changes without sides in both directions',
  envelope: 'largest shift up and down, those of changes without sides in both directions',
  rms: 'root of the mean square of all shifts, in both directions',
};

function reach(shifts: SourceShifts): { low: number; high: number } {
  const both = shifts.length === 1 ? [shifts[0], -shifts[0]] : shifts;
  return { low: Math.max(0, ...both.map((shift) => -shift)), high: Math.max(0, ...both) };
}

function quadrature(parts: readonly number[]): number {
  return Math.hypot(0, ...parts);
}

/**
 * Combined systematic error of the shifts of several sources, as positive distances. `larger-than-statistics` leaves out sources
 * whose largest shift is not above `statistical` (the rule behind the published CMS muon scale factors).
 */
export function combineShifts(
  sources: readonly SourceShifts[],
  rule: CombinationRule,
  statistical: number,
): { low: number; high: number } {
  if (rule === 'rms') {
    const all = sources.flat();
    const rms = all.length === 0 ? 0 : quadrature(all) / Math.sqrt(all.length);
    return { low: rms, high: rms };
  }
  const counted =
    rule === 'larger-than-statistics'
      ? sources.filter((shifts) => Math.max(...shifts.map(Math.abs)) > statistical)
      : sources;
  const parts = counted.map(reach);
  const combine = rule === 'envelope' ? (all: number[]) => Math.max(0, ...all) : quadrature;
  return { low: combine(parts.map(({ low }) => low)), high: combine(parts.map(({ high }) => high)) };
}
