import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { GrowingMemory } from '../../engine/root/growingMemory.ts';
import { BLOCK, decodeHeader, headerLength, PREFIX } from './packFormat.ts';
import type { EncodedPack, PackHeader, Section } from './packFormat.ts';

/** A file of the cache is not what was written. */
export class DamagedPack extends Error {}

const FIRST_READ = 16 * 1024;
let scratch = 0;

/** Writes parts of a file under a scratch name in `scratchFolder` and renames it: readers see all of it or nothing. Throws the system's errors, the scratch file removed. */
export function writeWhole(
  file: string,
  scratchFolder: string,
  parts: readonly { at: number; bytes: Uint8Array }[],
): void {
  const unique = `${process.pid}-${performance.timeOrigin}-${performance.now()}-${scratch++}`;
  const temporary = path.join(scratchFolder, unique);
  const fd = fs.openSync(temporary, 'wx', 0o600);
  try {
    try {
      for (const { at, bytes } of parts) {
        for (let done = 0; done < bytes.length;)
          done += fs.writeSync(fd, bytes, done, bytes.length - done, at + done);
      }
    } finally {
      fs.closeSync(fd);
    }
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}

/** Writes a pack. Throws as {@link writeWhole}. */
export function writePack(file: string, scratchFolder: string, { head, parts }: EncodedPack): void {
  writeWhole(file, scratchFolder, [{ at: 0, bytes: head }, ...parts]);
}

function readExactly(fd: number, target: Buffer, length: number, position: number): void {
  for (let done = 0; done < length;) {
    const count = fs.readSync(fd, target, done, length - done, position + done);
    if (count === 0) throw new DamagedPack('it ends too early');
    done += count;
  }
}

/** Reads what a pack says of itself. Throws {@link DamagedPack} and the system's errors. */
export function readHeader(file: string, content: string): PackHeader {
  const fd = fs.openSync(file, 'r');
  try {
    const { size } = fs.fstatSync(fd);
    let bytes = Buffer.alloc(Math.min(size, FIRST_READ));
    readExactly(fd, bytes, bytes.length, 0);
    const length = headerLength(bytes);
    if (length !== null && PREFIX + length > bytes.length && PREFIX + length <= size) {
      bytes = Buffer.alloc(PREFIX + length);
      readExactly(fd, bytes, bytes.length, 0);
    }
    const header = decodeHeader(bytes, content, size);
    if (header === null) throw new DamagedPack('its header is not one');
    return header;
  } finally {
    fs.closeSync(fd);
  }
}

/** An open pack of which sections are read. */
export interface OpenPack {
  fd: number;
  header: PackHeader;
}

/**
 * Reads bytes [from, to) of a section into `memory` with the blocks around them, and checks those. Returns where in the memory `from` stands.
 * Throws {@link DamagedPack}.
 */
export function readSection(
  { fd, header }: OpenPack,
  section: Section,
  from: number,
  to: number,
  memory: GrowingMemory,
): { bytes: Buffer; at: number } {
  if (!(from >= 0 && from <= to && to <= section.bytes)) throw new DamagedPack('a list leaves its section');
  const begin = Math.floor(from / BLOCK) * BLOCK;
  const end = Math.min(section.bytes, Math.ceil(to / BLOCK) * BLOCK);
  const length = Math.max(0, end - begin);
  const bytes = memory.bytes(length);
  readExactly(fd, bytes, length, header.data + section.at + begin);
  for (let at = 0; at < length; at += BLOCK) {
    const check = crc32(bytes.subarray(at, Math.min(length, at + BLOCK)));
    if (check !== section.checks[(begin + at) / BLOCK]) throw new DamagedPack('a checksum is wrong');
  }
  return { bytes, at: from - begin };
}
