import { useId } from 'react';
import type { ReactNode } from 'react';
import { useAttempt } from '../app/AskForm.tsx';
import { useWorkspace } from '../app/workspace.ts';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import { AxisFields } from './AxisFields.tsx';
import './recount.css';
import { changeOf, isPossible, levelProblem, wishOf } from './recountForm.ts';
import {
  openRecounts,
  showRecounted,
  showWritten,
  subjectOf,
  useRecountsOpen,
  writeForm,
} from './recounts.ts';
import type { Subject } from './recounts.ts';

function IntervalFields({ subject: { run, base, form } }: { subject: Subject }): ReactNode {
  const id = useId();
  const level = levelProblem(form);
  return (
    <div className="recount-axis" role="group" aria-label="Interval">
      <label className="recount-name" htmlFor={`${id}-interval`}>
        Interval
      </label>
      <select
        id={`${id}-interval`}
        value={form.interval ?? base.interval}
        onChange={({ target }) => writeForm(run, { ...form, interval: target.value })}
      >
        {Object.entries(base.intervals).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
      <label className="recount-level">
        confidence level{' '}
        <input
          type="text"
          inputMode="decimal"
          aria-invalid={level !== null}
          aria-describedby={level === null ? undefined : `${id}-problem`}
          value={form.confidenceLevel ?? String(base.confidenceLevel)}
          onChange={({ target }) => writeForm(run, { ...form, confidenceLevel: target.value })}
        />
      </label>
      {level !== null && (
        <p className="recount-problem" id={`${id}-problem`} role="alert">
          {level}
        </p>
      )}
    </div>
  );
}

function Fields({ subject }: { subject: Subject }): ReactNode {
  const workspace = useWorkspace();
  const { busy, problem, make } = useAttempt();
  const { run, base, form, changed } = subject;
  const change = isPossible(base, form) ? changeOf(base, form) : null;
  const nothing = change !== null && Object.keys(change).length === 0;

  return (
    <form
      className="recount-form"
      aria-label="Merge bins, or change the interval"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (change === null || busy || (nothing && !changed)) return;
        make(() => (nothing ? showWritten(workspace) : showRecounted(workspace, change)));
      }}
      onKeyDown={({ key }) => key === 'Escape' && openRecounts(false)}
    >
      <p className="quiet">Bins are merged and intervals made anew from the counts; no file is read.</p>
      {base.axes.map((axis) => (
        <AxisFields
          key={axis.variable}
          axis={axis}
          wish={wishOf(form, axis)}
          write={(wish) => writeForm(run, { ...form, axes: { ...form.axes, [axis.variable]: wish } })}
        />
      ))}
      <IntervalFields subject={subject} />
      {base.note !== null && <p className="quiet">{base.note}</p>}
      {problem && (
        <div role="alert">
          <ProblemNotice problem={problem} />
        </div>
      )}
      <p className="recount-buttons">
        <button type="submit" className="primary" disabled={change === null || busy || (nothing && !changed)}>
          {busy ? 'Counting' : 'Recount'}
        </button>
        <button type="button" disabled={busy || !changed} onClick={() => make(() => showWritten(workspace))}>
          As it was written
        </button>
        <button type="button" onClick={() => openRecounts(false)}>
          Close
        </button>
      </p>
    </form>
  );
}

/** The form that looks at the shown result differently, where it is open and the result can be. */
export function RecountFields(): ReactNode {
  const open = useRecountsOpen();
  const subject = subjectOf(useWorkspace());
  return open && subject ? <Fields key={subject.run} subject={subject} /> : null;
}
