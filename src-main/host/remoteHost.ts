import type { RunEvent } from '../../src-shared/contracts/channels.ts';
import type { HostClient, HostOptions } from './client.ts';
import { errorOf } from './protocol.ts';
import type { FromHost, ToHost } from './protocol.ts';

/** A process that {@link main.ts} runs in, however it was started. */
export interface HostProcess {
  send(message: ToHost): void;
  kill(): void;
}

/** Starts a host process; `ended` is called once, however it ends, also when it could not be started. */
export type StartHost = (receive: (message: FromHost) => void, ended: () => void) => HostProcess;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

interface Living {
  process: HostProcess;
  ended: Promise<void>;
}

const PATIENCE = 3000;
const LOST = 'the engine stopped';

/**
 * The engine host in a process of its own. When that process dies, requests under way are rejected, runs that were going on are
 * reported as failed, and the next request starts a new process with the document and the folders that the last one had.
 */
export function remoteHost(options: HostOptions, startProcess: StartHost): HostClient {
  const waiting = new Map<number, Waiting>();
  const going = new Map<string, RunEvent>();
  const listeners = new Set<(event: RunEvent) => void>();
  let living: Living | null = null;
  let closing = false;
  let current = options;
  let count = 0;

  function announce(event: RunEvent): void {
    if (event.state === 'waiting' || event.state === 'running') going.set(event.run, event);
    else going.delete(event.run);
    for (const listener of [...listeners]) listener(event);
  }

  function receive(message: FromHost): void {
    if (message.kind === 'event') {
      announce(message.event);
      return;
    }
    if (message.kind === 'changed') {
      current = { ...current, ...message.options };
      return;
    }
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') call?.resolve(message.value);
    else call?.reject(errorOf(message.failure));
  }

  function lost(): void {
    for (const call of waiting.values()) call.reject(new Error(LOST));
    waiting.clear();
    for (const event of [...going.values()]) {
      announce({ ...event, state: 'failed', paused: false, error: { code: 'internal', message: LOST } });
    }
  }

  function start(): Living {
    const { promise, resolve } = Promise.withResolvers<void>();
    const process = startProcess(receive, () => {
      resolve();
      if (living?.ended !== promise) return;
      living = null;
      lost();
    });
    process.send({ kind: 'start', options: current });
    return { process, ended: promise };
  }

  return {
    call(channel, input) {
      if (closing) return Promise.reject(new Error('the engine host is closed'));
      living ??= start();
      const { process } = living;
      return new Promise((resolve, reject) => {
        const id = count++;
        waiting.set(id, { resolve, reject });
        process.send({ kind: 'call', id, channel, input });
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      closing = true;
      if (!living) return;
      const { process, ended } = living;
      process.send({ kind: 'close' });
      const timer = setTimeout(() => process.kill(), PATIENCE);
      await ended;
      clearTimeout(timer);
    },
  };
}
