import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostClient } from '../../src-main/host/client.ts';
import { createAppPage } from '../../src-main/shell-electron/appPage.ts';
import { guardContents } from '../../src-main/shell-electron/guards.ts';
import { startServer } from '../../src-main/shell-node/server.ts';
import type { Server } from '../../src-main/shell-node/server.ts';
import { raw, requestText } from './rawRequest.ts';

// Source of truth: content security policy level 3, and the HTML standard's sandbox: the document that draws foreign objects may run
// its own script, is of no origin, reaches nobody, and is the only one that lets itself be framed.

const SCRIPT = 'console.log("</b>")';
const DOCUMENT = `<!doctype html><title>frame</title><script>${SCRIPT}</script>`;
const host: HostClient = {
  call: async () => ({}),
  subscribe: () => () => undefined,
  close: async () => undefined,
};
let folder = '';
let server: Server;
let cookie = '';

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-frame-'));
  fs.mkdirSync(path.join(folder, 'jsroot'));
  fs.writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>page</title>');
  fs.writeFileSync(path.join(folder, 'jsroot', 'frame.html'), DOCUMENT);
  fs.writeFileSync(path.join(folder, 'jsroot', 'other.html'), DOCUMENT);
  server = await startServer({ port: 0, open: false, page: folder, host });
  const { search } = new URL(server.address);
  const entered = await get(`/${search}`, { 'Sec-Fetch-Site': 'none' });
  cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0];
});

afterAll(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true });
});

function get(target: string, extra: Record<string, string | null> = {}) {
  const headers = {
    Host: `127.0.0.1:${server.port}`,
    'Sec-Fetch-Site': 'same-origin',
    Cookie: cookie,
    ...extra,
  };
  return raw(server.port, requestText('GET', target, headers));
}

function directives(policy: string): Map<string, string> {
  return new Map(
    policy.split('; ').map((one) => {
      const [name, ...values] = one.split(' ');
      return [name, values.join(' ')];
    }),
  );
}

const HASH = createHash('sha256').update(SCRIPT).digest('base64');

function expectFrame(policy: string, framing: string): void {
  expect(Object.fromEntries(directives(policy))).toEqual({
    'default-src': "'none'",
    'script-src': `'sha256-${HASH}' 'unsafe-eval'`,
    'style-src': "'unsafe-inline'",
    'img-src': 'data: blob:',
    'font-src': 'data:',
    'connect-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'self'",
    sandbox: 'allow-scripts',
  });
  expect(framing).toBe('SAMEORIGIN');
}

describe('the document of foreign objects', () => {
  it('is served by the browser shell with a policy of its own', async () => {
    const { status, headers, body } = await get('/jsroot/frame.html');
    expect([status, body]).toEqual([200, DOCUMENT]);
    expectFrame(headers.get('content-security-policy') ?? '', headers.get('x-frame-options') ?? '');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  it('is served by the Electron shell with the same policy', async () => {
    const answer = createAppPage({ page: folder, figure: async () => '' });
    const response = await answer({ method: 'GET', url: 'app://muscope/jsroot/frame.html' } as Request);
    expect(response.status).toBe(200);
    expectFrame(
      response.headers.get('content-security-policy') ?? '',
      response.headers.get('x-frame-options') ?? '',
    );
  });

  it('is the only one: the page and its other documents are framed by nobody', async () => {
    for (const target of ['/', '/jsroot/other.html', '/jsroot/frame.html/']) {
      const { headers } = await get(target);
      const policy = directives(headers.get('content-security-policy') ?? '');
      expect(policy.get('frame-ancestors')).toBe("'none'");
      expect(policy.get('frame-src')).toBe("'self'");
      expect(policy.get('script-src')).toBe("'self'");
      expect(headers.get('x-frame-options')).toBe('DENY');
    }
    const figure = await get('/figures/r-1/a.svg');
    expect(figure.headers.get('x-frame-options')).toBe('DENY');
  });

  it.each<[string, Record<string, string | null>]>([
    ['without a cookie', { Cookie: null }],
    ['from another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['from an opaque origin', { Origin: 'null', 'Sec-Fetch-Site': 'cross-site', Cookie: null }],
    ['under another host', { Host: 'evil.example' }],
  ])('is not served %s', async (_name, headers) => {
    const { status, body } = await get('/jsroot/frame.html', headers);
    expect([403, 421]).toContain(status);
    expect(body).not.toContain(SCRIPT);
  });

  it('cannot ask the host: an opaque origin is refused', async () => {
    const headers = {
      ...{ Host: `127.0.0.1:${server.port}`, Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
      ...{ Cookie: cookie, 'Content-Type': 'application/json' },
    };
    const { status } = await raw(server.port, requestText('POST', '/api/session.get', headers, '{}'));
    expect(status).toBe(403);
  });

  it('is the only address that a frame of an Electron window goes to', () => {
    const listeners = new Map<string, (details: unknown) => void>();
    guardContents({
      setWindowOpenHandler: () => undefined,
      getURL: () => 'app://muscope/',
      on(name: string, listener: (details: unknown) => void) {
        listeners.set(name, listener);
        return this;
      },
    } as never);
    const goes = (url: string, isMainFrame = false) => {
      let prevented = false;
      listeners.get('will-frame-navigate')?.({ url, isMainFrame, preventDefault: () => (prevented = true) });
      return !prevented;
    };
    expect(goes('app://muscope/jsroot/frame.html')).toBe(true);
    for (const url of [
      ...['app://muscope/', 'app://muscope/jsroot/frame.html?x', 'app://muscope/jsroot/other.html'],
      ...['app://other/jsroot/frame.html', 'https://example.org/', 'data:text/html,x', 'about:blank'],
    ])
      expect(goes(url), url).toBe(false);
  });
});
