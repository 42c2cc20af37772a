import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';

/** A problem as it is reported: message, what to do, and the place. */
export interface ReportedProblem {
  code: string;
  message: string;
  hint?: string | undefined;
  where?: Record<string, unknown> | undefined;
}

/** Where a problem lies, in words: `cut.yaml, line 4, column 7, workingPoints.Tight`. */
export function placeOf({ where = {} }: ReportedProblem): string {
  const { file, object, path, line, column, offset } = where;
  const parts = [
    file,
    object,
    line === undefined ? undefined : `line ${line}${column === undefined ? '' : `, column ${column}`}`,
    offset === undefined ? undefined : `byte ${offset}`,
    path,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}

/** A problem in words. What the user cannot mend is called a bug of the program. */
export function ProblemNotice({
  problem,
  sign = 'failed',
}: {
  problem: ReportedProblem;
  sign?: IconName;
}): ReactNode {
  const { code, message, hint } = problem;
  const place = placeOf(problem);
  return (
    <div className="problem">
      <Icon name={sign} />
      <div>
        <p className="problem-message">{message}</p>
        {place && <p className="problem-place">{place}</p>}
        {hint && <p>{hint}</p>}
        {code === 'internal' && (
          <p>This is a bug of Muscope, not of your study: please report it with this text.</p>
        )}
      </div>
    </div>
  );
}
