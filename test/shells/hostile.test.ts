import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineArguments, engineEnvironment } from '../../scripts/node-runtime.mjs';
import { hostileRequests, ownHeaders } from './hostileRequests.ts';
import type { Target } from './hostileRequests.ts';
import { raw, requestText } from './rawRequest.ts';

// Source of truth: the list of attacks on a loopback server, at least 120 requests: none is served, the server lives and its memory grows by
// 50 MB at most. The server is a process of its own.

const CANARY = 'canary-of-a-secret-file';
const MEGABYTE = 1024 * 1024;
const ALLOWED = 50 * MEGABYTE;
const linux = process.platform === 'linux';
let folder = '';
let child: ChildProcess;
let target: Target;
let before: State;

interface State {
  served: number;
  resident: number;
  peak: number;
}

function message<T>(): Promise<T> {
  return new Promise((resolve) => child.once('message', (said) => resolve(said as T)));
}

function state(): Promise<State> {
  const said = message<State>();
  child.send('state');
  return said;
}

const get = (at: string, headers: Record<string, string | null> = {}) =>
  raw(target.port, requestText('GET', at, { ...ownHeaders(target), Origin: null, ...headers }));

const call = (body = '{}', headers: Record<string, string | null> = {}) =>
  requestText(
    'POST',
    '/api/session.get',
    { ...ownHeaders(target), 'Content-Type': 'application/json', ...headers },
    body,
  );

/** The server answers its own page, and has not grown. */
async function unharmed(served: number): Promise<void> {
  expect((await get('/')).body).toContain('<title>page</title>');
  const now = await state();
  expect(now.served).toBe(served);
  expect(now.peak - before.peak).toBeLessThan(ALLOWED);
}

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-hostile-'));
  const page = path.join(folder, 'page');
  fs.mkdirSync(path.join(page, 'assets'), { recursive: true });
  fs.mkdirSync(path.join(page, '.git'));
  for (const name of ['.hidden.html', 'notes.txt', '.git/config', '../secret.html'])
    fs.writeFileSync(path.join(page, name), CANARY);
  fs.writeFileSync(path.join(page, 'index.html'), '<!doctype html><title>page</title>');
  fs.symlinkSync(path.join(folder, 'secret.html'), path.join(page, 'link.html'));
  fs.symlinkSync(folder, path.join(page, 'up'));
  child = fork(fileURLToPath(new URL('./hostileServer.ts', import.meta.url)), [page], {
    execArgv: [...engineArguments, '--expose-gc'],
    env: { ...engineEnvironment, ...process.env },
  });
  const { address, port } = await message<{ address: string; port: number }>();
  target = { port, cookie: '' };
  const { search } = new URL(address);
  const entered = await get(`/${search}`, { Cookie: null, 'Sec-Fetch-Site': 'none' });
  target.cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0];
  for (let i = 0; i < 200; i++) await raw(port, call());
  before = await state();
  expect(before.served).toBe(200);
});

afterAll(async () => {
  child.disconnect();
  await new Promise((resolve) => child.once('exit', resolve));
  fs.rmSync(folder, { recursive: true });
});

