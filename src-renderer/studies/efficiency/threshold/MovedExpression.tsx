import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { MovablePoint } from './plan.ts';
import { withValues } from './thresholds.ts';

const SAID = 4000;

/** The expression as it is tried, its moved numbers standing out, to be taken into a study document. */
export function MovedExpression({
  point,
  values,
  reset,
}: {
  point: MovablePoint;
  values: readonly number[];
  reset: () => void;
}): ReactNode {
  const [said, say] = useState('');
  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(() => say(''), SAID);
    return () => clearTimeout(timer);
  }, [said]);
  const { expression, thresholds } = point;
  const moved = thresholds.map(({ value }, i) => !Object.is(value, values[i]));
  const text = withValues(expression, thresholds, values);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      say('Copied: it goes below workingPoints in the document.');
    } catch {
      say('The clipboard is closed to this page: mark the expression and copy it.');
    }
  }

  const pieces = thresholds.map(({ span }, i) => ({
    before: expression.slice(i === 0 ? 0 : thresholds[i - 1].span[1], span[0]),
    number: moved[i] ? String(values[i]) : expression.slice(...span),
  }));
  return (
    <div className="moved-expression">
      <code>
        {pieces.map(({ before, number }, i) => (
          <span key={i}>
            {before}
            <b className={moved[i] ? 'moved' : undefined}>{number}</b>
          </span>
        ))}
        {expression.slice(thresholds[thresholds.length - 1].span[1])}
      </code>
      <button type="button" onClick={() => void copy()}>
        Use as working point
      </button>
      <button type="button" disabled={!moved.includes(true)} onClick={reset}>
        As in the study
      </button>
      <span className="said" role="status">
        {said}
      </span>
    </div>
  );
}
