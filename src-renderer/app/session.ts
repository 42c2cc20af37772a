import type { RunSummary } from '../../src-shared/contracts/channels.ts';
import { sameDocument } from '../../src-shared/contracts/sameDocument.ts';
import type { RunListing } from '../../src-shared/contracts/runs.ts';
import { askingFrom } from '../client/askingFrom.ts';
import type { Transport } from '../client/transport.ts';
import { createDocumentStore } from '../document/documentStore.ts';
import type { DocumentStore } from '../document/documentStore.ts';
import type { DraftKeeper } from '../document/drafts.ts';
import { problemOf } from './problem.ts';
import { createRunClock } from './runClock.ts';
import { createShowing } from './showing.ts';
import { EMPTY_PAGE, isGoing } from './state.ts';
import type { PageState } from './state.ts';
import { createStore } from './store.ts';
import { createStudyChanges } from './studyChanges.ts';
import type { StudyChanges } from './studyChanges.ts';
import type { Store } from './store.ts';

/** The page's state and what can be done with it; fits useSyncExternalStore. */
export interface Session extends Omit<Store<PageState>, 'change'>, StudyChanges {
  /** The study document of this window. */
  document: DocumentStore;
  /** Saves the document and runs it; on request with every file checked in full again. */
  start(how?: { verify?: boolean }): Promise<void>;
  cancel(): Promise<void>;
  /** Holds the run that goes on, or lets it go on. */
  pause(hold: boolean): Promise<void>;
  /** Shows the results of a run that ended, of this host or kept from an earlier one, until the next run ends. */
  showRun(run: RunListing): Promise<void>;
  /** Says what could not be done beside the run; null takes it back. */
  report(error: unknown): void;
  /** See {@link Transport.call}; relative paths start from the folder of this window's document. */
  call: Transport['call'];
}

/**
 * A session with the engine host. Whenever the way to it opens, it finds the newest run, or starts the first one.
 * Failed requests end up in `failure`; nothing is thrown.
 * @param now milliseconds of a monotonic clock
 */
export function createSession(transport: Transport, now: () => number, drafts: DraftKeeper): Session {
  const store = createStore<PageState>(EMPTY_PAGE);
  const { state, subscribe, change } = store;
  const showing = createShowing(transport, store);
  const document = createDocumentStore(transport, drafts);
  const clock = createRunClock(now);
  const changes = createStudyChanges({ transport, document, showing, store, start: () => start() });
  let opening: Promise<void> | null = null;

  function end({ run, progress }: RunSummary): void {
    if (state().paces.some((pace) => pace.run === run) || !progress) return;
    const { events, eventsPerSecond } = progress;
    change({ paces: [...state().paces, { run, events, eventsPerSecond, seconds: clock.seconds(run) }] });
  }

  function adopt(run: RunSummary, seenFromStart: boolean): void {
    if (state().run?.run !== run.run && !isGoing(run) && seenFromStart) return;
    if (seenFromStart) clock.follow(run);
    const before = state().run;
    change({ run });
    if (isGoing(run)) {
      const renewed = run.shows !== undefined && run.shows !== before?.shows;
      if (renewed && state().shown === null) void showing.show(run.run, null).catch(() => undefined);
      return;
    }
    end(run);
    const known = before?.run === run.run && !isGoing(before);
    const { outcome, shown } = state();
    const complete = outcome?.run === run.run && !isGoing(outcome);
    if (run.state === 'failed' || complete || (known && shown)) return;
    void attempt(() => showing.show(run.run, null));
  }

  /** Whether it is a run of the document of this window, or the one that it shows. */
  function isOwn({ run, document: of }: RunSummary): boolean {
    return !of || run === state().run?.run || sameDocument(of, document.state().document);
  }

  async function attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      change({ failure: problemOf(error) });
    }
  }

  function start({ verify = false }: { verify?: boolean } = {}): Promise<void> {
    return attempt(async () => {
      change({ failure: null });
      await transport.call('run.start', { ...(await document.settle()), ...(verify && { verify }) });
    });
  }

  async function meet(): Promise<void> {
    const before = document.state().document ?? drafts.opened();
    const { version, runs, ...now } = await transport.call('session.get', before ? { document: before } : {});
    change({ connected: true, session: { version } });
    await document.open(now.document, now.folders);
    for (const run of runs) if (!isGoing(run)) end(run);
    const newest = runs.at(-1);
    if (newest) adopt(newest, false);
    else await start();
  }

  function open(): Promise<void> {
    opening ??= attempt(meet).finally(() => (opening = null));
    return opening;
  }

  transport.subscribe(
    (run) => isOwn(run) && adopt(run, true),
    (connected) => (connected ? void open() : change({ connected })),
  );

  return {
    state,
    subscribe,
    document,
    start,
    call: askingFrom(transport, () => document.state().document),
    report: (error) => change({ notice: error === null ? null : problemOf(error) }),
    showRun: (run) =>
      attempt(async () => {
        change({ failure: null });
        if (run.id === state().outcome?.run) return;
        await showing.show(run.id, run.id === state().run?.run ? null : run);
      }),
    ...changes,
    pause: (hold) =>
      attempt(async () => {
        const { run } = state();
        if (run) await transport.call(hold ? 'run.pause' : 'run.resume', { run: run.run });
      }),
    cancel: () =>
      attempt(async () => {
        const { run } = state();
        if (run) await transport.call('run.cancel', { run: run.run });
      }),
  };
}
