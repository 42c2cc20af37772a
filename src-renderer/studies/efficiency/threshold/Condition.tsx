import type { ReactNode } from 'react';
import { ProblemNotice } from '../../../widgets/ProblemNotice.tsx';
import type { BenchState } from './bench.ts';
import { conditionText, withHint } from './conditionText.ts';

/** What the bench does, what keeps it from it, and what a reader of its numbers must know. */
export function BenchCondition({
  state,
  answering,
  notes,
  again,
}: {
  state: BenchState;
  answering: boolean;
  notes: readonly string[];
  again: () => void;
}): ReactNode {
  const problem = answering ? state.problem : null;
  return (
    <div className="bench-condition">
      {!problem && <p className="quiet">{conditionText(state, answering)}</p>}
      {notes.map((note) => (
        <p key={note} className="quiet">
          {note}
        </p>
      ))}
      {problem && (
        <div role="alert">
          <ProblemNotice problem={withHint(problem)} />
          <button type="button" onClick={again}>
            Try again
          </button>
        </div>
      )}
    </div>
  );
}
