/** Decisions of two versions on the same objects. */
export interface PairedCounts {
  passPass: number;
  passFail: number;
  failPass: number;
  failFail: number;
}

/** Difference of two efficiencies measured on the same objects; null values without objects. */
export interface PairedDifference {
  efficiencyA: number | null;
  efficiencyB: number | null;
  /** b - a. */
  difference: number | null;
  /** Standard error of the difference. */
  error: number | null;
}

/**
 * Difference b - a of two efficiencies on the same N objects, with the error from the discordant ones alone:
 * sqrt(n10 + n01 - (n10 - n01)^2 / N) / N (variance of a difference of paired proportions; McNemar, Psychometrika 12 (1947) 153).
 */
export function pairedDifference({ passPass, passFail, failPass, failFail }: PairedCounts): PairedDifference {
  const n = passPass + passFail + failPass + failFail;
  if (n === 0) return { efficiencyA: null, efficiencyB: null, difference: null, error: null };
  const net = failPass - passFail;
  return {
    efficiencyA: (passPass + passFail) / n,
    efficiencyB: (passPass + failPass) / n,
    difference: net / n,
    error: Math.sqrt(Math.max(0, passFail + failPass - (net * net) / n)) / n,
  };
}
