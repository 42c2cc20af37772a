import type { Buffer } from 'node:buffer';
import type { Where } from '../../../src-shared/userError.ts';
import type { ColumnPlan } from './columnPlan.ts';
import { BLOCK_HEADER, blockAt, checkBlocks, decompressBlock, decompressRange } from './compression.ts';
import type { Block } from './compression.ts';
import { damaged, unsupported } from './damage.ts';
import type { EmbeddedBasket } from './embeddedBasket.ts';
import { BIG_KEY } from './key.ts';
import type { BasketMemory, ReaderMemory } from './memory.ts';
import type { RootFile } from './rootFile.ts';

/** A basket that has to be decoded as a whole and decodes to more than this is refused. */
export const LARGEST_BASKET = 48 * 1024 * 1024;
/** A basket that decodes to more than this is refused: ROOT's own buffers have at most 1 GB (TBuffer::kMaxBufferSize). */
const LARGEST_BLOCKWISE = 1024 * 1024 * 1024;
/** A basket of at most so many compressed bytes is read at once. */
const READ_AT_ONCE = 1024 * 1024;

/** What the key of a basket says, checked against the tree. */
export interface BasketHead {
  index: number;
  /** First entry, and one past the last. */
  first: number;
  last: number;
  /** Position in the file and bytes there; null for a basket that stands in the tree's own object. */
  place: { seek: number; nbytes: number } | null;
  embedded: EmbeddedBasket | null;
  keylen: number;
  /** Bytes of the decompressed basket, and those of its values. */
  size: number;
  border: number;
  where: Where;
}

/** Bytes [from, to) of a decompressed basket, wanted at `target[at...]`. */
export interface BasketPiece {
  from: number;
  to: number;
  target: Uint8Array;
  at: number;
}

/** A decompressed basket (TBasket): `bytes[0, border)` are values as stored, the table of entry starts may follow. */
export interface LoadedBasket {
  index: number;
  /** First entry, and one past the last. */
  first: number;
  last: number;
  bytes: Buffer;
  border: number;
  /** Bytes of `bytes` that are decoded: up to the border, or all with checksums verified. */
  size: number;
  full: boolean;
  keylen: number;
  /** Entry starts of an embedded basket, which stand apart from its bytes. */
  starts: Int32Array | null;
  /** What it was decoded into, and whether it stays there when other columns load theirs. */
  memory: BasketMemory;
  kept: boolean;
  where: Where;
}

/** Bytes of the smallest key of a basket: fixed members, three strings, TBasket's own members. */
const SMALLEST_KEY = 40;
/** Bytes of the largest key: its length has 15 bits. */
const LARGEST_KEY = 32 * 1024;

/** Loads one column's baskets into memory that it reuses; the last one stays until another is asked for. */
export class BasketLoader {
  readonly #file: RootFile;
  readonly #plan: ColumnPlan;
  readonly #shared: ReaderMemory;
  readonly #own: BasketMemory;

  constructor(file: RootFile, plan: ColumnPlan, shared: ReaderMemory, own: BasketMemory) {
    this.#file = file;
    this.#plan = plan;
    this.#shared = shared;
    this.#own = own;
  }

