import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExecutor } from '../../../src-main/engine/pipeline/execute.ts';
import type { AnyStudy } from '../../../src-main/engine/pipeline/study.ts';
import type { TaskReply, TaskRunner } from '../../../src-main/engine/pipeline/task.ts';
import { memoryFullChecks } from '../../../src-main/runtime/fullChecks.ts';
import { memoryStore, noPlans, noStore } from '../../../src-main/runtime/memoryStore.ts';
import { createPauseSwitch } from '../../../src-main/runtime/pauseSwitch.ts';
import { runStudy } from '../../../src-main/runtime/run.ts';
import { countingDoors, countingStudy } from './countingStudy.ts';
import type { CountingResult } from './countingStudy.ts';
import { roomDuring } from './room.ts';

// Source of truth: the result of one thread that nobody interrupts and that keeps nothing; exact.

const RUNS = Number(process.env['MUSCOPE_PASSES'] ?? 60);

/** How a run goes: its threads, what memory lets a thread hold, at every which task it is paused for a moment, the task at which it is cancelled. */
interface Course {
  threads: number;
  room(thread: number, question: number): number;
  pauseEvery: number;
  cancelAt: number;
}

const ALONE: Course = { threads: 1, room: () => 2, pauseEvery: Infinity, cancelAt: Infinity };

/** A store and the work that was done with it, from run to run. */
function laboratory(files: string[], store = noStore()) {
  const study: AnyStudy = countingStudy;
  const done: string[] = [];
  const checks = memoryFullChecks();
  return {
    done,
    async run({ threads, room, pauseEvery, cancelAt }: Course): Promise<CountingResult> {
      const [controller, pausing] = [new AbortController(), createPauseSwitch()];
      const executor = createExecutor(countingDoors);
      let [questions, tasks] = [0, 0];
      const runner: TaskRunner = {
        threads,
        begin: async (header) => executor.begin(header, study, () => controller.signal.aborted),
        share: executor.share,
        async run(thread, task): Promise<TaskReply> {
          for (let turns = 1 + (thread % 3); turns > 0; turns--) await new Promise(setImmediate);
          const { reply } = executor.execute(task);
          if (reply.ok && task.kind === 'map') {
            const { step, file, start } = task;
            done.push(JSON.stringify([step, file.path, start]));
          }
          if (++tasks === cancelAt) controller.abort();
          if (tasks % pauseEvery === 0) pausing.pause();
          if (pausing.paused()) setImmediate(() => setImmediate(pausing.resume));
          return reply;
        },
        room: (thread) => room(thread, questions++),
        cancel() {},
      };
      const environment = {
        ...{ runner, doors: countingDoors, checks, partials: store, plans: noPlans, program: 'test' },
        reach: async () => undefined,
      };
      const config = { datasets: [{ name: 'a', files }], normalise: false };
      const watch = { signal: controller.signal, pausing };
      return (await runStudy<CountingResult>({ study, config, folder: '/' }, environment, watch)).result;
    },
  };
}

const files = fc
  .array(
    fc.record({
      entries: fc.integer({ min: 0, max: 12_000 }),
      cluster: fc.constantFrom(50, 400, 6000),
      at: fc.option(fc.integer({ min: 0, max: 14_000 }), { nil: undefined, freq: 3 }),
      step: fc.constantFrom('profile', 'measure', 'examine'),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((all) =>
    all.map(({ entries, cluster, at, step }, i) => {
      const failing = at === undefined ? '' : `&at=${at}&in=${step}`;
      return `f${i}:entries=${entries}&cluster=${cluster}${failing}`;
    }),
  );

const course = fc
  .record({
    threads: fc.integer({ min: 1, max: 5 }),
    loads: fc.array(fc.constantFrom(0, 1, 2), { minLength: 1, maxLength: 8 }),
    lasts: fc.integer({ min: 1, max: 200 }),
    pauseEvery: fc.integer({ min: 3, max: 200 }),
    cancelAt: fc.integer({ min: 1, max: 150 }),
  })
  .map(({ loads, lasts, ...course }): Course => ({ ...course, room: roomDuring(loads, lasts) }));

describe('a run that is paused and cancelled again and again', () => {
  it('has the result of one that nobody interrupts, and maps no chunk twice, however many threads there are and however short memory is', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.array(course, { maxLength: 4 }), course, async (names, courses, last) => {
        const expected = await laboratory(names).run(ALONE);
        const { run, done } = laboratory(names, memoryStore());
        for (const one of courses) await run(one);
        expect(await run({ ...last, cancelAt: Infinity })).toEqual(expected);
        expect(new Set(done).size).toBe(done.length);
      }),
      { numRuns: RUNS },
    );
  });
});
