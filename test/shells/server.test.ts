import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src-shared/contracts/channels.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { HostClient } from '../../src-main/host/client.ts';
import { startServer } from '../../src-main/shell-node/server.ts';
import type { Server } from '../../src-main/shell-node/server.ts';
import { raw, requestText } from './rawRequest.ts';
import type { RawResponse } from './rawRequest.ts';

// Source of truth: RELIABILITY's list of attacks on a loopback server; none may be served, the server must live on.

const CANARY = 'canary-of-a-secret-file';
const calls: { channel: string; input: unknown }[] = [];
let announce: (event: RunEvent) => void = () => undefined;
let server: Server;
let cookie = '';
let folder = '';

const host: HostClient = {
  async call(channel, input) {
    calls.push({ channel, input });
    if (channel === 'figure.svg') return { svg: '<svg/>' };
    if (channel === 'bad') throw new UserError('missing', 'not there');
    if (channel === 'wrong') throw new UserError('malformed', 'not as agreed');
    if (channel === 'bug') throw new TypeError('oops');
    return { channel };
  },
  subscribe(listener) {
    announce = listener;
    return () => undefined;
  },
  close: async () => undefined,
};

function own(extra: Record<string, string | null> = {}): Record<string, string | null> {
  const at = `127.0.0.1:${server.port}`;
  return { Host: at, Origin: `http://${at}`, 'Sec-Fetch-Site': 'same-origin', Cookie: cookie, ...extra };
}

function get(target: string, extra: Record<string, string | null> = {}): Promise<RawResponse> {
  return raw(server.port, requestText('GET', target, own({ Origin: null, ...extra })));
}

function post(target: string, body: string, extra: Record<string, string | null> = {}): Promise<RawResponse> {
  return raw(
    server.port,
    requestText('POST', target, own({ 'Content-Type': 'application/json', ...extra }), body),
  );
}

async function enter(address: string): Promise<RawResponse> {
  const { search } = new URL(address);
  return get(`/${search}`, { Cookie: null, 'Sec-Fetch-Site': 'none' });
}

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-shell-'));
  const page = path.join(folder, 'page');
  fs.mkdirSync(path.join(page, 'assets'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'secret.html'), CANARY);
  fs.writeFileSync(path.join(page, '.hidden.html'), CANARY);
  fs.writeFileSync(path.join(page, 'notes.txt'), CANARY);
  fs.writeFileSync(path.join(page, 'index.html'), '<!doctype html><title>page</title>');
  fs.writeFileSync(path.join(page, 'assets', 'app-1.js'), 'export {};');
  fs.symlinkSync(path.join(folder, 'secret.html'), path.join(page, 'link.html'));
  fs.symlinkSync(folder, path.join(page, 'up'));
  server = await startServer({ port: 0, open: false, page, host });
  const entered = await enter(server.address);
  expect(entered.status).toBe(303);
  cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0];
});

afterAll(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true });
});

describe('what is served', () => {
  it('is the page, with its security headers', async () => {
    const page = await get('/');
    expect(page.status).toBe(200);
    expect(page.body).toContain('<title>page</title>');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect([...page.headers.keys()].some((name) => name.startsWith('access-control'))).toBe(false);
    expect((await get('/assets/app-1.js')).headers.get('content-type')).toContain('text/javascript');
    expect((await get('/missing.js')).status).toBe(404);
  });

  it('is the API by POST and figures', async () => {
    expect((await post('/api/session.get', '{}')).body).toBe('{"value":{"channel":"session.get"}}');
    const figure = await get('/figures/ab-1/eff.svg');
    expect(figure.headers.get('content-type')).toBe('image/svg+xml');
    expect(calls.at(-1)?.input).toEqual({ run: 'ab-1', name: 'eff', fonts: 'embedded' });
    const refused = await post('/api/bad', '{}');
    expect(refused.status).toBe(200);
    expect(JSON.parse(refused.body)).toEqual({ error: { code: 'missing', message: 'not there' } });
    expect((await post('/api/wrong', '{}')).status).toBe(400);
    expect((await post('/api/bug', '{}')).status).toBe(500);
  });

  it('is reached by any loopback name and through a tunnel on another port', async () => {
    for (const at of [`localhost:${server.port}`, 'localhost:9999', `[::1]:${server.port}`]) {
      expect((await post('/api/x', '{}', { Host: at, Origin: `http://${at}` })).status).toBe(200);
    }
  });

  it('is a stream of events', async () => {
    const stream = raw(server.port, requestText('GET', '/events', own({ Origin: null })), 300);
    await new Promise((resolve) => setTimeout(resolve, 100));
    announce({ event: 'run.progress', run: 'r-1', title: '', state: 'running', progress: null, error: null });
    const { headers, body } = await stream;
    expect(headers.get('content-type')).toBe('text/event-stream');
    expect(body).toContain('"run":"r-1"');
  });
});

