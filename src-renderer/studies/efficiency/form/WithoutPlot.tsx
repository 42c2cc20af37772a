import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { formatPath } from '../../../../src-shared/study/path.ts';
import type { DocumentPath } from '../../../../src-shared/study/path.ts';
import type { ChannelOutput } from '../../../../src-shared/contracts/channels.ts';
import { FigureView } from '../../../figure/FigureView.tsx';
import { count } from '../../../widgets/numbers.ts';
import { ProblemNotice } from '../../../widgets/ProblemNotice.tsx';
import { useAnswer, useWritten } from './useAnswer.ts';
import { drawWithout } from './withoutFigure.ts';

type WithoutAnswer = ChannelOutput<'study.without'>;

function lacking(noun: string, numbers: readonly number[]): string[] {
  const sum = numbers.reduce((all, one) => all + one, 0);
  return sum === 0 ? [] : [`${count(sum)} ${noun}`];
}

function Words({ answer }: { answer: WithoutAnswer }): ReactNode {
  const { datasets, bounds, quantity, rest } = answer;
  const cut = bounds.map(({ operator, value }) => `${quantity} ${operator} ${value}`).join(', ');
  const outside = [
    ...lacking(
      'below',
      datasets.map(({ under }) => under),
    ),
    ...lacking(
      'above',
      datasets.map(({ over }) => over),
    ),
    ...lacking(
      'without a value',
      datasets.map(({ missing }) => missing),
    ),
  ];
  const sample = datasets.every(({ whole }) => whole) ? 'all events' : 'a sample of the first events';
  return (
    <p className="quiet">
      Selected probes of {sample}, everything applied but <code>{cut}</code>
      {rest !== null && (
        <>
          {' '}
          (<code>{rest}</code> stays)
        </>
      )}
      .{outside.length > 0 && ` Outside: ${outside.join(', ')}.`}
    </p>
  );
}

function Drawn({ answer, path }: { answer: WithoutAnswer; path: string }): ReactNode {
  const svg = useMemo(() => drawWithout(answer, path), [answer, path]);
  return <FigureView svg={svg} bin={null} point={() => undefined} />;
}

/** The distribution of what a cut compares with numbers, all other cuts applied, with these numbers as lines. */
export function WithoutPlot({ path }: { path: DocumentPath }): ReactNode {
  const [quantity, choose] = useState(0);
  const written = useWritten();
  const text = formatPath(path);
  const { answer, problem, waiting } = useAnswer(
    'study.without',
    written && { ...written, path: text, quantity },
  );
  const shown = problem === null ? answer : null;
  return (
    <div
      role="group"
      className="without-plot"
      aria-label={`Distribution without ${path.at(-1)}`}
      aria-busy={waiting}
    >
      {shown && shown.quantities.length > 1 && (
        <label>
          Quantity{' '}
          <select value={quantity} onChange={({ target }) => choose(Number(target.value))}>
            {shown.quantities.map((name, i) => (
              <option key={name} value={i}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {problem && <ProblemNotice problem={{ ...problem, where: undefined }} sign="warning" />}
      {shown ? (
        <>
          <Drawn answer={shown} path={text} />
          <Words answer={shown} />
          {shown.datasets
            .filter((one) => one.problem !== null)
            .map((one) => (
              <p key={one.dataset} className="quiet">
                {one.label}: {one.problem}
              </p>
            ))}
        </>
      ) : (
        !problem && <div className="without-waiting quiet">Counting…</div>
      )}
    </div>
  );
}
