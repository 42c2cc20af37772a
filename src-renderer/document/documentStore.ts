import { immer } from 'zustand/middleware/immer';
import { createStore } from 'zustand/vanilla';
import { sameDocument } from '../../src-shared/contracts/sameDocument.ts';
import type { DocumentName } from '../../src-shared/contracts/documentName.ts';
import type { DocumentEdit } from '../../src-shared/study/edit.ts';
import type { Transport } from '../client/transport.ts';
import { createChecks } from './documentChecks.ts';
import type { DocumentAccess } from './documentChecks.ts';
import { bytesText, createDisk } from './documentDisk.ts';
import { createDocumentEditor } from './documentEditor.ts';
import { isEditable, NO_DOCUMENT } from './documentState.ts';
import type { DocumentState } from './documentState.ts';
import { markOf } from './drafts.ts';
import type { Draft, DraftKeeper, KeptHistory } from './drafts.ts';

/** Milliseconds without a change after which the text is saved. */
export const AUTOSAVE_AFTER = 1000;
/** The study document of a window and what can be done with it; fits useSyncExternalStore. */
export interface DocumentStore {
  state(): DocumentState;
  subscribe(listener: () => void): () => void;
  /** Reads another document; of the one that is open, takes the folders and looks whether it changed. Nothing is thrown. */
  open(document: DocumentName, folders: readonly string[]): Promise<void>;
  /**
   * The text on screen changed. It is checked, and saved, when no change follows for a while.
   * @param words the step of the history, where it is not typing
   */
  edit(text: string, words?: string): void;
  /**
   * Changes values of the document as one step of its history, the rest of the text stays. Done at once after the first time.
   * Throws a UserError where the document or this value cannot be changed; nothing is changed then.
   */
  apply(edits: readonly DocumentEdit[], step: string): Promise<void>;
  /** Takes the newest step back, of forms and of what was typed. */
  undo(): void;
  redo(): void;
  /** Looks at the disk: an unchanged text follows it, a changed one is kept and the other text stands in `theirs`. */
  refresh(): Promise<void>;
  /** Saves the text as it is now. Throws why it cannot be saved, which is also said in the state. */
  save(): Promise<void>;
  /** Looks at the disk, saves what was changed, and gives what a run is started with. Throws as {@link save}. */
  settle(): Promise<{ document: DocumentName; version?: string }>;
  /** Takes what another program wrote. */
  takeTheirs(): void;
  /** Writes the text on screen over what another program wrote, or anew where it is gone. Throws as {@link save}. */
  keepMine(): Promise<void>;
  /** Writes the text under another name, its paths of files moved with it, and opens that. Throws why not. */
  saveCopy(path: string): Promise<void>;
  /** Lets a document of a newer format be changed. */
  editAnyway(): void;
  /** Shows a place of the text. */
  show(line: number, column: number): void;
}

type InTurn = <Value>(action: () => Promise<Value>) => Promise<Value>;