describe('the token', () => {
  it('opens once', async () => {
    expect((await enter(server.address)).status).toBe(403);
    const second = server.newAddress();
    const answers = await Promise.all([enter(second), enter(second), enter(second)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403]);
    const given = answers.find(({ status }) => status === 303)?.headers.get('set-cookie') ?? '';
    expect(given).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  });

  it('is not taken from another site', async () => {
    const { search } = new URL(server.newAddress());
    expect((await get(`/${search}`, { Cookie: null, 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  });
});

const strangers: [string, Record<string, string | null>][] = [
  ['no cookie', { Cookie: null }],
  ['a wrong cookie', { Cookie: 'muscope=x' }],
  ['a cookie of the right name', { Cookie: 'PORT=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ['two cookies of the name', { Cookie: 'TWICE' }],
  ['no host', { Host: null }],
  ['another host', { Host: 'evil.example' }],
  ['another host, its own origin', { Host: 'evil.example:80', Origin: 'http://evil.example:80' }],
  ['a host that begins like ours', { Host: '127.0.0.1.evil.example' }],
  ['a host that ends like ours', { Host: 'evil.localhost' }],
  ['a host with a user', { Host: 'evil@127.0.0.1' }],
  ['the address of any interface', { Host: '0.0.0.0' }],
  ['another origin', { Origin: 'http://evil.example' }],
  ['no origin', { Origin: null }],
  ['origin null', { Origin: 'null' }],
  ['origin of another port', { Origin: 'http://127.0.0.1:1' }],
  ['origin of another scheme', { Origin: 'https://127.0.0.1:PORT' }],
  ['a fetch of another site', { 'Sec-Fetch-Site': 'cross-site' }],
  ['a fetch of the same site', { 'Sec-Fetch-Site': 'same-site' }],
  ['a typed address that posts', { 'Sec-Fetch-Site': 'none' }],
  ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
  ['a multipart form', { 'Content-Type': 'multipart/form-data; boundary=x' }],
  ['a plain text form', { 'Content-Type': 'text/plain' }],
  [
    'an upgrade to another protocol',
    { Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Key': 'x' },
  ],
];

describe('a request with', () => {
  it.each(strangers)('%s is refused', async (_name, headers) => {
    const filled = Object.entries(headers).map(([name, value]) => {
      const text = value
        ?.replace('TWICE', `${cookie}; ${cookie}`)
        .replace('PORT=', `muscope-${server.port}=`);
      return [name, text?.replace('PORT', String(server.port)) ?? null];
    });
    const before = calls.length;
    const { status } = await post('/api/run.start', '{}', Object.fromEntries(filled));
    expect([0, 400, 403, 421]).toContain(status);
    expect(calls.length).toBe(before);
  });

  it.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND', 'CONNECT'])(
    'method %s is refused',
    async (method) => {
      const { status } = await raw(server.port, requestText(method, '/api/run.start', own()));
      expect([0, 400, 404, 405]).toContain(status);
    },
  );

  it('GET changes nothing', async () => {
    const before = calls.length;
    expect((await get('/api/run.start')).status).toBe(404);
    expect((await get('/api/run.cancel?run=1')).status).toBe(404);
    expect(calls.length).toBe(before);
  });
});

const paths = [
  ...[
    '/../secret.html',
    '/assets/../../secret.html',
    '/..%2fsecret.html',
    '/%2e%2e/secret.html',
    '/%2e%2e%2fsecret.html',
  ],
  ...[
    '/%252e%252e%252fsecret.html',
    '/..%5csecret.html',
    '/..\\secret.html',
    '/%c0%ae%c0%ae/secret.html',
    '/....//secret.html',
  ],
  ...[
    '/%2e%2e%00/secret.html',
    '/index.html%00.js',
    '/%00',
    '//secret.html',
    '/up/secret.html',
    '/link.html',
    '/.hidden.html',
  ],
  ...[
    '/notes.txt',
    '/assets',
    '/assets/',
    '/./index.html',
    '/%',
    '/%zz',
    '/C:%5csecret.html',
    '/%5c%5cserver%5cshare%5cx.html',
  ],
  ...[
    'file:///etc/passwd',
    'http://evil.example/',
    '*',
    '/index.html/..%2f..%2fsecret.html',
    '/％２e％２e/secret.html',
  ],
];

describe('a path', () => {
  it.each(paths)('%s is not served', async (target) => {
    const { status, body } = await get(target);
    expect([0, 400, 403, 404]).toContain(status);
    expect(body).not.toContain(CANARY);
  });
});

describe('a body', () => {
  const deep = '['.repeat(100_000);
  const bodies: [string, string][] = [
    ['that is not JSON', '{"a":'],
    ['that is empty', ''],
    ['that is nested too deep', deep],
    ['with brackets in text left open', '{"a": "[[[[", '],
  ];

  it.each(bodies)('%s is refused', async (_name, body) => {
    expect((await post('/api/x', body)).status).toBe(400);
  });

  it('that is not UTF-8 is refused', async () => {
    const head = requestText(
      'POST',
      '/api/x',
      own({ 'Content-Type': 'application/json', 'Content-Length': '3' }),
    );
    expect(
      (await raw(server.port, Buffer.concat([Buffer.from(head), Buffer.from([0x22, 0xff, 0x22])]))).status,
    ).toBe(400);
  });

  it('beyond 1 MB is refused, declared, chunked or without end', async () => {
    const before = process.memoryUsage().rss;
    expect((await post('/api/x', '', { 'Content-Length': '1000000000' })).status).toBe(413);
    expect((await post('/api/x', JSON.stringify('x'.repeat(1_100_000)))).status).toBe(413);
    const head = requestText(
      'POST',
      '/api/x',
      own({ 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' }),
    );
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const { status } = await raw(server.port, head + chunk.repeat(400));
    expect([0, 413]).toContain(status);
    expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
  });
});

describe('a body with a file', () => {
  it('may have 45 MB, one at a time, and for its request alone', async () => {
    const body = JSON.stringify({ name: 'x', bytes: 'A'.repeat(3_000_000) });
    expect((await post('/api/export.recognise', body)).status).toBe(200);
    expect((await post('/api/export.recogniseX', body)).status).toBe(413);
    expect((await post('/api/export.recognise', '', { 'Content-Length': '50000000' })).status).toBe(413);
    const both = await Promise.all([1, 2].map(() => post('/api/export.recognise', body)));
    expect(both.map(({ status }) => status).sort()).not.toContain(500);
  });
});

describe('a hostile connection', () => {
  it('of other than HTTP is closed', async () => {
    for (const bytes of [
      '\0\0\0\0\r\n\r\n',
      '\x16\x03\x01\x02\0\x01\0',
      'GET / HTTP/9.9\r\n\r\n',
      'x'.repeat(100_000),
    ]) {
      expect([0, 400]).toContain((await raw(server.port, bytes)).status);
    }
    const { status } = await raw(server.port, requestText('GET', '/', own({ Long: 'x'.repeat(100_000) })));
    expect([0, 431]).toContain(status);
  });

  it('with contradicting lengths is refused', async () => {
    const both = own({
      'Content-Length': '5',
      'Transfer-Encoding': 'chunked',
      'Content-Type': 'application/json',
    });
    expect([0, 400]).toContain(
      (await raw(server.port, requestText('POST', '/api/x', both, '0\r\n\r\n'))).status,
    );
  });

  it('that sends its headers slowly is closed after five seconds', async () => {
    const began = performance.now();
    await raw(server.port, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n', 12_000);
    expect(performance.now() - began).toBeLessThan(9000);
  });

  it('in numbers does not end the server', async () => {
    const sockets = Array.from({ length: 300 }, () =>
      net.connect(server.port, '127.0.0.1').on('error', () => undefined),
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const answers = await Promise.all(Array.from({ length: 100 }, () => post('/api/x', '{}')));
    expect(answers.every(({ status }) => status === 200 || status === 429 || status === 0)).toBe(true);
    expect((await get('/')).status).toBe(200);
  });
});

describe('the server', () => {
  it('says when its port is taken', async () => {
    const second = startServer({ port: server.port, open: false, page: folder, host });
    await expect(second).rejects.toMatchObject({ code: 'busy' });
  });

  it('listens on loopback only', async () => {
    const outside = Object.values(os.networkInterfaces())
      .flat()
      .find((one) => one && !one.internal && one.family === 'IPv4');
    if (!outside) return;
    const reached = await new Promise((resolve) => {
      const socket = net.connect(server.port, outside.address);
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
      setTimeout(() => resolve(false), 1000);
    });
    expect(reached).toBe(false);
  });
});
