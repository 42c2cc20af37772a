import { Buffer } from 'node:buffer';

/** A text as TString stands in a file. */
export function tString(text: string): Buffer {
  return Buffer.concat([Buffer.of(text.length), Buffer.from(text, 'latin1')]);
}

function int32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeInt32BE(value, 4 * i));
  return bytes;
}

/** What a TKey says; lengths follow from the texts unless something else is asked for. */
export interface KeyText {
  className: string;
  name: string;
  seek: number;
  objlen?: number;
  nbytes?: number;
  keylen?: number;
  directory?: number;
}

/** A TKey of a small file. */
export function keyBytes({
  className,
  name,
  seek,
  objlen = 0,
  nbytes,
  keylen,
  directory = FIRST,
}: KeyText): Buffer {
  const texts = Buffer.concat([tString(className), tString(name), tString('')]);
  const length = keylen ?? 26 + texts.length;
  const head = Buffer.alloc(26);
  head.writeInt32BE(nbytes ?? length + objlen, 0);
  head.writeInt16BE(4, 4);
  head.writeInt32BE(objlen, 6);
  head.writeInt16BE(length, 14);
  head.writeInt16BE(1, 16);
  head.writeInt32BE(seek, 18);
  head.writeInt32BE(directory, 22);
  return Buffer.concat([head, texts]);
}

/** A list of keys with the key before it, at `seek` for the directory at `directory`. */
export function keyList(
  className: string,
  keys: readonly Buffer[],
  count = keys.length,
  { seek, directory } = { seek: LIST, directory: FIRST },
): Buffer {
  const content = Buffer.concat([int32(count), ...keys]);
  const key = keyBytes({ className, name: 'evil', seek, directory, objlen: content.length });
  return Buffer.concat([key, content]);
}

/** A TDirectory record at `place` whose keys are listed at `seek`. */
export function directoryRecord(seek: number, nbytes: number, place = FIRST): Buffer {
  return Buffer.concat([Buffer.of(0, 5), int32(0, 0, nbytes, 0, place, 0, seek), Buffer.alloc(18)]);
}

/** Where the first record stands. */
const FIRST = 100;
/** Where the top directory's record stands in a built file, and where its list of keys. */
export const TOP = 200;
/** Position of the list of keys of a built file. */
export const LIST = 300;

/** A file of `size` bytes with a header, a top directory, and further pieces at their positions. */
export function builtFile(
  list: Buffer,
  pieces: readonly [position: number, bytes: Buffer][] = [],
  size = 4000,
): Buffer {
  const file = Buffer.alloc(size);
  file.write('root', 0, 'latin1');
  int32(62400, 100, size, 0, 0, 0, TOP - 100).copy(file, 4);
  for (const [position, bytes] of [
    [TOP, directoryRecord(LIST, list.length)],
    [LIST, list],
    ...pieces,
  ] as const) {
    bytes.copy(file, position);
  }
  return file;
}
