import { useEffect, useId, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { browseFor } from '../../files/index.ts';
import { Modal } from '../../widgets/Modal.tsx';
import { ProblemNotice } from '../../widgets/ProblemNotice.tsx';
import type { ReportedProblem } from '../../widgets/ProblemNotice.tsx';
import { problemOf } from '../problem.ts';
import { useWorkspace } from '../workspace.ts';
import { nameOf } from './nameOf.ts';

/** Documents that were opened before, the newest first. */
function useRecent(): readonly string[] {
  const { session } = useWorkspace();
  const [recent, change] = useState<readonly string[]>([]);
  useEffect(() => {
    session.call('studies.recent', {}).then(
      ({ studies }) => change(studies.map(({ path }) => path)),
      () => undefined,
    );
  }, [session]);
  return recent;
}

/** Opens another study in this window: one of the last ones, or by its path. */
export function OpenStudy({ close }: { close: () => void }): ReactNode {
  const workspace = useWorkspace();
  const recent = useRecent();
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState<ReportedProblem | null>(null);
  const id = useId();
  const open = (chosen: string) =>
    workspace.session.openStudy(chosen).then(close, (error: unknown) => setProblem(problemOf(error)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (path.trim() !== '') void open(path.trim());
  };
  const browse = () =>
    browseFor(workspace, {
      title: 'Open a study',
      kinds: ['study'],
      several: false,
      take: ([chosen]) => void workspace.session.openStudy(chosen).catch(workspace.session.report),
    });
  return (
    <Modal title="Open a study" close={close}>
      <form className="ask" onSubmit={submit}>
        <label htmlFor={id}>File of the study (.yaml, .yml, .muscope)</label>
        <span className="ask-row">
          <input
            id={id}
            type="text"
            value={path}
            spellCheck={false}
            autoFocus
            onChange={({ target }) => setPath(target.value)}
          />
          <button type="button" onClick={browse}>
            Browse…
          </button>
          <button type="submit" className="primary" disabled={path.trim() === ''}>
            Open
          </button>
        </span>
        {problem && (
          <div role="alert">
            <ProblemNotice problem={problem} />
          </div>
        )}
        {recent.length > 0 && (
          <section className="recent" aria-label="Opened before">
            <h3>Opened before</h3>
            <ul>
              {recent.map((one) => (
                <li key={one}>
                  <button type="button" title={one} onClick={() => void open(one)}>
                    <span>{nameOf(one)}</span>
                    <small>{one}</small>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </form>
    </Modal>
  );
}
