import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { DocumentNotice } from './DocumentNotice.tsx';
import { isChanged } from './documentState.ts';
import type { DocumentStore } from './documentStore.ts';
import { ProblemRows } from './ProblemRows.tsx';
import { SaveCopy } from './SaveCopy.tsx';

const Editor = lazy(async () => ({ default: (await import('./editor/Editor.tsx')).Editor }));

function Unreadable({ message, look }: { message: string; look: () => void }): ReactNode {
  return (
    <div className="document-empty">
      <p>The study document cannot be read: {message}.</p>
      <button type="button" onClick={look}>
        Look again
      </button>
    </div>
  );
}

/** The study document as text that is edited, with its mistakes, and what stands between it and the disk. */
export function DocumentPanel({ store }: { store: DocumentStore }): ReactNode {
  const state = useSyncExternalStore(store.subscribe, store.state);
  const [asking, ask] = useState(false);
  if (state.disk === null) {
    return state.gone && <Unreadable message={state.gone.message} look={() => void store.refresh()} />;
  }
  return (
    <div className="document">
      <DocumentNotice state={state} store={store} copy={() => ask(true)} />
      <Suspense fallback={<p className="document-editor document-empty">Opening the editor</p>}>
        <Editor store={store} editable={state.readOnly === null && state.newer === null}>
          <span className="document-name" title={state.name}>
            {state.name.replace(/^.*[\\/]/, '')}
          </span>
          <button
            type="button"
            disabled={!isChanged(state) || state.theirs !== null || state.gone !== null}
            title="Save (Ctrl+S)"
            onClick={() => void store.save().catch(() => undefined)}
          >
            Save
          </button>
          <button type="button" onClick={() => ask(true)}>
            Save a copy…
          </button>
        </Editor>
      </Suspense>
      <ProblemRows check={state.check} show={store.show} />
      {asking && <SaveCopy state={state} store={store} close={() => ask(false)} />}
    </div>
  );
}
