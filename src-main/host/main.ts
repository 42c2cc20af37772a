import { enableCompileCache } from 'node:module';
import type { HostClient } from './client.ts';
import { failureOf } from './protocol.ts';
import type { FromHost, ToHost } from './protocol.ts';

enableCompileCache();
const { createLocalHost } = await import('./localHost.ts');
let host: HostClient | null = null;

function tell(message: FromHost): void {
  process.send?.(message);
}

async function end(): Promise<void> {
  await host?.close();
  process.exit(0);
}

async function receive(message: ToHost): Promise<void> {
  if (message.kind === 'start') {
    host = createLocalHost(message.options);
    host.subscribe((event) => tell({ kind: 'event', event }));
  } else if (message.kind === 'close') await end();
  else {
    const { id, channel, input } = message;
    try {
      if (!host) throw new Error('the engine host was not started');
      tell({ kind: 'answer', id, value: await host.call(channel, input) });
    } catch (error) {
      tell({ kind: 'failure', id, failure: failureOf(error) });
    }
  }
}

process.on('message', (message: ToHost) => void receive(message));
process.on('disconnect', () => void end());
process.on('SIGINT', () => undefined);
