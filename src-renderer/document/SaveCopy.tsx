import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { AskForm, useAttempt } from '../app/AskForm.tsx';
import { Modal } from '../widgets/Modal.tsx';
import type { DocumentState } from './documentState.ts';
import type { DocumentStore } from './documentStore.ts';

function proposal({ folders, name }: DocumentState): string {
  const [folder = ''] = folders;
  const file = name.replace(/^.*[\\/]/, '').replace(/(?:\.muscope)?\.(?:ya?ml|muscope)$/i, '');
  return `${folder}${folder.endsWith('/') || folder === '' ? '' : '/'}${file} copy.muscope.yaml`;
}

interface SaveCopyProps {
  state: DocumentState;
  store: DocumentStore;
  close: () => void;
}

function Asked({ state, store, close }: SaveCopyProps): ReactNode {
  const [path, setPath] = useState(() => proposal(state));
  const attempt = useAttempt();
  const id = useId();
  const save = () => store.saveCopy(path.trim()).then(close);
  return (
    <AskForm {...{ attempt, close }} action={save} words="Save">
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
    </AskForm>
  );
}

/** Asks for the path of a copy, which is then the document of the window. */
export function SaveCopy(props: SaveCopyProps): ReactNode {
  return (
    <Modal title="Save a copy" close={props.close}>
      {props.state.folders.length > 0 ? (
        <Asked {...props} />
      ) : (
        <p className="ask">
          There is no folder that this session may write in: start with muscope serve --root FOLDER to grant
          one.
        </p>
      )}
    </Modal>
  );
}
