import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { CutField } from './CutField.tsx';
import type { MovablePoint } from './plan.ts';
import { withValues } from './thresholds.ts';

const SAID = 4000;
const COPIED = 'Copied: the expression goes below workingPoints in the document.';

/** The expression as it is tried, with its numbers as fields, to be taken into a study document. */
export function MovedExpression({
  point,
  values,
  steps,
  move,
  reset,
}: {
  point: MovablePoint;
  values: readonly number[];
  /** Of the numbers' arrows; null while they are not known. */
  steps: readonly (number | null)[];
  move: (threshold: number, value: number) => void;
  reset: () => void;
}): ReactNode {
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
      <button type="button" className="use" title={said} onClick={() => void copy()}>
        {said === '' ? 'Use as working point' : said === COPIED ? 'Copied' : 'Not copied'}
      </button>
      <button type="button" disabled={!moved} onClick={reset}>
        As in the study
      </button>
      <span className="unseen" role="status">
        {said}
      </span>
    </div>
  );
}
