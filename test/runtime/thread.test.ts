import { setTimeout as wait } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type { AnyStudy } from '../../src-main/engine/pipeline/study.ts';
import type { MapTask, Task } from '../../src-main/engine/pipeline/task.ts';
import { serveThread } from '../../src-main/runtime/thread.ts';
import { FACTS_KEPT, taskMessages } from '../../src-main/runtime/threadProtocol.ts';
import type { FromThread, ToThread } from '../../src-main/runtime/threadProtocol.ts';
import { countingDoors, countingStudy } from '../engine/pipeline/countingStudy.ts';

// Source of truth: the types of the messages and what they promise; sums counted by hand; exact.

const ports: MessagePort[] = [];
afterEach(() => ports.splice(0).forEach((port) => port.close()));

/** A served thread at the other end of a channel in this process. */
function thread(loadStudy: (id: string) => Promise<AnyStudy> = async () => countingStudy as AnyStudy) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serveThread(port2, countingDoors, loadStudy);
  const replies = new Map<number, (message: FromThread) => void>();
  port1.on('message', (message: FromThread) => replies.get(message.id)?.(message));
  const cancel = new SharedArrayBuffer(4);
  let count = 0;
  return {
    cancel: () => void Atomics.store(new Int32Array(cancel), 0, 1),
    send: (message: ToThread) => port1.postMessage(message),
    begin(study = 'counting') {
      Atomics.store(new Int32Array(cancel), 0, 0);
      const setup = { datasets: [], normalise: false };
      port1.postMessage({ kind: 'begin', header: { run: ++count, study, setup }, cancel } satisfies ToThread);
      port1.postMessage({ kind: 'share', step: 'measure', shared: { scale: 2 } } satisfies ToThread);
    },
    async ask(message: ToThread & { kind: 'task' }): Promise<FromThread['reply']> {
      const answer = new Promise<FromThread>((resolve) => replies.set(message.id, resolve));
      port1.postMessage(message);
      return (await answer).reply;
    },
  };
}

function chunk(index: number, start: number): MapTask {
  const path = `f${index}:entries=100`;
  return {
    kind: 'map',
    file: { index, dataset: 'plain', path, location: `/${path}` },
    ...{ step: 'measure', facts: { entries: 100, seed: index }, place: `/${path}`, content: 'c' },
    ...{ start, stop: start + 10, verify: false },
  };
}

const examine = (path: string): Task => ({
  kind: 'examine',
  file: { index: 0, dataset: 'plain', path, location: `/${path}` },
  known: null,
});

describe('a thread', () => {
  it('replies to every task with the sum that a run in process gives, whether or not facts are sent again', async () => {
    const { begin, ask } = thread();
    begin();
    const messageOf = taskMessages();
    let id = 0;
    for (const index of [...Array(FACTS_KEPT + 3).keys(), 0, 1, FACTS_KEPT + 2]) {
      for (const start of [0, 10]) {
        const message = messageOf(id++, chunk(index, start)) as ToThread & { kind: 'task' };
        const plain = { ...message, task: chunk(index, start), factsKept: false };
        const reply = await ask(message);
        expect(reply).toMatchObject({ ok: true, bytes: 1, value: { entries: 10, chunks: 1 } });
        expect(reply).toEqual(await ask({ ...plain, id: id++ }));
      }
    }
  });

  it('examines files', async () => {
    const { begin, ask } = thread();
    begin();
    const reply = await ask({ kind: 'task', id: 1, task: examine('x:entries=70'), factsKept: false });
    expect(reply).toMatchObject({ ok: true, value: { place: '/x:entries=70', facts: { entries: 70 } } });
  });

  it('replies `cancelled` once the flag is up, until the next run begins', async () => {
    const { begin, ask, cancel } = thread();
    begin();
    cancel();
    const task = { kind: 'task' as const, task: chunk(0, 0), factsKept: false };
    expect(await ask({ ...task, id: 1 })).toMatchObject({ ok: false, reason: { code: 'cancelled' } });
    begin();
    expect(await ask({ ...task, id: 2 })).toMatchObject({ ok: true });
  });

  it('that cannot load its study replies why to every task of the run, and works in the next', async () => {
    const { begin, ask } = thread(async (id) => {
      if (id === 'none') throw new Error('there is no study none');
      return countingStudy as AnyStudy;
    });
    const task = { kind: 'task' as const, task: chunk(0, 0), factsKept: false };
    begin('none');
    for (const id of [1, 2]) {
      expect(await ask({ ...task, id })).toEqual({
        ok: false,
        reason: { code: 'internal', message: 'error of the program: there is no study none' },
        bytes: 0,
      });
    }
    begin();
    expect(await ask({ ...task, id: 3 })).toMatchObject({ ok: true });
  });

  it('gives memory back when nothing comes for a while', async () => {
    const released: string[] = [];
    const [, measure] = (countingStudy as AnyStudy).steps;
    const study = {
      ...(countingStudy as AnyStudy),
      steps: [
        {
          ...measure,
          map(context) {
            context.ofThread('large', () => ({ release: () => void released.push('large') }));
            return measure.map(context);
          },
        },
      ],
    } as AnyStudy;
    const { begin, ask } = thread(async () => study);
    begin();
    await ask({ kind: 'task', id: 1, task: chunk(0, 0), factsKept: false });
    await wait(20);
    expect(released).toEqual([]);
    await expect.poll(() => released.length).toBeGreaterThan(0);
  });
});
