import { Buffer } from 'node:buffer';
import type { Where } from '../../../src-shared/userError.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { CodecTag, Codecs } from '../ports.ts';
import { damaged, unsupported } from './damage.ts';

/** Bytes before each compressed block: tag, method, compressed and uncompressed length (3 bytes each, little-endian). */
export const BLOCK_HEADER = 9;

/** The highest honest ratio of a block, by algorithm; what claims more is refused before anything is allocated. */
const HIGHEST_RATIO: Readonly<Record<CodecTag, number>> = {
  ZL: 1100,
  CS: 1100,
  ZS: 40000,
  L4: 260,
  XZ: 10000,
};

function blockTag(source: Uint8Array, at: number): CodecTag | null {
  const tag = String.fromCharCode(source[at], source[at + 1]);
  return tag in HIGHEST_RATIO ? (tag as CodecTag) : null;
}

/** A compressed object or basket: blocks in `source[start, end)` that together give `size` bytes. */
export interface CompressedRange {
  source: Uint8Array;
  start: number;
  end: number;
  size: number;
  where: Where;
}

/** A compressed block: its algorithm, where its bytes stand, and how many it gives. */
export interface Block {
  tag: CodecTag;
  start: number;
  end: number;
  size: number;
}

/** The block whose header stands at `at`, of which only the header is looked at. Throws `damaged` when it does not fit, `unsupported` for an unknown algorithm. */
export function blockAt(range: CompressedRange, at: number, left: number): Block {
  const { source, where } = range;
  if (range.end - at < BLOCK_HEADER) {
    throw damaged(where, `${left} bytes are missing behind the last compressed block`);
  }
  const tag = blockTag(source, at);
  if (tag === null) {
    throw unsupported(where, `the compressed block at byte ${at} has an unknown algorithm`);
  }
  const packed = source[at + 3] | (source[at + 4] << 8) | (source[at + 5] << 16);
  const size = source[at + 6] | (source[at + 7] << 8) | (source[at + 8] << 16);
  const start = at + BLOCK_HEADER;
  if (packed > range.end - start || size === 0 || size > left) {
    throw damaged(
      where,
      `a compressed block claims ${packed} of ${range.end - start} bytes and to give ${size} of ${left}`,
    );
  }
  if (size > packed * HIGHEST_RATIO[tag] + 64) {
    throw damaged(where, `a compressed block of ${packed} bytes claims to give ${size}: no ${tag} block can`);
  }
  return { tag, start, end: start + packed, size };
}

/** Walks the headers of all blocks without decompressing. Throws `damaged` when their lengths do not add up. Returns the algorithms met. */
export function checkBlocks(range: CompressedRange): Set<CodecTag> {
  const tags = new Set<CodecTag>();
  let at = range.start;
  for (let left = range.size; left > 0;) {
    const block = blockAt(range, at, left);
    tags.add(block.tag);
    left -= block.size;
    at = block.end;
  }
  return tags;
}

/** Decompresses the first `need` bytes of a block (all of it, with its checksum, when that is its size) to `target[at...]`. Throws `damaged` with the codec's reason. */
export function decompressBlock(
  codecs: Codecs,
  { source, where }: Pick<CompressedRange, 'source' | 'where'>,
  { tag, start, end, size }: Block,
  { target, at, need }: { target: Uint8Array; at: number; need: number },
): void {
  try {
    codecs.decompress({ tag, source, start, end, target, at, size, need });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw damaged(where, error instanceof Error ? error.message : String(error));
  }
}

/**
 * Decompresses the first `needed` bytes (all blocks when that is the size) to the start of `target`, which has at least
 * `size` bytes. Throws `damaged` with the codec's reason.
 */
export function decompressRange(
  codecs: Codecs,
  range: CompressedRange,
  target: Uint8Array,
  needed: number,
): void {
  let at = range.start;
  for (let done = 0; done < needed;) {
    const block = blockAt(range, at, range.size - done);
    const need = Math.min(block.size, needed - done);
    decompressBlock(codecs, range, block, { target, at: done, need });
    done += block.size;
    at = block.end;
  }
}

/** Decompresses a whole object into memory of its own. */
export function decompressObject(codecs: Codecs, range: CompressedRange): Buffer {
  checkBlocks(range);
  const target = Buffer.allocUnsafeSlow(range.size);
  decompressRange(codecs, range, target, range.size);
  return target;
}
