import { useId, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { ListedRun } from '../../src-shared/contracts/runs.ts';
import { CommandButton } from '../app/CommandButton.tsx';
import { preciseMoment, runWords } from '../app/runWords.ts';
import { useWorkspace } from '../app/workspace.ts';
import { useRunList } from '../runs/runList.ts';
import { count } from '../widgets/numbers.ts';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import { chooseRuns, chosenRuns, comparedRuns } from './chosenRuns.ts';
import './compare.css';
import { Differences } from './Differences.tsx';
import { Muons, NotMatched } from './Muons.tsx';
import { useComparison } from './useComparison.ts';
import type { Comparison } from './useComparison.ts';

function optionText(run: ListedRun, shown: string | undefined): string {
  const { started } = run;
  const parts = [
    started === null ? runWords(run) : `run of ${preciseMoment(new Date(started), new Date())}`,
    ...(run.source === 'folder' && run.place !== null ? [run.place.replace(/^.*[\\/]/, '')] : []),
    ...(run.id === shown ? ['shown'] : []),
  ];
  return parts.join(', ');
}

function RunChoice({
  side,
  chosen,
  runs,
  shown,
}: {
  side: 'a' | 'b';
  chosen: string | undefined;
  runs: readonly ListedRun[];
  shown: string | undefined;
}): ReactNode {
  const id = useId();
  return (
    <span className="compare-choice">
      <label htmlFor={id}>{side}</label>
      <select id={id} value={chosen ?? ''} onChange={({ target }) => chooseRuns({ [side]: target.value })}>
        {runs.map((run) => (
          <option key={run.id} value={run.id}>
            {optionText(run, shown)}
          </option>
        ))}
      </select>
    </span>
  );
}

function Matching({ comparison }: { comparison: Comparison }): ReactNode {
  const { progress, matched, found, match, cancel } = comparison;
  if (progress) {
    const { done, total, what } = progress;
    return (
      <span className="compare-progress">
        <progress aria-label="Matching muons" {...(total ? { value: done / total } : {})} />
        <span role="status">
          {what}
          {done > 0 && `, ${count(done)} events`}
        </span>
        <button type="button" onClick={cancel}>
          Cancel
        </button>
      </span>
    );
  }
  return (
    <button
      type="button"
      disabled={found === null}
      title="Reads the files of both runs again and compares the decisions muon by muon"
      onClick={match}
    >
      {matched ? 'Match muons again' : 'Match muons'}
    </button>
  );
}

function Found({ comparison }: { comparison: Comparison }): ReactNode {
  const { found, matched } = comparison;
  if (!found) return null;
  const { configuration, numbers, muons, notMatched, a, b } = found;
  const same = numbers.differences.length === 0;
  return (
    <>
      {matched && (
        <section aria-label="Matched muons">
          <h3>Muons</h3>
          {muons.map((one) => (
            <Muons key={`${one.datasetA} ${one.datasetB}`} found={one} />
          ))}
          <NotMatched pairs={notMatched} />
          {muons.length === 0 && notMatched.length === 0 && (
            <p className="below-table">The runs have no dataset of one name.</p>
          )}
        </section>
      )}
      <section aria-label="Configuration">
        <h3>
          Configuration <span className="quiet">{count(configuration.length)} differ</span>
        </h3>
        {a.version !== b.version && (
          <p className="below-table">
            Made by Muscope {a.version} and {b.version}.
          </p>
        )}
        {configuration.length === 0 ? (
          <p className="below-table">The studies are the same.</p>
        ) : (
          <Differences differences={configuration} label="settings that differ" />
        )}
      </section>
      <section aria-label="Numbers">
        <h3>
          Numbers{' '}
          <span className="quiet">
            {count(numbers.differences.length)} of {count(numbers.compared)} differ
          </span>
        </h3>
        {same ? (
          <p className="below-table">Every number is the same.</p>
        ) : (
          <Differences differences={numbers.differences} label="numbers that differ" shifts />
        )}
      </section>
    </>
  );
}

/** Two runs side by side: what differs in their studies and in every number, and the muons that both have. */
export function ComparePanel(): ReactNode {
  const { session, page } = useWorkspace();
  const { list } = useRunList();
  const chosen = useSyncExternalStore(chosenRuns.subscribe, chosenRuns.state);
  const shown = page.outcome?.run;
  const runs = list?.runs ?? [];
  const { a, b } = comparedRuns(chosen, runs, shown);
  const comparison = useComparison(session.call, a, b);
  if (list && runs.length < 2) {
    return (
      <div className="empty">
        <p>
          Two runs are needed: change the study and run it again. Runs that ended are kept and stand in the
          list at the left.
        </p>
        <CommandButton id="run.start" />
      </div>
    );
  }
  return (
    <section className="compare" aria-label="Compare two runs">
      <div className="compare-bar">
        <RunChoice side="a" chosen={a} runs={runs} shown={shown} />
        <button
          type="button"
          className="plain"
          title="Exchange a and b"
          aria-label="Exchange a and b"
          onClick={() => chooseRuns({ a: b ?? null, b: a ?? null })}
        >
          ⇄
        </button>
        <RunChoice side="b" chosen={b} runs={runs} shown={shown} />
        <Matching comparison={comparison} />
      </div>
      {comparison.problem && (
        <div role="alert" className="compare-problem">
          <ProblemNotice problem={comparison.problem} />
        </div>
      )}
      {!comparison.found && !comparison.problem && <p className="empty">Comparing</p>}
      <Found comparison={comparison} />
    </section>
  );
}
