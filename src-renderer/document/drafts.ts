/** Text that is not on disk yet. */
export interface Draft {
  path: string;
  text: string;
  /** What it was changed from. */
  version: string;
}

/** Keeps what a reload of the page must find again. */
export interface DraftKeeper {
  kept(): Draft | null;
  /** Null: there is none. */
  keep(draft: Draft | null): void;
  /** Path of a document that was opened in place of the window's own; null where there is none. */
  opened(): string | null;
  open(path: string): void;
}

const DRAFT = 'muscope.draft';
const OPENED = 'muscope.document';

function isDraft(value: unknown): value is Draft {
  const { path, text, version } = (value ?? {}) as Partial<Draft>;
  return [path, text, version].every((part) => typeof part === 'string');
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
  return {
    kept: () =>
      attempt(() => {
        const value: unknown = JSON.parse(storage().getItem(DRAFT) ?? 'null');
        return isDraft(value) ? value : null;
      }),
    keep: (draft) =>
      void attempt(() =>
        draft ? storage().setItem(DRAFT, JSON.stringify(draft)) : storage().removeItem(DRAFT),
      ),
    opened: () => attempt(() => storage().getItem(OPENED)),
    open: (path) => void attempt(() => storage().setItem(OPENED, path)),
  };
}
