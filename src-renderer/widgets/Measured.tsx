import type { ReactNode } from 'react';
import { fixed } from './numbers.ts';

/** A measured value; errors are positive distances. */
export interface Measurement {
  value: number | null;
  errorLow: number | null;
  errorHigh: number | null;
  /** Why there is no value. */
  reason?: string | undefined;
}

/** A place without a value; the reason is told when it is pointed at, and to those who hear the page. */
export function Gap({ reason = 'not measured' }: { reason?: string | undefined }): ReactNode {
  return (
    <span className="gap" title={reason}>
      –<span className="unseen"> ({reason})</span>
    </span>
  );
}

/** Errors as positive distances: ` ± 0.0021`, or the upper above the lower one where they differ. */
export function Errors({
  low,
  high,
  decimals,
}: {
  low: number | null;
  high: number | null;
  decimals: number;
}): ReactNode {
  const [below, above] = [low, high].map((error) => (error === null ? null : fixed(error, decimals)));
  if (below === above) return <span className="error">{above === null ? '' : ` ± ${above}`}</span>;
  return (
    <span className="errors">
      <span> +{above ?? '?'}</span>
      <span> −{below ?? '?'}</span>
    </span>
  );
}

/** A value with its errors: `0.9712 ± 0.0021`, or the upper error above the lower one where they differ. A gap says why. */
export function Measured({ of, decimals }: { of: Measurement | undefined; decimals: number }): ReactNode {
  if (!of || of.value === null) return <Gap reason={of?.reason} />;
  return (
    <span className="measured">
      {fixed(of.value, decimals)}
      <Errors low={of.errorLow} high={of.errorHigh} decimals={decimals} />
    </span>
  );
}