/** One after the other: what is read is never older than what was written. */
function createQueue(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (action) => {
    const turn = last.then(action);
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function readSchemas(
  transport: Transport,
  { state, change }: Pick<DocumentAccess, 'state' | 'change'>,
): Promise<void> {
  if (Object.keys(state().schemas).length > 0) return;
  const answer = await transport.call('studies.list', {}).catch(() => null);
  if (!answer) return;
  change({ schemas: Object.fromEntries(answer.studies.map(({ id, schema }) => [id, schema])) });
}

/** The changes that bring unsaved text back; null where it is not of this document. */
function withDraft(state: DocumentState, draft: Draft): (Partial<DocumentState> & { text: string }) | null {
  const { document, disk } = state;
  if (!disk || !isEditable(state) || !document || !('path' in document)) return null;
  if (draft.path !== document.path || draft.text === disk.text) return null;
  if (draft.version === disk.version) return { text: draft.text };
  return { text: draft.text, disk: { ...disk, version: draft.version }, theirs: disk };
}

/** Whether kept steps lead to this text of this document. */
function isOf({ path, mark }: KeptHistory, document: DocumentName, text: string): boolean {
  return 'path' in document && document.path === path && mark === markOf(text);
}

/** A document store that asks the engine host, and keeps unsaved text and its history where a reload of the page finds them. */
export function createDocumentStore(transport: Transport, drafts: DraftKeeper): DocumentStore {
  const store = createStore<DocumentState>()(immer(() => NO_DOCUMENT));
  const { getState: state } = store;
  const change = (changes: Partial<DocumentState>) => store.setState(changes);
  const checks = createChecks(transport, { state, change });
  const editor = createDocumentEditor({ state, change }, follow, keepHistory);
  const disk = createDisk(transport, { state, change, replace: editor.replace }, checks, drafts);
  const inTurn = createQueue();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function follow(): void {
    disk.keepDraft();
    checks.soon();
    clearTimeout(timer);
    timer = setTimeout(() => void inTurn(disk.save).catch(() => undefined), AUTOSAVE_AFTER);
  }

  function keepHistory(): void {
    const { document, text } = state();
    if (document && 'path' in document)
      drafts.keepHistory({ path: document.path, mark: markOf(text), ...editor.kept() });
  }

  async function open(document: DocumentName, folders: readonly string[]): Promise<void> {
    const same = sameDocument(state().document, document);
    if (same && state().disk) {
      change({ folders });
      await disk.look();
      await disk.save().catch(() => undefined);
      return;
    }
    clearTimeout(timer);
    editor.clear();
    const [draft, history] = [drafts.kept(), drafts.history()];
    drafts.open(document);
    change({ ...NO_DOCUMENT, schemas: state().schemas, document, folders });
    await Promise.all([disk.look(), readSchemas(transport, { state, change })]);
    const restored = draft && withDraft(state(), draft);
    const steps = history && isOf(history, document, restored?.text ?? state().text) ? history : null;
    if (restored && steps) change(restored);
    else if (restored) editor.replace(restored.text, 'what was not saved', restored);
    if (steps) editor.restore(steps);
    if (restored) follow();
  }

  function save(): Promise<void> {
    editor.seal();
    return disk.save();
  }

  async function keepMine(): Promise<void> {
    const { theirs, text, gone } = state();
    if (theirs) {
      disk.adopt(theirs);
      editor.replace(text, 'keeping this text');
      follow();
      await disk.write(theirs.version);
    } else if (gone) await disk.write(null);
  }

  async function saveCopy(path: string): Promise<void> {
    const { document, text, disk: stands, folders } = state();
    if (!document) return;
    const request = { document: { path }, text: bytesText(text, stands), version: null, from: document };
    const written = await transport.call('study.write', request);
    drafts.keep(null);
    await transport.call('study.open', { path: written.document.path });
    await open(written.document, folders);
  }

  async function settle(): Promise<{ document: DocumentName; version?: string }> {
    await disk.look();
    await disk.save();
    const { document, disk: stands, gone } = state();
    return { document: document ?? { sample: true }, ...(stands && !gone && { version: stands.version }) };
  }

  return {
    state,
    subscribe: (listener) => store.subscribe(listener),
    open: (document, folders) => inTurn(() => open(document, folders)),
    edit: editor.edit,
    apply: editor.apply,
    undo: editor.undo,
    redo: editor.redo,
    refresh: () => inTurn(disk.look),
    save: () => inTurn(save),
    settle: () => inTurn(settle),
    takeTheirs() {
      const { theirs } = state();
      if (theirs) disk.adopt(theirs);
    },
    keepMine: () => inTurn(keepMine),
    saveCopy: (path) => inTurn(() => saveCopy(path)),
    editAnyway: () => change({ newer: null }),
    show: (line, column) => change({ shown: { line, column, asked: state().shown.asked + 1 } }),
  };
}
