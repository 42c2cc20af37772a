import { createHash } from 'node:crypto';
import type { ByteSource } from '../engine/ports.ts';

const TAIL = 64 * 1024;
const HEADER = 100;
const LONGEST_KEY_LIST = 1 << 20;
const MAGIC = 0x726f6f74;
const LARGE_FILE = 1_000_000;
const LARGE_DIRECTORY = 1000;

interface Region {
  at: number;
  length: number;
}

function read(source: ByteSource, { at, length }: Region): Buffer {
  const bytes = Buffer.alloc(length);
  source.read(at, length, bytes, 0);
  return bytes;
}

function uuid(header: Buffer): string {
  const large = header.readInt32BE(4) >= LARGE_FILE;
  const at = large ? 59 : 47;
  return header.subarray(at, at + 16).toString('hex');
}

/** The list of the top directory's keys (TDirectoryFile: fNbytesKeys, fSeekKeys), null where the numbers are no place in the file. */
function keyList(source: ByteSource, header: Buffer): Region | null {
  const large = header.readInt32BE(4) >= LARGE_FILE;
  const begin = header.readInt32BE(8);
  const nameLength = header.readInt32BE(large ? 36 : 28);
  const at = begin + nameLength;
  if (begin < 0 || nameLength < 0 || at + 42 > source.size) return null;
  const directory = read(source, { at, length: 42 });
  const long = directory.readInt16BE(0) > LARGE_DIRECTORY;
  const length = directory.readInt32BE(10);
  const seek = long ? Number(directory.readBigInt64BE(34)) : directory.readInt32BE(26);
  if (length < 0 || length > LONGEST_KEY_LIST || seek < 0 || seek + length > source.size) return null;
  return { at: seek, length };
}

/**
 * Content identity of a ROOT file: `size-uuid-hash`, where the hash is SHA-256 over header, key list and last 64 kB.
 * It is the same on any machine and survives moving and copying. Files that are not ROOT's have `none` for the UUID.
 * Throws the source's UserErrors.
 */
export function fingerprint(source: ByteSource): string {
  const hash = createHash('sha256');
  const header = read(source, { at: 0, length: Math.min(HEADER, source.size) });
  hash.update(header);
  const isRoot = header.length === HEADER && header.readUInt32BE(0) === MAGIC;
  const keys = isRoot ? keyList(source, header) : null;
  if (keys) hash.update(read(source, keys));
  const length = Math.min(TAIL, source.size);
  hash.update(read(source, { at: source.size - length, length }));
  return `${source.size}-${isRoot ? uuid(header) : 'none'}-${hash.digest('hex')}`;
}
