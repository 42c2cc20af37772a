import { describe, expect, it } from 'vitest';
import { remoteHost } from '../../src-main/host/remoteHost.ts';
import type { FromHost, ToHost } from '../../src-main/host/protocol.ts';

// Source of truth: a host that takes another's place goes on with its document and folders; exact.

function processes() {
  const started: { told: ToHost[]; say(message: FromHost): void; die(): void }[] = [];
  const client = remoteHost({ document: '/a/one.yaml', threads: 3, granted: ['/a'] }, (receive, ended) => {
    const told: ToHost[] = [];
    started.push({ told, say: receive, die: ended });
    return { send: (message) => void told.push(message), kill: ended };
  });
  return { client, started };
}

describe('a host that takes the place of one that died', () => {
  it('is started with the document and the folders that the other one had', async () => {
    const { client, started } = processes();
    const lost = client.call('session.get', {});
    const [first] = started;
    first.say({ kind: 'changed', options: { document: '/b/two.yaml', granted: ['/a', '/b'] } });
    first.die();
    await expect(lost).rejects.toThrow('the engine stopped');
    void client.call('session.get', {});
    expect(started[1].told[0]).toEqual({
      kind: 'start',
      options: { document: '/b/two.yaml', threads: 3, granted: ['/a', '/b'] },
    });
  });

  it('is told as the failure of whatever was going on, once', () => {
    const { client, started } = processes();
    const events: string[] = [];
    client.subscribe(({ run, state, error }) => events.push(`${run} ${state} ${error?.message ?? ''}`));
    client.call('session.get', {}).catch(() => undefined);
    const event = { event: 'run.progress', title: '', progress: null, error: null } as const;
    started[0].say({ kind: 'event', event: { ...event, run: 'a', state: 'finished' } });
    started[0].say({ kind: 'event', event: { ...event, run: 'b', state: 'running', paused: true } });
    started[0].say({ kind: 'event', event: { ...event, run: 'c', state: 'waiting' } });
    events.length = 0;
    started[0].die();
    started[0].die();
    expect(events).toEqual(['b failed the engine stopped', 'c failed the engine stopped']);
  });
});
