import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { problemOf } from '../../../app/problem.ts';
import { useWorkspace } from '../../../app/workspace.ts';
import { isEditable } from '../../../document/documentState.ts';
import { CutField } from './CutField.tsx';
import type { MovablePoint } from './plan.ts';
import { movedEdit } from './movedEdit.ts';
import { withValues } from './thresholds.ts';

const SAID = 4000;
const COPIED = 'Copied: the expression goes below workingPoints in a document.';
const USED = 'The study has it now: run it again.';

/** The expression as it is tried, with its numbers as fields, to be taken into a study document. */
export function MovedExpression({
  name,
  point,
  values,
  steps,
  move,
  reset,
}: {
  /** Of the working point. */
  name: string;
  point: MovablePoint;
  values: readonly number[];
  /** Of the numbers' arrows; null while they are not known. */
  steps: readonly (number | null)[];
  move: (threshold: number, value: number) => void;
  reset: () => void;
}): ReactNode {
  const { session, study } = useWorkspace();
  const [said, say] = useState('');
  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(() => say(''), SAID);
    return () => clearTimeout(timer);
  }, [said]);
  const { expression, thresholds } = point;
  const moved = thresholds.some(({ value }, i) => !Object.is(value, values[i]));
  const text = withValues(expression, thresholds, values);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      say(COPIED);
    } catch {
      say('The clipboard is closed to this page: mark the expression and copy it.');
    }
  }

  async function use(): Promise<void> {
    try {
      const { readValues } = await import('../../../../src-shared/study/edit.ts');
      const { value } = readValues(session.document.state().text);
      const points = (value as { workingPoints?: unknown } | null)?.workingPoints;
      await session.document.apply([movedEdit(points, name, text)], `Move the threshold of ${name}`);
      say(USED);
    } catch (error) {
      say(problemOf(error).message);
    }
  }

  const between = thresholds.map(({ span }, i) =>
    expression.slice(i === 0 ? 0 : thresholds[i - 1].span[1], span[0]),
  );
  return (
    <div className="moved-expression">
      <div className="tried">
        {thresholds.map((threshold, i) => (
          <span key={`${expression} ${i}`}>
            <code>{between[i]}</code>
            <CutField
              threshold={threshold}
              value={values[i]}
              step={steps[i]}
              move={(value) => move(i, value)}
            />
          </span>
        ))}
        <code>{expression.slice(thresholds[thresholds.length - 1].span[1])}</code>
      </div>
      <button
        type="button"
        disabled={!moved || !isEditable(study)}
        title={isEditable(study) ? 'Writes the expression into the study' : (study.readOnly ?? '')}
        onClick={() => void use()}
      >
        Use in the study
      </button>
      <button type="button" className="use" title={said} onClick={() => void copy()}>
        {said === COPIED ? 'Copied' : 'Copy'}
      </button>
      <button type="button" disabled={!moved} onClick={reset}>
        As in the study
      </button>
      <span className={said === COPIED || said === '' ? 'unseen' : 'moved-said'} role="status">
        {said}
      </span>
    </div>
  );
}
