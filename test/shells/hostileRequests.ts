import { channels } from '../../src-shared/contracts/channels.ts';

/** A request that nobody but an attacker sends; headers as null are left out of those of our own page. */
export interface HostileRequest {
  name: string;
  method: string;
  target: string;
  headers: Record<string, string | null>;
  body: string;
}

/** Where a server is reached, and the cookie of one who was admitted. */
export interface Target {
  port: number;
  cookie: string;
}

const SECRET = 'secret.html';

/** Headers of a request that our own page sends. */
export function ownHeaders({ port, cookie }: Target): Record<string, string | null> {
  const at = `127.0.0.1:${port}`;
  return { Host: at, Origin: `http://${at}`, 'Sec-Fetch-Site': 'same-origin', Cookie: cookie };
}

function encodings(part: string): string[] {
  const hex = (text: string) => [...text].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('');
  const dots = hex('..');
  return [
    `/..${part}${SECRET}`,
    `/${dots}${part}${SECRET}`,
    `/${dots.toUpperCase()}${part}${SECRET}`,
    `/.%2e${part}${SECRET}`,
    `/%2e.${part}${SECRET}`,
    `/${dots.replaceAll('%', '%25')}${part}${SECRET}`,
    `/${dots.replaceAll('%', '%25%32%35')}${part}${SECRET}`,
    `/assets/..${part}..${part}${SECRET}`,
    `/assets${part}..${part}..${part}${SECRET}`,
    `/..;${part}${SECRET}`,
    `/..%00${part}${SECRET}`,
    `/%c0%ae%c0%ae${part}${SECRET}`,
    `/%e0%80%ae%e0%80%ae${part}${SECRET}`,
    `/%uff0e%uff0e${part}${SECRET}`,
    `/\u2025${part}${SECRET}`,
  ];
}

const PATHS = [
  ...['/', '%2f', '%2F', '%5c', '\\', '%252f', '%c0%af', '%e2%81%84'].flatMap(encodings),
  ...[`//${SECRET}`, `///${SECRET}`, `/./../${SECRET}`, `/....//${SECRET}`, `/.../${SECRET}`],
  ...[
    '/index.html%00',
    '/index.html%00.js',
    '/%00',
    '/index.html%0a',
    '/index.html%0d%0aX: y',
    '/index.html%20',
  ],
  ...['/index.html::$DATA', '/index.html.', '/INDEX~1.HTM', '/CON', '/aux.js', '/nul.html', '/com1.css'],
  ...[
    '\\\\server\\share\\x.html',
    '/%5c%5cserver%5cshare%5cx.html',
    '//server/share/x.html',
    '/%2f%2fserver/x.html',
  ],
  ...[
    '/\\\\?\\C:\\x.html',
    '/C:/x.html',
    '/C:%5cx.html',
    '/file:///etc/passwd',
    'file:///etc/passwd',
    '/etc/passwd',
  ],
  ...[
    `/up/${SECRET}`,
    '/link.html',
    '/.hidden.html',
    '/.git/config',
    '/notes.txt',
    '/assets',
    '/assets/',
    '/./index.html',
  ],
  ...[
    '/%',
    '/%z',
    '/%zz',
    '/%u0041',
    '*',
    'http://evil.example/',
    'https://evil.example/index.html',
    '//evil.example/',
  ],
  ...[
    '/figures/../index.html',
    '/figures/r/..%2f..%2fx.svg',
    '/figures/r%2f../x.svg',
    '/figures//x.svg',
    '/figures/r/.svg',
  ],
  ...[
    '/figures/r/%zz.svg',
    '/figures/r/a.svg/',
    '/figures/r/a.svg%00',
    '/API/session.get',
    '/api',
    '/api/',
    '/events/',
    '/events%00',
  ],
];

const HOSTS = [
  ...[
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1.evil.example',
    '127.0.0.1.nip.io:PORT',
    'localhost.evil.example',
  ],
  ...[
    'evil.localhost',
    'localhost.',
    '127.0.0.1.',
    '127.1',
    '127.0.0.2:PORT',
    '2130706433',
    '0x7f000001',
    '017700000001',
  ],
  ...[
    '0.0.0.0:PORT',
    '[::]',
    '[::ffff:127.0.0.1]',
    '::1',
    '[0:0:0:0:0:0:0:1]',
    'LOCALHOST@evil.example',
    'evil@127.0.0.1',
  ],
  ...[
    '127.0.0.1:PORT:1',
    '127.0.0.1:',
    '127.0.0.1:999999',
    '127.0.0.1 evil',
    '127.0.0.1,evil.example',
    '',
    '169.254.169.254',
  ],
];

