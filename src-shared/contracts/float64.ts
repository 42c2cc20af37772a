const KEY = '$float64';

/** A Float64Array as it stands in JSON: base64 of its bytes, little-endian. */
interface WrittenFloat64 {
  [KEY]: string;
}

/** Reads and writes base64: each side has its own. */
export interface Base64 {
  encode(bytes: Uint8Array): string;
  decode(text: string): Uint8Array;
}

/** For JSON.stringify: arrays of numbers that are Float64Arrays keep every bit. */
export function writeFloat64({ encode }: Pick<Base64, 'encode'>): (key: string, value: unknown) => unknown {
  return (_key, value) =>
    value instanceof Float64Array
      ? ({
          [KEY]: encode(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)),
        } satisfies WrittenFloat64)
      : value;
}

function isWritten(value: unknown): value is WrittenFloat64 {
  return typeof value === 'object' && value !== null && typeof (value as WrittenFloat64)[KEY] === 'string';
}

/** For JSON.parse: gives back what {@link writeFloat64} wrote. */
export function readFloat64({ decode }: Pick<Base64, 'decode'>): (key: string, value: unknown) => unknown {
  return (_key, value) => (isWritten(value) ? new Float64Array(decode(value[KEY]).slice().buffer) : value);
}
