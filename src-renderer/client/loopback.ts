import { valueOf } from '../../src-shared/contracts/answer.ts';
import { readFloat64 } from '../../src-shared/contracts/float64.ts';
import type { ChannelOutput, RunEvent } from '../../src-shared/contracts/channels.ts';
import type { Transport } from './transport.ts';

const readArrays = readFloat64({ decode: (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) });

function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text, readArrays);
  } catch {
    return null;
  }
}

type Stream = Pick<EventSource, 'onmessage' | 'onopen' | 'onerror' | 'close'>;

/** What a {@link loopbackTransport} needs of the browser. */
export interface Browser {
  fetch: typeof fetch;
  EventSource: new (url: string) => Stream;
}

/** A {@link Transport} to the server that the page came from: fetch for requests, server-sent events for runs. */
export function loopbackTransport(browser: Browser = globalThis): Transport {
  const listeners = new Set<(event: RunEvent) => void>();
  const watchers = new Set<(open: boolean) => void>();
  let stream: Stream | null = null;

  function open(): void {
    stream = new browser.EventSource('/events');
    stream.onmessage = ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as RunEvent;
      for (const listener of [...listeners]) listener(event);
    };
    stream.onopen = () => watchers.forEach((watcher) => watcher(true));
    stream.onerror = () => watchers.forEach((watcher) => watcher(false));
  }

  return {
    async call(channel, input) {
      const request = {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(input),
      };
      const response = await browser.fetch(`/api/${channel}`, request).catch(() => null);
      if (!response) throw new Error('the connection to the engine host is lost');
      const answer = readAnswer(await response.text().catch(() => ''));
      return valueOf(answer) as ChannelOutput<typeof channel>;
    },
    subscribe(listener, connection) {
      listeners.add(listener);
      if (connection) watchers.add(connection);
      if (!stream) open();
      return () => {
        listeners.delete(listener);
        if (connection) watchers.delete(connection);
        if (listeners.size > 0) return;
        stream?.close();
        stream = null;
      };
    },
  };
}
