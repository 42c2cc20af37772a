import fs from 'node:fs';
import type { CompressedBlock } from '../engine/ports.ts';

/** The part of the WebAssembly interface that is used; the compiler knows it only with the types of a browser. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
declare const WebAssembly: {
  Module: new (code: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
};

/** Errors of both modules' `decode`, in plain words. */
const REASONS: Record<number, string> = {
  [-1]: 'it ends too early',
  [-2]: 'it holds more bytes than declared',
  [-3]: 'it refers to bytes before its beginning',
  [-4]: 'one of its parts has a false header',
  [-5]: 'one of its parts does not end where it should',
};

/** The first 64 kB of every instance belong to its tables. */
const INPUT = 1 << 16;
/** More than the 64 bytes that a decoder may read behind its input and the 288 that it may write behind its output. */
const MARGIN = 512;
const PAGE = 1 << 16;
/** ROOT's block header has 24 bits for each length. */
const LARGEST_BLOCK = 2 ** 24 - 1;

/** One instance of a module of src-main/native/assembly with its memory: at most 34 MB, grown to the largest block met. */
export interface WasmBlocks<Exports> {
  exports: Exports;
  /** Copies `source[start, end)` into the memory and makes room for `size` bytes behind; gives where both lie. */
  place(
    source: Uint8Array,
    start: number,
    end: number,
    size: number,
  ): { input: number; inputEnd: number; output: number };
  /** The instance's memory as bytes, valid until the next {@link place}. */
  bytes(): Uint8Array;
}

/** Loads a module of src-main/native/assembly by its name. */
export function loadWasm<Exports>(name: 'lz4' | 'xz'): WasmBlocks<Exports> {
  const code = fs.readFileSync(new URL(`./assembly/${name}.wasm`, import.meta.url));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), {});
  const memory = exports['memory'] as WasmMemory;
  let view = new Uint8Array(memory.buffer);
  return {
    exports: exports as Exports,
    place(source, start, end, size) {
      if (Math.max(end - start, size) > LARGEST_BLOCK) throw new Error('the block is larger than 16 MB');
      const inputEnd = INPUT + end - start;
      const output = (inputEnd + MARGIN + 15) & ~15;
      const missing = output + size + MARGIN - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      if (view.buffer !== memory.buffer) view = new Uint8Array(memory.buffer);
      view.set(source.subarray(start, end), INPUT);
      return { input: INPUT, inputEnd, output };
    },
    bytes: () => view,
  };
}

/** The error of a block that `decode` refused with a negative number or that gave a false number of bytes. */
export function refused(kind: string, result: number, size: number): Error {
  const reason = REASONS[result] ?? `it holds ${result} bytes, ${size} are declared`;
  return new Error(`the ${kind} block is damaged: ${reason}`);
}

/** Copies the first `need` decoded bytes to the block's target. */
export function deliver({ target, at, need }: CompressedBlock, bytes: Uint8Array, output: number): void {
  target.set(bytes.subarray(output, output + need), at);
}
