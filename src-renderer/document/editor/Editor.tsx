import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { DocumentStore } from '../documentStore.ts';
import { editorOf } from './textEditor.ts';

const COMMANDS = [
  { label: 'Undo', keys: 'Ctrl+Z', command: 'undo' },
  { label: 'Redo', keys: 'Ctrl+Y', command: 'redo' },
  { label: 'Find', keys: 'Ctrl+F', command: 'find' },
] as const;

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
        {COMMANDS.map(({ label, keys, command }) => (
          <button
            key={command}
            type="button"
            title={`${label} (${keys})`}
            disabled={command !== 'find' && !editable}
            onClick={() => editor[command]()}
          >
            {label}
          </button>
        ))}
      </div>
      <div className="document-editor" ref={place} />
    </>
  );
}
