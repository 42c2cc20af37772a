import { describe, expect, it } from 'vitest';
import type { FileDoors } from '../../src-main/engine/pipeline/execute.ts';
import type { TaskRunner } from '../../src-main/engine/pipeline/task.ts';
import type { PartialStore } from '../../src-main/engine/ports.ts';
import { memoryFullChecks } from '../../src-main/runtime/fullChecks.ts';
import { createInlineRunner } from '../../src-main/runtime/inline.ts';
import { memoryStore, noPlans } from '../../src-main/runtime/memoryStore.ts';
import { runStudy } from '../../src-main/runtime/run.ts';
import type { RunReport, RunRequest } from '../../src-main/runtime/run.ts';
import { storeHome } from '../../src-main/runtime/store/home.ts';
import { UserError } from '../../src-shared/userError.ts';
import { countingDoors, countingStudy } from '../engine/pipeline/countingStudy.ts';
import type { CountingResult } from '../engine/pipeline/countingStudy.ts';

// Source of truth: the run that was never interrupted, to the byte; numbers of chunks from the names themselves.

/** Doors to named files that tell what was asked of them; a name can be touched, so that its place differs. */
function watchedDoors() {
  const reads: string[] = [];
  const touched = new Map<string, string>();
  const doors: FileDoors = {
    ...countingDoors,
    placeIdentity(location) {
      if (touched.get(location) === 'missing') throw new UserError('missing', 'the file does not exist');
      return `${location} ${touched.get(location) ?? ''}`;
    },
    openSource(location) {
      const source = countingDoors.openSource(location);
      return { ...source, read: () => void reads.push(location) };
    },
  };
  return { doors, reads, touch: (location: string, how = 'touched') => touched.set(location, how), touched };
}

/** A store that counts what is kept. */
function countingStore(): { store: PartialStore; kept: Map<string, number> } {
  const store = memoryStore();
  const kept = new Map<string, number>();
  const keep: PartialStore['keep'] = (kind, key, value) => {
    if (kind === 'partial') kept.set(key, (kept.get(key) ?? 0) + 1);
    store.keep(kind, key, value);
  };
  return { store: { ...store, keep }, kept };
}

const files = {
  a: ['a1:entries=20000&cluster=77', 'a2:entries=131', 'a3:entries=0', 'a4:entries=5000&cluster=1000'],
  b: ['b1:entries=3000&cluster=64', 'b2:entries=1345&cluster=500'],
  plain: ['p:entries=4000'],
};

type Options = Partial<RunRequest> & { signal?: AbortSignal; normalise?: boolean; countCopies?: boolean };

function laboratory(store: PartialStore = memoryStore(), checks = memoryFullChecks()) {
  const watched = watchedDoors();
  const runner: TaskRunner = createInlineRunner(watched.doors, async () => countingStudy);
  const environment = {
    ...{ runner, doors: watched.doors, checks, partials: store, plans: noPlans, program: 'test' },
    reach: async () => undefined,
  };
  return {
    ...watched,
    store,
    run(list: Record<string, string[]>, options: Options = {}): Promise<RunReport<CountingResult>> {
      const { signal, normalise = true, countCopies = false, ...how } = options;
      const datasets = Object.entries(list).map(([name, names]) => ({ name, files: names, countCopies }));
      const request = { study: countingStudy, config: { datasets, normalise }, folder: '/', ...how };
      return runStudy<CountingResult>(request, environment, signal ? { signal } : {});
    },
  };
}

const bytesOf = ({ result }: RunReport<CountingResult>): string => JSON.stringify(result);
/** All but whether columns were checked in full, which differs from run to run. */
const numbersOf = (report: RunReport<CountingResult>): string =>
  bytesOf(report).replaceAll(/"verified":\d+/g, '');
const countsOf = ({ work }: RunReport): [number, number] => [work.chunks.computed, work.chunks.remembered];

