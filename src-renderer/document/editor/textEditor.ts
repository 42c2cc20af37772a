import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import type { Transaction, TransactionSpec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import type { CheckedText } from '../documentState.ts';
import { isEditable } from '../documentState.ts';
import { TYPING } from '../documentHistory.ts';
import type { DocumentStore } from '../documentStore.ts';
import { textPatch } from '../textPatch.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { editorExtensions } from './extensions.ts';
import { openFind } from './findPanel.ts';

/** The editor of a document: its text and selection outlive the page's panels; its history is the document's. */
export interface TextEditor {
  mount(root: ShadowRoot): void;
  unmount(): void;
  undo(): void;
  redo(): void;
  find(): void;
}

const editors = new WeakMap<DocumentStore, TextEditor>();

/** What the history calls a change that was made in the editor. */
function wordsOf(transactions: readonly Transaction[]): string {
  const made = (event: string) => transactions.some((transaction) => transaction.isUserEvent(event));
  if (made('input.paste')) return 'pasting';
  if (made('input.complete')) return 'completion';
  return made('move') || made('input.drop') ? 'moving text' : TYPING;
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

function historyKeys({ undo, redo }: DocumentStore) {
  const back = { run: () => (undo(), true), preventDefault: true };
  const forth = { run: () => (redo(), true), preventDefault: true };
  return keymap.of([
    { key: 'Mod-z', ...back },
    { key: 'Mod-y', ...forth },
    { key: 'Mod-Shift-z', ...forth },
  ]);
}

function createTextEditor(store: DocumentStore): TextEditor {
  const rights = new Compartment();
  let view: EditorView | null = null;
  let checked: CheckedText | null = null;
  let { document: shownDocument, readOnly: shownRight, newer: shownNewer } = store.state();
  const asked = () => store.state().shown.asked;
  const travels = () => store.state().history.travels;
  let shownAsked = asked();
  let shownTravels = travels();
  let state = fresh();

  function fresh(): EditorState {
    const now = store.state();
    const extensions = [
      editorExtensions({ schemas: () => store.state().schemas }),
      rights.of(readOnly(now)),
      historyKeys(store),
      EditorView.updateListener.of(({ docChanged, state: changed, transactions }) => {
        state = changed;
        if (docChanged) store.edit(changed.sliceDoc(), wordsOf(transactions));
      }),
    ];
    return EditorState.create({ doc: now.text, extensions });
  }

  function apply(spec: TransactionSpec): void {
    if (view) view.dispatch(spec);
    else state = state.update(spec).state;
  }

  function followText(): void {
    const { text, document } = store.state();
    if (document !== shownDocument) {
      shownDocument = document;
      state = fresh();
      view?.setState(state);
    } else if (state.sliceDoc() !== text) {
      const { from, removed, inserted } = textPatch(state.sliceDoc(), text);
      const changes = { from, to: from + removed.length, insert: inserted };
      const there = view?.hasFocus === true && travels() !== shownTravels;
      apply({
        changes,
        ...(there && { selection: { anchor: from + inserted.length }, scrollIntoView: true }),
      });
    }
    shownTravels = travels();
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
    undo: store.undo,
    redo: store.redo,
    find: () => void (view && openFind(view)),
  };
}

/** The one editor of a document store. */
export function editorOf(store: DocumentStore): TextEditor {
  const known = editors.get(store) ?? createTextEditor(store);
  editors.set(store, known);
  return known;
}
