import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is refused: the status and nothing that helps an attacker. */
export interface Refusal {
  status: 400 | 403 | 405 | 421;
  reason: string;
}

/** Names under which a browser reaches this machine's loopback, directly or through a tunnel. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/;

/**
 * Checks that a request comes from this machine's browser and from our own page: Host is a loopback name (DNS
 * rebinding), Origin is that host or absent on GET, Sec-Fetch-Site is not another site, no body on GET.
 */
export function refuseStranger(request: IncomingMessage): Refusal | null {
  const { host, origin, 'sec-fetch-site': site } = request.headers;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (!reads && request.method !== 'POST') return { status: 405, reason: 'method not allowed' };
  if (host === undefined || !LOOPBACK.test(host))
    return { status: 421, reason: 'this is not the host you look for' };
  if (request.headers.upgrade !== undefined) return { status: 400, reason: 'no other protocol is spoken' };
  if (origin === undefined && !reads) return { status: 403, reason: 'no origin' };
  if (origin !== undefined && origin !== `http://${host}`) return { status: 403, reason: 'foreign origin' };
  if (site !== undefined && site !== 'same-origin' && !(reads && site === 'none')) {
    return { status: 403, reason: 'request of another site' };
  }
  return null;
}

/** A one-time token that becomes a cookie. */
export interface Admission {
  /** For the address that is opened; the next call makes a new one. */
  newToken(): string;
  /** Trades the token for the value of a Set-Cookie header, once; null when the token is wrong or used. */
  redeem(token: string): string | null;
  /** Whether the request carries the cookie. */
  admitted(request: IncomingMessage): boolean;
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Admission to one server; the cookie's name carries its port, so that several servers do not disturb each other. */
export function createAdmission(port: () => number): Admission {
  const session = secret();
  const tokens = new Set<string>();
  const name = () => `muscope-${port()}`;
  return {
    newToken() {
      const token = secret();
      tokens.add(token);
      return token;
    },
    redeem(given) {
      const found = [...tokens].find((token) => same(given, token));
      if (found === undefined) return null;
      tokens.delete(found);
      return `${name()}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    admitted(request) {
      const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
      const own = cookies.filter((cookie) => cookie.startsWith(`${name()}=`));
      return own.length === 1 && same(own[0].slice(name().length + 1), session);
    },
  };
}
