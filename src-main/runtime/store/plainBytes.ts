import { DefaultDeserializer, serialize } from 'node:v8';

/** Views of the bytes read would keep them all alive and lie anywhere in a buffer that is not theirs. */
class CopyingDeserializer extends DefaultDeserializer {
  _readHostObject(): ArrayBufferView {
    const read = Reflect.get(DefaultDeserializer.prototype, '_readHostObject') as () => ArrayBufferView;
    const view = read.call(this);
    const { buffer, byteOffset, byteLength } = view;
    const copy = new Uint8Array(byteLength);
    copy.set(new Uint8Array(buffer, byteOffset, byteLength));
    const Type = (Buffer.isBuffer(view) ? Uint8Array : view.constructor) as new (
      buffer: ArrayBuffer,
    ) => ArrayBufferView;
    return new Type(copy.buffer);
  }
}

/**
 * Plain data as bytes by V8's structured clone: bit for bit (-0, NaN, typed arrays); of a view only its own bytes, as an array of its own.
 * Throws what structured clone throws for functions and the like.
 */
export function toBytes(value: unknown): Buffer {
  return serialize(value);
}

/** The data of {@link toBytes}; typed arrays own their buffers. Throws an Error when the bytes are no such data. */
export function fromBytes(bytes: Uint8Array): unknown {
  const deserializer = new CopyingDeserializer(bytes);
  deserializer.readHeader();
  return deserializer.readValue() as unknown;
}
