import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../../src-shared/userError.ts';
import type { HostClient } from '../host/client.ts';
import { createAdmission } from './admission.ts';
import { createEventStreams } from './events.ts';
import { openBrowser } from './openBrowser.ts';
import { createRoutes } from './routes.ts';

/** How the browser shell is served. */
export interface ServerOptions {
  /** 0: any free one. */
  port: number;
  /** Open the address in the user's browser. */
  open: boolean;
  /** Folder of the built page. */
  page: string;
  host: HostClient;
}

/** A running browser shell. */
export interface Server {
  /** To be opened once: it carries a token. */
  address: string;
  port: number;
  /** Another address, with a token of its own. */
  newAddress(): string;
  /** Ends all connections, then the host. */
  close(): Promise<void>;
}

const LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};
const MOST_CONNECTIONS = 128;
const MOST_HEADERS = 64;

function listen(server: http.Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function portError(error: unknown, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new UserError('busy', `port ${port} is in use`, {
      hint: 'Give another one with --port, or 0 for any.',
    });
  }
  if (code === 'EACCES')
    return new UserError('usage', `port ${port} may not be used`, { hint: 'Use one above 1023.' });
  return error;
}

/**
 * Serves the page and the engine host to this machine's browser: loopback only, both 127.0.0.1 and ::1 where there is one.
 * Throws a UserError `busy` or `usage` when the port cannot be had.
 */
export async function startServer({ port: wanted, open, page, host }: ServerOptions): Promise<Server> {
  let port = wanted;
  const admission = createAdmission(() => port);
  const events = createEventStreams();
  const answer = createRoutes({ admission, host, events, page });
  const servers = ['127.0.0.1', '::1'].map(() => {
    const server = http.createServer(LIMITS, answer);
    server.maxConnections = MOST_CONNECTIONS;
    server.maxHeadersCount = MOST_HEADERS;
    server.on('clientError', (_error, socket) => socket.destroy());
    return server;
  });
  try {
    port = await listen(servers[0], '127.0.0.1', wanted);
  } catch (error) {
    throw portError(error, wanted);
  }
  await listen(servers[1], '::1', port).catch(() => undefined);
  const unsubscribe = host.subscribe(events.send);
  const newAddress = () => `http://127.0.0.1:${port}/?token=${admission.newToken()}`;
  const address = newAddress();
  if (open) openBrowser(address);
  return {
    address,
    port,
    newAddress,
    async close() {
      unsubscribe();
      events.close();
      const ended = servers
        .filter((server) => server.listening)
        .map((server) => new Promise((resolve) => server.close(resolve)));
      for (const server of servers) server.closeAllConnections();
      await Promise.all(ended);
      await host.close();
    },
  };
}
