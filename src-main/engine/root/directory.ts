import type { Where } from '../../../src-shared/userError.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { damaged } from './damage.ts';
import type { Key } from './key.ts';
import { readKey } from './key.ts';
import type { RootFile } from './rootFile.ts';
import { readBytes, readDirectory } from './rootFile.ts';

const DEEPEST_DIRECTORY = 64;
/** The smallest TKey: fixed members and three empty strings. */
const SMALLEST_KEY = 29;

/**
 * All keys of a file, directories before their contents, every cycle, in the order of the file.
 * Throws `damaged` for lists that leave the file, contain themselves or are nested beyond reason.
 */
export function listKeys(file: RootFile): Key[] {
  const keys: Key[] = [];
  const walk: Walk = { file, keys, seen: new Set(), bytes: 0 };
  listInto(walk, file.keyList, '', 0);
  return keys;
}

interface Walk {
  file: RootFile;
  keys: Key[];
  seen: Set<number>;
  bytes: number;
}

function listInto(walk: Walk, list: { seek: number; nbytes: number }, folder: string, depth: number): void {
  const { file } = walk;
  const where: Where = {
    file: file.name,
    object: folder === '' ? 'top directory' : folder,
    offset: list.seek,
  };
  if (list.nbytes === 0) return;
  if (depth > DEEPEST_DIRECTORY)
    throw damaged(where, `directories are nested deeper than ${DEEPEST_DIRECTORY}`);
  if (walk.seen.has(list.seek)) throw damaged(where, 'the directory contains itself');
  walk.seen.add(list.seek);
  walk.bytes += list.nbytes;
  if (walk.bytes > file.source.size) throw damaged(where, 'the lists of keys are longer than the file');
  const c = readBytes(file.source, list.seek, list.nbytes, where);
  readKey(c, '');
  const count = c.i4();
  if (count < 0 || count > (c.end - c.position) / SMALLEST_KEY + 1) {
    throw damaged(where, `the list claims ${count} keys in ${c.end - c.position} bytes`);
  }
  const found: Key[] = [];
  for (let i = 0; i < count; i++) found.push(readKey(c, folder));
  for (const key of found) {
    walk.keys.push(key);
    if (key.className !== 'TDirectoryFile') continue;
    const inner = readDirectory(file.source, key.seek + key.keylen, { file: file.name, object: key.path });
    listInto(walk, inner.keyList, key.path, depth + 1);
  }
}

/** Of several cycles of one path the highest, in the order of first appearance. */
export function latestKeys(keys: readonly Key[]): Key[] {
  const latest = new Map<string, Key>();
  for (const key of keys) {
    const other = latest.get(key.path);
    if (other === undefined || key.cycle > other.cycle) latest.set(key.path, key);
  }
  return [...latest.values()];
}

/** The key of a path (`one/two/tree`, or `tree;3` for one cycle); the highest cycle otherwise. Throws `no-object`. */
export function findKey(file: RootFile, path: string, keys: readonly Key[] = listKeys(file)): Key {
  const [, name = path, cycle] = /^(.*);(\d+)$/.exec(path) ?? [];
  const wanted = name.replace(/^\/+/, '');
  const found = cycle === undefined ? latestKeys(keys) : keys.filter((key) => key.cycle === Number(cycle));
  const key = found.find((candidate) => candidate.path === wanted);
  if (key !== undefined) return key;
  const names = latestKeys(keys).map((candidate) => candidate.path);
  const some = names.slice(0, 12).join(', ');
  throw new UserError('no-object', `${file.name} has no object "${path}"`, {
    hint:
      names.length === 0
        ? 'The file holds no objects.'
        : `It holds ${some}${names.length > 12 ? ', ...' : ''}.`,
    where: { file: file.name, object: path },
  });
}
