import type { BlockDecoder } from './nodeInflate.ts';
import { deliver, loadWasm, refused } from './wasmBlocks.ts';

interface Lz4Exports {
  /** XXH64 with seed 0, as a signed 64-bit integer. */
  xxh64(start: number, length: number): bigint;
  decode(input: number, packed: number, output: number, size: number, need: number): number;
}

/** ROOT's L4 block begins with the xxHash64 of what follows, big-endian (core/lz4/src/ZipLZ4.cxx). */
const CHECKSUM_BYTES = 8;

/** Decoder of ROOT's L4 blocks: xxHash64 of the compressed bytes (verified in full decoding), then one LZ4 block. */
export function lz4Decoder(): BlockDecoder {
  const wasm = loadWasm<Lz4Exports>('lz4');
  return (block) => {
    const { source, start, end, size, need } = block;
    if (end - start < CHECKSUM_BYTES) throw refused('LZ4', -1, size);
    const { input, inputEnd, output } = wasm.place(source, start + CHECKSUM_BYTES, end, size);
    if (need === size) {
      const stated = new DataView(source.buffer, source.byteOffset + start, CHECKSUM_BYTES).getBigInt64(0);
      if (wasm.exports.xxh64(input, inputEnd - input) !== stated) {
        throw new Error('the LZ4 block is damaged: its checksum is wrong');
      }
    }
    const count = wasm.exports.decode(input, inputEnd - input, output, size, need);
    if (count < 0 || (need === size ? count !== size : count < need)) throw refused('LZ4', count, size);
    deliver(block, wasm.bytes(), output);
  };
}
