import { Buffer } from 'node:buffer';

/**
 * Memory that is kept from one use to the next and grows when more is asked for; what it had goes back to the system at once, and
 * views on it become empty. Its start is aligned for every type of value; new memory is not cleared.
 */
export class GrowingMemory {
  #bytes: Buffer = Buffer.alloc(0);

  /** Bytes it has at the moment. */
  get capacity(): number {
    return this.#bytes.length;
  }

  /** At least `length` bytes. What was there stays only with `keep`. The caller has checked the length against its budget. */
  bytes(length: number, keep = false): Buffer {
    if (this.#bytes.length < length) {
      const grown = Buffer.allocUnsafeSlow(roomFor(length));
      if (keep) this.#bytes.copy(grown);
      this.release();
      this.#bytes = grown;
    }
    return this.#bytes;
  }

  /** Gives all of it back to the system. */
  release(): void {
    if (this.#bytes.length === 0) return;
    const { buffer } = this.#bytes;
    this.#bytes = Buffer.alloc(0);
    (buffer as ArrayBuffer).transfer(0);
  }

  /** At least `length` 32-bit integers. */
  int32(length: number, keep = false): Int32Array {
    const { buffer, byteLength } = this.bytes(4 * length, keep);
    return new Int32Array(buffer, 0, byteLength >> 2);
  }
}

/** The memory that is taken for so many bytes: a little more, so that slowly growing baskets do not ask each time. */
export function roomFor(length: number): number {
  const spare = Math.min(length / 4, 1024 * 1024);
  return Math.ceil((length + spare + 64) / 8) * 8;
}
