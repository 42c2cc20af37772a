import type { IncomingMessage, ServerResponse } from 'node:http';
import { failure } from '../../src-shared/contracts/answer.ts';
import type { Answer } from '../../src-shared/contracts/answer.ts';
import { writeFloat64 } from '../../src-shared/contracts/float64.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { HostClient } from '../host/client.ts';
import { refuseStranger } from './admission.ts';
import type { Admission } from './admission.ts';
import { carriesFile, readJson } from './body.ts';
import type { EventStreams } from './events.ts';
import { figureAddress } from './figureAddress.ts';
import type { FigureName } from './figureAddress.ts';
import { FIGURE_SECURITY_POLICY, SECURITY_HEADERS } from './headers.ts';
import { OBJECT_FRAME, objectFrameHeaders } from './objectFrame.ts';
import { readStatic } from './staticFiles.ts';

/** What requests are answered with. */
export interface Routes {
  admission: Admission;
  host: HostClient;
  events: EventStreams;
  /** Folder of the built page. */
  page: string;
}

const MOST_CALLS = 32;
const writeArrays = writeFloat64({ encode: (bytes) => Buffer.from(bytes).toString('base64') });

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.setHeader('Connection', 'close');
  send(response, status, 'text/plain; charset=utf-8', `${reason}\n`);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value, writeArrays));
}

function statusOf(error: UserError): number {
  if (error.code === 'too-large') return 413;
  return error.code === 'missing' ? 404 : 400;
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = error instanceof UserError ? statusOf(error) : 500;
  if (status === 413) response.setHeader('Connection', 'close');
  sendJson(response, status, failure(error));
}

/** What the host answers; a problem that the user can mend is an answer like others. */
async function answerOf(asked: Promise<unknown>): Promise<Answer> {
  try {
    return { value: await asked };
  } catch (error) {
    if (error instanceof UserError && error.code !== 'malformed') return failure(error);
    throw error;
  }
}

/** Answers every request to the server; never throws. */
export function createRoutes({ admission, host, events, page }: Routes) {
  let calls = 0;
  let files = 0;

  async function call(request: IncomingMessage, response: ServerResponse, channel: string): Promise<void> {
    const withFile = carriesFile(channel);
    if (calls >= MOST_CALLS || (withFile && files > 0)) {
      refuse(response, 429, 'too many requests at once');
      return;
    }
    calls++;
    if (withFile) files++;
    try {
      const input = await readJson(request, withFile);
      sendJson(response, 200, await answerOf(host.call(channel, input)));
    } finally {
      calls--;
      if (withFile) files--;
    }
  }

  async function figure(response: ServerResponse, { run, name }: FigureName): Promise<void> {
    const { svg } = (await host.call('figure.svg', { run, name, fonts: 'embedded' })) as { svg: string };
    response.setHeader('Content-Security-Policy', FIGURE_SECURITY_POLICY);
    send(response, 200, 'image/svg+xml', svg);
  }

  async function file(response: ServerResponse, urlPath: string): Promise<void> {
    const found = await readStatic(page, urlPath);
    if (found && urlPath === OBJECT_FRAME) {
      for (const [name, value] of Object.entries(objectFrameHeaders(found.bytes)))
        response.setHeader(name, value);
    }
    if (found) send(response, 200, found.type, found.bytes);
    else refuse(response, 404, 'there is no such page');
  }

  function enter(response: ServerResponse, token: string): void {
    const cookie = admission.redeem(token);
    if (cookie === null) {
      refuse(
        response,
        403,
        'this address was used already; start muscope again, or use the window it opened',
      );
      return;
    }
    response.writeHead(303, { Location: '/', 'Set-Cookie': cookie, 'Content-Length': 0 });
    response.end();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const refusal = refuseStranger(request);
    if (refusal) {
      refuse(response, refusal.status, refusal.reason);
      return;
    }
    const [urlPath, query = ''] = (request.url ?? '').split('?', 2);
    const token = new URLSearchParams(query).get('token');
    const admitted = admission.admitted(request);
    if (request.method === 'GET' && urlPath === '/' && token !== null && !admitted) enter(response, token);
    else if (!admitted) refuse(response, 403, 'open the address that muscope printed');
    else if (request.method === 'POST') {
      if (urlPath.startsWith('/api/')) await call(request, response, urlPath.slice('/api/'.length));
      else refuse(response, 405, 'method not allowed');
    } else if (urlPath === '/events' && request.method === 'GET') {
      if (!events.add(request, response)) refuse(response, 429, 'too many windows');
    } else {
      const named = figureAddress(urlPath);
      if (named) await figure(response, named);
      else await file(response, urlPath);
    }
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => fail(response, error));
  };
}
