import type { Where } from '../../../src-shared/userError.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { ByteCursor } from './byteCursor.ts';
import { damaged, reasonBeside } from './damage.ts';
import type { Key } from './key.ts';
import { readKey } from './key.ts';
import { objectOf } from './records.ts';
import type { RootFile } from './rootFile.ts';
import { keyDiffers, readBytes } from './readObject.ts';
import { readDirectory } from './rootFile.ts';

const DEEPEST_DIRECTORY = 64;
/** The smallest TKey: fixed members and three empty strings. */
const SMALLEST_KEY = 29;
/** More than any TKey takes: three texts of at most 32 kB stand in it. */
const LONGEST_KEY = 100_000;
/** The class that the key before a list of keys bears. */
const LIST_CLASSES = new Set(['TFile', 'TDirectoryFile']);

/**
 * All keys of a file, directories before their contents, every cycle, in the order of the file.
 * Throws `damaged` for lists that leave the file, contain themselves or are nested beyond reason.
 */
export function listKeys(file: RootFile): Key[] {
  const keys: Key[] = [];
  const walk: Walk = { file, keys, seen: new Set(), bytes: 0 };
  listInto(walk, { ...file.keyList, folder: '', directory: file.begin }, 0);
  return keys;
}

/** A list of keys: its place, its directory's path in the file and position. */
interface KeyList {
  seek: number;
  nbytes: number;
  folder: string;
  directory: number;
}

interface Walk {
  file: RootFile;
  keys: Key[];
  seen: Set<number>;
  bytes: number;
}

function listInto(walk: Walk, list: KeyList, depth: number): void {
  const { file } = walk;
  const { folder } = list;
  const where: Where = {
    file: file.name,
    object: folder === '' ? 'top directory' : folder,
    offset: list.seek,
  };
  if (list.nbytes === 0) {
    if (depth === 0)
      throw damaged(where, 'the file has no list of keys: it was not closed when it was written');
    if (list.seek !== 0)
      throw damaged(where, `the directory has a list of keys of 0 bytes at byte ${list.seek}`);
    const lost = objectOf(file, list.directory);
    if (lost !== null) throw damaged(where, `the directory has no list of keys, ${standing(lost)}`);
    return;
  }
  if (depth > DEEPEST_DIRECTORY)
    throw damaged(where, `directories are nested deeper than ${DEEPEST_DIRECTORY}`);
  if (walk.seen.has(list.seek)) throw damaged(where, 'the directory contains itself');
  walk.seen.add(list.seek);
  walk.bytes += list.nbytes;
  if (walk.bytes > file.source.size) throw damaged(where, 'the lists of keys are longer than the file');
  const c = readBytes(file.source, list.seek, list.nbytes, where);
  const own = readKey(c, '');
  if (!LIST_CLASSES.has(own.className) || c.position !== own.keylen)
    throw damaged(where, 'no list of keys stands where the directory says');
  if (!(agree(own.seek, list.seek) && agree(own.directory, list.directory))) {
    throw damaged(
      where,
      `the list of keys of the directory at ${list.directory} says that it is that of ${own.directory} and belongs at byte ${own.seek}`,
    );
  }
  const count = c.i4();
  if (count < 0 || count > (c.end - c.position) / SMALLEST_KEY + 1) {
    throw damaged(where, `the list claims ${count} keys in ${c.end - c.position} bytes`);
  }
  const found: Key[] = [];
  for (let i = 0; i < count; i++) found.push(readKey(c, folder));
  checkRest(walk.file, c, count, list.directory);
  for (const key of found) {
    walk.keys.push(key);
    if (key.className !== 'TDirectoryFile') continue;
    const place: Where = { file: file.name, object: key.path, offset: key.seek };
    const differs = keyDiffers(readBytes(file.source, key.seek, key.nbytes, place), key);
    if (differs !== null) throw damaged(place, differs);
    const inner = readDirectory(file.source, key.seek + key.keylen, place);
    if (inner.place !== key.seek)
      throw damaged(place, `the directory at byte ${key.seek} says it stands at ${inner.place}`);
    listInto(walk, { ...inner.keyList, folder: key.path, directory: key.seek }, depth + 1);
  }
}

