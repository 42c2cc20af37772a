import { useId } from 'react';
import type { ReactNode } from 'react';
import type { RecountableAxis } from '../studies/studyView.ts';
import { edgesProblem, edgesText, everyProblem } from './recountForm.ts';
import type { AxisWish } from './recountForm.ts';

/** How the bins of one variable are merged: every so many, or between edges that stay. */
export function AxisFields({
  axis,
  wish,
  write,
}: {
  axis: RecountableAxis;
  wish: AxisWish;
  write: (wish: AxisWish) => void;
}): ReactNode {
  const id = useId();
  const [every, edges] = [everyProblem(axis, wish), edgesProblem(axis, wish)];
  const problem = every ?? edges;
  return (
    <div className="recount-axis" role="group" aria-label={axis.name}>
      <span className="recount-name">{axis.title}</span>
      <label title={`Of ${axis.bins} bins`}>
        merge every{' '}
        <input
          type="number"
          min={1}
          max={axis.bins}
          aria-label={`How many bins of ${axis.name} become one`}
          aria-invalid={every !== null}
          aria-describedby={every === null ? undefined : `${id}-problem`}
          value={wish.edges === null ? wish.every : ''}
          placeholder="–"
          onChange={({ target }) => write({ every: target.value, edges: null })}
        />
      </label>
      <label className="recount-edges">
        edges{' '}
        <input
          type="text"
          spellCheck={false}
          autoComplete="off"
          aria-label={`Edges of ${axis.name} that stay`}
          aria-invalid={edges !== null}
          aria-describedby={edges === null ? undefined : `${id}-problem`}
          value={edgesText(axis, wish)}
          placeholder={axis.several ? 'several binnings' : axis.edges.join(', ')}
          title={`Of ${axis.edges.join(', ')}`}
          onChange={({ target }) => write({ ...wish, edges: target.value })}
        />
      </label>
      {problem !== null && (
        <p className="recount-problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
