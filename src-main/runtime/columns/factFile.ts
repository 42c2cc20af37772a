import { Buffer } from 'node:buffer';
import { crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const LONGEST = 64 * 1024 * 1024;

/** Bytes of a file that keeps plain data (JSON) under a name: CRC-32, then zstd of content, name and value. */
export function encodeFact(content: string, name: string, value: unknown): Buffer {
  const packed = zstdCompressSync(JSON.stringify([content, name, value]));
  const check = Buffer.alloc(4);
  check.writeUInt32LE(crc32(packed));
  return Buffer.concat([check, packed]);
}

/** The value in such a file; undefined when it is damaged or of another content or name. */
export function decodeFact(bytes: Buffer, content: string, name: string): unknown {
  const packed = bytes.subarray(4);
  if (bytes.length < 4 || crc32(packed) !== bytes.readUInt32LE(0)) return undefined;
  try {
    const text = zstdDecompressSync(packed, { maxOutputLength: LONGEST }).toString('utf8');
    const [ofContent, ofName, value] = JSON.parse(text) as [string, string, unknown];
    return ofContent === content && ofName === name ? value : undefined;
  } catch {
    return undefined;
  }
}