/** Some writers (uproot 3) leave the places in the key of a list at 0. */
function agree(said: number, place: number): boolean {
  return said === 0 || said === place;
}

function standing({ className, name, seek }: Key): string {
  return `a ${className} ${name} stands at byte ${seek}`;
}

/** Behind the last key may be room to grow, but no further key that an object in the file answers to. */
function checkRest(file: RootFile, c: ByteCursor, count: number, directory: number): void {
  if (c.end - c.position < SMALLEST_KEY) return;
  const start = c.position;
  if (count === 0 && c.bytes.subarray(start, c.end).some((byte) => byte !== 0)) {
    throw damaged(c.where, `the list says 0 keys in ${c.end - start} bytes that are not empty`);
  }
  if (count === 0) {
    const lost = objectOf(file, directory);
    if (lost !== null) throw damaged(c.where, `the list says 0 keys, ${standing(lost)}`);
    return;
  }
  let differs: string | null;
  try {
    const key = readKey(c, '');
    if (key.nbytes === 0) return;
    const head = Math.min(key.nbytes, LONGEST_KEY);
    differs = keyDiffers(readBytes(file.source, key.seek, head, c.where), key);
  } catch (error) {
    if (error instanceof UserError) return;
    throw error;
  }
  if (differs === null)
    throw damaged(c.where, `the list says ${count} keys, another one stands at its byte ${start}`);
}

/**
 * Keys that differ from the copy before their object, or whose object leaves the file, with the reason: damage that a list
 * of keys alone does not show.
 */
export function damagedKeys(file: RootFile, keys: readonly Key[]): { key: Key; reason: string }[] {
  return keys.flatMap((key) => {
    const where: Where = { file: file.name, object: key.path, offset: key.seek };
    try {
      const head = readBytes(file.source, key.seek, Math.min(key.nbytes, LONGEST_KEY), where);
      if (key.seek + key.nbytes > file.source.size)
        throw damaged(where, 'the object is cut off by the end of the file');
      const differs = keyDiffers(head, key);
      return differs === null ? [] : [{ key, reason: differs }];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return [{ key, reason: reasonBeside(error, key.path) }];
    }
  });
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

/**
 * The key of a path (`one/two/tree`, or `tree;3` for one cycle); the highest cycle otherwise. Throws `no-object`, `damaged` where
 * one of several cycles is damaged, or a key of a higher cycle in the same directory: it may have been the highest, whatever name it bears now.
 */
export function findKey(file: RootFile, path: string, keys: readonly Key[] = listKeys(file)): Key {
  const [, name = path, cycle] = /^(.*);(\d+)$/.exec(path) ?? [];
  const wanted = name.replace(/^\/+/, '');
  const found = cycle === undefined ? latestKeys(keys) : keys.filter((key) => key.cycle === Number(cycle));
  const key = found.find((candidate) => candidate.path === wanted);
  if (key !== undefined) {
    if (cycle === undefined) checkCycles(file, key, keys);
    return key;
  }
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

function folderOf({ path, name }: Key): string {
  return path.slice(0, path.length - name.length);
}

function checkCycles(file: RootFile, found: Key, keys: readonly Key[]): void {
  const { path, seek, cycle } = found;
  const cycles = keys.filter((key) => key.path === path);
  const folder = folderOf(found);
  const higher = keys.filter((key) => key.cycle > cycle && folderOf(key) === folder);
  const [broken] = damagedKeys(file, cycles.length > 1 ? [...cycles, ...higher] : higher);
  if (broken === undefined) return;
  const where: Where = { file: file.name, object: path, offset: seek };
  throw damaged(
    where,
    broken.key.path === path
      ? `which of its ${cycles.length} cycles is the newest cannot be told: ${broken.reason}`
      : `whether cycle ${cycle} is the newest cannot be told, the key ${broken.key.path};${broken.key.cycle} is damaged: ${broken.reason}`,
  );
}