describe('a run after a run', () => {
  it('computes nothing, opens nothing and gives the same bytes', async () => {
    const { run, reads } = laboratory();
    const first = await run(files);
    const [computed] = countsOf(first);
    expect(computed).toBeGreaterThan(100);
    expect(reads.length).toBe(computed);
    const second = await run(files);
    expect(countsOf(second)).toEqual([0, computed]);
    expect(reads.length).toBe(computed);
    expect(second.work.files).toEqual({ examined: 0, remembered: 7 });
    expect(bytesOf(second)).toBe(bytesOf(first));
    expect(second.plan).toBe(first.plan);
    expect(second.progress.events).toBe(first.progress.events);
  });

  it('computes nothing of files that moved, and looks at them once', async () => {
    const store = memoryStore();
    const here = laboratory(store);
    const first = await here.run(files);
    const there = laboratory(store);
    for (const name of Object.values(files).flat()) there.touch(`/${name}`);
    const second = await there.run(files);
    expect(second.work.files.examined).toBe(7);
    expect(countsOf(second)[0]).toBe(0);
    expect(bytesOf(second)).toBe(bytesOf(first));
  });

  it('computes again what depends on a changed setting or on changed shared data', async () => {
    const { run } = laboratory();
    await run(files);
    const [computed, remembered] = countsOf(await run(files, { normalise: false }));
    expect(computed).toBeGreaterThan(0);
    expect(remembered).toBe(0);
    const more = { ...files, b: [...files.b, 'b3:entries=300'] };
    const next = await run(more);
    expect(numbersOf(next)).toBe(numbersOf(await laboratory().run(more)));
  });

  it('uses nothing and overwrites with --fresh and --verify', async () => {
    const { run } = laboratory();
    const first = await run(files);
    for (const how of [{ fresh: true }, { verify: true }]) {
      const again = await run(files, how);
      expect(countsOf(again)).toEqual([countsOf(first)[0], 0]);
      expect(again.work.files.remembered).toBe(0);
      const { verified } = again.result.datasets['a'].measure;
      expect(verified).toBe(25131);
    }
  });
});

describe('--moved', () => {
  it('finds nothing where nothing is missing nor read before, and says so', async () => {
    const { run } = laboratory();
    const nowhere = await run(files);
    expect(nowhere.moved).toBeNull();
    const home = storeHome();
    const searched = await run({ plain: ['unknown:entries=9'] }, { moved: home });
    expect(searched.moved).toEqual({ missing: 1, found: 0, unknown: 1 });
    await expect(run(files, { moved: `${home}/no such folder` })).rejects.toMatchObject({
      code: 'missing',
    });
  });
});

describe('an interrupted run', () => {
  it('goes on where it ended: the same bytes, no chunk kept twice, whenever it is cancelled', async () => {
    const reference = await laboratory().run(files);
    const all = countsOf(reference)[0];
    for (const after of [1, 7, 40, 90, all - 1]) {
      const { store, kept } = countingStore();
      const controller = new AbortController();
      const limited: PartialStore = {
        ...store,
        keep(kind, key, value) {
          store.keep(kind, key, value);
          if (kind === 'partial' && kept.size === after) controller.abort();
        },
      };
      const stopped = await laboratory(limited).run(files, { signal: controller.signal });
      expect(stopped.cancelled).toBe(true);
      const before = kept.size;
      const resumed = await laboratory(store).run(files);
      expect(bytesOf(resumed)).toBe(bytesOf(reference));
      expect(countsOf(resumed)).toEqual([all - before, before]);
      expect(Math.max(...kept.values())).toBe(1);
    }
  });

  it('does not call a file checked in full that it read only the rest of', async () => {
    const { store, kept } = countingStore();
    const checks = memoryFullChecks();
    const controller = new AbortController();
    const one = { plain: ['p:entries=4000'] };
    const limited: PartialStore = {
      ...store,
      keep(kind, key, value) {
        store.keep(kind, key, value);
        if (kind === 'partial' && kept.size === 5) controller.abort();
      },
    };
    await laboratory(limited, checks).run(one, { signal: controller.signal });
    const resumed = await laboratory(store, checks).run(one);
    expect(countsOf(resumed)[1]).toBeGreaterThan(0);
    expect(checks.has('/p:entries=4000 ', 't:x')).toBe(false);
  });
});

