/** The part of the WebAssembly interface that is used; the compiler knows it only with the types of a browser. */
export interface WasmMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** A compiled module; opaque. */
export type WasmModule = object;

interface WasmInterface {
  validate(code: Uint8Array): boolean;
  Module: new (code: Uint8Array) => WasmModule;
  Instance: new (module: WasmModule, imports: object) => { exports: Record<string, unknown> };
  Memory: new (descriptor: { initial: number; maximum: number; shared: boolean }) => WasmMemory;
}

/** The engine's WebAssembly; undefined where there is none. */
export function wasmInterface(): WasmInterface | undefined {
  return (globalThis as { WebAssembly?: WasmInterface }).WebAssembly;
}

/** Bytes of a page of memory. */
export const PAGE = 1 << 16;
/** The most pages that 32-bit addresses reach. */
export const MOST_PAGES = 1 << 16;

/** Plain instructions (WebAssembly core specification 2.0, section 5.4). */
export const CODE = {
  void: 0x40,
  loop: 0x03,
  end: 0x0b,
  branchIf: 0x0d,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  i32Load: 0x28,
  i32Store: 0x36,
  i32Const: 0x41,
  i32LessSigned: 0x48,
  i32Add: 0x6a,
} as const;

/** Value types. */
export const TYPE = { i32: 0x7f, v128: 0x7b } as const;

/** Vector instructions, after the prefix 0xfd (core specification 2.0, section 5.4.8). */
export const SIMD = {
  load: 0x00,
  load16x4Signed: 0x03,
  load16x4Unsigned: 0x04,
  constant: 0x0c,
  shuffle: 0x0d,
  i32x4Splat: 0x11,
  i32x4ExtractLane: 0x1b,
  i32x4LessSigned: 0x39,
  f32x4: { eq: 0x41, ne: 0x42, lt: 0x43, gt: 0x44, le: 0x45, ge: 0x46, abs: 0xe0, fromSigned: 0xfa },
  f64x2: {
    eq: 0x47,
    ne: 0x48,
    lt: 0x49,
    gt: 0x4a,
    le: 0x4b,
    ge: 0x4c,
    ceil: 0x74,
    floor: 0x75,
    abs: 0xec,
    neg: 0xed,
    sqrt: 0xef,
    add: 0xf0,
    sub: 0xf1,
    mul: 0xf2,
    div: 0xf3,
    min: 0xf4,
    max: 0xf5,
    pmin: 0xf6,
    pmax: 0xf7,
    promoteLow: 0x5f,
    fromSigned: 0xfe,
    fromUnsigned: 0xff,
  },
  not: 0x4d,
  and: 0x4e,
  or: 0x50,
  bitselect: 0x52,
  load32Zero: 0x5c,
  i16x8ExtendSigned: 0x87,
  i16x8ExtendUnsigned: 0x89,
  i32x4ExtendSigned: 0xa7,
  i32x4ExtendUnsigned: 0xa9,
  i32x4ShiftLeft: 0xab,
  i32x4Add: 0xae,
  i32x4Sub: 0xb1,
  i32x4Multiply: 0xb5,
  i32x4MinUnsigned: 0xb7,
} as const;

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  do {
    const low = left % 128;
    left = Math.floor(left / 128);
    bytes.push(left > 0 ? low | 128 : low);
  } while (left > 0);
  return bytes;
}

/** Signed LEB128 of a 32-bit integer. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let left = value | 0;
  for (;;) {
    const low = left & 127;
    left >>= 7;
    const done = (left === 0 && (low & 64) === 0) || (left === -1 && (low & 64) !== 0);
    bytes.push(done ? low : low | 128);
    if (done) return bytes;
  }
}

function text(value: string): number[] {
  return [...unsigned(value.length), ...Array.from(value, (letter) => letter.charCodeAt(0))];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** One function of 32-bit integers without a result. */
export interface WasmFunction {
  parameters: number;
  /** Locals behind the parameters: 32-bit integers first, then vectors. */
  integers: number;
  vectors: number;
  /** Instructions without the last `end`. */
  body: readonly number[];
}

/** A module with one function, exported as `run`, on a shared memory imported as `probes.memory`. */
export function moduleBytes({ parameters, integers, vectors, body }: WasmFunction): Uint8Array {
  const locals = [2, ...unsigned(integers), TYPE.i32, ...unsigned(vectors), TYPE.v128];
  const code = [...locals, ...body, CODE.end];
  const types = Array.from({ length: parameters }, () => TYPE.i32);
  const shared = [0x03, ...unsigned(1), ...unsigned(MOST_PAGES)];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, ...unsigned(parameters), ...types, 0]),
    ...section(2, [1, ...text('probes'), ...text('memory'), 0x02, ...shared]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('run'), 0x00, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}