const ORIGINS = [
  ...[
    'null',
    'http://evil.example',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1:1',
    'http://127.0.0.1:PORT.evil.example',
  ],
  ...[
    'http://localhost:PORT',
    'http://[::1]:PORT',
    'file://',
    'app://muscope',
    'chrome-extension://x',
    'http://127.0.0.1:PORT/',
  ],
  ...['http://127.0.0.1:PORT http://evil.example', '', 'HTTP://127.0.0.1:PORT', 'http://user@127.0.0.1:PORT'],
];

const COOKIES = [
  ...[
    '',
    'muscope=x',
    'muscope-PORT=',
    'muscope-PORT=x',
    'muscope-PORT=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  ],
  ...[
    'MUSCOPE-PORT=VALUE',
    'muscope-1=VALUE',
    'muscope-PORT=VALUE; muscope-PORT=VALUE',
    'muscope-PORT=VALUEx',
    'xmuscope-PORT=VALUE',
  ],
  ...['muscope-PORT="VALUE"', 'muscope-PORT =VALUE', 'muscope-PORT=%56ALUE'],
];

const FORMS = [
  ...[
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/json',
    'application/xml',
  ],
  ...['application/json-patch+json', 'text/plain; application/json', '', 'application/octet-stream'],
];

const STRANGERS: Record<string, string | null>[] = [
  { Origin: 'http://evil.example' },
  { Origin: 'null' },
  { Origin: null },
  {},
  { Host: 'evil.example' },
  { Cookie: null },
];
const SOCKETS = STRANGERS.map((headers) => ({
  ...headers,
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
}));

const JSON_BODY = { 'Content-Type': 'application/json' };

/** Every request, none of which may be served. */
export function hostileRequests(target: Target): HostileRequest[] {
  const { port, cookie } = target;
  const [, value] = cookie.split('=');
  const filled = (text: string) => text.replaceAll('PORT', String(port)).replaceAll('VALUE', value);
  const own = ownHeaders(target);
  const get = (at: string, headers: Record<string, string | null> = {}): HostileRequest => ({
    name: `GET ${at} ${JSON.stringify(headers)}`,
    method: 'GET',
    target: at,
    headers: { ...own, Origin: null, ...headers },
    body: '',
  });
  const post = (
    headers: Record<string, string | null>,
    body = '{}',
    at = '/api/run.start',
  ): HostileRequest => ({
    name: `POST ${at} ${JSON.stringify(headers)} ${body}`,
    method: 'POST',
    target: at,
    headers: { ...own, ...JSON_BODY, ...headers },
    body,
  });
  return [
    ...PATHS.map((at) => get(at)),
    ...HOSTS.map(filled).flatMap((Host) => [get('/', { Host }), post({ Host, Origin: `http://${Host}` })]),
    ...ORIGINS.map(filled).map((Origin) => post({ Origin })),
    ...COOKIES.map(filled).flatMap((Cookie) => [get('/', { Cookie }), post({ Cookie })]),
    ...FORMS.map((type) => post({ 'Content-Type': type }, 'document=1')),
    ...['cross-site', 'same-site', 'none', 'x'].map((site) => post({ 'Sec-Fetch-Site': site })),
    ...['cross-site', 'same-site'].flatMap((site) =>
      ['/', '/events', '/figures/r/a.svg', '/index.html'].map((at) => get(at, { 'Sec-Fetch-Site': site })),
    ),
    ...Object.keys(channels).flatMap((channel) => [
      get(`/api/${channel}`),
      get(`/api/${channel}?document=1`),
      post({ Cookie: null }, '{}', `/api/${channel}`),
    ]),
    ...['__proto__', 'constructor', '..%2fevents', 'session.get/', '/session.get', 'session.get%00', ''].map(
      (name) => post({}, '{}', `/api/${name}`),
    ),
    ...['/', '/index.html', '/events', '/figures/r/a.svg'].map((at) => post({}, '{}', at)),
    ...['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'CONNECT', 'PROPFIND', 'BREW'].flatMap((method) =>
      ['/', '/api/run.start'].map((at) => ({ ...get(at), name: `${method} ${at}`, method })),
    ),
    ...SOCKETS.flatMap((headers) => [
      get('/events', headers),
      get('/', headers),
      get('/api/run.start', headers),
    ]),
    ...['', 'x', 'A'.repeat(43), `${value}`].map((token) => get(`/?token=${token}`, { Cookie: null })),
    ...['{"a":', '', '\u0000', '[1,2', `${'['.repeat(1000)}`, 'NaN', "{'a':1}"].map((body) => post({}, body)),
  ];
}
