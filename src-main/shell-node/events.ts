import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RunEvent } from '../../src-shared/contracts/channels.ts';

/** Windows that listen to events. */
export interface EventStreams {
  /** Turns a response into a stream of server-sent events; false when too many are open. */
  add(request: IncomingMessage, response: ServerResponse): boolean;
  send(event: RunEvent): void;
  close(): void;
}

const MOST_STREAMS = 16;
const HEARTBEAT = 15_000;

/** Streams of events. To a window that does not keep up only the newest event of each run is sent once it does. */
export function createEventStreams(): EventStreams {
  const streams = new Map<ServerResponse, Map<string, RunEvent>>();

  function deliver(response: ServerResponse, held: Map<string, RunEvent>): void {
    for (const [run, event] of held) {
      if (response.writableNeedDrain) return;
      held.delete(run);
      response.write(`data: ${JSON.stringify(event)}\n\n`);
    }
  }

  const timer = setInterval(() => {
    for (const response of streams.keys()) if (!response.writableNeedDrain) response.write(':\n\n');
  }, HEARTBEAT);
  timer.unref();

  return {
    add(request, response) {
      if (streams.size >= MOST_STREAMS) return false;
      const held = new Map<string, RunEvent>();
      streams.set(response, held);
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(':\n\n');
      response.on('drain', () => deliver(response, held));
      request.on('close', () => void streams.delete(response));
      response.on('close', () => void streams.delete(response));
      return true;
    },
    send(event) {
      for (const [response, held] of streams) {
        held.set(event.run, event);
        deliver(response, held);
      }
    },
    close() {
      clearInterval(timer);
      for (const response of streams.keys()) response.end();
      streams.clear();
    },
  };
}
