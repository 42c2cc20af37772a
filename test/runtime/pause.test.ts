import { afterAll, describe, expect, it } from 'vitest';
import type { Progress } from '../../src-shared/contracts/status.ts';
import type { TaskRunner } from '../../src-main/engine/pipeline/task.ts';
import { memoryFullChecks } from '../../src-main/runtime/fullChecks.ts';
import { createInlineRunner } from '../../src-main/runtime/inline.ts';
import { noPlans, noStore } from '../../src-main/runtime/memoryStore.ts';
import { createPauseSwitch } from '../../src-main/runtime/pauseSwitch.ts';
import { runStudy } from '../../src-main/runtime/run.ts';
import type { RunWatch } from '../../src-main/runtime/run.ts';
import { createThreadPool } from '../../src-main/runtime/threads.ts';
import { countingDoors, countingStudy } from '../engine/pipeline/countingStudy.ts';
import type { CountingResult } from '../engine/pipeline/countingStudy.ts';

// Source of truth: the same run without a pause, to the last bit; tasks counted by a runner of the test's own.

const QUIET = 250;
const quiet = () => new Promise((resolve) => setTimeout(resolve, QUIET));
const pool = createThreadPool({
  entry: new URL('./countingThread.ts', import.meta.url),
  threads: 2,
  softMemoryLimit: 4e9,
});
const files = ['a:entries=20000&cluster=77', 'b:entries=131', 'c:entries=30000&cluster=1000'];

/** Presses the key when that many tasks were given out, and knows how many were given and have ended. */
function counting(runner: TaskRunner, at: number, press: () => void) {
  const counts = { given: 0, ended: 0 };
  const counted: TaskRunner = {
    ...runner,
    async run(thread, task) {
      if (++counts.given === at) press();
      const reply = await runner.run(thread, task);
      counts.ended++;
      return reply;
    },
  };
  return { counts, counted };
}

function run(runner: TaskRunner, watch: RunWatch = {}, list = files) {
  const config = { datasets: [{ name: 'a', files: list }], normalise: true };
  const surroundings = { checks: memoryFullChecks(), partials: noStore(), plans: noPlans, program: 'test' };
  return runStudy<CountingResult>(
    { study: countingStudy, config, folder: '/' },
    { runner, doors: countingDoors, ...surroundings },
    watch,
  );
}

afterAll(() => pool.close());

describe.each<[string, TaskRunner]>([
  ['in process', createInlineRunner(countingDoors, async () => countingStudy)],
  ['on threads', pool],
])('a paused run %s', (_name, runner) => {
  it.each([1, 2, 40, 200])(
    'begins nothing after task %i, keeps what is under way and goes on',
    async (at) => {
      const expected = JSON.stringify((await run(runner)).result);
      const pausing = createPauseSwitch();
      const { counts, counted } = counting(runner, at, pausing.pause);
      const told: Progress[] = [];
      const going = run(counted, { pausing, progress: (progress) => told.push(progress) });
      await quiet();
      const { given } = counts;
      expect(given).toBeGreaterThanOrEqual(at);
      expect(given).toBeLessThan(at + 4);
      expect(counts.ended).toBe(given);
      const toldSoFar = told.length;
      await quiet();
      expect(counts.given).toBe(given);
      expect(told.length).toBe(toldSoFar);
      pausing.resume();
      const report = await going;
      expect(JSON.stringify(report.result)).toBe(expected);
      expect(counts.given).toBeGreaterThan(given);
    },
  );

  it('is cancelled without going on, whole files stay', async () => {
    const pausing = createPauseSwitch();
    const controller = new AbortController();
    const { counts, counted } = counting(runner, 60, pausing.pause);
    const going = run(counted, { pausing, signal: controller.signal });
    await quiet();
    const { given } = counts;
    controller.abort();
    pausing.resume();
    const report = await going;
    expect(report.cancelled).toBe(true);
    expect(counts.given).toBe(given);
    expect(report.result.files.some(({ status }) => status === 'skipped')).toBe(true);
  });
});

describe('the pace of a paused run', () => {
  it('does not know of the pause', async () => {
    const pausing = createPauseSwitch();
    const { counted } = counting(pool, 330, pausing.pause);
    const told: Progress[] = [];
    const watch = { pausing, progress: (progress: Progress) => void told.push(progress) };
    const going = run(counted, watch, ['a:entries=20000&slow=8']);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const before = told.at(-1)?.eventsPerSecond ?? 0;
    pausing.resume();
    await going;
    expect(before).toBeGreaterThan(0);
    expect(told.at(-1)?.eventsPerSecond).toBeGreaterThan(before / 2);
  });
});
