import { MOST_PAGES, PAGE, wasmInterface } from './thresholdBinary.ts';
import type { WasmMemory } from './thresholdBinary.ts';
import type { ProbeStored, ProbeValues } from './thresholdTask.ts';
import { bytesOf } from './thresholdTask.ts';

/** Memory of probe columns that kernels read in place; every thread that is given `memory` sees the same bytes. */
export interface ProbeMemory {
  /** Null where this engine has no WebAssembly: columns are plain arrays then. */
  memory: WasmMemory | null;
  /** Room for this many bytes and 64 behind them, at a multiple of 64. Throws a RangeError when there is none. */
  allocate(bytes: number): number;
  /** An array over bytes that were allocated. */
  array(stored: ProbeStored, address: number, length: number): ProbeValues;
  /** Where values that lie in this memory begin; null for other ones. */
  addressOf(values: ProbeValues): number | null;
}

type ArrayConstructor = new (buffer: ArrayBufferLike, offset: number, length: number) => ProbeValues;

const CONSTRUCTORS: Readonly<Record<ProbeStored, ArrayConstructor>> = {
  f4: Float32Array,
  f8: Float64Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
};

const MARGIN = 64;
const PIECE = 1 << 20;

/** An array of its own. */
export function probeArray(stored: ProbeStored, length: number): ProbeValues {
  return new CONSTRUCTORS[stored](new ArrayBuffer(length * bytesOf(stored)), 0, length);
}

/** The WebAssembly memory for probes, empty; shared between threads that it is posted to. Null without WebAssembly. */
export function sharedMemory(): WasmMemory | null {
  const wasm = wasmInterface();
  return wasm ? new wasm.Memory({ initial: 1, maximum: MOST_PAGES, shared: true }) : null;
}

/** A {@link ProbeMemory} over a memory, given by another thread or made anew. Growing it is atomic, so that threads allocate side by side. */
export function createProbeMemory(memory: WasmMemory | null = sharedMemory()): ProbeMemory {
  const seen = new WeakSet<ArrayBufferLike>();
  const buffer = (): ArrayBufferLike => {
    const { buffer: current } = memory!;
    seen.add(current);
    return current;
  };
  let next = 0;
  let end = 0;
  return {
    memory,
    allocate(bytes) {
      const room = Math.ceil((bytes + MARGIN) / MARGIN) * MARGIN;
      if (room > end - next) {
        const pages = Math.ceil(Math.max(room, PIECE) / PAGE);
        next = memory!.grow(pages) * PAGE;
        end = next + pages * PAGE;
      }
      next += room;
      return next - room;
    },
    array: (stored, address, length) => new CONSTRUCTORS[stored](buffer(), address, length),
    addressOf: (values) => (seen.has(values.buffer) ? values.byteOffset : null),
  };
}
