import { UserError } from '../../../src-shared/userError.ts';
import type { Key } from './key.ts';
import { readKey } from './key.ts';
import { readBytes } from './readObject.ts';
import type { RootFile } from './rootFile.ts';

/** More records than this are not walked. */
const MOST_RECORDS = 4096;
/** Enough of a record to read its key but for very long names. */
const HEAD = 400;
const SMALLEST_KEY = 29;
/** Records by which a file keeps order: directories, lists of keys, free segments. */
const BOOKKEEPING = new Set(['TFile', 'TDirectoryFile']);

/**
 * The first object or basket in a file that says it belongs to the directory at a position, whatever the lists of keys say; null when the
 * records, walked from the first on (TFile::Map), show none. For the top directory any object will do: where its list is empty there
 * are no other directories.
 */
export function objectOf(file: RootFile, directory: number): Key | null {
  const { source, begin } = file;
  let at = begin;
  for (let n = 0; n < MOST_RECORDS && at + SMALLEST_KEY < source.size; n++) {
    const c = readBytes(source, at, Math.min(HEAD, source.size - at), { file: file.name, offset: at });
    const nbytes = c.i4();
    if (nbytes === 0) return null;
    if (nbytes > 0) {
      c.position = 0;
      try {
        const key = readKey(c, '');
        const streamers = key.className === 'TList' && key.name === 'StreamerInfo';
        const belongs = directory === begin || key.directory === directory;
        if (!BOOKKEEPING.has(key.className) && !streamers && belongs) return { ...key, seek: at };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }
    at += Math.abs(nbytes);
  }
  return null;
}
