import { sameDocument } from '../../src-shared/contracts/sameDocument.ts';
import type { Transport } from '../client/transport.ts';
import type { DocumentStore } from '../document/documentStore.ts';
import type { Showing } from './showing.ts';
import type { PageState } from './state.ts';
import type { Store } from './store.ts';

/** What makes another study that of the window. */
export interface StudyChanges {
  /** Opens another document in this window, and shows its newest run, or makes the first one; in Electron it has a window of its own. Throws why not. */
  openStudy(path: string): Promise<void>;
  /** Writes a new document and opens it in this window. Throws why not. */
  create(path: string, text: string): Promise<void>;
}

/** {@link StudyChanges} of a session made of these parts. */
export function createStudyChanges({
  transport,
  document,
  showing,
  store: { state, change },
  start,
}: {
  transport: Transport;
  document: DocumentStore;
  showing: Showing;
  store: Store<PageState>;
  start(): Promise<void>;
}): StudyChanges {
  function leave(): void {
    showing.forget();
    change({ run: null, outcome: null, shown: null, failure: null, notice: null, paces: [] });
  }

  async function openStudy(path: string): Promise<void> {
    const before = document.state().document;
    const { document: next } = await transport.call('study.open', {
      path,
      ...(before && { document: before }),
    });
    if (sameDocument(next, before)) return;
    const { folders } = await transport.call('session.get', { document: next });
    leave();
    await document.open(next, folders);
    const of = state().run?.document;
    if (of && !sameDocument(of, next)) leave();
    const { runs } = await transport.call('runs.list', { document: next, most: 1 });
    if (state().run !== null) return;
    if (runs.length > 0) await showing.show(runs[0].id, runs[0]);
    else if (document.state().check?.problems.length === 0) await start();
  }

  return {
    openStudy,
    async create(path, text) {
      const written = await transport.call('study.write', { document: { path }, text, version: null });
      await openStudy(written.document.path);
    },
  };
}
