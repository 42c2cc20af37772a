import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ListedRun, RunList } from '../../src-shared/contracts/runs.ts';
import { problemOf } from '../app/problem.ts';
import { preciseMoment, runWords } from '../app/runWords.ts';
import type { Problem } from '../app/state.ts';
import { useWorkspace } from '../app/workspace.ts';
import { Icon } from '../widgets/Icon.tsx';
import { count, duration } from '../widgets/numbers.ts';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import { RunMenu } from './RunMenu.tsx';
import { changedText, endOf, runsChanged, useRunList } from './runList.ts';
import './runs.css';

function keptBecause({ source }: ListedRun): string | null {
  return source === 'folder' ? 'It stands in a folder of yours: delete that' : null;
}

function RunRow({
  run,
  runs,
  discard,
}: {
  run: ListedRun;
  runs: readonly ListedRun[];
  discard: () => void;
}): ReactNode {
  const { page, session, study } = useWorkspace();
  const { sign, text } = endOf(run);
  const name = runWords(run);
  const { processed, failed, skipped } = run.files;
  const changed = changedText(run);
  const asOnScreen = study.check?.hash === run.documentHash;
  const files = processed + failed + skipped;
  const facts = [
    ...(sign === 'done' ? [] : [text]),
    asOnScreen ? 'as on screen' : `${count(files)} file${files === 1 ? '' : 's'}`,
    ...(run.seconds === null ? [] : [duration(run.seconds)]),
  ];
  return (
    <li className="run-row">
      <button
        type="button"
        aria-current={page.outcome?.run === run.id ? 'true' : undefined}
        title={[run.title, text, run.place, changed && `changed: ${run.changed?.first.join(', ')}`]
          .filter(Boolean)
          .join('\n')}
        onClick={() => void session.showRun(run)}
      >
        <span className={`run-sign run-${sign}`}>
          <Icon name={sign} />
        </span>
        <span className="run-when">
          {run.started === null ? name : preciseMoment(new Date(run.started), new Date())}
        </span>
        <small>{facts.join(' · ')}</small>
        {changed && <small className="run-changed">{changed}</small>}
        {run.place !== null && <small className="run-changed">{run.place.replace(/^.*[\\/]/, '')}</small>}
      </button>
      <RunMenu run={run} runs={runs} name={name} actions={{ kept: keptBecause(run), discard }} />
    </li>
  );
}

function LeftOut({ unreadable, trouble, more }: RunList): ReactNode {
  return (
    <>
      {more > 0 && <p className="sidebar-empty">{count(more)} older ones are not listed.</p>}
      {trouble !== null && (
        <p className="run-trouble" role="alert">
          <Icon name="warning" /> {trouble}
        </p>
      )}
      {unreadable.length > 0 && (
        <details className="run-trouble">
          <summary>
            {count(unreadable.length)} run{unreadable.length === 1 ? '' : 's'} cannot be read
          </summary>
          <ul>
            {unreadable.map(({ place, reason }) => (
              <li key={place}>
                <code>{place}</code>: {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** The runs of the window's document, newest first: a press shows one, its menu compares, exports and discards it. */
export function RunsList(): ReactNode {
  const { session } = useWorkspace();
  const { list, problem } = useRunList();
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const said = trouble ?? problem;
  const discard = (run: string) =>
    session
      .call('run.discard', { run })
      .then(
        () => setTrouble(null),
        (error: unknown) => setTrouble(problemOf(error)),
      )
      .finally(runsChanged);
  return (
    <>
      {said && (
        <div role="alert" className="run-problem">
          <ProblemNotice problem={said} />
        </div>
      )}
      {list?.runs.length === 0 && <p className="sidebar-empty">No run has ended yet.</p>}
      <ul className="run-list" aria-label="Runs of this study">
        {list?.runs.map((run) => (
          <RunRow key={run.id} run={run} runs={list.runs} discard={() => void discard(run.id)} />
        ))}
      </ul>
      {list && <LeftOut {...list} />}
    </>
  );
}
