import type { ReactNode } from 'react';
import type { Problem } from '../app/state.ts';
import { Icon } from '../widgets/Icon.tsx';
import type { CheckedText } from './documentState.ts';

function lineOf({ where }: Problem): number {
  return Number(where?.['line'] ?? 1);
}

/** Mistakes and warnings of the text in its order; each shows its line. The space is the same without any. */
export function ProblemRows({
  check,
  show,
}: {
  check: CheckedText | null;
  show: (line: number, column: number) => void;
}): ReactNode {
  const { problems = [], warnings = [] } = check ?? {};
  const rows = [
    ...problems.map((problem) => ({ problem, name: 'failed' as const })),
    ...warnings.map((problem) => ({ problem, name: 'warning' as const })),
  ].toSorted((a, b) => lineOf(a.problem) - lineOf(b.problem));
  return (
    <ul className="document-problems" aria-label="Mistakes and warnings">
      {check && rows.length === 0 && <li className="none">No mistakes</li>}
      {rows.map(({ problem, name }, index) => (
        <li key={index}>
          <button type="button" onClick={() => show(lineOf(problem), Number(problem.where?.['column'] ?? 1))}>
            <Icon name={name} />
            <span className="line">line {lineOf(problem)}</span>
            <span>
              {problem.message}
              {problem.hint !== undefined && <span className="quiet"> {problem.hint}</span>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
