import type { CallProgress } from '../../src-shared/contracts/runs.ts';
import type { Transport } from './transport.ts';

/** A request that takes long. */
export interface LongCall<Answer> {
  answer: Promise<Answer>;
  cancel(): void;
}

const EVERY = 300;
let count = 0;

/** A name that no other request of any window has. */
export function callName(): string {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  return `${random.toString(16)}-${++count}`;
}

/**
 * Follows a request: `progress` is called while it goes on, and it can be ended.
 * @param send sends the request with this name
 */
export function longCall<Answer>(
  call: Transport['call'],
  send: (name: string) => Promise<Answer>,
  progress: (progress: CallProgress) => void,
): LongCall<Answer> {
  const name = callName();
  const timer = setInterval(() => {
    call('call.progress', { call: name }).then(
      ({ progress: now }) => now && progress(now),
      () => undefined,
    );
  }, EVERY);
  return {
    answer: send(name).finally(() => clearInterval(timer)),
    cancel: () => void call('call.cancel', { call: name }).catch(() => undefined),
  };
}
