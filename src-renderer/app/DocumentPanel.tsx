import type { ReactNode } from 'react';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import type { Problem } from './state.ts';

/** The study document as it stands, below what it is warned of. */
export function DocumentPanel({ text, warnings }: { text: string; warnings: readonly Problem[] }): ReactNode {
  return (
    <>
      {warnings.length > 0 && (
        <div className="document-warnings">
          {warnings.map((warning, index) => (
            <ProblemNotice key={index} problem={warning} sign="warning" />
          ))}
        </div>
      )}
      <pre className="document">{text}</pre>
    </>
  );
}
