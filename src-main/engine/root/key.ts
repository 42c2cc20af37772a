import type { ByteCursor } from './byteCursor.ts';
import { damaged } from './damage.ts';

/** A TKey: one named object of a file. */
export interface Key {
  /** Directories and name, without cycle: `one/two/tree`. */
  path: string;
  name: string;
  title: string;
  cycle: number;
  /** Class of the object; directories are TDirectoryFile, as ROOT calls them, though the file may say TDirectory. */
  className: string;
  /** Where the key and its object start in the file. */
  seek: number;
  /** Where the directory that it belongs to starts. */
  directory: number;
  /** Bytes on disk, key included. */
  nbytes: number;
  /** Bytes of the object, decompressed. */
  objlen: number;
  /** Bytes of the key itself. */
  keylen: number;
}

/** Keys of files beyond 2 GB hold 64-bit positions: their version is above this number. */
export const BIG_KEY = 1000;

/** Reads a TKey; `folder` is the path of its directory, empty at the top. Throws `damaged` for impossible lengths. */
export function readKey(c: ByteCursor, folder: string): Key {
  const start = c.position;
  const nbytes = c.i4();
  const version = c.i2();
  const objlen = c.i4();
  c.u4();
  const keylen = c.i2();
  const cycle = c.i2();
  const seek = version > BIG_KEY ? c.i8() : c.i4();
  const directory = version > BIG_KEY ? c.i8() : c.i4();
  const stored = c.string();
  const className = stored === 'TDirectory' ? 'TDirectoryFile' : stored;
  const name = c.string();
  const title = c.string();
  if (keylen < 0 || nbytes < keylen || objlen < 0 || seek < 0) {
    throw damaged(
      { ...c.where, object: name },
      `the key at byte ${start} has impossible lengths (${nbytes} bytes with a key of ${keylen}, object of ${objlen}, at ${seek})`,
    );
  }
  const path = folder === '' ? name : `${folder}/${name}`;
  return { path, name, title, cycle, className, seek, directory, nbytes, objlen, keylen };
}

/** Skips the key of a basket that was never written on its own, whose other lengths are meaningless, and returns the key's length. */
export function readKeyLength(c: ByteCursor): number {
  c.take(4);
  const version = c.i2();
  c.take(8);
  const keylen = c.i2();
  c.take(version > BIG_KEY ? 18 : 10);
  for (let i = 0; i < 3; i++) c.string();
  return keylen;
}
