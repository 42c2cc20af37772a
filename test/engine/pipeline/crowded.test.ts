import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExecutor } from '../../../src-main/engine/pipeline/execute.ts';
import type { AnyStudy } from '../../../src-main/engine/pipeline/study.ts';
import type { TaskRunner } from '../../../src-main/engine/pipeline/task.ts';
import { memoryFullChecks } from '../../../src-main/runtime/fullChecks.ts';
import { noPlans, noStore } from '../../../src-main/runtime/memoryStore.ts';
import { runStudy } from '../../../src-main/runtime/run.ts';
import { countingDoors, countingStudy } from './countingStudy.ts';
import type { CountingResult } from './countingStudy.ts';
import { roomDuring } from './room.ts';

// Source of truth: the sums of one thread with all the room it wants; exact.

const FILES = ['x:entries=60000&cluster=6000', 'y:entries=900&cluster=100', 'z:entries=20000&cluster=20000'];

/** Runs the study on so many threads; `room` says what the memory of the machine lets a thread hold at its n-th question. */
async function run(threads: number, room: (thread: number, question: number) => number) {
  const study = countingStudy as AnyStudy;
  const executor = createExecutor(countingDoors);
  let questions = 0;
  const runner: TaskRunner = {
    threads,
    begin: async (header) => executor.begin(header, study, () => false),
    share: executor.share,
    async run(thread, task) {
      for (let turns = 1 + (thread % 3); turns > 0; turns--) await new Promise(setImmediate);
      return executor.execute(task).reply;
    },
    room: (thread) => room(thread, questions++),
    cancel() {},
  };
  const environment = {
    ...{ runner, doors: countingDoors, checks: memoryFullChecks() },
    ...{ partials: noStore(), plans: noPlans, program: 'test', reach: async () => undefined },
  };
  const config = { datasets: [{ name: 'a', files: FILES }], normalise: true };
  return (await runStudy<CountingResult>({ study, config, folder: '/' }, environment)).result;
}

describe('a run while memory is short', () => {
  it('loses nothing, whenever threads get less room or none', async () => {
    const expected = await run(1, () => 2);
    expect(expected.datasets['a']?.measure.entries).toBe(80_900);
    const loads = fc.array(fc.constantFrom(0, 1, 2), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        loads,
        fc.integer({ min: 1, max: 300 }),
        async (threads, load, lasts) => {
          expect(await run(threads, roomDuring(load, lasts))).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});
