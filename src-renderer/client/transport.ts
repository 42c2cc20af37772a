import type { Channel, ChannelInput, ChannelOutput, RunEvent } from '../../src-shared/contracts/channels.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { ErrorReport } from '../../src-shared/userError.ts';

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

/** The error that the answer to a failed request describes. */
export function answeredError(answer: unknown): Error {
  const report = (answer as { error?: ErrorReport & { code: string } } | null)?.error;
  if (typeof report?.message !== 'string') return new Error('the engine host gave no answer');
  return (report.code as string) === 'internal' ? new Error(report.message) : UserError.from(report);
}
