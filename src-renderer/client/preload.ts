import { valueOf } from '../../src-shared/contracts/answer.ts';
import type { Bridge } from '../../src-shared/contracts/bridge.ts';
import type { ChannelOutput, RunEvent } from '../../src-shared/contracts/channels.ts';
import type { Transport } from './transport.ts';

/** The bridge that a preload gave the page; null in a browser. */
export function bridgeOfPage(page: object = globalThis): Bridge | null {
  return (page as { muscope?: Bridge }).muscope ?? null;
}

/** A {@link Transport} over the bridge of a preload. The way to the shell is open as long as there is a page. */
export function preloadTransport(bridge: Bridge): Transport {
  return {
    async call(channel, input) {
      const answer = await bridge.call(channel, input).catch(() => null);
      if (!answer) throw new Error('the connection to the engine host is lost');
      return valueOf(answer) as ChannelOutput<typeof channel>;
    },
    subscribe(listener, connection) {
      let listening = true;
      const stop = bridge.subscribe((event: RunEvent) => listener(event));
      queueMicrotask(() => {
        if (listening) connection?.(true);
      });
      return () => {
        listening = false;
        stop();
      };
    },
  };
}
