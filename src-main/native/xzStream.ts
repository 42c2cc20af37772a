import { createHash } from 'node:crypto';
import zlib from 'node:zlib';
import type { BlockDecoder } from './nodeInflate.ts';
import { deliver, loadWasm, refused } from './wasmBlocks.ts';
import type { WasmBlocks } from './wasmBlocks.ts';

interface XzExports {
  decode(input: number, inputEnd: number, output: number, size: number, need: number): number;
  consumed(): number;
  crc64(start: number, end: number): bigint;
}

/** Position in an xz stream that lies in memory from `start` to `end`; the numbers' names are those of xz-file-format.txt 1.2.1. */
interface Cursor {
  bytes: Uint8Array;
  at: number;
  end: number;
}

const STREAM_MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];
const FOOTER_MAGIC = [0x59, 0x5a];
const LZMA2 = 0x21;
/** Bytes of each check: none, CRC32, CRC64, SHA-256. */
const CHECK_BYTES: Record<number, number> = { 0: 0, 1: 4, 4: 8, 10: 32 };

function damaged(reason: string): Error {
  return new Error(`the xz block is damaged: ${reason}`);
}

function take(cursor: Cursor, count: number): Uint8Array {
  if (count > cursor.end - cursor.at) throw damaged('it ends too early');
  cursor.at += count;
  return cursor.bytes.subarray(cursor.at - count, cursor.at);
}

function uint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

function isCrc32(covered: Uint8Array, stated: number): void {
  if (zlib.crc32(covered) !== stated) throw damaged('the checksum of one of its headers is wrong');
}

/** A number of one to nine bytes, 7 bits each, lowest first. */
function multibyte(cursor: Cursor): number {
  let value = 0;
  for (let i = 0; i < 7; i++) {
    const byte = take(cursor, 1)[0]!;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return value;
  }
  throw damaged('it states a size that no block has');
}

/** Reads the stream header and gives the kind of check. */
function streamHeader(cursor: Cursor): number {
  const header = take(cursor, 12);
  if (STREAM_MAGIC.some((byte, i) => header[i] !== byte)) throw damaged('it does not begin as xz');
  isCrc32(header.subarray(6, 8), uint32(header, 8));
  const check = header[7]!;
  if (header[6] !== 0 || CHECK_BYTES[check] === undefined)
    throw new Error(`the xz block uses the check ${check}, which is not known`);
  return check;
}

/** Reads a block header and gives the sizes that it states, or null for each that it does not. */
function blockHeader(cursor: Cursor): { packed: number | null; plain: number | null } {
  const start = cursor.at;
  const header = take(cursor, (cursor.bytes[start]! + 1) * 4);
  isCrc32(header.subarray(0, -4), uint32(header, header.length - 4));
  const inside = { bytes: header, at: 1, end: header.length - 4 };
  const flags = take(inside, 1)[0]!;
  const packed = flags & 0x40 ? multibyte(inside) : null;
  const plain = flags & 0x80 ? multibyte(inside) : null;
  const filter = multibyte(inside);
  if ((flags & 3) !== 0 || filter !== LZMA2) throw new Error('the xz block uses a filter other than LZMA2');
  if (multibyte(inside) !== 1 || take(inside, 1)[0]! > 40)
    throw damaged('the properties of its filter are false');
  if (header.subarray(inside.at, -4).some((byte) => byte !== 0))
    throw damaged('one of its headers is too long');
  return { packed, plain };
}

function rightCheck(
  check: number,
  stated: Uint8Array,
  wasm: WasmBlocks<XzExports>,
  from: number,
  to: number,
): boolean {
  const content = wasm.bytes().subarray(from, to);
  if (check === 1) return zlib.crc32(content) === uint32(stated, 0);
  if (check === 4)
    return BigInt.asUintN(64, wasm.exports.crc64(from, to)) === Buffer.from(stated).readBigUInt64LE();
  if (check === 10) return createHash('sha256').update(content).digest().equals(stated);
  return true;
}

/** Reads index and footer and compares them with the blocks that were decoded. */
function streamEnd(cursor: Cursor, check: number, blocks: { unpadded: number; plain: number }[]): void {
  const start = cursor.at;
  take(cursor, 1);
  let agrees = multibyte(cursor) === blocks.length;
  for (const block of agrees ? blocks : []) {
    agrees &&= multibyte(cursor) === block.unpadded && multibyte(cursor) === block.plain;
  }
  if (!agrees) throw damaged('its index does not agree with its content');
  const padding = take(cursor, (4 - ((cursor.at - start) & 3)) & 3);
  const index = cursor.bytes.subarray(start, cursor.at);
  isCrc32(index, uint32(take(cursor, 4), 0));
  const footer = take(cursor, 12);
  isCrc32(footer.subarray(4, 10), uint32(footer, 0));
  const sizes = (uint32(footer, 4) + 1) * 4 === index.length + 4 && footer[8] === 0 && footer[9] === check;
  if (
    !sizes ||
    padding.some((byte) => byte !== 0) ||
    FOOTER_MAGIC.some((byte, i) => footer[10 + i] !== byte)
  ) {
    throw damaged('its end is false');
  }
}

/**
 * Decoder of xz streams with LZMA2: ROOT's XZ blocks (core/lzma/src/ZipLZMA.c writes one block a stream, with CRC32).
 * Full decoding verifies every header, the check that the stream carries (CRC32, CRC64 or SHA-256) and the index; partial decoding only the first headers.
 */
export function xzDecoder(): BlockDecoder {
  const wasm = loadWasm<XzExports>('xz');
  return (block) => {
    const { size, need } = block;
    const { input, inputEnd, output } = wasm.place(block.source, block.start, block.end, size);
    const cursor: Cursor = { bytes: wasm.bytes(), at: input, end: inputEnd };
    const check = streamHeader(cursor);
    const blocks: { unpadded: number; plain: number }[] = [];
    let done = 0;
    while (cursor.at < inputEnd && cursor.bytes[cursor.at] !== 0) {
      const start = cursor.at;
      const { packed, plain } = blockHeader(cursor);
      const from = output + done;
      const count = wasm.exports.decode(
        cursor.at,
        inputEnd,
        from,
        size - done,
        need < size ? need - done : size - done,
      );
      if (count < 0) throw refused('xz', count, size);
      done += count;
      if (need < size && done >= need) break;
      const end = wasm.exports.consumed();
      if ((packed !== null && packed !== end - cursor.at) || (plain !== null && plain !== count)) {
        throw damaged('one of its parts has another size than its header states');
      }
      cursor.at = end;
      const padding = take(cursor, (4 - ((end - start) & 3)) & 3);
      const stated = take(cursor, CHECK_BYTES[check]!);
      if (padding.some((byte) => byte !== 0)) throw damaged('there are bytes between its parts');
      if (!rightCheck(check, stated, wasm, from, output + done)) throw damaged('its checksum is wrong');
      blocks.push({ unpadded: end - start + stated.length, plain: count });
    }
    if (need === size ? done !== size : done < need) throw refused('xz', done, size);
    if (need === size) streamEnd(cursor, check, blocks);
    deliver(block, cursor.bytes, output);
  };
}
