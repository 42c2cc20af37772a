import type { RunEvent } from './channels.ts';

/** The one channel for requests and the one for events between page and shell. */
export const BRIDGE_CHANNELS = { call: 'muscope', event: 'muscope.event' } as const;

/** The answer to a request over a bridge: what the request gives, or the plain form of what went wrong (`internal`: a bug). */
export type BridgeAnswer =
  { value: unknown } | { error: { code: string; message: string; hint?: string; where?: object } };

/** What a preload gives the page as `globalThis.muscope`, and nothing besides. */
export interface Bridge {
  /** Never rejects for a request that is refused. */
  call(channel: string, input: unknown): Promise<BridgeAnswer>;
  /** Gives the function that ends the subscription. */
  subscribe(listener: (event: RunEvent) => void): () => void;
  /** Absolute path of a file that was dropped or chosen; empty for one that is not on disk. */
  pathOf(file: unknown): string;
}
