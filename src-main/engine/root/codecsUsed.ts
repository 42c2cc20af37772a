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

/**
 * The compression found in a column's baskets, in alphabetical order: `zlib`, `zstd`, `lz4`, `lzma`, `deflate` or `none`;
 * `unknown` for what is none of these. Baskets inside the tree's own object count as `none`.
 */
export function codecsUsed(file: RootFile, plan: ColumnPlan): string[] {
  const { seek, bytes } = plan.baskets;
  const found = new Set<string>();
  const step = Math.max(1, Math.ceil(seek.length / MOST_BASKETS));
  const head = Buffer.alloc(HEAD);
  for (let i = 0; i < seek.length; i += step) {
    const length = Math.min(HEAD, bytes[i]);
    if (seek[i] === 0) found.add('none');
    else if (!(length >= 24 && seek[i] + length <= file.source.size)) found.add('unknown');
    else {
      file.source.read(seek[i], length, head, 0);
      found.add(codecOf(head.subarray(0, length), bytes[i]));
    }
  }
  return [...found].sort();
}

function codecOf(head: Buffer, nbytes: number): string {
  const objlen = head.readInt32BE(6);
  const keylen = head.readInt16BE(14);
  if (objlen === nbytes - keylen) return 'none';
  const tag = head.toString('latin1', Math.max(0, keylen), keylen + 2);
  return Object.hasOwn(NAMES, tag) ? NAMES[tag as CodecTag] : 'unknown';
}
