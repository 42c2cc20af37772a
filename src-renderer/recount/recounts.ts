import { useSyncExternalStore } from 'react';
import type { RecountRequest, RunListing } from '../../src-shared/contracts/runs.ts';
import { shownView } from '../app/shownView.ts';
import { isGoing } from '../app/state.ts';
import { createStore } from '../app/store.ts';
import type { Workspace } from '../app/workspace.ts';
import type { Recountable } from '../studies/studyView.ts';
import { AS_WRITTEN } from './recountForm.ts';
import type { RecountForm } from './recountForm.ts';

/** A result that was made anew, and what it was made of. */
interface Recounted {
  written: RunListing;
  base: Recountable;
}

interface Recounts {
  /** Whether the form stands over the figure. */
  open: boolean;
  /** What is written into the form, by run. */
  forms: Readonly<Record<string, RecountForm>>;
  /** By the identity of the result that was made. */
  recounts: Readonly<Record<string, Recounted>>;
}

const store = createStore<Recounts>({ open: false, forms: {}, recounts: {} });

/** The run that is looked at differently: as it was written. */
export interface Subject {
  run: string;
  base: Recountable;
  form: RecountForm;
  /** Whether a result that was made anew is shown. */
  changed: boolean;
}

/** What can be looked at differently in the window; null where nothing can. */
export function subjectOf(workspace: Workspace): Subject | null {
  const { outcome } = workspace.page;
  const view = shownView(workspace);
  if (!outcome || isGoing(outcome) || !view?.recountable) return null;
  const { recounts, forms } = store.state();
  const recounted = recounts[outcome.run];
  const base = recounted?.base ?? view.recountable(outcome.result as never);
  const run = recounted?.written.id ?? outcome.run;
  return { run, base, form: forms[run] ?? AS_WRITTEN, changed: recounted !== undefined };
}

/** Whether the form is open; with it components follow what is written and what was made. */
export function useRecountsOpen(): boolean {
  return useSyncExternalStore(store.subscribe, store.state).open;
}

/** Shows the form, or takes it away. */
export function openRecounts(open: boolean): void {
  store.change({ open });
}

/** Writes into the form of a run. */
export function writeForm(run: string, form: RecountForm): void {
  store.change({ forms: { ...store.state().forms, [run]: form } });
}

async function writtenOf({ session, page }: Workspace, run: string): Promise<RunListing | undefined> {
  const recounted = store.state().recounts[page.outcome?.run ?? ''];
  if (recounted) return recounted.written;
  if (page.shown) return page.shown;
  return (await session.call('runs.list', {})).runs.find(({ id }) => id === run);
}

/** Makes the shown run anew from its counts and shows what came of it. Rejects as `run.recount` does. */
export async function showRecounted(workspace: Workspace, change: RecountRequest): Promise<void> {
  const subject = subjectOf(workspace);
  if (!subject) return;
  const { run, base } = subject;
  const [known, made] = await Promise.all([
    writtenOf(workspace, run),
    workspace.session.call('run.recount', { run, ...change }),
  ]);
  const { derived = [], ...about } = made;
  const written = known ?? { ...about, id: run };
  store.change({ recounts: { ...store.state().recounts, [made.id]: { written, base } } });
  await workspace.session.showRun({ ...written, id: made.id, derived });
}

/** Shows the result as it was written again. */
export async function showWritten({ session, page }: Workspace): Promise<void> {
  const recounted = store.state().recounts[page.outcome?.run ?? ''];
  if (!recounted) return;
  writeForm(recounted.written.id, AS_WRITTEN);
  await session.showRun(recounted.written);
}
