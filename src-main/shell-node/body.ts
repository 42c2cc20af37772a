import type { IncomingMessage } from 'node:http';
import { UserError } from '../../src-shared/userError.ts';

/** The most bytes of a request's body. */
export const LARGEST_BODY = 1024 * 1024;
const DEEPEST = 64;
/** Of requests that carry a file. */
const LARGEST_FILE_BODY = 45 * 1024 * 1024;

/** Whether a request may carry a file, and so be larger than others. */
export function carriesFile(channel: string): boolean {
  return channel === 'export.recognise';
}

/** Whether brackets in a JSON text nest deeper than 64. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '\\' && quoted) i++;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '[' || character === '{') {
      if (++depth > DEEPEST) return true;
    } else if (character === ']' || character === '}') depth--;
  }
  return false;
}

/**
 * Reads the JSON body of a request. Throws a UserError: `too-large` beyond 1 MB, or 45 MB with a file (as soon as that is known),
 * `malformed` for another content type, text that is not JSON or not UTF-8, or nesting beyond 64.
 */
export async function readJson(request: IncomingMessage, withFile = false): Promise<unknown> {
  const most = withFile ? LARGEST_FILE_BODY : LARGEST_BODY;
  const type = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (type !== 'application/json') throw new UserError('malformed', 'the body must be application/json');
  const tooLarge = new UserError('too-large', `the request has more than ${most / 1024 / 1024} MB`);
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge;
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > most) throw tooLarge;
    pieces.push(piece);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
    if (nestsTooDeep(text)) throw new UserError('malformed', 'the body is nested too deep');
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError('malformed', 'the body is not JSON');
  }
}
