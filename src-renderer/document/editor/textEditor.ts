import { isolateHistory, redo, undo } from '@codemirror/commands';
import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import type { StateCommand, Transaction, TransactionSpec } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { CheckedText } from '../documentState.ts';
import { isEditable } from '../documentState.ts';
import type { DocumentStore } from '../documentStore.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { editorExtensions } from './extensions.ts';
import { openFind } from './findPanel.ts';

/** The editor of a document: its text, selection and history outlive the page's panels. */
export interface TextEditor {
  mount(root: ShadowRoot): void;
  unmount(): void;
  undo(): void;
  redo(): void;
  find(): void;
}

const editors = new WeakMap<DocumentStore, TextEditor>();

/** The smallest change that makes one text of another. */
export function textChange(before: string, after: string): { from: number; to: number; insert: string } {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

function readOnly(state: ReturnType<DocumentStore['state']>) {
  const not = !isEditable(state);
  return [
    EditorState.readOnly.of(not),
    EditorView.contentAttributes.of({
      'aria-label': 'Study document',
      'aria-readonly': String(not),
      tabindex: '0',
    }),
  ];
}

function show(view: EditorView, { line: number, column }: { line: number; column: number }): void {
  const { doc } = view.state;
  const line = doc.line(Math.min(Math.max(1, number), doc.lines));
  const anchor = Math.min(line.to, line.from + Math.max(0, column - 1));
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
  view.focus();
}

function createTextEditor(store: DocumentStore): TextEditor {
  const rights = new Compartment();
  let view: EditorView | null = null;
  let checked: CheckedText | null = null;
  let { document: shownDocument, readOnly: shownRight, newer: shownNewer } = store.state();
  const asked = () => store.state().shown.asked;
  let shownAsked = asked();
  let state = fresh();

  function fresh(): EditorState {
    const now = store.state();
    const extensions = [
      editorExtensions({ schemas: () => store.state().schemas }),
      rights.of(readOnly(now)),
      EditorView.updateListener.of(({ docChanged, state: changed }) => {
        state = changed;
        if (docChanged) store.edit(changed.sliceDoc());
      }),
    ];
    return EditorState.create({ doc: now.text, extensions });
  }

  function apply(spec: TransactionSpec): void {
    if (view) view.dispatch(spec);
    else state = state.update(spec).state;
  }

  function command(run: StateCommand): boolean {
    if (view) return run(view);
    const dispatch = ({ state: changed }: Transaction) => {
      state = changed;
      store.edit(changed.sliceDoc());
    };
    return run({ state, dispatch });
  }

  function followText(): void {
    const { text, document } = store.state();
    if (document !== shownDocument) {
      shownDocument = document;
      state = fresh();
      view?.setState(state);
    } else if (state.sliceDoc() !== text) {
      const changes = textChange(state.sliceDoc(), text);
      apply({ changes, annotations: isolateHistory.of('full'), userEvent: 'input.replace' });
    }
  }

  function followRights(): void {
    const now = store.state();
    if (now.readOnly === shownRight && now.newer === shownNewer) return;
    [shownRight, shownNewer] = [now.readOnly, now.newer];
    apply({ effects: rights.reconfigure(readOnly(now)) });
  }

  function followCheck(): void {
    const { check, text } = store.state();
    if (!view || check === checked || check?.text !== text) return;
    checked = check;
    view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state.doc, check)));
  }

  function followShown(): void {
    if (!view || asked() === shownAsked) return;
    shownAsked = asked();
    show(view, store.state().shown);
  }

  function follow(): void {
    if (store.state().disk === null) return;
    followText();
    followRights();
    followCheck();
    followShown();
  }

  store.subscribe(follow);
  return {
    mount(root) {
      view = new EditorView({ state, root, parent: root });
      checked = null;
      follow();
    },
    unmount() {
      if (!view) return;
      ({ state } = view);
      view.destroy();
      view = null;
    },
    undo: () => void command(undo),
    redo: () => void command(redo),
    find: () => void (view && openFind(view)),
  };
}

/** The one editor of a document store. */
export function editorOf(store: DocumentStore): TextEditor {
  const known = editors.get(store) ?? createTextEditor(store);
  editors.set(store, known);
  return known;
}
