import { afterAll, describe, expect, it } from 'vitest';
import { TIME_SLACK } from '../shared.ts';
import type { Progress } from '../../src-shared/contracts/status.ts';
import type { TaskRunner } from '../../src-main/engine/pipeline/task.ts';
import { memoryFullChecks } from '../../src-main/runtime/fullChecks.ts';
import { createInlineRunner } from '../../src-main/runtime/inline.ts';
import { noPlans, noStore } from '../../src-main/runtime/memoryStore.ts';
import { runStudy } from '../../src-main/runtime/run.ts';
import type { RunWatch } from '../../src-main/runtime/run.ts';
import { createThreadPool } from '../../src-main/runtime/threads.ts';
import type { ThreadPool } from '../../src-main/runtime/threads.ts';
import { countingDoors, countingStudy } from '../engine/pipeline/countingStudy.ts';
import type { CountingResult } from '../engine/pipeline/countingStudy.ts';

const forgetful = { partials: noStore(), plans: noPlans, program: 'test' };

// Source of truth: sums over the names' own numbers, made here in one loop; equality to the last bit.

const entry = new URL('./countingThread.ts', import.meta.url);
const pools: ThreadPool[] = [];
const checks = memoryFullChecks();

function pool(threads: number, options = {}): ThreadPool {
  const made = createThreadPool({ entry, threads, softMemoryLimit: 4e9, ...options });
  pools.push(made);
  return made;
}

function run(runner: TaskRunner, files: Record<string, string[]>, watch: RunWatch = {}, normalise = true) {
  const datasets = Object.entries(files).map(([name, list]) => ({ name, files: list }));
  const request = { study: countingStudy, config: { datasets, normalise }, folder: '/', verify: true };
  return runStudy<CountingResult>(request, { runner, doors: countingDoors, checks, ...forgetful }, watch);
}

const inline = createInlineRunner(countingDoors, async () => countingStudy);
const many = {
  a: ['a1:entries=20000&cluster=77', 'a2:entries=131', 'a3:entries=0', 'a4:entries=50000&cluster=1000'],
  b: ['b1:entries=3000&cluster=64', 'b2:entries=12345&cluster=5000'],
  plain: ['p:entries=4000'],
};

afterAll(() => Promise.all(pools.map((made) => made.close())));

describe('a run on threads', () => {
  it('gives the same bytes with 1, 2 and 5 threads and in process', async () => {
    const reference = JSON.stringify((await run(inline, many)).result);
    for (const threads of [1, 2, 5]) {
      const { result } = await run(pool(threads), many);
      expect(JSON.stringify(result)).toBe(reference);
    }
    const { datasets } = JSON.parse(reference) as CountingResult;
    expect(datasets['a'].measure.entries).toBe(70131);
    expect(datasets['plain'].profile.entries).toBe(0);
  });

  it('leaves out a file of which one chunk fails, names the first failing chunk and keeps the others', async () => {
    const files = {
      a: ['a1:entries=2000', 'bad:entries=40000&at=20100', 'a2:entries=3000'],
      b: ['b:entries=10'],
    };
    for (const threads of [1, 2, 5]) {
      const { result } = await run(pool(threads), files, {}, false);
      expect(result.files.map(({ status }) => status)).toEqual([
        'processed',
        'failed',
        'processed',
        'processed',
      ]);
      const reason = { code: 'damaged', message: 'entry 20100 is damaged', object: 'tree:x', offset: 20100 };
      expect(result.files[1].reason).toEqual(reason);
      expect(result.datasets['a'].measure.entries).toBe(5000);
      expect(result.datasets['a'].profile.entries).toBe(5000);
    }
  });

  it('takes a file that fails late out of the step before and repeats what depended on it', async () => {
    const good = { a: ['a1:entries=2000', 'a3:entries=3000'] };
    const bad = { a: ['a1:entries=2000', 'a2:entries=500&at=17', 'a3:entries=3000'] };
    const expected = (await run(inline, good)).result.datasets;
    expect((await run(inline, bad)).result.datasets).toEqual(expected);
    expect((await run(pool(2), bad)).result.datasets).toEqual(expected);
  });

  it('fails files in examination and by errors of the program, with their own words only', async () => {
    const files = { a: ['x:at=0&in=examine', 'y:at=5&how=bug', 'z:entries=7'] };
    const { result } = await run(pool(2), files);
    expect(result.files.map(({ reason }) => (reason as { code: string } | null)?.code)).toEqual([
      'damaged',
      'internal',
      undefined,
    ]);
    expect(JSON.stringify(result)).not.toContain('/secret');
    expect(result.datasets['a'].measure.entries).toBe(7);
  });

  it('tries the task of a dead thread once more, then names it; the other files are kept', async () => {
    const files = { a: ['x:entries=2000', 'y:entries=3000&at=1500&how=exit', 'z:entries=7000'] };
    const { result } = await run(pool(2), files, {}, false);
    expect(result.files.map(({ status }) => status)).toEqual(['processed', 'failed', 'processed']);
    expect(result.files[1].reason).toEqual({
      code: 'internal',
      message: 'the thread that read entries 1500 to 1600 of this file ended 2 times: it stopped with code 7',
    });
    expect(result.datasets['a'].measure.entries).toBe(9000);
  });

  it('survives threads that run out of memory', async () => {
    const files = { a: ['x:entries=2000', 'y:entries=3000&at=1500&how=memory', 'z:entries=7000'] };
    const limits = { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 4 };
    const { result } = await run(pool(2, { limits }), files, {}, false);
    expect((result.files[1].reason as { message: string }).message).toContain('out of memory');
    expect(result.datasets['a'].measure.entries).toBe(9000);
  });

  it('fails a file that stalls after a limit; the others go on', async () => {
    const files = { a: ['x:entries=2000', 'y:entries=3000&at=1500&how=hang', 'z:entries=7000'] };
    const { result } = await run(pool(2, { patience: 1000 }), files, {}, false);
    expect(result.files[1].reason).toEqual({
      code: 'unreadable',
      message: 'nothing came of reading the file for 1 s',
    });
    expect(result.datasets['a'].measure.entries).toBe(9000);
  });

  it('counts a second copy of a file in one dataset once and says so', async () => {
    const { result } = await run(inline, { a: ['one:entries=9', 'one:entries=9'], b: ['one:entries=9'] });
    expect(result.files.map(({ status }) => status)).toEqual(['processed', 'skipped', 'processed']);
    expect(result.datasets['a'].measure.entries).toBe(9);
  });
});

