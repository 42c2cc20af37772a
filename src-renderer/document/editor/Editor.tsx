import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { DocumentStore } from '../documentStore.ts';
import { editorOf } from './textEditor.ts';

/** The text of the document; in a shadow root, where the editor's styles need no exception from the page's policy. */
export function Editor({
  store,
  editable,
  children,
}: {
  store: DocumentStore;
  editable: boolean;
  /** Stands in the bar above the text. */
  children: ReactNode;
}): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const editor = editorOf(store);
  const { undo, redo } = useSyncExternalStore(store.subscribe, () => store.state().history);
  useEffect(() => {
    const host = place.current;
    if (!host) return undefined;
    editor.mount(host.shadowRoot ?? host.attachShadow({ mode: 'open' }));
    return () => editor.unmount();
  }, [editor]);
  return (
    <>
      <div className="document-bar" role="toolbar" aria-label="Document">
        {children}
        <button
          type="button"
          title={undo === null ? 'Nothing to undo' : `Undo ${undo} (Ctrl+Z)`}
          disabled={!editable || undo === null}
          onClick={editor.undo}
        >
          Undo
        </button>
        <button
          type="button"
          title={redo === null ? 'Nothing to redo' : `Redo ${redo} (Ctrl+Y)`}
          disabled={!editable || redo === null}
          onClick={editor.redo}
        >
          Redo
        </button>
        <button type="button" title="Find (Ctrl+F)" onClick={editor.find}>
          Find
        </button>
      </div>
      <div className="document-editor" ref={place} />
    </>
  );
}
