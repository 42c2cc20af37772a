import { describe, expect, it } from 'vitest';
import { calmPage } from '../../src-renderer/app/calmPage.ts';
import { EMPTY_PAGE } from '../../src-renderer/app/state.ts';
import type { PageState } from '../../src-renderer/app/state.ts';
import { createStore } from '../../src-renderer/app/store.ts';
import type { RunSummary } from '../../src-shared/contracts/channels.ts';
import { summary } from './summaries.ts';

// Source of truth: identity of the states, by hand.

const run = (state: RunSummary['state'], events: number, more: Partial<RunSummary> = {}) =>
  summary('r1', state, { events, ...more });

describe('the calm state of the page', () => {
  it('stays the same while a run only goes on', () => {
    const store = createStore<PageState>({ ...EMPTY_PAGE, run: run('running', 1) });
    const read = calmPage(store);
    const first = read();
    for (const events of [2, 3, 4]) {
      store.change({ run: run('running', events) });
      expect(read()).toBe(first);
    }
    store.change({ run: run('running', 5, { work: { computed: 1, remembered: 0 } }) });
    expect(read()).toBe(first);
  });

  it('is the newest one whenever anything else changes', () => {
    const store = createStore<PageState>({ ...EMPTY_PAGE, run: run('running', 1) });
    const read = calmPage(store);
    const changes: Partial<PageState>[] = [
      { run: run('running', 2, { paused: true }) },
      { run: run('running', 3, { shows: 1 }) },
      { run: run('finished', 4) },
      { connected: true },
      { run: null },
      { failure: { code: 'input', message: 'no' } as unknown as NonNullable<PageState['failure']> },
    ];
    for (const change of changes) {
      const before = read();
      store.change(change);
      expect(read()).not.toBe(before);
      expect(read()).toBe(store.state());
    }
  });
});
