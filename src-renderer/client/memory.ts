import { channels } from '../../src-shared/contracts/channels.ts';
import type { Channel, ChannelInput, ChannelOutput, RunEvent } from '../../src-shared/contracts/channels.ts';
import type { Transport } from './transport.ts';

/** Answers of a {@link memoryTransport}, by channel. */
export type MemoryAnswers = { [C in Channel]?: (input: ChannelInput<C>) => ChannelOutput<C> };

/** A {@link Transport} with events and connection by hand. */
export interface MemoryTransport extends Transport {
  emit(event: RunEvent): void;
  connect(open: boolean): void;
}

/** A {@link Transport} for tests: answers from functions, events by hand; everything is checked against the contracts. */
export function memoryTransport(answers: MemoryAnswers): MemoryTransport {
  const listeners = new Set<(event: RunEvent) => void>();
  const watchers = new Set<(open: boolean) => void>();
  return {
    async call(channel, input) {
      const answer = answers[channel] as ((input: unknown) => unknown) | undefined;
      if (!answer) throw new Error(`nothing answers ${channel}`);
      const { input: request, output } = channels[channel];
      return output.parse(answer(request.parse(input))) as ChannelOutput<typeof channel>;
    },
    subscribe(listener, connection) {
      listeners.add(listener);
      if (connection) watchers.add(connection);
      return () => {
        listeners.delete(listener);
        if (connection) watchers.delete(connection);
      };
    },
    emit: (event) => listeners.forEach((listener) => listener(event)),
    connect: (open) => watchers.forEach((watcher) => watcher(open)),
  };
}
