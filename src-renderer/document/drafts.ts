import type { DocumentName } from '../../src-shared/contracts/documentName.ts';
import type { KeptStep, KeptSteps } from './documentHistory.ts';

/** Text that is not on disk yet. */
export interface Draft {
  path: string;
  text: string;
  /** What it was changed from. */
  version: string;
}

/** The steps of a document's text, which they lead to and from. */
export interface KeptHistory extends KeptSteps {
  path: string;
  /** See {@link markOf}. */
  mark: string;
}

/** Keeps what a reload of the page must find again. */
export interface DraftKeeper {
  kept(): Draft | null;
  /** Null: there is none. */
  keep(draft: Draft | null): void;
  history(): KeptHistory | null;
  keepHistory(history: KeptHistory): void;
  /** The document that the window showed last; null where there is none. */
  opened(): DocumentName | null;
  open(document: DocumentName): void;
}

const DRAFT = 'muscope.draft';
const HISTORY = 'muscope.history';
const OPENED = 'muscope.document';

function isDraft(value: unknown): value is Draft {
  const { path, text, version } = (value ?? {}) as Partial<Draft>;
  return [path, text, version].every((part) => typeof part === 'string');
}

function isName(value: unknown): value is DocumentName {
  const { path, sample } = (value ?? {}) as { path?: unknown; sample?: unknown };
  return sample === true ? path === undefined : typeof path === 'string';
}

function isStep(value: unknown): value is KeptStep {
  if (!Array.isArray(value) || value.length < 2 || typeof value[0] !== 'string') return false;
  return value.slice(1).every((patch: unknown) => {
    if (!Array.isArray(patch) || patch.length !== 3) return false;
    const [from, ...texts] = patch as unknown[];
    return Number.isInteger(from) && texts.every((text) => typeof text === 'string');
  });
}

function isHistory(value: unknown): value is KeptHistory {
  const { path, mark, done, undone } = (value ?? {}) as Partial<KeptHistory>;
  const texts = typeof path === 'string' && typeof mark === 'string';
  return texts && [done, undone].every((steps) => Array.isArray(steps) && steps.every(isStep));
}

/** What tells a text from all others that may have been kept: its length and a hash of 53 bits (cyrb53). */
export function markOf(text: string): string {
  let [low, high] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 2654435761);
    high = Math.imul(high ^ code, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return `${text.length} ${(2 ** 32 * (high & 0x1fffff) + (low >>> 0)).toString(16)}`;
}

/** A {@link DraftKeeper} in a storage of the browser; what cannot be stored is not kept. */
export function draftKeeper(storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): DraftKeeper {
  const attempt = <Value>(action: () => Value): Value | null => {
    try {
      return action();
    } catch {
      return null;
    }
  };
  const read = <Value>(key: string, is: (value: unknown) => value is Value): Value | null =>
    attempt(() => {
      const value: unknown = JSON.parse(storage().getItem(key) ?? 'null');
      return is(value) ? value : null;
    });
  return {
    kept: () => read(DRAFT, isDraft),
    keep: (draft) =>
      void attempt(() =>
        draft ? storage().setItem(DRAFT, JSON.stringify(draft)) : storage().removeItem(DRAFT),
      ),
    history: () => read(HISTORY, isHistory),
    keepHistory: (history) => void attempt(() => storage().setItem(HISTORY, JSON.stringify(history))),
    opened: () => read(OPENED, isName),
    open: (document) => void attempt(() => storage().setItem(OPENED, JSON.stringify(document))),
  };
}
