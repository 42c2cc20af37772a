import net from 'node:net';

/** What came back on a raw connection. */
export interface RawResponse {
  /** 0 when the connection was closed without a response. */
  status: number;
  headers: Map<string, string>;
  body: string;
}

/** Sends bytes as they are to 127.0.0.1 and reads until the server closes or `patience` ms have passed. */
export function raw(port: number, text: string | Buffer, patience = 2000): Promise<RawResponse> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    const pieces: Buffer[] = [];
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(parse(Buffer.concat(pieces).toString('latin1')));
    };
    const timer = setTimeout(done, patience);
    socket.on('data', (piece: Buffer) => pieces.push(piece));
    socket.on('close', done);
    socket.on('error', done);
    socket.write(text);
  });
}

function parse(text: string): RawResponse {
  const [head, ...rest] = text.split('\r\n\r\n');
  const [first, ...lines] = head.split('\r\n');
  const headers = lines.map(
    (line) => [line.split(':')[0].toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const,
  );
  return { status: Number(first.split(' ')[1] ?? 0), headers: new Map(headers), body: rest.join('\r\n\r\n') };
}

/** A request as text; headers given as null are left out, others replace the defaults of a request of our own page. */
export function requestText(
  method: string,
  target: string,
  headers: Record<string, string | null>,
  body = '',
): string {
  const all: Record<string, string | null> = { Connection: 'close', ...headers };
  if (body !== '' && !('Content-Length' in headers)) all['Content-Length'] = String(Buffer.byteLength(body));
  const lines = Object.entries(all).filter(([, value]) => value !== null);
  return `${method} ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