  /** Number of the basket that holds an entry. */
  indexOf(entry: number): number {
    const { firstEntry } = this.#plan.baskets;
    let low = 0;
    let high = firstEntry.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (firstEntry[middle] <= entry) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Reads the key of a basket. Throws `damaged` where it and the tree disagree, `unsupported` beyond 1 GB. */
  head(index: number): BasketHead {
    const { baskets, tree, name } = this.#plan;
    const object = `${tree}/${name} basket ${index}`;
    const where: Where = { file: this.#file.name, object, offset: baskets.seek[index] };
    const first = baskets.firstEntry[index];
    const last = baskets.firstEntry[index + 1];
    const seek = baskets.seek[index];
    if (seek > 0) {
      const place = { seek, nbytes: baskets.bytes[index] };
      return { index, first, last, where, place, embedded: null, ...this.#key(place, last - first, where) };
    }
    const embedded = baskets.embedded.get(index);
    if (embedded === undefined) throw damaged(where, 'the basket is neither in the file nor in the tree');
    const size = embedded.payload.length;
    return { index, first, last, where, place: null, embedded, keylen: 0, size, border: size };
  }

  #key(
    { seek, nbytes }: { seek: number; nbytes: number },
    expected: number,
    where: Where,
  ): { keylen: number; size: number; border: number } {
    const { source } = this.#file;
    const { raw } = this.#shared;
    if (!(nbytes >= SMALLEST_KEY && seek + nbytes <= source.size)) {
      throw damaged(
        where,
        `a basket of ${nbytes} bytes at ${seek} does not fit into the file (${source.size} bytes)`,
      );
    }
    raw.forget();
    const at = raw.at(source, seek, nbytes <= READ_AT_ONCE ? nbytes : LARGEST_KEY, seek + nbytes);
    const { bytes } = raw;
    const size = bytes.readInt32BE(at + 6);
    const keylen = bytes.readInt16BE(at + 14);
    if (bytes.readInt32BE(at) !== nbytes || keylen < SMALLEST_KEY || keylen > nbytes || size < 0) {
      throw damaged(where, `no key of a basket of ${nbytes} bytes stands there`);
    }
    if (size > LARGEST_BLOCKWISE) throw tooLarge(where, size, LARGEST_BLOCKWISE);
    const home =
      bytes.readInt16BE(at + 4) > BIG_KEY ? bytes.readBigInt64BE(at + 18) : bytes.readInt32BE(at + 18);
    if (Number(home) !== seek) {
      throw damaged(where, `the basket that stands there says it belongs at byte ${home}`);
    }
    const border = bytes.readInt32BE(at + keylen - 5) - keylen;
    const entries = bytes.readInt32BE(at + keylen - 9);
    if (border < 0 || border > size || entries !== expected) {
      throw damaged(
        where,
        `the basket says ${entries} entries in ${border} of ${size} bytes, the tree ${expected} entries`,
      );
    }
    return { keylen, size, border };
  }

  /**
   * Reads and decompresses a basket as a whole: all of it with `full`, else up to the border of its values.
   * Throws `damaged` where sizes or checksums disagree, `unsupported` beyond {@link LARGEST_BASKET}.
   */
  load(head: BasketHead, full: boolean): LoadedBasket {
    const { index, first, last, where, place, embedded, keylen, size, border } = head;
    if (size > LARGEST_BASKET) throw tooLarge(where, size, LARGEST_BASKET);
    const room = Math.round(size * roomPerByte(this.#plan.layout));
    const { memory, kept } = this.#shared.forBasket(this.#own, room);
    const bytes = memory.decoded.bytes(size);
    const loaded = { index, first, last, where, bytes, border, keylen, memory, kept };
    if (place === null || embedded !== null) {
      bytes.set(embedded?.payload ?? []);
      return { ...loaded, size, full: true, starts: embedded?.starts ?? null };
    }
    const wanted = full ? size : border;
    if (place.nbytes <= READ_AT_ONCE) this.#fromSmall(head, place, bytes, wanted);
    else this.pieces(head, [{ from: 0, to: wanted, target: bytes, at: 0 }], full);
    return { ...loaded, size: wanted, full, starts: null };
  }

  #fromSmall(
    { keylen, size, where }: BasketHead,
    { seek, nbytes }: { seek: number; nbytes: number },
    bytes: Buffer,
    wanted: number,
  ): void {
    const { raw } = this.#shared;
    const start = raw.at(this.#file.source, seek, nbytes, seek + nbytes) + keylen;
    const source = raw.bytes;
    if (size === nbytes - keylen) {
      source.copy(bytes, 0, start, start + wanted);
      return;
    }
    const range = { source, start, end: start + nbytes - keylen, size, where };
    checkBlocks(range);
    decompressRange(this.#file.codecs, range, bytes, wanted);
  }

  /**
   * Reads parts of a basket that stands in the file, block by block (of at most 16 MB, TFile's R__zip); blocks without any are left
   * out unless `full` asks for all checksums. Throws as {@link load}, but not for the size.
   */
  pieces(head: BasketHead, pieces: readonly BasketPiece[], full: boolean): void {
    const { place, keylen, size, where } = head;
    const { source, codecs } = this.#file;
    const { raw } = this.#shared;
    if (place === null) throw damaged(where, 'the basket is not in the file');
    let position = place.seek + keylen;
    const end = place.seek + place.nbytes;
    if (size === end - position) {
      for (const { from, to, target, at } of pieces) source.read(position + from, to - from, target, at);
      return;
    }
    const stop = full ? size : pieces.reduce((most, { to }) => Math.max(most, to), 0);
    for (let done = 0; done < stop;) {
      const header = raw.at(source, position, Math.min(BLOCK_HEADER, end - position), end);
      const range = { source: raw.bytes, start: header, end: header + end - position, size, where };
      const { tag, start, end: after, size: given } = blockAt(range, header, size - done);
      const touched = pieces.filter(({ from, to }) => from < done + given && to > done);
      position += BLOCK_HEADER;
      if (full || touched.length > 0) {
        const at = raw.at(source, position, after - start, end);
        const block = { tag, start: at, end: at + after - start, size: given };
        this.#block(codecs, { source: raw.bytes, where }, block, { done, touched, full });
      }
      position += after - start;
      done += given;
    }
  }

  #block(
    codecs: RootFile['codecs'],
    source: { source: Uint8Array; where: Where },
    block: Block,
    { done, touched, full }: { done: number; touched: readonly BasketPiece[]; full: boolean },
  ): void {
    const { size } = block;
    const wanted = touched.reduce((most, { to }) => Math.max(most, to - done), 0);
    const need = full ? size : Math.min(size, wanted);
    const [piece] = touched;
    if (touched.length === 1 && piece.from <= done) {
      const at = piece.at + done - piece.from;
      if (at + size <= piece.target.length) {
        decompressBlock(codecs, source, block, { target: piece.target, at, need });
        return;
      }
    }
    const target = this.#shared.spare.decoded.bytes(size);
    decompressBlock(codecs, source, block, { target, at: 0, need });
    for (const { from, to, target: into, at } of touched) {
      const begin = Math.max(from, done);
      into.set(target.subarray(begin - done, Math.min(to, done + size) - done), at + begin - from);
    }
  }
}

/** Bytes of memory per byte of a basket, with tables of its entries or strings: a vector has ten bytes of header, a list in it four, a string one. */
function roomPerByte({ kind, depth = 1 }: { kind: ColumnPlan['layout']['kind']; depth?: number }): number {
  if (kind === 'vector') return depth === 1 ? 1.4 : 2.4;
  return kind === 'text' || kind === 'texts' ? 3 : 1;
}

function tooLarge(where: Where, bytes: number, most: number): Error {
  return unsupported(
    where,
    `a basket that decodes to ${bytes} bytes is more than the ${most} that this reader takes`,
  );
}
