import { describe, expect, it } from 'vitest';
import type { RunFacts } from '../../../src-main/runtime/store/runs.ts';
import { emptyHome, storeIn } from './homes.ts';

/* Source of truth: what was written into the book. */

const facts: RunFacts = {
  title: 'Isolation',
  study: 'efficiency',
  version: '0.1.0',
  document: '/studies/iso.muscope.yaml',
  documentHash: 'ab12',
  plan: null,
  out: '/studies/iso.run',
  command: ['run', 'iso.muscope.yaml'],
};

describe('runs', () => {
  it('are listed newest first, with counts, state and end', async () => {
    const home = emptyHome();
    const { runs, plans, close } = await storeIn(home);
    const plan = plans.freeze({ files: ['a.root'], chunks: [[0, 10]] });
    const first = runs.begin(facts);
    runs.update(first, { plan, events: 7 });
    const second = runs.begin({ ...facts, title: 'Second' });
    const files = { processed: 2, failed: 1, skipped: 0 };
    runs.end(first, {
      state: 'finished with failures',
      files,
      events: 10,
      result: 'ff',
      provenance: { seed: 1 },
    });
    expect(runs.list()).toMatchObject([
      { id: second, title: 'Second', state: 'running', ended: null, result: null },
      {
        id: first,
        ...facts,
        plan,
        state: 'finished with failures',
        files,
        events: 10,
        result: 'ff',
        provenance: { seed: 1 },
      },
    ]);
    expect(runs.list(1)).toHaveLength(1);
    expect(runs.find(first)!.seconds).toBeGreaterThanOrEqual(0);
    expect([runs.find(99), plans.find('none')]).toEqual([undefined, undefined]);
    expect(plans.find(plan)).toEqual({ files: ['a.root'], chunks: [[0, 10]] });
    close();
    const again = await storeIn(home);
    expect(again.runs.list().map(({ state }) => state)).toEqual(['interrupted', 'finished with failures']);
    again.close();
  });

  it('without an owner alive are shown as interrupted to who only reads', async () => {
    const home = emptyHome();
    const writer = await storeIn(home);
    const id = writer.runs.begin(facts);
    const reader = await storeIn(home, { readOnly: true });
    expect(reader.runs.find(id)!.state).toBe('running');
    writer.close();
    expect([reader.runs.find(id)!.state, reader.runs.list()[0]!.state]).toEqual([
      'interrupted',
      'interrupted',
    ]);
    reader.close();
  });

  it('of a store that is not written leave no trace', async () => {
    const home = emptyHome();
    const writer = await storeIn(home);
    const reader = await storeIn(home);
    const id = reader.runs.begin(facts);
    reader.runs.update(id, { events: 5 });
    reader.runs.end(id, { state: 'finished', files: { processed: 1, failed: 0, skipped: 0 }, events: 5 });
    expect([reader.runs.list(), writer.runs.list()]).toEqual([[], []]);
    reader.close();
    writer.close();
  });

  it('that nobody began here are neither changed nor ended', async () => {
    const { runs, close } = await storeIn(emptyHome());
    const id = runs.begin(facts);
    runs.update(id + 1, { events: 5 });
    runs.end(id + 1, { state: 'failed', files: { processed: 0, failed: 0, skipped: 0 }, events: 5 });
    expect(runs.list()).toMatchObject([{ id, state: 'running', events: 0 }]);
    close();
  });

  it('keep their numbers and order when the clock jumps; no time is negative', async () => {
    const home = emptyHome();
    const { runs, close } = await storeIn(home);
    const real = Date.now;
    const ids = [0, 20, -40, 5].map((years) => {
      const shift = years * 365.25 * 86_400_000;
      globalThis.Date = class extends Date {
        constructor(...given: [number?]) {
          super(given.length ? given[0]! : real() + shift);
        }
      } as DateConstructor;
      const id = runs.begin(facts);
      globalThis.Date = Object.getPrototypeOf(Date) as DateConstructor;
      runs.end(id, { state: 'finished', files: { processed: 1, failed: 0, skipped: 0 }, events: 1 });
      return id;
    });
    const listed = runs.list();
    expect(listed.map(({ id }) => id)).toEqual([...ids].reverse());
    expect(listed.every(({ seconds }) => seconds! >= 0 && seconds! < 60)).toBe(true);
    expect(new Set(listed.map(({ started }) => started.slice(0, 4))).size).toBe(4);
    close();
  });

  it('older than the last thousand go, and their plans', async () => {
    const home = emptyHome();
    const { runs, plans, close } = await storeIn(home);
    const plan = plans.freeze({ old: true });
    const first = runs.begin({ ...facts, plan });
    for (let i = 0; i < 1099; i++) runs.begin(facts);
    const used = plans.freeze({ new: true });
    runs.begin({ ...facts, plan: used });
    expect(plans.find(plan)).toEqual({ old: true });
    close();
    const again = await storeIn(home);
    expect(again.runs.list(2000).length).toBe(1000);
    expect([again.runs.find(first), again.plans.find(plan)]).toEqual([undefined, undefined]);
    expect(again.plans.find(used)).toEqual({ new: true });
    expect(again.runs.begin(facts)).toBe(1102);
    again.close();
  });
});
