import { Buffer } from 'node:buffer';
import type { Where } from '../../../src-shared/userError.ts';
import type { ByteSource } from '../ports.ts';
import { ByteCursor } from './byteCursor.ts';
import { decompressObject } from './compression.ts';
import { damaged, unsupported } from './damage.ts';
import type { Key } from './key.ts';
import { readKey } from './key.ts';
import type { RootFile } from './rootFile.ts';

/** Objects beyond this many bytes are refused: metadata of the largest known trees take a tenth. */
const LARGEST_OBJECT = 64 * 1024 * 1024;

/** Reads `length` bytes of the file into a cursor. Throws `damaged` when they lie outside the file or are too many to be true. */
export function readBytes(
  source: ByteSource,
  position: number,
  length: number,
  where: Where,
  base = 0,
): ByteCursor {
  if (!(position >= 0 && length >= 0 && position + length <= source.size)) {
    throw damaged(
      where,
      `bytes ${position} to ${position + length} lie outside the file (${source.size} bytes)`,
    );
  }
  if (length > LARGEST_OBJECT)
    throw unsupported(where, `${length} bytes in one object are more than this reader takes`);
  const bytes = Buffer.allocUnsafeSlow(length);
  source.read(position, length, bytes, 0);
  return new ByteCursor(bytes, where, base);
}

/**
 * Why a key is not what stands at its position in the file, where every object carries a copy of it; null when both agree.
 * Throws `damaged` when the position leaves the file.
 */
export function keyDiffers(c: ByteCursor, key: Key): string | null {
  const copy = readKey(c, '');
  const same =
    copy.className === key.className &&
    copy.name === key.name &&
    copy.cycle === key.cycle &&
    copy.seek === key.seek &&
    copy.keylen === key.keylen &&
    copy.nbytes === key.nbytes &&
    copy.objlen === key.objlen;
  if (same) return null;
  return `the directory lists ${inWords(key)} at byte ${key.seek}, there stands ${inWords(copy)} of byte ${copy.seek}`;
}

function inWords({ className, name, cycle, objlen }: Key): string {
  return `${className} ${name};${cycle} of ${objlen} bytes`;
}

/** Reads and decompresses the object of a key. The cursor's base is the key's length, as references inside need it. */
export function readObject(file: RootFile, key: Key): ByteCursor {
  const where: Where = { file: file.name, object: key.path, offset: key.seek };
  const { keylen, objlen, nbytes } = key;
  if (objlen > LARGEST_OBJECT) {
    throw unsupported(where, `an object of ${objlen} bytes is more than this reader takes`);
  }
  const c = readBytes(file.source, key.seek, nbytes, where);
  const differs = keyDiffers(c, key);
  if (differs !== null) throw damaged(where, differs);
  if (objlen === nbytes - keylen) return new ByteCursor(c.bytes.subarray(keylen), where, keylen);
  const range = { source: c.bytes, start: keylen, end: nbytes, size: objlen, where };
  return new ByteCursor(decompressObject(file.codecs, range), where, keylen);
}
