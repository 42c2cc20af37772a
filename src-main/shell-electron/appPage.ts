import { UserError } from '../../src-shared/userError.ts';
import { figureAddress } from '../shell-node/figureAddress.ts';
import type { FigureName } from '../shell-node/figureAddress.ts';
import { OBJECT_FRAME, objectFrameHeaders } from '../shell-node/objectFrame.ts';
import { readStatic } from '../shell-node/staticFiles.ts';
import { HARDENING } from './hardening.ts';

/** What the page is made of. */
export interface AppPage {
  /** Folder of the built page. */
  page: string;
  /** The SVG of a figure of any window's run. Throws a UserError `missing`. */
  figure(name: FigureName): Promise<string>;
}

function respond(
  status: number,
  type: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Response {
  return new Response(body, { status, headers: { ...HARDENING.headers, 'Content-Type': type, ...headers } });
}

function refuse(status: number, reason: string): Response {
  return respond(status, 'text/plain; charset=utf-8', `${reason}\n`);
}

async function figureResponse(answer: AppPage['figure'], name: FigureName): Promise<Response> {
  try {
    const policy = { 'Content-Security-Policy': HARDENING.figurePolicy };
    return respond(200, 'image/svg+xml', await answer(name), policy);
  } catch (error) {
    if (error instanceof UserError) return refuse(error.code === 'missing' ? 404 : 400, error.message);
    return refuse(500, 'the figure could not be drawn');
  }
}

/**
 * Answers what the page asks of `app://muscope/`: the files below the built page, by their plain paths only, and figures; all with
 * the headers of {@link HARDENING}. Never throws.
 */
export function createAppPage({ page, figure }: AppPage): (request: Request) => Promise<Response> {
  return async ({ method, url }) => {
    if (method !== 'GET' && method !== 'HEAD') return refuse(405, 'method not allowed');
    if (!URL.canParse(url)) return refuse(400, 'this is no address');
    const { protocol, host, username, password, pathname } = new URL(url);
    if (`${protocol}//${host}` !== HARDENING.origin || username || password)
      return refuse(403, 'foreign address');
    const name = figureAddress(pathname);
    if (name) return figureResponse(figure, name);
    const file = await readStatic(page, pathname || '/');
    if (!file) return refuse(404, 'there is no such page');
    const headers = pathname === OBJECT_FRAME ? objectFrameHeaders(file.bytes) : {};
    return respond(200, file.type, new Uint8Array(file.bytes), headers);
  };
}
