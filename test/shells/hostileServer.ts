import fs from 'node:fs';
import { isChannel } from '../../src-shared/contracts/channels.ts';
import { UserError } from '../../src-shared/userError.ts';
import { startServer } from '../../src-main/shell-node/server.ts';

// A server in a process of its own, so that its memory can be told from that of whoever attacks it. The host behind it counts what it was asked.

let served = 0;
const [, , page] = process.argv;
const server = await startServer({
  port: 0,
  open: false,
  page,
  host: {
    async call(channel, input) {
      if (!isChannel(channel)) throw new UserError('malformed', 'there is no such request');
      if (channel === 'figure.svg' && (input as { name?: string }).name !== 'a')
        throw new UserError('missing', 'there is no such figure');
      served++;
      return { svg: '<svg/>' };
    },
    subscribe: () => () => undefined,
    close: async () => undefined,
  },
});

process.on('message', () => {
  globalThis.gc?.();
  const peak = /VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))?.[1];
  process.send?.({ served, resident: process.memoryUsage.rss(), peak: Number(peak ?? 0) * 1024 });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ address: server.address, port: server.port });
