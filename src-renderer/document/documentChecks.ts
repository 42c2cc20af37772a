import { CURRENT_VERSION } from '../../src-shared/study/versions.ts';
import type { Transport } from '../client/transport.ts';
import type { DocumentState } from './documentState.ts';

/** Milliseconds without a change after which the text is checked. */
export const CHECK_AFTER = 250;

/** The state that parts of a document store share. */
export interface DocumentAccess {
  state(): DocumentState;
  change(changes: Partial<DocumentState>): void;
  /** Another text on screen, as one step of the history with these words. */
  replace(text: string, words: string, changes?: Partial<DocumentState>): void;
}

/** Checks of the text on screen. */
export interface DocumentChecks {
  /** When no change follows for a while. */
  soon(): void;
  /**
   * At once.
   * @param fromDisk whether nobody has changed the text yet: a newer format is then protected
   */
  now(fromDisk?: boolean): Promise<void>;
}

/** Asks the engine host for checks; what is no longer on screen when the answer comes is dropped. */
export function createChecks(
  transport: Transport,
  { state, change }: Pick<DocumentAccess, 'state' | 'change'>,
): DocumentChecks {
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function now(fromDisk = false): Promise<void> {
    clearTimeout(timer);
    const { document, text } = state();
    if (!document) return;
    const found = await transport.call('study.check', { document, text }).catch(() => null);
    if (!found || state().text !== text || state().document !== document) return;
    const newer = found.format !== null && found.format > CURRENT_VERSION ? found.format : null;
    change({ check: { ...found, text }, ...(fromDisk && { newer }) });
  }

  return {
    now,
    soon() {
      clearTimeout(timer);
      timer = setTimeout(() => void now(), CHECK_AFTER);
    },
  };
}
