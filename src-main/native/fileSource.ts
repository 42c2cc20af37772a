import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { UserError } from '../../src-shared/userError.ts';
import type { ByteSource } from '../engine/ports.ts';

/** A {@link ByteSource} on an open file that can tell whether the file is still the one that was opened. */
export interface FileSource extends ByteSource {
  /**
   * Compares size, time of modification and inode of the file, both as it is open and as it stands under its name,
   * with those at opening. Throws a UserError `changed` when any differs (appended, truncated, rewritten, replaced, removed).
   */
  verify(): void;
}

/** The most bytes that one system call is asked for; below the 2^31 - 1 of every platform. */
const LARGEST_READ = 1 << 30;

const REASONS: Record<string, [code: 'missing' | 'unreadable', message: string, hint?: string]> = {
  ENOENT: ['missing', 'the file does not exist'],
  ENOTDIR: ['missing', 'the file does not exist: a part of its path is not a folder'],
  EACCES: ['unreadable', 'no permission to read the file'],
  EPERM: ['unreadable', 'no permission to read the file'],
  EISDIR: [
    'unreadable',
    'this is a folder, not a file',
    'Name a file in it, or use a pattern such as folder/*.root.',
  ],
  ELOOP: ['unreadable', 'the symbolic links of this path lead in a circle'],
  ENAMETOOLONG: ['unreadable', 'the path is too long'],
  EMFILE: [
    'unreadable',
    'this process has too many files open',
    'Raise the limit of open files (ulimit -n).',
  ],
  ENFILE: ['unreadable', 'the system has too many files open'],
  EIO: [
    'unreadable',
    'the disk or its connection failed while reading',
    'Check the disk, or the mount of the network file system.',
  ],
  ESTALE: ['unreadable', 'the network file system has lost the file', 'Mount it again, then retry.'],
  ETIMEDOUT: ['unreadable', 'the network file system did not answer in time', 'Check the mount, then retry.'],
  ENXIO: ['unreadable', 'this is not a regular file'],
};

/** Names of the system's errors by number: Node has no names for some, ESTALE among them. */
const NAMES = new Map(Object.entries(os.constants.errno).map(([name, number]) => [-number, name]));

function fileError(error: unknown, file: string, offset?: number): unknown {
  const { errno, code: named } = (error ?? {}) as NodeJS.ErrnoException;
  const code = NAMES.get(errno ?? 0) ?? named;
  if (code === undefined) return error;
  const [kind, message, hint] = REASONS[code] ?? [
    'unreadable',
    `the system refused to read the file (${code})`,
  ];
  const where = offset === undefined ? { file } : { file, offset };
  return new UserError(kind, message, hint === undefined ? { where } : { where, hint });
}

function changed(file: string, how: string): UserError {
  return new UserError('changed', `the file changed while it was being read: ${how}`, {
    hint: 'Wait until nobody writes to it, then run again.',
    where: { file },
  });
}

/** Refuses a range outside `[0, size)`, so that a number from a damaged file never reaches the system. */
function checkRange(file: string, size: number, position: number, length: number): void {
  if (Number.isSafeInteger(position) && Number.isSafeInteger(length) && position >= 0 && length >= 0) {
    if (position + length <= size) return;
    throw new UserError(
      'damaged',
      `${length} bytes are expected at ${position}, but the file ends at ${size}`,
      {
        hint: 'The file may be cut short: compare its size with the original.',
        where: { file, offset: position },
      },
    );
  }
  throw new UserError(
    'damaged',
    `the file asks for ${length} bytes at position ${position}, which is no place in a file`,
    {
      where: { file },
    },
  );
}

function openRegular(file: string): { fd: number; stat: fs.BigIntStats } {
  let fd: number | null = null;
  try {
    const before = fs.statSync(file);
    if (before.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (!before.isFile()) throw Object.assign(new Error(), { code: 'ENXIO' });
    fd = fs.openSync(file, 'r');
    return { fd, stat: fs.fstatSync(fd, { bigint: true }) };
  } catch (error) {
    if (fd !== null) fs.closeSync(fd);
    throw fileError(error, file);
  }
}

function difference(now: fs.BigIntStats, then: fs.BigIntStats): string | null {
  if (now.size !== then.size) return `it had ${then.size} bytes and now has ${now.size}`;
  if (now.mtimeNs !== then.mtimeNs) return 'it was written to';
  if (now.ino !== then.ino || now.dev !== then.dev) return 'it was replaced by another file';
  return null;
}

/**
 * Opens a file for random access with 64-bit positions.
 *
 * Throws UserErrors: `missing`; `unreadable` (permission, folder, device, failing disk); while reading `damaged` with
 * the offset when the range runs past the end, and `changed` when the file is no longer the one that was opened
 * (looked at when a read comes out short or does not fit, and by {@link FileSource.verify}; reading itself costs one system call).
 */
export function openFileSource(file: string): FileSource {
  const { fd, stat } = openRegular(file);
  const size = Number(stat.size);
  let open = true;

  function verifyOpenFile(offset?: number): void {
    let now: fs.BigIntStats;
    try {
      now = fs.fstatSync(fd, { bigint: true });
    } catch (error) {
      throw fileError(error, file, offset);
    }
    const how = difference(now, stat);
    if (how !== null) throw changed(file, how);
  }

  function read(position: number, length: number, target: Uint8Array, at: number): void {
    if (!open) throw new Error('read from a closed file');
    if (!(Number.isSafeInteger(position) && position >= 0 && length >= 0 && position + length <= size)) {
      verifyOpenFile(position);
      checkRange(file, size, position, length);
    }
    if (at < 0 || at + length > target.length) throw new RangeError('read past the end of the target');
    let done = 0;
    while (done < length) {
      let count: number;
      try {
        count = fs.readSync(fd, target, at + done, Math.min(length - done, LARGEST_READ), position + done);
      } catch (error) {
        throw fileError(error, file, position + done);
      }
      if (count === 0) {
        verifyOpenFile(position + done);
        checkRange(file, position + done, position, length);
      }
      done += count;
    }
  }

  return {
    name: file,
    size,
    read,
    verify() {
      if (open) verifyOpenFile();
      let named: fs.BigIntStats;
      try {
        named = fs.statSync(file, { bigint: true });
      } catch {
        throw changed(file, 'it is no longer there');
      }
      const how = difference(named, stat);
      if (how !== null) throw changed(file, how);
    },
    close() {
      if (!open) return;
      open = false;
      fs.closeSync(fd);
    },
  };
}

/**
 * Identity of a file's place: absolute path, size, times of modification and of change (ns) and inode, as one string.
 * Two equal strings mean that nobody touched the file between; it says nothing of the content elsewhere. Throws as {@link openFileSource}.
 */
export function placeIdentity(file: string): string {
  try {
    const stat = fs.statSync(file, { bigint: true });
    const { size, mtimeNs, ino, ctimeNs } = stat;
    return JSON.stringify([path.resolve(file), ...[size, mtimeNs, ino, ctimeNs].map(String)]);
  } catch (error) {
    throw fileError(error, file);
  }
}

/** A {@link ByteSource} on bytes in memory (not copied). Throws a UserError `damaged` past the end. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read(position, length, target, at) {
      checkRange(name, bytes.length, position, length);
      target.set(bytes.subarray(position, position + length), at);
    },
    close() {},
  };
}
