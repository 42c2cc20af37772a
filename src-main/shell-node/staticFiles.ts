import type { Stats } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.otf': 'font/otf',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

/** A file of the page. */
export interface StaticFile {
  type: string;
  bytes: Buffer;
}

/** The parts of a decoded URL path, null for anything that is not a plain path downwards. */
function plainParts(urlPath: string): string[] | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  const parts = decoded.slice(1).split('/');
  return decoded.startsWith('/') && parts.every((part) => /^[\w@-][\w.@-]*$/.test(part)) ? parts : null;
}

/** Whether an opened file is the one that stands there, and no link to it. */
async function standsAt({ ino, dev }: Stats, real: string): Promise<boolean> {
  const now = await fs.lstat(real);
  return now.ino === ino && now.dev === dev;
}

/**
 * The file of a URL path below a folder, `/` being index.html; null when there is none. Paths upwards, hidden files, any character but
 * letters, digits, `. _ @ -`, links out of the folder, places that are swapped while they are opened, and files of a kind that pages do not have are "none".
 */
export async function readStatic(folder: string, urlPath: string): Promise<StaticFile | null> {
  const parts = plainParts(urlPath === '/' ? '/index.html' : urlPath);
  const type = TYPES[path.extname(parts?.at(-1) ?? '')];
  if (!parts || type === undefined) return null;
  try {
    const root = await fs.realpath(folder);
    const place = path.join(root, ...parts);
    const real = await fs.realpath(place);
    if (!real.startsWith(root + path.sep)) return null;
    const file = await fs.open(real, fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0));
    try {
      const status = await file.stat();
      if (!status.isFile() || !(await standsAt(status, real)) || (await fs.realpath(place)) !== real)
        return null;
      return { type, bytes: await file.readFile() };
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
