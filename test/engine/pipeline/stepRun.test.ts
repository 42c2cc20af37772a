import { describe, expect, it } from 'vitest';
import { createExecutor } from '../../../src-main/engine/pipeline/execute.ts';
import type { FileDoors } from '../../../src-main/engine/pipeline/execute.ts';
import type { AnyStudy } from '../../../src-main/engine/pipeline/study.ts';
import type { TaskRunner } from '../../../src-main/engine/pipeline/task.ts';
import type { ColumnCache } from '../../../src-main/engine/ports.ts';
import { memoryFullChecks } from '../../../src-main/runtime/fullChecks.ts';
import { noPlans, noStore } from '../../../src-main/runtime/memoryStore.ts';
import { runStudy } from '../../../src-main/runtime/run.ts';
import { countingDoors, countingStudy } from './countingStudy.ts';
import type { CountingResult } from './countingStudy.ts';

// Source of truth: what FileFacts.heldBytes and TaskReply.cached promise; threads counted by a runner of the test's own; exact.

const MB = 1024 * 1024;

/** A runner of four threads in this process that writes down who mapped which chunk of which file. */
function laboratory(heldBytes: number | undefined, cachedFrom = Infinity) {
  const plain = countingStudy as AnyStudy;
  let given = 0;
  const columns = {
    begin() {},
    get given() {
      return given;
    },
  } as unknown as ColumnCache;
  const doors: FileDoors = { ...countingDoors, columns };
  const study: AnyStudy = {
    ...plain,
    examine: (context) => ({ ...plain.examine(context), ...(heldBytes !== undefined && { heldBytes }) }),
    steps: [
      plain.steps[0],
      {
        ...plain.steps[1],
        map(context) {
          if (context.start < cachedFrom) return plain.steps[1].map(context);
          given++;
          return { entries: context.stop - context.start, chunks: 1, verified: 0, sum: 0 };
        },
      },
    ],
  };
  const executor = createExecutor(doors);
  const threads = new Map<string, Set<number>>();
  const runner: TaskRunner = {
    threads: 4,
    begin: async (header) => executor.begin(header, study, () => false),
    share: executor.share,
    async run(thread, task) {
      if (task.kind === 'map') {
        const { path } = task.file;
        threads.set(path, (threads.get(path) ?? new Set()).add(thread));
      }
      await new Promise(setImmediate);
      return executor.execute(task).reply;
    },
    room: () => 2,
    cancel() {},
  };
  const checks = memoryFullChecks();
  return {
    checks,
    async run(files: string[]) {
      const environment = {
        ...{ runner, doors, checks, partials: noStore(), plans: noPlans, program: 'test' },
        reach: async () => undefined,
      };
      const config = { datasets: [{ name: 'plain', files }], normalise: false };
      const { result } = await runStudy<CountingResult>({ study, config, folder: '/' }, environment);
      expect(result.files.every(({ status }) => status === 'processed')).toBe(true);
      return files.map((file) => [...(threads.get(file) ?? [])].sort());
    },
  };
}

const ALL = [0, 1, 2, 3];

describe('a file', () => {
  it.each<[number | undefined, number[]]>([
    [undefined, ALL],
    [0, ALL],
    [48 * MB, ALL],
    [49 * MB, [0, 1, 2]],
    [96 * MB, [0, 1]],
    [97 * MB, [0]],
    [4096 * MB, [0]],
  ])('of which a thread holds %s bytes is left to the threads %j', async (heldBytes, expected) => {
    expect(await laboratory(heldBytes).run(['x:entries=20000&cluster=100'])).toEqual([expected]);
  });

  it('is shared by all as soon as its columns come from the cache, and so is the next', async () => {
    const lists = ['x:entries=20000&cluster=100', 'y:entries=20000&cluster=100'];
    expect(await laboratory(4096 * MB, 0).run(lists)).toEqual([ALL, ALL]);
    expect(await laboratory(4096 * MB, 10_000).run(lists.slice(0, 1))).toEqual([ALL]);
  });

  it('is not called checked in full where any of it came from the cache', async () => {
    for (const [cachedFrom, whole] of [
      [Infinity, true],
      [900, false],
      [0, false],
    ] as const) {
      const { run, checks } = laboratory(undefined, cachedFrom);
      await run(['x:entries=1000&cluster=100']);
      expect(checks.has('/x:entries=1000&cluster=100', 't:x')).toBe(whole);
    }
  });
});
