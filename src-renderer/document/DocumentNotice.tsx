import type { ReactNode } from 'react';
import { CURRENT_VERSION } from '../../src-shared/study/versions.ts';
import { Icon } from '../widgets/Icon.tsx';
import type { DocumentState } from './documentState.ts';
import type { DocumentStore } from './documentStore.ts';

interface Said {
  words: string;
  buttons: readonly { label: string; press: () => void }[];
}

function saidOf(state: DocumentState, store: DocumentStore, copy: () => void): Said | null {
  const { gone, theirs, newer, readOnly, trouble } = state;
  const quietly = (action: Promise<void>) => void action.catch(() => undefined);
  if (gone) {
    return {
      words: `The document cannot be read: ${gone.message}. Your text is still here.`,
      buttons: [
        { label: 'Write it again', press: () => quietly(store.keepMine()) },
        { label: 'Save a copy…', press: copy },
      ],
    };
  }
  if (theirs) {
    return {
      words:
        'Another program changed the document while you did. The text that you do not choose stays in the undo history.',
      buttons: [
        { label: 'Take theirs', press: () => store.takeTheirs() },
        { label: 'Keep mine', press: () => quietly(store.keepMine()) },
      ],
    };
  }
  if (newer !== null) {
    return {
      words: `The document is of version ${newer} of the format; this program knows up to ${CURRENT_VERSION}. It is shown, not changed.`,
      buttons: [{ label: 'Change it anyway', press: () => store.editAnyway() }],
    };
  }
  if (readOnly !== null) {
    const words = `${readOnly[0].toUpperCase()}${readOnly.slice(1)}. To change it, save a copy.`;
    return { words, buttons: [{ label: 'Save a copy…', press: copy }] };
  }
  if (trouble) {
    const hint = trouble.hint === undefined ? '' : ` ${trouble.hint}`;
    return {
      words: `Not saved: ${trouble.message}.${hint} Your text is still here.`,
      buttons: [{ label: 'Save again', press: () => quietly(store.save()) }],
    };
  }
  return null;
}

/** What stands between the text on screen and the disk, in a sentence, with the way out of it. */
export function DocumentNotice({
  state,
  store,
  copy,
}: {
  state: DocumentState;
  store: DocumentStore;
  /** Asks where to save a copy. */
  copy: () => void;
}): ReactNode {
  const said = saidOf(state, store, copy);
  if (!said) return null;
  const calm = state.readOnly !== null && !state.gone && !state.theirs;
  return (
    <div className={`document-notice${calm ? ' calm' : ''}`} role={calm ? undefined : 'alert'}>
      <Icon name={calm ? 'lock' : 'warning'} />
      <p>{said.words}</p>
      <span className="document-choices">
        {said.buttons.map(({ label, press }) => (
          <button key={label} type="button" onClick={press}>
            {label}
          </button>
        ))}
      </span>
    </div>
  );
}
