import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Task, TaskReply } from '../../src-main/engine/pipeline/task.ts';
import type { ToThread } from '../../src-main/runtime/threadProtocol.ts';
import { createThreadSlot } from '../../src-main/runtime/threadSlot.ts';

// Source of truth: what ThreadSlot promises of threads that die, stall or come late; exact.

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Stands where a thread would: says what it was told, dies and answers as the test wants. */
class Stand extends EventEmitter {
  readonly told: ToThread[] = [];
  referenced = true;
  terminated = 0;
  postMessage(message: ToThread): void {
    this.told.push(message);
  }
  ref(): void {
    this.referenced = true;
  }
  unref(): void {
    this.referenced = false;
  }
  terminate(): Promise<number> {
    this.terminated++;
    return new Promise(() => undefined);
  }
  tasks(): number[] {
    return this.told.flatMap((message) => (message.kind === 'task' ? [message.id] : []));
  }
  answer(id: number, value: unknown = id): void {
    this.emit('message', { id, reply: { ok: true, value, bytes: 0 } });
  }
  die(code: number, error?: unknown): void {
    if (error !== undefined) this.emit('error', error);
    this.emit('exit', code);
  }
}

function slotOf(patience = 1000) {
  const threads: Stand[] = [];
  const state = { stopped: false };
  const slot = createThreadSlot({
    start() {
      const thread = new Stand();
      threads.push(thread);
      return thread as unknown as Worker;
    },
    greeting: () => [{ kind: 'share', step: 'greeting', shared: threads.length }],
    stopped: () => state.stopped,
    patience,
  });
  const replies: (TaskReply | undefined)[] = [];
  function run(task: Task = map): void {
    const at = replies.push(undefined) - 1;
    void slot.run(task).then((reply) => (replies[at] = reply));
  }
  const settled = async (): Promise<unknown[]> => {
    await vi.advanceTimersByTimeAsync(0);
    return replies.map((reply) => reply && (reply.ok ? reply.value : reply.reason));
  };
  return { slot, threads, state, run, settled };
}

const file = { index: 3, dataset: 'a', path: 'x', location: '/x' };
const map: Task = {
  kind: 'map',
  file,
  ...{ step: 's', facts: null, place: '', content: '', start: 5, stop: 9, verify: false },
};
const examine: Task = { kind: 'examine', file, known: null };

describe('a slot for a thread', () => {
  it('starts a thread with the first task, greets it, and lets the process end when nothing is under way', async () => {
    const { slot, threads, run, settled } = slotOf();
    slot.tell({ kind: 'share', step: 'early', shared: 0 });
    slot.begin({ kind: 'share', step: 'early', shared: 0 });
    expect(threads.length).toBe(0);
    run();
    run();
    expect(threads[0].told.map(({ kind }) => kind)).toEqual(['share', 'task', 'task']);
    expect(slot.busy()).toBe(true);
    threads[0].answer(0);
    expect(threads[0].referenced).toBe(true);
    threads[0].answer(1);
    expect([threads[0].referenced, slot.busy()]).toEqual([false, false]);
    expect(await settled()).toEqual([0, 1]);
    run();
    expect([threads.length, threads[0].referenced]).toEqual([1, true]);
  });

  it.each<[string, Task, number, unknown, string]>([
    ['a chunk', map, 7, undefined, 'entries 5 to 9 of this file ended 2 times: it stopped with code 7'],
    ['an examination', examine, 1, new Error('broken'), 'this file ended 2 times: broken'],
    [
      'memory',
      map,
      1,
      Object.assign(new Error('heap'), { code: 'ERR_WORKER_OUT_OF_MEMORY' }),
      'entries 5 to 9 of this file ended 2 times: it ran out of memory',
    ],
    ['a thrown text', examine, 3, 'words', 'this file ended 2 times: it stopped with code 3'],
    ['a thrown null', examine, 4, null, 'this file ended 2 times: it stopped with code 4'],
  ])(
    'tries the task that killed a thread once more, then says why: %s',
    async (_, task, code, error, words) => {
      const { threads, run, settled } = slotOf();
      run(task);
      run();
      threads[0].die(code, error);
      expect(threads[1].tasks()).toEqual([0, 1]);
      threads[1].die(code, error);
      expect(threads[2].tasks()).toEqual([1]);
      threads[2].answer(1);
      expect(await settled()).toEqual([{ code: 'internal', message: `the thread that read ${words}` }, 1]);
    },
  );

  it('gives up after six deaths without a reply between them, whatever the tasks', async () => {
    const { threads, run, settled } = slotOf();
    for (let i = 0; i < 4; i++) run();
    for (let i = 0; i < 6; i++) threads[i].die(1);
    expect(threads.length).toBe(6);
    const replies = (await settled()) as { code: string }[];
    expect(replies.map(({ code }) => code)).toEqual(['internal', 'internal', 'internal', 'busy']);
    run();
    run();
    threads[6].answer(4);
    for (let i = 6; i < 8; i++) threads[i].die(1);
    expect((await settled())[5]).toMatchObject({ code: 'internal' });
  });

  it('forgets the deaths of an earlier run', async () => {
    const { slot, threads, run, settled } = slotOf();
    for (let i = 0; i < 3; i++) run();
    for (let i = 0; i < 5; i++) threads[i].die(1);
    slot.begin({ kind: 'share', step: 's', shared: 0 });
    run();
    threads[5].die(1);
    threads[6].answer(3);
    expect((await settled())[3]).toBe(3);
  });

  it('replaces a thread that dies idle only when there is work', async () => {
    const { threads, run, settled } = slotOf();
    run();
    threads[0].answer(0);
    threads[0].die(1);
    expect(threads.length).toBe(1);
    run();
    threads[1].answer(1);
    expect(await settled()).toEqual([0, 1]);
  });

  it('gives up a thread that stalls, hands on what waited behind, and lets late words pass', async () => {
    const { threads, run, settled } = slotOf(2000);
    run();
    run();
    await vi.advanceTimersByTimeAsync(1999);
    expect(threads[0].terminated).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(threads[0].terminated).toBe(1);
    expect(threads[1].tasks()).toEqual([1]);
    threads[0].answer(0, 'late');
    threads[0].die(1);
    await vi.advanceTimersByTimeAsync(1500);
    threads[1].answer(1);
    const stalled = { code: 'unreadable', message: 'nothing came of reading the file for 2 s' };
    expect(await settled()).toEqual([stalled, 1]);
    await vi.advanceTimersByTimeAsync(5000);
    expect([threads.length, threads[1].terminated]).toEqual([2, 0]);
  });

  it('once stopped replies `cancelled` instead of trying again or starting a thread', async () => {
    const { threads, run, settled, state } = slotOf();
    run();
    run();
    state.stopped = true;
    threads[0].die(1);
    run();
    expect(threads.length).toBe(1);
    const codes = ((await settled()) as { code: string }[]).map(({ code }) => code);
    expect(codes).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  it('ends without waiting for a thread that does not end', async () => {
    const { slot, threads, run, settled } = slotOf();
    await slot.end();
    run();
    let ended = false;
    void slot.end().then(() => (ended = true));
    expect(await settled()).toEqual([expect.objectContaining({ code: 'cancelled' })]);
    await vi.advanceTimersByTimeAsync(999);
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect([ended, threads[0].terminated, slot.busy()]).toEqual([true, 1, false]);
  });
});
