import type { ReactNode } from 'react';
import { Icon } from '../widgets/Icon.tsx';
import { missingText } from './runResult.ts';
import type { RunResult } from './runResult.ts';

/** Says over the figures what a partial result lacks, with the way to its files; nothing for a complete one. */
export function PartialBanner({
  result,
  showFiles,
}: {
  result: RunResult;
  showFiles: () => void;
}): ReactNode {
  const missing = missingText(result);
  if (missing === null) return null;
  return (
    <div className="partial-banner" role="note" aria-label="Partial result">
      <Icon name="warning" />
      <p>
        <b>Partial result:</b> {missing}
      </p>
      <button type="button" onClick={showFiles}>
        Files
      </button>
    </div>
  );
}
