import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src-shared/contracts/channels.ts';
import { serve } from '../../src-main/shell-node/serve.ts';
import type { Server } from '../../src-main/shell-node/server.ts';
import { loopbackTransport } from '../../src-renderer/client/loopback.ts';

// Source of truth: what the window shows is what the sample gives (55801 events by uproot 5.7), through the real server and host process.

let server: Server;
let page = '';
let origin = '';
let cookie = '';

beforeAll(async () => {
  page = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-page-'));
  fs.writeFileSync(path.join(page, 'index.html'), '<!doctype html>');
  server = await serve({ document: null, port: 0, open: false, roots: [], threads: 2, page });
  origin = new URL(server.address).origin;
  const entered = await fetch(server.address, { redirect: 'manual' });
  cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0];
});

afterAll(async () => {
  await server.close();
  fs.rmSync(page, { recursive: true });
});

/** The parts of a browser that the window's client uses, on Node's fetch. */
function browser() {
  const asPage = (target: string, init: RequestInit = {}) =>
    fetch(origin + target, { ...init, headers: { ...init.headers, Cookie: cookie, Origin: origin } });
  class Stream {
    onmessage: ((message: MessageEvent) => void) | null = null;
    onopen = null;
    onerror = null;
    readonly #abort = new AbortController();
    constructor(url: string) {
      void this.#listen(url).catch(() => undefined);
    }
    async #listen(url: string): Promise<void> {
      const { body } = await asPage(url, { signal: this.#abort.signal });
      const decoder = new TextDecoder();
      let text = '';
      for await (const piece of body as ReadableStream<Uint8Array>) {
        text += decoder.decode(piece, { stream: true });
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) {
          if (event.startsWith('data: ')) this.onmessage?.({ data: event.slice(6) } as MessageEvent);
        }
      }
    }
    close(): void {
      this.#abort.abort();
    }
  }
  return { fetch: asPage as typeof fetch, EventSource: Stream };
}

describe('the window on a real server', () => {
  it('runs the sample, sees its progress and shows its figures', async () => {
    const transport = loopbackTransport(browser());
    const events: RunEvent[] = [];
    const finished = new Promise<RunEvent>((resolve) => {
      transport.subscribe((event) => {
        events.push(event);
        if (event.state === 'finished') resolve(event);
      });
    });
    const { run } = await transport.call('run.start', { document: { sample: true } });
    expect(await finished).toMatchObject({ run, progress: { phase: 'finished', filesDone: 3 } });
    expect(events.some(({ state }) => state === 'running')).toBe(true);
    const { files } = await transport.call('run.result', { run });
    expect(files.reduce((sum, { entries }) => sum + entries, 0)).toBe(55_801);
    const { figures } = await transport.call('figures.list', { run });
    const image = await browser().fetch(`/figures/${run}/${encodeURIComponent(figures[0].name)}.svg`);
    expect(image.headers.get('content-type')).toBe('image/svg+xml');
    expect(image.headers.get('content-security-policy')).toContain('sandbox');
    expect(await image.text()).toContain('</svg>');
    await expect(transport.call('files.inspect', { path: '/etc/passwd' })).rejects.toMatchObject({
      code: 'unreadable',
    });
  });
});