describe('failures', () => {
  const damaged = 'bad:entries=4000&at=2100';
  const broken = 'broken:at=0&in=examine';
  const list = { plain: ['good:entries=1000', damaged, broken] };

  it('that last are remembered until the file is touched or they are to be tried again', async () => {
    const { run, reads, touch } = laboratory();
    const first = await run(list);
    expect(first.result.files.map(({ status }) => status)).toEqual(['processed', 'failed', 'failed']);
    const reading = reads.length;
    const second = await run(list);
    expect(bytesOf(second)).toBe(bytesOf(first));
    expect(reads.length).toBe(reading);
    const retried = await run(list, { retryFailed: true });
    expect(bytesOf(retried)).toBe(bytesOf(first));
    expect(reads.length).toBeGreaterThan(reading);
    const again = reads.length;
    touch(`/${damaged}`);
    expect(bytesOf(await run(list))).toBe(bytesOf(first));
    expect(reads.length).toBeGreaterThan(again);
  });

  it('of files that are not there are tried every time', async () => {
    const { run, touch, touched } = laboratory();
    touch('/good:entries=1000', 'missing');
    const first = await run({ plain: ['good:entries=1000'] });
    expect(first.result.files[0]).toMatchObject({ status: 'failed', reason: { code: 'missing' } });
    touched.clear();
    const second = await run({ plain: ['good:entries=1000'] });
    expect(second.result.files[0].status).toBe('processed');
  });

  it('that went away when tried again are forgotten', async () => {
    const store = memoryStore();
    const { run } = laboratory(store);
    const first = await run({ plain: ['bad:entries=500&at=17'] });
    expect(first.result.files[0].status).toBe('failed');
    const mended = {
      ...countingStudy,
      steps: countingStudy.steps.map((step) => ({
        ...step,
        map: () => step.empty({ datasets: [], normalise: false }, ''),
      })),
    };
    const watched = watchedDoors();
    const runner = createInlineRunner(watched.doors, async () => mended);
    const environment = {
      runner,
      doors: watched.doors,
      checks: memoryFullChecks(),
      partials: store,
      plans: noPlans,
      program: 'test',
      reach: async () => undefined,
    };
    const config = {
      datasets: [{ name: 'plain', files: ['bad:entries=500&at=17'], countCopies: false }],
      normalise: true,
    };
    const request = { study: mended, config, folder: '/' };
    const status = async (how: object): Promise<string> =>
      (await runStudy<CountingResult>({ ...request, ...how }, environment)).result.files[0].status;
    expect(await status({})).toBe('failed');
    expect(await status({ retryFailed: true })).toBe('processed');
    expect(await status({})).toBe('processed');
  });
});

describe('--max-events', () => {
  it('takes the first events of every dataset over its files in order, and says what is left out', async () => {
    const lists = {
      a: ['x:entries=700&cluster=100', 'y:entries=900&cluster=100', 'z:entries=50', 'bad:at=0&in=examine'],
      plain: ['p:entries=300'],
    };
    const { result, work } = await laboratory().run(lists, { maxEvents: 1000 });
    expect(result.datasets['a'].measure.entries).toBe(1000);
    expect(result.datasets['plain'].measure.entries).toBe(300);
    expect(result.files.map(({ status, entries }) => [status, entries])).toEqual([
      ['processed', 700],
      ['processed', 300],
      ['skipped', 0],
      ['skipped', 0],
      ['processed', 300],
    ]);
    expect(result.missing).toEqual([
      { reason: 'max-events', dataset: 'a', files: 3, events: 600, unknown: 2 },
    ]);
    expect(work.files.examined).toBeLessThan(5);
  });

  it('passes over files that fail: the limit is filled by those behind them', async () => {
    const lists = { a: ['bad:at=0&in=examine', 'x:entries=700&cluster=100', 'y:entries=900&cluster=100'] };
    const { result } = await laboratory().run(lists, { maxEvents: 1000 });
    expect(result.files.map(({ status, entries }) => [status, entries])).toEqual([
      ['failed', 0],
      ['processed', 700],
      ['processed', 300],
    ]);
    expect(result.missing).toEqual([
      { reason: 'failed', dataset: 'a', files: 1, events: 0, unknown: 1 },
      { reason: 'max-events', dataset: 'a', files: 1, events: 600, unknown: 0 },
    ]);
  });

  it('shares its whole chunks with the run over everything', async () => {
    const { run } = laboratory();
    const lists = { plain: ['x:entries=700&cluster=100'] };
    expect(countsOf(await run(lists, { maxEvents: 250 }))).toEqual([3, 0]);
    const whole = await run(lists);
    expect(countsOf(whole)).toEqual([5, 2]);
    expect(bytesOf(whole)).toBe(bytesOf(await laboratory().run(lists)));
    expect(whole.result.missing).toEqual([]);
  });
});

describe('copies', () => {
  it('count once, or as often as the study says', async () => {
    const twice = { a: ['one:entries=9', 'one:entries=9'], b: ['one:entries=9'] };
    const once = await laboratory().run(twice);
    expect(once.result.files.map(({ status }) => status)).toEqual(['processed', 'skipped', 'processed']);
    expect(once.result.datasets['a'].measure.entries).toBe(9);
    const counted = await laboratory().run(twice, { countCopies: true });
    expect(counted.result.files.map(({ status }) => status)).toEqual(['processed', 'processed', 'processed']);
    expect(counted.result.datasets['a'].measure.entries).toBe(18);
  });
});
