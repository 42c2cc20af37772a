import { enableCompileCache } from 'node:module';
import type { HostClient } from './client.ts';
import { hostParent } from './parent.ts';
import { failureOf } from './protocol.ts';
import type { ToHost } from './protocol.ts';

enableCompileCache(`${import.meta.dirname}/../../node_modules/.cache/muscope`);
const { createLocalHost } = await import('./localHost.ts');
const { tell, listen } = hostParent();
let host: HostClient | null = null;

async function end(): Promise<void> {
  await host?.close();
  process.exit(0);
}

async function receive(message: ToHost): Promise<void> {
  if (message.kind === 'start') {
    host = createLocalHost(message.options, (options) => tell({ kind: 'changed', options }));
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

listen(
  (message) => void receive(message),
  () => void end(),
);
process.on('SIGINT', () => undefined);
