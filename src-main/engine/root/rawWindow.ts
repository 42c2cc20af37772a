import type { Buffer } from 'node:buffer';
import type { ByteSource } from '../ports.ts';
import { GrowingMemory } from './growingMemory.ts';

/** Read at once where less is asked for. */
const READ_AHEAD = 64 * 1024;

/** A part of a file in memory, replaced by another when that is asked for. */
export class RawWindow {
  readonly #memory = new GrowingMemory();
  #source: ByteSource | null = null;
  #from = 0;
  #to = 0;

  /** Bytes of memory that it holds. */
  get capacity(): number {
    return this.#memory.capacity;
  }

  /** The memory that {@link at} points into, until it is called again. */
  get bytes(): Buffer {
    return this.#memory.bytes(0);
  }

  /**
   * Where `length` bytes at `position` of the file stand in {@link bytes}, read if they are not there. More may be read, but
   * nothing from `end` on. Throws as reading does.
   */
  at(source: ByteSource, position: number, length: number, end: number): number {
    if (source !== this.#source || position < this.#from || position + length > this.#to) {
      this.#source = null;
      const count = Math.max(length, Math.min(READ_AHEAD, end - position));
      source.read(position, count, this.#memory.bytes(count), 0);
      this.#source = source;
      this.#from = position;
      this.#to = position + count;
    }
    return position - this.#from;
  }

  /** Forgets what is there: the file may have changed. */
  forget(): void {
    this.#source = null;
  }

  /** Gives the memory back to the system. */
  release(): void {
    this.#source = null;
    this.#memory.release();
  }
}
