import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { VERSION } from '../../src-shared/version.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What decides the numbers of a result. */
const SOURCES = ['src-shared', 'src-main/engine', 'src-main/native', 'src-main/studies'];

function sourcesOf(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/**
 * What stored sums are known by: the version of the program, and in a checkout, whose code changes without its version, the places,
 * sizes and times of the sources too.
 */
export function programIdentity(root = ROOT): string {
  if (!fs.existsSync(path.join(root, '.git'))) return VERSION;
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((folder) => sourcesOf(path.join(root, folder)))) {
    const { size, mtimeMs } = fs.statSync(file);
    hash.update(`${path.relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return `${VERSION}+${hash.digest('hex').slice(0, 16)}`;
}
