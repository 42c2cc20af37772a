import { Buffer } from 'node:buffer';

/** Memory that is kept from one use to the next and grows when more is asked for. Its start is aligned for every type of value; new memory is not cleared. */
export class GrowingMemory {
  #bytes: Buffer = Buffer.alloc(0);

  /** At least `length` bytes. What was there stays only with `keep`. The caller has checked the length against its budget. */
  bytes(length: number, keep = false): Buffer {
    if (this.#bytes.length < length) {
      const capacity = Math.ceil((length + (length >> 2) + 64) / 8) * 8;
      const grown = Buffer.allocUnsafeSlow(capacity);
      if (keep) this.#bytes.copy(grown);
      this.#bytes = grown;
    }
    return this.#bytes;
  }

  /** At least `length` 32-bit integers. */
  int32(length: number, keep = false): Int32Array {
    const { buffer, byteLength } = this.bytes(4 * length, keep);
    return new Int32Array(buffer, 0, byteLength >> 2);
  }
}
