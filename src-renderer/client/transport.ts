import type { Channel, ChannelInput, ChannelOutput, RunEvent } from '../../src-shared/contracts/channels.ts';

/** The window's way to the engine host. */
export interface Transport {
  /** Sends a request. Rejects with a UserError for what the user can mend, with an Error for a bug or a lost connection. */
  call<C extends Channel>(channel: C, input: ChannelInput<C>): Promise<ChannelOutput<C>>;
  /**
   * Listens to runs; gives the function that ends it.
   * @param connection told when the way to the host is open, again after every interruption, and when it is lost
   */
  subscribe(listener: (event: RunEvent) => void, connection?: (open: boolean) => void): () => void;
}
