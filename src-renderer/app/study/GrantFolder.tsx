import { useId, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { Modal } from '../../widgets/Modal.tsx';
import { ProblemNotice } from '../../widgets/ProblemNotice.tsx';
import type { ReportedProblem } from '../../widgets/ProblemNotice.tsx';
import { foldersOutside } from '../folders/outside.ts';
import { problemOf } from '../problem.ts';
import { isGoing } from '../state.ts';
import { useWorkspace } from '../workspace.ts';

/** Asks for a folder that this session may open from now on, and runs the study again where that was what it lacked. */
export function GrantFolder({ close }: { close: () => void }): ReactNode {
  const { session, study, page } = useWorkspace();
  const [needed] = useState(() => foldersOutside(page));
  const [folder, setFolder] = useState(needed[0] ?? '');
  const [problem, setProblem] = useState<ReportedProblem | null>(null);
  const id = useId();
  const grant = (event: FormEvent) => {
    event.preventDefault();
    session.grant(folder.trim()).then(
      () => {
        close();
        if (needed.length > 0 && !isGoing(page.run)) void session.start();
      },
      (error: unknown) => setProblem(problemOf(error)),
    );
  };
  return (
    <Modal title="Grant a folder" close={close}>
      <form className="ask" onSubmit={grant}>
        {needed.length > 0 && (
          <p>The study reads files below {needed.join(', ')}, which is not granted yet.</p>
        )}
        <label htmlFor={id}>Folder with data or studies</label>
        <span className="ask-row">
          <input
            id={id}
            type="text"
            value={folder}
            spellCheck={false}
            required
            autoFocus
            onChange={({ target }) => setFolder(target.value)}
          />
          <button type="submit" className="primary" disabled={folder.trim() === ''}>
            Grant
          </button>
        </span>
        <p className="quiet">
          Files below it can be read, and studies and exports written there, in this study: now and when it is
          opened again.
          {study.folders.length > 0 && ` Granted so far: ${study.folders.join(', ')}.`}
        </p>
        {problem && (
          <div role="alert">
            <ProblemNotice problem={problem} />
          </div>
        )}
      </form>
    </Modal>
  );
}