describe.skipIf(!linux)(
  'a server that is attacked (skipped where the system does not tell the peak of memory)',
  () => {
    it('serves none of the hostile requests', async () => {
      const requests = hostileRequests(target);
      expect(new Set(requests.map(({ name }) => name)).size).toBeGreaterThanOrEqual(120);
      for (const { name, method, target: at, headers, body } of requests) {
        const answer = await raw(target.port, requestText(method, at, headers, body));
        expect([0, 400, 403, 404, 405, 413, 415, 421, 431], name).toContain(answer.status);
        expect(answer.body, name).not.toContain(CANARY);
        expect(answer.body, name).not.toContain('<title>page</title>');
        expect(answer.headers.has('access-control-allow-origin'), name).toBe(false);
      }
      await unharmed(before.served);
    });

    it('takes a body of 1 GB, declared or not, no further than the first megabyte', async () => {
      const declared = call('', { 'Content-Length': String(1024 ** 3) });
      const chunked = call('', { 'Content-Length': null, 'Transfer-Encoding': 'chunked' });
      const piece = Buffer.alloc(MEGABYTE, 0x20);
      const endless = (head: string, each: Buffer) =>
        new Promise<number>((resolve) => {
          const socket = net.connect(target.port, '127.0.0.1');
          let sent = 0;
          const ended = () => {
            socket.destroy();
            resolve(sent);
          };
          const more = () => {
            for (let room = true; room && sent < 1024; sent++) room = socket.write(each);
            if (sent >= 1024) socket.end();
          };
          socket.on('close', ended).on('error', ended).on('drain', more);
          socket.write(head);
          more();
        });
      const chunk = Buffer.concat([Buffer.from('100000\r\n'), piece, Buffer.from('\r\n')]);
      for (const sent of await Promise.all([
        endless(declared, piece),
        endless(chunked, chunk),
        endless(chunked, chunk),
      ])) {
        expect(sent).toBeLessThan(1024);
      }
      await unharmed(before.served);
    });

    it('answers a flood of 100000 messages on few connections and grows no further', async () => {
      const connections = 4;
      const each = 25_000;
      const one = requestText('GET', '/api/run.start', {
        ...ownHeaders(target),
        Origin: null,
        Connection: 'keep-alive',
      });
      const block = one.repeat(100);
      const flooded = Array.from({ length: connections }, async () => {
        const socket = net.connect(target.port, '127.0.0.1');
        socket.on('error', () => undefined).resume();
        const closed = new Promise((resolve) => socket.on('close', resolve));
        for (let sent = 0; sent < each && !socket.destroyed; sent += 100) {
          if (!socket.write(block))
            await Promise.race([new Promise((go) => socket.once('drain', go)), closed]);
        }
        socket.end();
        await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 5000))]);
        socket.destroy();
      });
      await Promise.all(flooded);
      await unharmed(before.served);
    });

    it('closes a hundred connections that send a byte a second and serves its own page meanwhile', async () => {
      const sockets = Array.from({ length: 100 }, () =>
        net
          .connect(target.port, '127.0.0.1')
          .on('error', () => undefined)
          .resume(),
      );
      let open = sockets.length;
      for (const socket of sockets) socket.on('close', () => open--);
      const head = 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ';
      for (const [i, character] of [...'x'.repeat(12)].entries()) {
        for (const socket of sockets) if (!socket.destroyed) socket.write(i === 0 ? head : character);
        expect((await get('/')).status).toBe(200);
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
      expect(open).toBe(0);
      await unharmed(before.served);
    }, 30_000);

    it('never follows a link that is swapped under it', async () => {
      const at = path.join(folder, 'page', 'assets', 'swapped');
      fs.mkdirSync(`${at}.own`);
      fs.writeFileSync(path.join(`${at}.own`, 'a.html'), 'own');
      fs.mkdirSync(path.join(folder, 'outside'));
      fs.writeFileSync(path.join(folder, 'outside', 'a.html'), CANARY);
      const swap = new Worker(
        `const fs = require('node:fs');
       const { at, own, outside } = require('node:worker_threads').workerData;
       for (let i = 0; ; i++) {
         fs.symlinkSync(i % 2 ? own : outside, at + '.next');
         fs.renameSync(at + '.next', at);
       }`,
        { eval: true, workerData: { at, own: `${at}.own`, outside: path.join(folder, 'outside') } },
      );
      const seen = new Map<string, number>();
      for (let i = 0; i < 400; i++) {
        const { status, body } = await get('/assets/swapped/a.html');
        const what = body.includes(CANARY) ? 'secret' : status === 200 ? body : String(status);
        seen.set(what, (seen.get(what) ?? 0) + 1);
      }
      await swap.terminate();
      expect(seen.get('secret')).toBeUndefined();
      expect(seen.get('own')).toBeGreaterThan(0);
      expect(seen.get('404')).toBeGreaterThan(0);
    });
  },
);
