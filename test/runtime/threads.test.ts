import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MapTask, TaskReply } from '../../src-main/engine/pipeline/task.ts';
import { createThreadPool } from '../../src-main/runtime/threads.ts';
import type { ThreadPool } from '../../src-main/runtime/threads.ts';

// Source of truth: what TaskRunner promises of room and of cancelling; exact.

const entry = new URL('./countingThread.ts', import.meta.url);
const pools: ThreadPool[] = [];
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function poolOf(threads: number, softMemoryLimit?: number): ThreadPool {
  const pool = createThreadPool({ entry, threads, ...(softMemoryLimit && { softMemoryLimit }) });
  pools.push(pool);
  return pool;
}

const header = { run: 1, study: 'counting', setup: { datasets: [], normalise: false } };

function chunk(path: string): MapTask {
  return {
    kind: 'map',
    file: { index: 0, dataset: 'plain', path, location: `/${path}` },
    ...{ step: 'measure', facts: { entries: 100, seed: 1 }, place: `/${path}`, content: 'c' },
    ...{ start: 0, stop: 10, verify: false },
  };
}

const reasonOf = (reply: TaskReply): string => (reply.ok ? 'done' : reply.reason.message);

describe('a pool of threads', () => {
  it('gives fewer tasks out the more memory is in use, looked at every 50 ms', () => {
    vi.useFakeTimers();
    const pool = poolOf(4, 1000);
    const memory = vi.spyOn(process.memoryUsage, 'rss');
    const rooms = (): number[] => [0, 1, 2, 3].map((thread) => pool.room(thread));
    const roomsAt = (bytes: number): number[] => {
      memory.mockReturnValue(bytes);
      vi.advanceTimersByTime(51);
      return rooms();
    };
    expect(roomsAt(1000)).toEqual([2, 2, 2, 2]);
    expect(roomsAt(1250)).toEqual([1, 1, 1, 1]);
    expect(roomsAt(1251)).toEqual([1, 0, 1, 0]);
    memory.mockReturnValue(10);
    expect(rooms()).toEqual([1, 0, 1, 0]);
    expect(roomsAt(10)).toEqual([2, 2, 2, 2]);
  });

  it('takes two tasks a thread up to 300 MB where nothing else is said', () => {
    vi.useFakeTimers();
    const memory = vi.spyOn(process.memoryUsage, 'rss').mockReturnValue(300 * 1024 * 1024);
    const pool = poolOf(1);
    expect(pool.room(0)).toBe(2);
    memory.mockReturnValue(300 * 1024 * 1024 + 1);
    vi.advanceTimersByTime(51);
    expect(pool.room(0)).toBe(1);
  });

  it('says so where no run has begun', async () => {
    expect(reasonOf(await poolOf(1).run(0, chunk('a')))).toBe(
      'error of the program: task before the run began',
    );
  });

  it('does not end the threads of a run for the cancelling of the one before', async () => {
    const pool = poolOf(1);
    await pool.begin(header);
    pool.share('measure', { scale: 1 });
    const slow = pool.run(0, chunk('a:slow=1200'));
    const next = new Promise((resolve) => void setTimeout(resolve, 300));
    await next;
    pool.cancel();
    await pool.begin({ ...header, run: 2 });
    pool.share('measure', { scale: 1 });
    const after = pool.run(0, chunk('b'));
    expect(reasonOf(await slow)).toBe('the run was cancelled');
    expect(reasonOf(await after)).toBe('done');
  });

  it('once closed gives out nothing more', async () => {
    const pool = poolOf(1);
    await pool.begin(header);
    await pool.close();
    expect(reasonOf(await pool.run(0, chunk('a')))).toBe(
      'the run was cancelled before this file was finished',
    );
  });
});
