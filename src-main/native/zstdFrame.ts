/** What the headers of a zstd frame say (RFC 8878, section 3.1.1). */
export interface ZstdFrame {
  /** Position behind the frame. */
  end: number;
  /** True when the frame ends with a checksum of its content; ROOT writes none. */
  checksum: boolean;
}

const MAGIC = 0xfd2fb528;

/** ROOT's blocks hold less than 16 MB: a larger window would only take memory. */
const LARGEST_WINDOW = 2 ** 26;

function littleEndian(source: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let i = bytes - 1; i >= 0; i--) value = value * 256 + source[at + i]!;
  return value;
}

/**
 * Walks the frame's and its blocks' headers in `source[start, end)` without decoding. Throws an Error in plain words when it is no zstd frame,
 * is cut short, declares another content size than `size`, or asks for a window above 64 MB.
 */
export function zstdFrame(source: Uint8Array, start: number, end: number, size: number): ZstdFrame {
  const fail = (reason: string): Error => new Error(`the zstd block is damaged: ${reason}`);
  const must = (at: number): void => {
    if (at > end) throw fail('it is cut short');
  };
  must(start + 6);
  if (littleEndian(source, start, 4) !== MAGIC) throw fail('it does not begin as zstd');
  const descriptor = source[start + 4]!;
  const single = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3]!;
  const contentBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  const checksum = (descriptor & 4) !== 0;
  let at = start + 5;
  if (!single) {
    const window = source[at++]!;
    if (2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8) > LARGEST_WINDOW)
      throw fail('it asks for too much memory');
  }
  must(at + dictionary + contentBytes);
  if (littleEndian(source, at, dictionary) !== 0) throw fail('it needs a dictionary');
  at += dictionary;
  if (contentBytes > 0) {
    const content = littleEndian(source, at, contentBytes) + (contentBytes === 2 ? 256 : 0);
    if (content !== size) throw fail(`it says that it holds ${content} bytes, ${size} are declared`);
    at += contentBytes;
  }
  for (let last = false; !last;) {
    must(at + 3);
    const header = littleEndian(source, at, 3);
    last = (header & 1) === 1;
    const repeated = ((header >> 1) & 3) === 1;
    at += 3 + (repeated ? 1 : header >> 3);
    must(at);
  }
  if (checksum) at += 4;
  must(at);
  return { end: at, checksum };
}
