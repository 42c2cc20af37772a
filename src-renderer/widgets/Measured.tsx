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

/** A value with its errors: `0.9712 ± 0.0021`, or the upper error above the lower one where they differ. A gap says why. */
export function Measured({ of, decimals }: { of: Measurement | undefined; decimals: number }): ReactNode {
  if (!of || of.value === null) {
    const reason = of?.reason ?? 'not measured';
    return (
      <span className="gap" title={reason}>
        –<span className="unseen"> ({reason})</span>
      </span>
    );
  }
  const [low, high] = [of.errorLow, of.errorHigh].map((error) =>
    error === null ? null : fixed(error, decimals),
  );
  return (
    <span className="measured">
      {fixed(of.value, decimals)}
      {low === high ? (
        <span className="error">{high === null ? '' : ` ± ${high}`}</span>
      ) : (
        <span className="errors">
          <span> +{high ?? '?'}</span>
          <span> −{low ?? '?'}</span>
        </span>
      )}
    </span>
  );
}
