import type { Buffer } from 'node:buffer';
import type { Where } from '../../../src-shared/userError.ts';
import type { ColumnPlan } from './columnPlan.ts';
import { checkBlocks, decompressRange } from './compression.ts';
import { damaged, unsupported } from './damage.ts';
import type { BasketMemory, ReaderMemory } from './memory.ts';
import type { RootFile } from './rootFile.ts';

/** A basket that decodes to more than this is refused. */
export const LARGEST_BASKET = 48 * 1024 * 1024;

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

  /**
   * Reads and decompresses a basket: all of it with `full`, else up to the border of its values.
   * Throws `damaged` where sizes, entries or checksums disagree, `unsupported` beyond {@link LARGEST_BASKET}.
   */
  load(index: number, full: boolean): LoadedBasket {
    const { baskets, tree, name } = this.#plan;
    const object = `${tree}/${name} basket ${index}`;
    const where: Where = { file: this.#file.name, object, offset: baskets.seek[index] };
    const first = baskets.firstEntry[index];
    const last = baskets.firstEntry[index + 1];
    if (baskets.seek[index] > 0) return this.#fromFile(index, first, last, where, full);
    const embedded = baskets.embedded.get(index);
    if (embedded === undefined) throw damaged(where, 'the basket is neither in the file nor in the tree');
    const size = embedded.payload.length;
    const { memory, kept } = this.#shared.forBasket(this.#own, size);
    const bytes = memory.decoded.bytes(size);
    bytes.set(embedded.payload);
    const { starts } = embedded;
    const place = { index, first, last, where };
    return { ...place, bytes, border: size, size, full: true, keylen: 0, starts, memory, kept };
  }

  #fromFile(index: number, first: number, last: number, where: Where, full: boolean): LoadedBasket {
    const { source } = this.#file;
    const seek = this.#plan.baskets.seek[index];
    const nbytes = this.#plan.baskets.bytes[index];
    if (!(nbytes >= SMALLEST_KEY && seek + nbytes <= source.size)) {
      throw damaged(
        where,
        `a basket of ${nbytes} bytes at ${seek} does not fit into the file (${source.size} bytes)`,
      );
    }
    if (nbytes > LARGEST_BASKET) throw tooLarge(where, nbytes);
    const raw = this.#shared.raw.bytes(nbytes);
    source.read(seek, nbytes, raw, 0);
    const objlen = raw.readInt32BE(6);
    const keylen = raw.readInt16BE(14);
    if (raw.readInt32BE(0) !== nbytes || keylen < SMALLEST_KEY || keylen > nbytes || objlen < 0) {
      throw damaged(where, `no key of a basket of ${nbytes} bytes stands there`);
    }
    if (objlen > LARGEST_BASKET) throw tooLarge(where, objlen);
    const border = raw.readInt32BE(keylen - 5) - keylen;
    const entries = raw.readInt32BE(keylen - 9);
    if (border < 0 || border > objlen || entries !== last - first) {
      throw damaged(
        where,
        `the basket says ${entries} entries in ${border} of ${objlen} bytes, the tree ${last - first} entries`,
      );
    }
    const size = full ? objlen : border;
    const { memory, kept } = this.#shared.forBasket(this.#own, objlen);
    const bytes = memory.decoded.bytes(objlen);
    if (objlen === nbytes - keylen) {
      raw.copy(bytes, 0, keylen, keylen + size);
    } else {
      const range = { source: raw, start: keylen, end: nbytes, size: objlen, where };
      checkBlocks(range);
      decompressRange(this.#file.codecs, range, bytes, size);
    }
    const place = { index, first, last, where };
    return { ...place, bytes, border, size, full, keylen, starts: null, memory, kept };
  }
}

function tooLarge(where: Where, bytes: number): Error {
  return unsupported(
    where,
    `a basket of ${bytes} bytes is more than the ${LARGEST_BASKET} that this reader takes`,
  );
}