describe('cancelling', () => {
  async function cancelled(runner: TaskRunner, files: Record<string, string[]>, after: number) {
    const controller = new AbortController();
    let aborted = 0;
    setTimeout(() => {
      aborted = performance.now();
      controller.abort();
    }, after);
    const report = await run(runner, files, { signal: controller.signal }, false);
    return { report, answered: performance.now() - aborted };
  }

  it('answers within a second and keeps the files that are done', async () => {
    const files = { plain: ['a:entries=1000', 'b:entries=100000&slow=20', 'c:entries=5'] };
    const { report, answered } = await cancelled(pool(2), files, 1000);
    expect(answered).toBeLessThan(1000 * TIME_SLACK);
    expect(report.cancelled).toBe(true);
    expect(report.result.files.map(({ status }) => status)).toEqual(['processed', 'skipped', 'skipped']);
    expect(report.result.datasets['plain'].measure.entries).toBe(1000);
  });

  it('ends threads that do not answer, and the pool works on', async () => {
    const runner = pool(2);
    const { report, answered } = await cancelled(runner, { a: ['a:at=5&how=hang', 'b:entries=10'] }, 500);
    expect(answered).toBeLessThan(1000 * TIME_SLACK);
    expect(report.result.files[0].status).toBe('skipped');
    const { result } = await run(runner, { a: ['c:entries=20'] });
    expect(result.datasets['a'].measure.entries).toBe(20);
  });
});

describe('progress', () => {
  it('comes at most ten times a second and ends with everything read', async () => {
    const seen: { at: number; progress: Progress }[] = [];
    const progress = (now: Progress) => seen.push({ at: performance.now(), progress: now });
    await run(pool(2), { plain: ['a:entries=20000&slow=8', 'b:entries=4000'] }, { progress }, false);
    const last = seen.at(-1)?.progress;
    expect(last).toMatchObject({
      phase: 'finished',
      events: 24000,
      eventsTotal: 24000,
      filesTotal: 2,
      filesDone: 2,
    });
    expect(seen.length).toBeGreaterThan(3);
    const elapsed = seen[seen.length - 1].at - seen[0].at;
    expect(seen.length).toBeLessThan(elapsed / 100 + 3);
    expect(seen.some(({ progress: { eventsPerSecond } }) => eventsPerSecond > 0)).toBe(true);
  });
});

describe('full checks', () => {
  it('are made once per column and file, and again when asked for', async () => {
    const record = memoryFullChecks();
    const config = {
      datasets: [{ name: 'plain', files: ['f:entries=500', 'g:entries=300&at=299'] }],
      normalise: false,
    };
    const environment = { runner: inline, doors: countingDoors, checks: record, ...forgetful };
    async function verified(verify: boolean): Promise<number> {
      const { result } = await runStudy<CountingResult>(
        { study: countingStudy, config, folder: '/', verify },
        environment,
      );
      return result.datasets['plain'].measure.verified;
    }
    expect(await verified(false)).toBe(500);
    expect(await verified(false)).toBe(0);
    expect(await verified(true)).toBe(500);
    expect(record.has('/f:entries=500', 't:x')).toBe(true);
    expect(record.has('/g:entries=300&at=299', 't:x')).toBe(false);
  });
});
