import type { CodecTag, Codecs, CompressedBlock } from '../engine/ports.ts';
import { lz4Decoder } from './lz4Block.ts';
import { nodeDecoder, publicDecoder } from './nodeInflate.ts';
import type { BlockDecoder } from './nodeInflate.ts';
import { xzDecoder } from './xzStream.ts';
import { zstdFrame } from './zstdFrame.ts';

/** How {@link createCodecs} decodes. */
export interface CodecOptions {
  /** Use only the documented functions of node:zlib; what happens by itself where the faster way fails its self-test. */
  publicApi?: boolean;
}

/** The most bytes that one byte of a stream can stand for, with some room: a block that declares more is not decoded. */
const LARGEST_RATIO: Record<CodecTag, number> = { ZL: 1100, CS: 1100, ZS: 40_000, L4: 260, XZ: 10_000 };

function checkBlock({ tag, source, start, end, target, at, size, need }: CompressedBlock): void {
  const places = [start, end, at, size, need];
  const inside = start <= end && end <= source.length && at + size <= target.length && need <= size;
  if (!inside || !places.every((place) => Number.isSafeInteger(place) && place >= 0)) {
    throw new RangeError('a compressed block lies outside its buffers');
  }
  if (size > 64 + (end - start) * LARGEST_RATIO[tag]) {
    throw new Error(
      `the block declares ${size} bytes in ${end - start} compressed ones, more than its compression can reach`,
    );
  }
}

/** Decoding of the zstd frame that a block consists of. ROOT writes frames without a checksum: of those only structure and length are verified. */
function zstdDecoder(decode: BlockDecoder): BlockDecoder {
  return (block) => {
    const frame = zstdFrame(block.source, block.start, block.end, block.size);
    if (frame.end !== block.end) throw new Error('the zstd block is damaged: there are bytes behind its end');
    decode(block);
  };
}

/**
 * The decoders of ROOT's compressed blocks. Each is made at its first use, and then tests itself. Not to be shared between threads.
 *
 * ZL: zlib stream, adler32 verified in full decoding. CS: bare deflate stream (ROOT's R__unzip before 5.30), no checksum.
 * ZS: one zstd frame, its checksum verified where it has one. L4: {@link lz4Decoder}. XZ: {@link xzDecoder}.
 */
export function createCodecs(options: CodecOptions = {}): Codecs {
  const fromNode = options.publicApi ? publicDecoder : nodeDecoder;
  const make: Record<CodecTag, () => BlockDecoder> = {
    ZL: () => fromNode('zlib'),
    CS: () => fromNode('deflate'),
    ZS: () => zstdDecoder(fromNode('zstd')),
    L4: lz4Decoder,
    XZ: xzDecoder,
  };
  const made: Partial<Record<CodecTag, BlockDecoder>> = {};
  return {
    decompress(block) {
      checkBlock(block);
      const decode = (made[block.tag] ??= make[block.tag]());
      decode(block);
    },
  };
}
