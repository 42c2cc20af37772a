import { afterEach, describe, expect, it, vi } from 'vitest';
import { readFromFrame } from '../../src-renderer/jsroot/protocol.ts';
import { serveFrame } from '../../src-renderer/jsroot/serving.ts';
import type { DrawState, FramePort } from '../../src-renderer/jsroot/serving.ts';

// Source of truth: what frame and page agreed on; a frame is a stranger.

afterEach(() => void vi.useRealTimers());

const CONTENT = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

function serving(limits = { bytes: 5000, reads: 5, patience: 1000 }) {
  const sent: { kind: string; id?: number; bytes?: ArrayBuffer }[] = [];
  const states: DrawState[] = [];
  let closed = false;
  const port: FramePort = {
    onmessage: null,
    postMessage: (message: never) => void sent.push(message),
    close: () => (closed = true),
  };
  const end = serveFrame(
    port,
    {
      ...{ name: 'a.root', size: CONTENT.length, object: 'h;1' },
      async read(offset, length) {
        if (offset === 13) throw new Error('changed');
        return CONTENT.subarray(offset, offset + length);
      },
    },
    (state) => states.push(state),
    limits,
  );
  const say = async (data: unknown) => {
    port.onmessage?.call(port as MessagePort, { data } as MessageEvent);
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { sent, states, say, end, closed: () => closed };
}

describe('a frame that draws', () => {
  it('gets the object, then the bytes that it asks for, fewer at the end of the file', async () => {
    const { sent, states, say, end } = serving();
    expect(sent).toEqual([{ kind: 'draw', name: 'a.root', size: 1000, object: 'h;1' }]);
    await say({ kind: 'read', id: 7, offset: 990, length: 100 });
    expect([...new Uint8Array(sent[1].bytes!)]).toEqual([...CONTENT.subarray(990)]);
    await say({ kind: 'read', id: 8, offset: 2 ** 40, length: 4 });
    expect(sent[2]).toMatchObject({ kind: 'bytes', id: 8 });
    expect(sent[2].bytes?.byteLength).toBe(0);
    await say({ kind: 'read', id: 9, offset: 13, length: 4 });
    expect(sent[3]).toEqual({ kind: 'refused', id: 9 });
    await say({ kind: 'drawn' });
    expect(states).toEqual([{ kind: 'drawn' }]);
    end();
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['another kind', { kind: 'open', id: 1 }],
    ['a negative offset', { kind: 'read', id: 1, offset: -1, length: 1 }],
    ['half a byte', { kind: 'read', id: 1, offset: 0.5, length: 1 }],
    ['a length that is text', { kind: 'read', id: 1, offset: 0, length: '1' }],
    ['a path', { kind: 'read', id: 1, path: '/etc/passwd' }],
    ['more than all', { kind: 'read', id: 1, offset: 0, length: 2 ** 50 }],
  ])('is given up when it says %s', async (_name, message) => {
    const { states, say, closed, sent } = serving();
    await say(message);
    expect(states).toMatchObject([{ kind: 'failed' }]);
    expect(closed()).toBe(true);
    await say({ kind: 'read', id: 2, offset: 0, length: 1 });
    expect(sent).toHaveLength(1);
  });

  it('is given up when it asks too often', async () => {
    const { states, say } = serving();
    for (let id = 0; id < 6; id++) await say({ kind: 'read', id, offset: 0, length: 1 });
    expect(states).toMatchObject([{ kind: 'failed' }]);
  });

  it('is given up when it says nothing, but not once it has drawn', async () => {
    vi.useFakeTimers();
    const silent = serving();
    vi.advanceTimersByTime(1001);
    expect(silent.states).toEqual([{ kind: 'failed', message: 'JSROOT did not draw it within 1 s' }]);
    const done = serving();
    void done.say({ kind: 'drawn' });
    vi.advanceTimersByTime(100_000);
    expect(done.states).toEqual([{ kind: 'drawn' }]);
    done.end();
  });

  it('has its words cut, and nothing else of its messages kept', () => {
    const message = readFromFrame({ kind: 'failed', message: 'x'.repeat(10_000), more: {} });
    expect(message).toEqual({ kind: 'failed', message: 'x'.repeat(500) });
  });
});
