import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { engineArguments, engineEnvironment } from '../../scripts/node-runtime.mjs';
import type { RunEvent } from '../../src-shared/contracts/channels.ts';
import type { HostClient, HostOptions } from './client.ts';
import { errorOf } from './protocol.ts';
import type { FromHost, ToHost } from './protocol.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const PATIENCE = 3000;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * The engine host in a process of its own, started as the command line's Node is, so that its memory is the same. When that process dies, requests under way are rejected, runs that were
 * going on are reported as failed, and the next request starts a new process.
 * @param entry module of the host process, other than {@link main.ts} in tests only
 */
export function forkHost(options: HostOptions, entry: string = MAIN): HostClient {
  const waiting = new Map<number, Waiting>();
  const going = new Map<string, RunEvent>();
  const listeners = new Set<(event: RunEvent) => void>();
  let child: ChildProcess | null = null;
  let closing = false;
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
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') call?.resolve(message.value);
    else call?.reject(errorOf(message.failure));
  }

  function lost(): void {
    const message = 'the engine host ended unexpectedly';
    for (const call of waiting.values()) call.reject(new Error(message));
    waiting.clear();
    for (const event of [...going.values()]) {
      announce({ ...event, state: 'failed', error: { code: 'internal', message } });
    }
  }

  function start(): ChildProcess {
    const started = fork(entry, [], {
      execArgv: [...process.execArgv, ...engineArguments.filter((one) => !process.execArgv.includes(one))],
      env: { ...engineEnvironment, ...process.env },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    started.on('message', receive);
    started.on('error', () => undefined);
    started.on('exit', () => {
      if (child !== started) return;
      child = null;
      lost();
    });
    started.send({ kind: 'start', options } satisfies ToHost);
    child = started;
    return started;
  }

  return {
    call(channel, input) {
      if (closing) return Promise.reject(new Error('the engine host is closed'));
      const host = child ?? start();
      return new Promise((resolve, reject) => {
        const id = count++;
        waiting.set(id, { resolve, reject });
        host.send({ kind: 'call', id, channel, input } satisfies ToHost);
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      closing = true;
      const ending = child;
      if (!ending) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.send({ kind: 'close' } satisfies ToHost);
      const timer = setTimeout(() => ending.kill('SIGKILL'), PATIENCE);
      await ended;
      clearTimeout(timer);
    },
  };
}
