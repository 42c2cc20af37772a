import type { DocumentEdit } from '../../src-shared/study/edit.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { DocumentAccess } from './documentChecks.ts';
import { createHistory, TYPING } from './documentHistory.ts';
import type { KeptSteps } from './documentHistory.ts';
import { isChanged, isEditable } from './documentState.ts';
import type { DocumentState } from './documentState.ts';

/** Changes of the text on screen, all in one history. */
export interface DocumentEditor {
  edit(text: string, words?: string): void;
  apply(edits: readonly DocumentEdit[], step: string): Promise<void>;
  undo(): void;
  redo(): void;
  /** See {@link DocumentAccess}. */
  replace: DocumentAccess['replace'];
  /** What follows is a step of its own. */
  seal(): void;
  /** Forgets all steps. */
  clear(): void;
  /** The nearest steps, and puts such in place. */
  kept(): KeptSteps;
  restore(steps: KeptSteps): void;
}

/** Characters of steps that outlive the page, in each direction. */
const MOST_KEPT = 150_000;

type EditText = (text: string, edits: readonly DocumentEdit[]) => string;

/** Changes of one value that follow each other are one step, as a name that is typed into a field. */
function kindOf(edits: readonly DocumentEdit[], step: string): string | null {
  const set = edits.filter(({ op }) => op === 'set').map(({ path }) => path);
  const others = edits.some(({ op }) => op !== 'set' && op !== 'move');
  return others || set.length === 0 ? null : JSON.stringify([step, set]);
}

function refusal({ disk, readOnly, name: file }: DocumentState): UserError {
  const why = readOnly ?? (disk ? 'it is of a newer format' : 'it is not open yet');
  return new UserError('usage', `the document cannot be changed: ${why}`, { where: { file } });
}

/**
 * The editor of a document's text.
 * @param changed called when the text was changed here
 * @param recorded called when the history was changed
 */
export function createDocumentEditor(
  { state, change }: Pick<DocumentAccess, 'state' | 'change'>,
  changed: () => void,
  recorded: () => void,
): DocumentEditor {
  const history = createHistory(() => performance.now());
  let editText: EditText | null = null;
  let loading: Promise<EditText> | null = null;
  let waiting = 0;

  function load(): Promise<EditText> {
    loading ??= import('../../src-shared/study/followNames.ts').then(
      ({ editStudy }) => (editText = editStudy),
    );
    return loading;
  }

  function make(edited: EditText, edits: readonly DocumentEdit[], step: string): void {
    if (!isEditable(state())) throw refusal(state());
    take(edited(state().text, edits), step, kindOf(edits, step));
  }

  function take(text: string, words: string, kind: string | null): void {
    if (text === state().text) return;
    history.record(state().text, text, words, kind);
    show(text);
  }

  function show(text: string): void {
    change({ text, history: history.words() });
    recorded();
    if (!isChanged(state())) change({ trouble: null });
    changed();
  }

  function travel(step: (text: string) => string | null): void {
    const text = isEditable(state()) ? step(state().text) : null;
    if (text !== null) show(text);
  }

  return {
    edit: (text, words = TYPING) => take(text, words, words === TYPING ? TYPING : null),
    /* All that wait do so for one promise: changes are made in the order in which they were asked for. */
    async apply(edits, step) {
      if (editText !== null && waiting === 0) return make(editText, edits, step);
      waiting++;
      try {
        make(await load(), edits, step);
      } finally {
        waiting--;
      }
    },
    undo: () => travel(history.undo),
    redo: () => travel(history.redo),
    replace(text, words, changes = {}) {
      const { text: before, disk } = state();
      if (disk !== null) history.record(before, text, words, null);
      change({ ...changes, text, history: history.words() });
      if (disk !== null) recorded();
    },
    seal: history.seal,
    clear() {
      history.clear();
      change({ history: history.words() });
    },
    kept: () => history.kept(MOST_KEPT),
    restore(steps) {
      history.restore(steps);
      change({ history: history.words() });
    },
  };
}
