import { UserError } from '../../../src-shared/userError.ts';
import type { ByteCursor } from './byteCursor.ts';
import type { Key } from './key.ts';
import { BIG_KEY, readKey } from './key.ts';
import { readBytes } from './readObject.ts';
import type { RootFile } from './rootFile.ts';

/** Only so many bytes from the first record on are searched. */
const SEARCHED = 8 * 1024 * 1024;
const SMALLEST_KEY = 29;
const SEEK = 18;
const LONG_SEEK = 8;
/** Records by which a file keeps order: directories, lists of keys, free segments. */
const BOOKKEEPING = new Set(['TFile', 'TDirectoryFile']);
const CLASS_NAME = /^[A-Z][\w:<>, ]*$/;
/** A record of which only the length can be read. */
const UNREADABLE: Omit<Key, 'seek'> = {
  ...{ path: '', name: 'that cannot be read', title: '', className: 'record' },
  ...{ cycle: 0, directory: 0, nbytes: 0, objlen: 0, keylen: 0 },
};

/**
 * The first object or basket in a file that says it belongs to the directory at a position, whatever the lists of keys say; null when
 * none is found. For the top directory any object will do, also one whose key is damaged: where its list is empty there are no other
 * directories. Records are walked from the first on (TFile::Map); as one of them may be damaged, keys that say that they stand where they
 * do are looked for as well.
 */
export function objectOf(file: RootFile, directory: number): Key | null {
  const { source, begin } = file;
  const where = { file: file.name, offset: begin };
  const c = readBytes(source, begin, Math.min(SEARCHED, source.size - begin), where);
  const belongs = (key: Key): boolean =>
    !BOOKKEEPING.has(key.className) &&
    !(key.className === 'TList' && key.name === 'StreamerInfo') &&
    (directory === begin || key.directory === directory);
  let unreadable: number | null = null;
  for (const at of walked(c)) {
    const key = keyAt(c, at);
    if (key !== null && belongs(key)) return { ...key, seek: begin + at };
    if (key === null) unreadable ??= at;
  }
  for (const at of searched(c, begin)) {
    const key = keyAt(c, at);
    if (key !== null && belongs(key)) return { ...key, seek: begin + at };
  }
  return unreadable === null || directory !== begin ? null : { ...UNREADABLE, seek: begin + unreadable };
}

/** Where records start by the lengths of those before them; a free stretch has a negative one. */
function* walked({ view, end }: ByteCursor): Generator<number> {
  for (let at = 0; at + SMALLEST_KEY < end;) {
    const nbytes = view.getInt32(at);
    if (nbytes === 0) return;
    if (nbytes > 0) yield at;
    at += Math.abs(nbytes);
  }
}

/** Where keys start that hold their own position. */
function* searched(c: ByteCursor, begin: number): Generator<number> {
  for (let at = 0; at + SMALLEST_KEY < c.end; at++) if (standsAt(c, at, begin + at)) yield at;
}

function standsAt({ view, end }: ByteCursor, at: number, position: number): boolean {
  if (view.getInt16(at + 4) <= BIG_KEY) return view.getInt32(at + SEEK) === position;
  return at + SEEK + LONG_SEEK <= end && view.getBigInt64(at + SEEK) === BigInt(position);
}

function keyAt(c: ByteCursor, at: number): Key | null {
  try {
    const key = readKey(c.at(at, c.end), '');
    return key.nbytes > 0 && CLASS_NAME.test(key.className) ? key : null;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
