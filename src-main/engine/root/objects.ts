import type { ByteCursor } from './byteCursor.ts';
import { damaged } from './damage.ts';

/** What stands before a class's members: its version, and where the object ends (null without a byte count). */
export interface VersionHeader {
  version: number;
  end: number | null;
}

/** A place in a decoded object where an object of a known class starts, behind its class tag. */
export interface ObjectPlace {
  className: string;
  at: number;
  end: number;
}

const BYTE_COUNT = 0x40000000;
const NEW_CLASS = 0xffffffff;
const CLASS_BIT = 0x80000000;
const REFERENCED = 0x10;

/** Reads a version header (TBuffer::ReadVersion). Throws `damaged` when the byte count leaves the enclosing object. */
export function readVersion(c: ByteCursor): VersionHeader {
  const start = c.position;
  const count = c.u4();
  if ((count & BYTE_COUNT) === 0) {
    c.position = start;
    return { version: c.i2(), end: null };
  }
  const end = c.position + (count & ~BYTE_COUNT);
  if (end > c.end || end < c.position + 2) {
    throw damaged(
      c.where,
      `an object at byte ${start} claims ${end - start} bytes, ${c.end - start} are left`,
    );
  }
  let version = c.i2();
  if (version <= 0 && end - c.position >= 4) {
    c.u4();
    version = 1;
  }
  return { version, end };
}

/** Reads a version header that must carry a byte count. */
export function readCounted(c: ByteCursor): { version: number; end: number } {
  const at = c.position;
  const header = readVersion(c);
  if (!isCounted(header)) throw damaged(c.where, `the object at byte ${at} has no byte count`);
  return header;
}

function isCounted(header: VersionHeader): header is { version: number; end: number } {
  return header.end !== null;
}

/** Skips an object by its byte count. */
export function skipObject(c: ByteCursor): void {
  c.position = readCounted(c).end;
}

/** Skips TObject's own members. */
export function skipTObject(c: ByteCursor): void {
  const version = c.u2();
  if ((version & 0x4000) !== 0) c.take(4);
  c.take(4);
  if ((c.u4() & REFERENCED) !== 0) c.take(2);
}

/** Reads a TNamed with its header. */
export function readTNamed(c: ByteCursor): { name: string; title: string } {
  const { end } = readCounted(c);
  skipTObject(c);
  const name = c.string();
  const title = c.string();
  c.skipTo(end);
  return { name, title };
}

/**
 * Reads an object pointer (TBufferFile::ReadObjectAny) and leaves the cursor behind the object.
 * Null for a null pointer; a reference to an object elsewhere is followed once.
 */
export function readPointer(c: ByteCursor): ObjectPlace | null {
  const record = readRecord(c);
  if (record === null || typeof record !== 'number') return record;
  const target = c.at(record - 2 - c.base);
  const referred = readRecord(target);
  if (referred === null || typeof referred === 'number') {
    throw damaged(
      c.where,
      `a reference at byte ${c.position - 4} leads to byte ${record - 2 - c.base}, where no object stands`,
    );
  }
  return referred;
}

/** The same, but a reference comes back as null: only objects that stand here are wanted. */
export function readOwnPointer(c: ByteCursor): ObjectPlace | null {
  const record = readRecord(c);
  return typeof record === 'number' ? null : record;
}

function readRecord(c: ByteCursor): ObjectPlace | number | null {
  const start = c.position;
  const first = c.u4();
  if (first === 0) return null;
  if ((first & BYTE_COUNT) === 0 || first === NEW_CLASS) {
    if ((first & CLASS_BIT) === 0) return first;
    throw damaged(c.where, `the object at byte ${start} has no byte count`);
  }
  const end = start + 4 + (first & ~BYTE_COUNT);
  if (end > c.end || end < start + 8) {
    throw damaged(
      c.where,
      `an object at byte ${start} claims ${end - start} bytes, ${c.end - start} are left`,
    );
  }
  const tag = c.u4();
  let className: string;
  if (tag === NEW_CLASS) {
    className = c.zeroString();
  } else if ((tag & CLASS_BIT) !== 0) {
    className = classAt(c, (tag & ~CLASS_BIT) - 2 - c.base);
  } else {
    throw damaged(c.where, `the object at byte ${start} has no class`);
  }
  const place = { className, at: c.position, end };
  c.skipTo(end);
  return place;
}

function classAt(c: ByteCursor, position: number): string {
  let name = c.classNames.get(position);
  if (name !== undefined) return name;
  const q = c.at(position);
  if (q.u4() !== NEW_CLASS) throw damaged(c.where, `no class name stands at byte ${position}`);
  name = q.zeroString();
  c.classNames.set(position, name);
  return name;
}

/** Reads the header of a TObjArray (or TList) and returns the number of pointers that follow; each takes at least 4 bytes. */
export function readArrayHeader(c: ByteCursor, kind: 'TObjArray' | 'TList'): { length: number; end: number } {
  const { end } = readCounted(c);
  skipTObject(c);
  c.string();
  const length = c.i4();
  if (kind === 'TObjArray') c.i4();
  if (length < 0 || length > (end - c.position) / 4) {
    throw damaged(c.where, `a list claims ${length} objects in ${end - c.position} bytes`);
  }
  return { length, end };
}
