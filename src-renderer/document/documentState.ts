import type { ChannelOutput, DocumentName } from '../../src-shared/contracts/channels.ts';
import type { Problem } from '../app/state.ts';
import type { HistoryWords } from './documentHistory.ts';

/** What stands on disk under a document's name, with line feeds alone. */
export interface DiskText {
  text: string;
  /** How its lines end on disk. */
  lineEnd: '\n' | '\r\n';
  /** SHA-256 of its bytes. */
  version: string;
}

/** What a check found, and in which text. */
export type CheckedText = ChannelOutput<'study.check'> & { text: string };

/** The study document of a window. */
export interface DocumentState {
  /** Null before the window was opened. */
  document: DocumentName | null;
  /** What errors call it. */
  name: string;
  /** On screen, with line feeds alone. */
  text: string;
  /** As it was last read or written; null before it was ever read. */
  disk: DiskText | null;
  /** What another program or window wrote over it, while there are changes here: the user chooses. */
  theirs: DiskText | null;
  /** Why it cannot be read now. */
  gone: Problem | null;
  /** Why it cannot be written, in words. */
  readOnly: string | null;
  /** Version of a format that is newer than this program: it is shown, and changed only when that is asked for. */
  newer: number | null;
  saving: boolean;
  /** Why it could not be saved. */
  trouble: Problem | null;
  /** Null before the first check. */
  check: CheckedText | null;
  /** Below which documents may be saved. */
  folders: readonly string[];
  /** JSON Schema of the documents, by study. */
  schemas: Readonly<Record<string, Record<string, unknown>>>;
  history: HistoryWords;
  /** A line that is to be shown; `asked` counts the wishes. */
  shown: { line: number; column: number; asked: number };
}

/** The document before anything is known. */
export const NO_DOCUMENT: DocumentState = {
  document: null,
  name: '',
  text: '',
  disk: null,
  theirs: null,
  gone: null,
  readOnly: null,
  newer: null,
  saving: false,
  trouble: null,
  check: null,
  folders: [],
  schemas: {},
  history: { undo: null, redo: null, travels: 0 },
  shown: { line: 0, column: 0, asked: 0 },
};

/** Whether the text on screen is not the one on disk. */
export function isChanged({ disk, text }: DocumentState): boolean {
  return disk !== null && text !== disk.text;
}

/** Whether the text may be changed on screen. */
export function isEditable({ disk, readOnly, newer }: DocumentState): boolean {
  return disk !== null && readOnly === null && newer === null;
}

/** State of the document in a word, for the header. */
export interface DocumentCondition {
  kind: 'opening' | 'saved' | 'unsaved' | 'read-only' | 'trouble';
  text: string;
}

/** What is said of the document. */
export function documentCondition(state: DocumentState): DocumentCondition {
  if (state.gone) return { kind: 'trouble', text: 'Not on disk' };
  if (state.disk === null) return { kind: 'opening', text: '' };
  if (state.theirs) return { kind: 'trouble', text: 'Changed on disk' };
  if (state.trouble) return { kind: 'trouble', text: 'Not saved' };
  if (isChanged(state)) return { kind: 'unsaved', text: 'Unsaved' };
  if (!isEditable(state)) return { kind: 'read-only', text: 'Read-only' };
  return { kind: 'saved', text: 'Saved' };
}

/**
 * Whether a result was made from another study than the text on screen describes: comments, order of keys and layout make no difference.
 * @param hash of the document in the result's provenance; undefined where there is no result
 */
export function isStale({ check }: DocumentState, hash: string | undefined): boolean {
  return check !== null && hash !== undefined && check.hash !== hash;
}

/** Text of a document with line feeds alone, and how its lines ended. */
export function diskText({ text, version }: { text: string; version: string }): DiskText {
  const pairs = text.split('\r\n').length - 1;
  const feeds = text.split('\n').length - 1;
  return { text: text.replace(/\r\n?/g, '\n'), lineEnd: 2 * pairs > feeds ? '\r\n' : '\n', version };
}
