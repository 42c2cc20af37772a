import { useEffect, useId, useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { problemOf } from '../app/problem.ts';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import type { ReportedProblem } from '../widgets/ProblemNotice.tsx';
import type { DocumentState } from './documentState.ts';
import type { DocumentStore } from './documentStore.ts';

function proposal({ folders, name }: DocumentState): string {
  const [folder = ''] = folders;
  const file = name.replace(/^.*[\\/]/, '').replace(/(?:\.muscope)?\.(?:ya?ml|muscope)$/i, '');
  return `${folder}${folder.endsWith('/') || folder === '' ? '' : '/'}${file} copy.muscope.yaml`;
}

function Asked({
  state,
  store,
  close,
}: {
  state: DocumentState;
  store: DocumentStore;
  close: () => void;
}): ReactNode {
  const [path, setPath] = useState(() => proposal(state));
  const [problem, setProblem] = useState<ReportedProblem | null>(null);
  const [saving, setSaving] = useState(false);
  const id = useId();
  const save = (event: FormEvent) => {
    event.preventDefault();
    setSaving(true);
    store
      .saveCopy(path.trim())
      .then(close, (error: unknown) => setProblem(problemOf(error)))
      .finally(() => setSaving(false));
  };
  return (
    <form onSubmit={save}>
      <h2 id={`${id}-title`}>Save a copy</h2>
      <label htmlFor={id}>File, ending in .yaml, .yml or .muscope</label>
      <input
        id={id}
        type="text"
        value={path}
        spellCheck={false}
        autoComplete="off"
        autoFocus
        required
        onChange={({ target }) => setPath(target.value)}
      />
      <p className="quiet">
        Below {state.folders.map((folder, index) => [index > 0 && ', ', <code key={folder}>{folder}</code>])}.
        Paths of data files in the text are moved with it.
      </p>
      {problem && (
        <div role="alert">
          <ProblemNotice problem={problem} />
        </div>
      )}
      <p className="dialog-buttons">
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button type="submit" className="primary" disabled={saving}>
          Save
        </button>
      </p>
    </form>
  );
}

function NoFolder({ close }: { close: () => void }): ReactNode {
  return (
    <>
      <h2>Save a copy</h2>
      <p>
        There is no folder that this session may write in: start with <code>muscope serve --root FOLDER</code>{' '}
        to grant one.
      </p>
      <p className="dialog-buttons">
        <button type="button" autoFocus onClick={close}>
          Close
        </button>
      </p>
    </>
  );
}

/** Asks for the path of a copy, which is then the document of the window. */
export function SaveCopy(props: {
  state: DocumentState;
  store: DocumentStore;
  close: () => void;
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="dialog" aria-label="Save a copy" onClose={props.close}>
      {props.state.folders.length > 0 ? <Asked {...props} /> : <NoFolder close={props.close} />}
    </dialog>
  );
}
