import { describe, expect, it } from 'vitest';
import { createJobQueue } from '../../src-main/runtime/jobs.ts';
import type { RunReport, RunWatch } from '../../src-main/runtime/run.ts';

// Source of truth: one job at a time, in order; exact.

function report(cancelled = false): RunReport {
  return {
    result: {},
    probes: null,
    files: [],
    cancelled,
    progress: null as never,
    seconds: 0,
    plan: null,
    work: { chunks: { computed: 0, remembered: 0 }, files: { examined: 0, remembered: 0 } },
    moved: null,
    gone: [],
  };
}

function controlled() {
  const running: string[] = [];
  const finish = new Map<string, (report: RunReport | Error) => void>();
  const make = (name: string) => (watch: RunWatch) =>
    new Promise<RunReport>((resolve, reject) => {
      running.push(name);
      watch.signal?.addEventListener('abort', () => resolve(report(true)));
      finish.set(name, (end) => (end instanceof Error ? reject(end) : resolve(end)));
    });
  return { running, finish, make };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('createJobQueue', () => {
  it('runs one job after another and tells every change', async () => {
    const { running, finish, make } = controlled();
    const queue = createJobQueue();
    const seen: string[] = [];
    queue.subscribe(({ id, state }) => seen.push(`${id.split('-')[1]} ${state}`));
    const ids = ['a', 'b', 'c'].map((name) => queue.start(make(name)));
    await soon();
    expect(running).toEqual(['a']);
    expect(queue.job(ids[1])?.state).toBe('waiting');
    finish.get('a')?.(report());
    await soon();
    finish.get('b')?.(new Error('no'));
    await soon();
    finish.get('c')?.(report());
    await soon();
    expect(seen).toEqual(['1 running', '1 finished', '2 running', '2 failed', '3 running', '3 finished']);
    expect(queue.job(ids[1])?.error).toEqual(new Error('no'));
  });

  it('cancels running and waiting jobs', async () => {
    const { running, make } = controlled();
    const queue = createJobQueue();
    const [a, b] = ['a', 'b'].map((name) => queue.start(make(name)));
    await soon();
    queue.cancel(b);
    queue.cancel(a);
    queue.cancel('none');
    await soon();
    expect(running).toEqual(['a']);
    expect([queue.job(a)?.state, queue.job(b)?.state]).toEqual(['cancelled', 'cancelled']);
  });

  it('pauses and resumes running and waiting jobs, and lets a paused one go on to its end when it is cancelled', async () => {
    const queue = createJobQueue();
    const seen: string[] = [];
    queue.subscribe(({ id, state, paused }) =>
      seen.push(`${id.split('-')[1]} ${state}${paused ? ' paused' : ''}`),
    );
    const make =
      (steps: number) =>
      async ({ pausing, signal }: RunWatch): Promise<RunReport> => {
        for (let step = 0; step < steps && !signal?.aborted; step++) {
          await soon();
          await pausing?.resumed();
        }
        return report(signal?.aborted);
      };
    const [a, b] = [make(2), make(1000)].map((run) => queue.start(run));
    queue.pause(b);
    queue.pause(a);
    queue.pause(a);
    for (let turn = 0; turn < 5; turn++) await soon();
    expect(queue.job(a)).toMatchObject({ state: 'running', paused: true });
    queue.resume(a);
    for (let turn = 0; turn < 5; turn++) await soon();
    expect([queue.job(a), queue.job(b)]).toMatchObject([
      { state: 'finished', paused: false },
      { state: 'running', paused: true },
    ]);
    queue.cancel(b);
    for (let turn = 0; turn < 5; turn++) await soon();
    queue.pause(a);
    queue.pause(b);
    queue.pause('none');
    expect(seen).toEqual([
      '2 waiting paused',
      '1 waiting paused',
      '1 running paused',
      '1 running',
      '1 finished',
      '2 running paused',
      '2 cancelled',
    ]);
  });

  it('keeps the last eight results and closes', async () => {
    const queue = createJobQueue();
    const ids = Array.from({ length: 12 }, () => queue.start(async () => report()));
    await soon();
    expect(queue.jobs().map(({ id }) => id)).toEqual(ids.slice(4));
    const { make } = controlled();
    const last = queue.start(make('x'));
    await soon();
    await queue.close();
    expect(queue.job(last)?.state).toBe('cancelled');
  });
});
