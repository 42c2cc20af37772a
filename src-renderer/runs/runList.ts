import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ListedRun, RunList } from '../../src-shared/contracts/runs.ts';
import { problemOf } from '../app/problem.ts';
import { isGoing } from '../app/state.ts';
import type { Problem } from '../app/state.ts';
import { createStore } from '../app/store.ts';
import { useWorkspace } from '../app/workspace.ts';

/** The runs of the window's document, newest first. */
export interface KnownRuns {
  /** Null before the first answer. */
  list: RunList | null;
  problem: Problem | null;
}

const changes = createStore<{ count: number }>({ count: 0 });

/** Lists of runs are asked for anew: something was discarded. */
export function runsChanged(): void {
  changes.change({ count: changes.state().count + 1 });
}

/** The runs of the document, asked for anew whenever a run ended, another document was opened, or {@link runsChanged} says so. */
export function useRunList(): KnownRuns {
  const { session, page, study } = useWorkspace();
  const { count } = useSyncExternalStore(changes.subscribe, changes.state);
  const [known, setKnown] = useState<KnownRuns>({ list: null, problem: null });
  const { document } = study;
  const name = JSON.stringify(document);
  const ended = page.run && !isGoing(page.run) ? page.run.run : null;
  const connected = page.connected === true;

  useEffect(() => {
    if (name === 'null' || !connected) return undefined;
    let wanted = true;
    const given = JSON.parse(name) as NonNullable<typeof document>;
    session.call('runs.list', { document: given }).then(
      (list) => wanted && setKnown({ list, problem: null }),
      (error: unknown) => wanted && setKnown((before) => ({ ...before, problem: problemOf(error) })),
    );
    return () => {
      wanted = false;
    };
  }, [session, name, ended, connected, count]);
  return known;
}

const SHOWN_PATHS = 2;

/** What changed since the run before, in a few words; empty where nothing is known or there is none. */
export function changedText({ changed }: Pick<ListedRun, 'changed'>): string {
  if (changed === null) return '';
  if (changed.count === 0) return 'the same study';
  const shown = changed.first.slice(0, SHOWN_PATHS);
  const more = changed.count - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** How a run ended: of the words for it, the sign that goes with them. */
export function endOf({ state, partial, files }: ListedRun): {
  sign: 'done' | 'warning' | 'cancelled';
  text: string;
} {
  if (state === 'cancelled') return { sign: 'cancelled', text: 'cancelled' };
  if (files.failed > 0)
    return { sign: 'warning', text: `${files.failed} file${files.failed === 1 ? '' : 's'} failed` };
  if (partial) return { sign: 'warning', text: 'partial' };
  if (state !== 'finished') return { sign: 'warning', text: 'something is missing' };
  return { sign: 'done', text: 'finished' };
}
