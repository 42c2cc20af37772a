import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src-shared/contracts/channels.ts';
import { loopbackTransport } from '../../src-renderer/client/loopback.ts';
import { memoryTransport } from '../../src-renderer/client/memory.ts';

// Source of truth: the contracts of the channels; exact.

const event: RunEvent = {
  event: 'run.progress',
  run: 'r',
  title: '',
  state: 'running',
  progress: null,
  error: null,
};

describe('memoryTransport', () => {
  it('answers by its functions and checks both ways', async () => {
    const transport = memoryTransport({
      'run.start': () => ({ run: 'r' }),
      'run.cancel': () => null as never,
    });
    expect(await transport.call('run.start', { document: { sample: true } })).toEqual({ run: 'r' });
    await expect(transport.call('run.start', {} as never)).rejects.toThrow();
    await expect(transport.call('run.cancel', { run: 'r' })).rejects.toThrow();
    await expect(transport.call('studies.list', {})).rejects.toThrow('nothing answers');
    const seen: RunEvent[] = [];
    const stop = transport.subscribe((one) => seen.push(one));
    transport.emit(event);
    stop();
    transport.emit(event);
    expect(seen).toEqual([event]);
  });
});

describe('loopbackTransport', () => {
  const opened: FakeStream[] = [];
  class FakeStream {
    onmessage: ((message: MessageEvent) => void) | null = null;
    onopen: (() => void) | null = null;
    onerror: (() => void) | null = null;
    closed = false;
    constructor() {
      opened.push(this);
    }
    close(): void {
      this.closed = true;
    }
  }

  function transport(answer: () => Response) {
    const requests: [unknown, RequestInit | undefined][] = [];
    const fake = async (url: unknown, init?: RequestInit) => {
      requests.push([url, init]);
      return answer();
    };
    return {
      requests,
      transport: loopbackTransport({ fetch: fake as typeof fetch, EventSource: FakeStream }),
    };
  }

  it('posts JSON and gives what comes back', async () => {
    const { requests, transport: own } = transport(() => Response.json({ value: { run: 'r' } }));
    expect(await own.call('run.start', { document: { sample: true } })).toEqual({ run: 'r' });
    expect(requests[0][0]).toBe('/api/run.start');
    expect(requests[0][1]).toMatchObject({ method: 'POST', body: '{"document":{"sample":true}}' });
  });

  it('gives errors of the user, bugs and a lost connection their own words', async () => {
    const error = { code: 'missing', message: 'not there', hint: 'look', where: { file: 'x' } };
    const user = transport(() => Response.json({ error })).transport;
    await expect(user.call('run.cancel', { run: 'r' })).rejects.toMatchObject({
      ...error,
      name: 'UserError',
    });
    const bug = transport(() =>
      Response.json({ error: { code: 'internal', message: 'oops' } }, { status: 500 }),
    );
    await expect(bug.transport.call('run.cancel', { run: 'r' })).rejects.toEqual(new Error('oops'));
    const text = transport(() => new Response('no', { status: 403 }));
    await expect(text.transport.call('run.cancel', { run: 'r' })).rejects.toThrow('no answer');
    const lost = transport(() => {
      throw new TypeError('fetch failed');
    });
    await expect(lost.transport.call('run.cancel', { run: 'r' })).rejects.toThrow('connection');
  });

  it('opens one stream for all listeners and closes it after the last', () => {
    const { transport: own } = transport(() => Response.json({}));
    const seen: RunEvent[] = [];
    const stops = [own.subscribe((one) => seen.push(one)), own.subscribe((one) => seen.push(one))];
    opened.at(-1)?.onmessage?.({ data: JSON.stringify(event) } as MessageEvent);
    expect(seen).toEqual([event, event]);
    stops[0]();
    expect(opened.at(-1)?.closed).toBe(false);
    stops[1]();
    expect(opened.at(-1)?.closed).toBe(true);
    const states: boolean[] = [];
    const stop = own.subscribe(
      () => undefined,
      (open) => states.push(open),
    );
    expect(opened.length).toBe(2);
    opened[1].onopen?.();
    opened[1].onerror?.();
    stop();
    expect(states).toEqual([true, false]);
  });
});
