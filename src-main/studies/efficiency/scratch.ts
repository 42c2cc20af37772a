/** Arrays that are used again for every chunk, by name: what lives in them is valid until the same name is asked for again. */
export interface Scratch {
  int32(name: string, length: number): Int32Array;
  uint8(name: string, length: number): Uint8Array;
  float64(name: string, length: number): Float64Array;
  /** 0, 1, 2, ...: shared, not to be changed. */
  ascending(length: number): Int32Array;
}

/** Scratch arrays for one thread; contents are not cleared. */
export function createScratch(): Scratch {
  const buffers = new Map<string, ArrayBuffer>();
  const take = (name: string, bytes: number): ArrayBuffer => {
    let buffer = buffers.get(name);
    if (buffer === undefined || buffer.byteLength < bytes) {
      buffer = new ArrayBuffer(Math.ceil((bytes * 1.25) / 64) * 64);
      buffers.set(name, buffer);
    }
    return buffer;
  };
  let numbers = new Int32Array(0);
  return {
    ascending(length) {
      if (numbers.length < length)
        numbers = Int32Array.from({ length: Math.ceil(length * 1.25) }, (_, i) => i);
      return numbers;
    },
    int32: (name, length) => new Int32Array(take(`${name} i`, 4 * length), 0, length),
    uint8: (name, length) => new Uint8Array(take(`${name} u`, length), 0, length),
    float64: (name, length) => new Float64Array(take(`${name} f`, 8 * length), 0, length),
  };
}
