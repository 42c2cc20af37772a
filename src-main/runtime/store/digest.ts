import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';

const DEEPEST = 500;
const number = new Float64Array(1);
const numberBytes = new Uint8Array(number.buffer);

function writeText(hash: Hash, tag: string, text: string): void {
  hash.update(`${tag}${text.length}:`).update(text, 'utf16le');
}

function writeBytes(hash: Hash, tag: string, bytes: Uint8Array): void {
  hash.update(`${tag}${bytes.length}:`).update(bytes);
}

function refuse(what: string): never {
  throw new TypeError(`${what} is no plain data and has no digest`);
}

function writeArray(hash: Hash, items: readonly unknown[], depth: number): void {
  hash.update(`[${items.length}:`);
  for (let i = 0; i < items.length; i++) {
    if (i in items) write(hash, items[i], depth);
    else hash.update('h');
  }
}

function writeObject(hash: Hash, value: object, depth: number): void {
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (Array.isArray(value)) writeArray(hash, value, depth);
  else if (ArrayBuffer.isView(value)) {
    writeBytes(hash, `t${kind}`, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  } else if (kind === 'ArrayBuffer' || kind === 'SharedArrayBuffer') {
    writeBytes(hash, 'b', new Uint8Array(value as ArrayBuffer));
  } else if (value instanceof Map) {
    hash.update(`m${value.size}:`);
    for (const entry of value) entry.forEach((part) => write(hash, part, depth));
  } else if (value instanceof Set) {
    hash.update(`s${value.size}:`);
    for (const item of value) write(hash, item, depth);
  } else if (value instanceof Date) {
    hash.update('d');
    write(hash, value.getTime(), depth);
  } else if (kind === 'Object') {
    const keys = Object.keys(value).sort();
    hash.update(`{${keys.length}:`);
    for (const key of keys) {
      writeText(hash, '"', key);
      write(hash, (value as Record<string, unknown>)[key], depth);
    }
  } else refuse(`a value of type ${kind}`);
}

function write(hash: Hash, value: unknown, depth: number): void {
  if (depth > DEEPEST) refuse(`a value of more than ${DEEPEST} levels, or one that holds itself,`);
  switch (typeof value) {
    case 'number':
      number[0] = Number.isNaN(value) ? NaN : value;
      hash.update('n').update(numberBytes);
      return;
    case 'string':
      return writeText(hash, '"', value);
    case 'boolean':
      hash.update(value ? 'T' : 'F');
      return;
    case 'undefined':
      hash.update('U');
      return;
    case 'bigint':
      return writeText(hash, 'i', String(value));
    case 'object':
      if (value === null) hash.update('N');
      else writeObject(hash, value, depth + 1);
      return;
    default:
      refuse(`a ${typeof value}`);
  }
}

/**
 * SHA-256 (64 hexadecimal digits) of plain data as structured clone sees them: equal values give equal digests whatever the order of an
 * object's keys, different ones different digests. -0 and 0, NaN, undefined and an absent key, a hole, a number and a bigint, and typed
 * arrays of different types are all told apart; a view counts for its own bytes, in the byte order of the machine. Maps and sets count in their order.
 * Throws a TypeError for functions, symbols and what else cannot be sent to a thread, and for more than 500 levels.
 */
export function digest(what: unknown): string {
  const hash = createHash('sha256');
  write(hash, what, 0);
  return hash.digest('hex');
}
