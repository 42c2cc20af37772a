import zlib from 'node:zlib';
import type { CompressedBlock } from '../engine/ports.ts';

/** What this module decodes: a zlib stream, a bare deflate stream, one zstd frame. */
export type NodeFormat = 'zlib' | 'deflate' | 'zstd';

/** Decodes one block into its target as {@link Codecs.decompress} demands; throws an Error in plain words. */
export type BlockDecoder = (block: CompressedBlock) => void;

/** The part of node:zlib's internal streams that is used; checked by {@link usable} before anything is called. */
interface NativeStream {
  _writeState: Uint32Array;
  _handle: {
    onerror: (message: string, errno: number, code: string) => void;
    reset(): void;
    writeSync(
      flush: number,
      source: Uint8Array,
      start: number,
      length: number,
      target: Uint8Array,
      at: number,
      room: number,
    ): void;
  };
}

const { Z_SYNC_FLUSH, Z_FINISH, ZSTD_e_continue, ZSTD_e_end } = zlib.constants;

const PLAIN_WORDS: Record<string, string> = {
  'incorrect data check': 'its checksum is wrong',
  "Restored data doesn't match checksum": 'its checksum is wrong',
  'unexpected end of file': 'it ends too early',
  'Destination buffer is too small': 'it holds more bytes than declared',
};

/** The library's message in words of our own, which stay the same from version to version. */
function inPlainWords(message: string): string {
  return PLAIN_WORDS[message] ?? 'its compressed data are wrong';
}

function damaged(format: NodeFormat, reason: string): Error {
  return new Error(`the ${format} block is damaged: ${reason}`);
}

/** Decodes through node:zlib's documented functions: a copy and an allocation a block, and no early stop. */
export function publicDecoder(format: NodeFormat): BlockDecoder {
  const decode = { zlib: zlib.inflateSync, deflate: zlib.inflateRawSync, zstd: zlib.zstdDecompressSync }[
    format
  ];
  return ({ source, start, end, target, at, size }) => {
    let bytes: Uint8Array;
    try {
      bytes = decode(source.subarray(start, end), {
        maxOutputLength: Math.max(size, 1),
        chunkSize: Math.max(size, 64),
      });
    } catch (error) {
      const tooLong = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
      throw damaged(
        format,
        tooLong ? `it holds more than the ${size} bytes declared` : inPlainWords((error as Error).message),
      );
    }
    if (bytes.length !== size) throw damaged(format, `it holds ${bytes.length} bytes, ${size} are declared`);
    target.set(bytes, at);
  };
}

function usable(stream: unknown): stream is NativeStream {
  const { _handle, _writeState } = stream as Partial<NativeStream>;
  return (
    _writeState instanceof Uint32Array &&
    _writeState.length === 2 &&
    typeof _handle?.reset === 'function' &&
    typeof _handle.writeSync === 'function'
  );
}

/**
 * Decodes through one reused handle of node:zlib that writes straight into the target: no allocation, and it stops where
 * nothing more is wanted. Null when this Node has no such handle. Undocumented: use {@link nodeDecoder}.
 */
function handleDecoder(format: NodeFormat): BlockDecoder | null {
  const create = {
    zlib: zlib.createInflate,
    deflate: zlib.createInflateRaw,
    zstd: zlib.createZstdDecompress,
  }[format];
  const stream: unknown = create();
  if (!usable(stream)) return null;
  const { _handle: handle, _writeState: state } = stream;
  const part = format === 'zstd' ? ZSTD_e_continue : Z_SYNC_FLUSH;
  const all = format === 'zstd' ? ZSTD_e_end : Z_FINISH;
  const spare = new Uint8Array(1);
  let failure: string | null = null;
  handle.onerror = (message) => {
    failure = message;
  };

  return ({ source, start, end, target, at, size, need }) => {
    failure = null;
    handle.reset();
    state[0] = state[1] = 0;
    handle.writeSync(need < size ? part : all, source, start, end - start, target, at, need);
    if (failure !== null) throw damaged(format, inPlainWords(failure));
    if (state[0] !== 0) throw damaged(format, `it ends after ${need - state[0]} bytes, ${need} are needed`);
    if (need < size || format === 'zstd') return;
    // The output is full, but has the stream ended? Only then does this call neither fail nor write.
    const left = state[1]!;
    handle.writeSync(all, source, end - left, left, spare, 0, 1);
    if (failure !== null) throw damaged(format, inPlainWords(failure));
    if (state[0] === 0) throw damaged(format, `it holds more than the ${size} bytes declared`);
  };
}

function sample(format: NodeFormat): { text: Uint8Array; packed: Uint8Array } {
  const text = new Uint8Array(3000);
  for (let i = 0; i < text.length; i++) text[i] = (i * i) % 251;
  const checksum = { params: { [zlib.constants.ZSTD_c_checksumFlag]: 1 } };
  if (format === 'zstd') return { text, packed: zlib.zstdCompressSync(text, checksum) };
  return { text, packed: format === 'zlib' ? zlib.deflateSync(text) : zlib.deflateRawSync(text) };
}

function throws(action: () => void): boolean {
  try {
    action();
    return false;
  } catch {
    return true;
  }
}

/** True when the decoder gives right bytes in the right place, in full and in part, and refuses a false checksum, a cut and a longer stream. */
export function passesSelfTest(format: NodeFormat, decode: BlockDecoder): boolean {
  const { text, packed } = sample(format);
  const at = 5;
  const size = text.length;
  const attempt = (source: Uint8Array, need: number, declared: number): Uint8Array => {
    const target = new Uint8Array(size + 10).fill(0xa5);
    decode({ tag: 'ZL', source, start: 0, end: source.length, target, at, size: declared, need });
    return target;
  };
  const right = (need: number): boolean => {
    const target = attempt(packed, need, size);
    const untouched = [...target.subarray(0, at), ...target.subarray(at + size)].every(
      (byte) => byte === 0xa5,
    );
    return untouched && text.subarray(0, need).every((byte, i) => byte === target[at + i]);
  };
  try {
    const flipped = new Uint8Array(packed);
    flipped[flipped.length - 1]! ^= 1;
    const refuses = format === 'deflate' || throws(() => attempt(flipped, size, size));
    const refusesCut = format === 'zstd' || throws(() => attempt(packed.subarray(0, -3), size, size));
    const refusesLonger = format === 'zstd' || throws(() => attempt(packed, size - 1, size - 1));
    return refuses && refusesCut && refusesLonger && right(size) && right(1234) && right(size);
  } catch {
    return false;
  }
}

/** The fastest decoder of this Node that passes the self-test. A `zstd` decoder expects exactly one whole frame (see zstdFrame.ts). */
export function nodeDecoder(format: NodeFormat): BlockDecoder {
  const fast = handleDecoder(format);
  return fast !== null && passesSelfTest(format, fast) ? fast : publicDecoder(format);
}
