import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FolderEntry, FolderListing } from '../../src-shared/contracts/quick.ts';
import { UserError } from '../../src-shared/userError.ts';
import { grantedPath } from './doors.ts';
import type { GrantedFolders } from './doors.ts';
import { writeReason } from './writeReason.ts';

const MOST_ENTRIES = 5000;
const AT_ONCE = 64;
const ROOT_FILE = /\.root(\.\d+)?$/i;
const STUDY_FILE = /\.(ya?ml|muscope)$/i;
const ORDER: Record<FolderEntry['kind'], number> = { folder: 0, root: 1, study: 1, other: 1 };
const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function realOrNull(folder: string): string | null {
  try {
    return fs.realpathSync(folder);
  } catch {
    return null;
  }
}

/** Whether a real path is one of the granted folders, or lies below one. */
function isGranted(real: string, granted: GrantedFolders): boolean {
  try {
    grantedPath(path.join(real, 'entry'), granted);
    return true;
  } catch {
    return false;
  }
}

function kindOf(name: string, isFolder: boolean): FolderEntry['kind'] {
  if (isFolder) return 'folder';
  if (ROOT_FILE.test(name)) return 'root';
  return STUDY_FILE.test(name) ? 'study' : 'other';
}

async function entryOf(folder: string, name: string, granted: GrantedFolders): Promise<FolderEntry> {
  const place = path.join(folder, name);
  try {
    const real = await fs.promises.realpath(place);
    const inside = granted === null || isGranted(path.dirname(real), granted) || isGranted(real, granted);
    if (!inside) return { name, kind: kindOf(name, false), size: null, modified: null, outside: true };
    const stats = await fs.promises.stat(real);
    const kind = kindOf(name, stats.isDirectory());
    const size = stats.isFile() ? stats.size : null;
    return { name, kind, size, modified: Math.round(stats.mtimeMs), outside: false };
  } catch {
    return { name, kind: 'other', size: null, modified: null, outside: false };
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await fs.promises.readdir(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const where = { file: folder };
    if (code === 'ENOENT') throw new UserError('missing', 'the folder is not there any more', { where });
    if (code === 'ENOTDIR') throw new UserError('usage', 'this is a file, not a folder', { where });
    throw new UserError('unreadable', `the folder cannot be read: ${writeReason(error)}`, { where });
  }
}

/** Where browsing begins: the real paths of the granted folders that are there, without those inside others. */
export function grantedRoots(granted: GrantedFolders, home: string): string[] {
  const given = granted ?? [home, os.homedir(), path.parse(home).root];
  const real = [...new Set(given.flatMap((folder) => realOrNull(folder) ?? []))];
  const inside = (folder: string, other: string) =>
    folder !== other && folder.startsWith(other.endsWith(path.sep) ? other : `${other}${path.sep}`);
  return granted === null ? real : real.filter((folder) => !real.some((other) => inside(folder, other)));
}

/**
 * What is in a folder, folders first, then by name; at most 5000 entries. Links are followed, and marked where they lead out of the
 * granted folders. Throws UserErrors: `missing`, `unreadable` for a folder that is not granted, `usage` for a file.
 * @param folder absolute; null for `home`, or the first granted one
 * @param home the document's folder
 */
export async function browseFolder(
  folder: string | null,
  home: string,
  granted: GrantedFolders,
): Promise<FolderListing> {
  if (folder?.includes('\0')) throw new UserError('usage', 'the name of a folder holds a zero character');
  const roots = grantedRoots(granted, home);
  const first = isGranted(realOrNull(home) ?? home, granted) ? home : (roots[0] ?? home);
  const asked = folder === null ? first : path.resolve(home, folder);
  const real = realOrNull(asked) ?? asked;
  if (!isGranted(real, granted)) {
    throw new UserError('unreadable', 'the folder lies outside those that this session may open', {
      hint: 'Start with --root FOLDER to grant a folder.',
      where: { file: asked },
    });
  }
  const all = await namesIn(real);
  const names = all.filter((name) => !name.startsWith('.')).sort(byName.compare);
  const entries: FolderEntry[] = [];
  for (let at = 0; at < Math.min(names.length, MOST_ENTRIES); at += AT_ONCE) {
    const some = names.slice(at, Math.min(at + AT_ONCE, MOST_ENTRIES));
    entries.push(...(await Promise.all(some.map((name) => entryOf(real, name, granted)))));
  }
  entries.sort((a, b) => ORDER[a.kind] - ORDER[b.kind] || byName.compare(a.name, b.name));
  const parent = path.dirname(real);
  return {
    folder: real,
    base: realOrNull(home) ?? home,
    parent: parent !== real && isGranted(parent, granted) ? parent : null,
    roots,
    entries,
    more: Math.max(0, names.length - MOST_ENTRIES),
    hidden: all.length - names.length,
  };
}
