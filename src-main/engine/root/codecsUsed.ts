import { Buffer } from 'node:buffer';
import type { CodecTag } from '../ports.ts';
import type { ColumnPlan } from './columnPlan.ts';
import type { RootFile } from './rootFile.ts';

/** Names of the algorithms as a user knows them. */
const NAMES: Readonly<Record<CodecTag, string>> = {
  ZL: 'zlib',
  ZS: 'zstd',
  L4: 'lz4',
  XZ: 'lzma',
  CS: 'deflate',
};

/** More baskets of a column than this are sampled evenly. */
const MOST_BASKETS = 16;
/** A basket's key and the tag of its first block fit into this many bytes but for very long names. */
const HEAD = 400;
/** Baskets of neighbouring branches stand side by side: one read takes many heads. */
const WINDOW = 16 * 1024;

/**
 * Makes a reader of the compression found in a column's baskets, in alphabetical order: `zlib`, `zstd`, `lz4`, `lzma`,
 * `deflate` or `none`; `unknown` for what is none of these. Baskets inside the tree's own object count as `none`.
 */
export function codecReader({ source }: RootFile): (plan: ColumnPlan) => string[] {
  const window = Buffer.alloc(WINDOW);
  let from = 0;
  let to = 0;

  function codecAt(seek: number, nbytes: number): string {
    if (seek === 0) return 'none';
    const length = Math.min(HEAD, nbytes);
    if (!(length >= 24 && seek + length <= source.size)) return 'unknown';
    if (seek < from || seek + length > to) {
      from = seek;
      to = Math.min(seek + WINDOW, source.size);
      source.read(from, to - from, window, 0);
    }
    return codecOf(window, seek - from, length, nbytes);
  }

  return ({ baskets: { seek, bytes } }) => {
    const step = Math.max(1, Math.ceil(seek.length / MOST_BASKETS));
    if (seek.length === 1) return [codecAt(seek[0], bytes[0])];
    const found = new Set<string>();
    for (let i = 0; i < seek.length; i += step) found.add(codecAt(seek[i], bytes[i]));
    return [...found].sort();
  };
}

function codecOf(bytes: Buffer, at: number, length: number, nbytes: number): string {
  const objlen = bytes.readInt32BE(at + 6);
  const keylen = bytes.readInt16BE(at + 14);
  if (objlen === nbytes - keylen) return 'none';
  if (keylen < 0 || keylen + 2 > length) return 'unknown';
  const tag = bytes.toString('latin1', at + keylen, at + keylen + 2);
  return Object.hasOwn(NAMES, tag) ? NAMES[tag as CodecTag] : 'unknown';
}
