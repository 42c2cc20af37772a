/** One TKey of a file with its object, and what of it no checksum covers. */
export interface Part {
  at: number;
  length: number;
  keyLength: number;
  className: string;
  name: string;
  /** Stored as it is. */
  plain: boolean;
}

/** From `from` up to but not including `to`. */
export interface Span {
  from: number;
  to: number;
}

/** What {@link layoutOf} finds. */
export interface FileLayout {
  parts: Part[];
  /** Payloads without a checksum: stored plainly, zstd (ROOT's frames have none), the old deflate. */
  unchecked: Span[];
}

const BLOCK_HEADER = 9;
const WITHOUT_CHECKSUM = new Set(['ZS', 'CS']);
/** Their content is compared with other places when it is read. */
const STRUCTURE = new Set(['TFile', 'TDirectory', 'TDirectoryFile']);

const FIRST = 100;
const LONG_KEY = 1000;
const CLASS_NAME = /^[A-Z][\w:<>, ]+$/;

/** The record at a place: a key that says that it stands there. */
function recordAt(bytes: Buffer, at: number): Part | null {
  const length = bytes.readInt32BE(at);
  const keyLength = bytes.readInt16BE(at + 14);
  if (keyLength < 30 || length < keyLength || at + length > bytes.length) return null;
  const wide = bytes.readInt16BE(at + 4) > LONG_KEY;
  const seek = wide ? Number(bytes.readBigInt64BE(at + 18)) : bytes.readInt32BE(at + 18);
  if (seek !== at) return null;
  const text = (from: number): [string, number] => {
    const end = from + 1 + bytes[from]!;
    return [bytes.toString('latin1', from + 1, end), end];
  };
  const [className, next] = text(at + (wide ? 34 : 26));
  if (!CLASS_NAME.test(className)) return null;
  const [name] = text(next);
  return { at, length, keyLength, className, name, plain: bytes.readInt32BE(at + 6) === length - keyLength };
}

function partsOf(bytes: Buffer): Part[] {
  const parts: Part[] = [];
  for (let at = FIRST; at + 40 < bytes.length;) {
    const part = recordAt(bytes, at);
    if (part !== null) parts.push(part);
    at += part?.length ?? 1;
  }
  return parts;
}

/** The records of a file and where its bytes are not covered by a checksum. */
export function layoutOf(bytes: Buffer): FileLayout {
  const unchecked: Span[] = [];
  const parts = partsOf(bytes);
  for (const { at, length, keyLength, className, plain } of parts) {
    const from = at + keyLength;
    const to = at + length;
    if (plain && !STRUCTURE.has(className)) unchecked.push({ from, to });
    for (let block = from; !plain && block + BLOCK_HEADER <= to;) {
      const end = block + BLOCK_HEADER + bytes.readUIntLE(block + 3, 3);
      if (WITHOUT_CHECKSUM.has(bytes.toString('latin1', block, block + 2)))
        unchecked.push({ from: block, to: end });
      block = end;
    }
  }
  return { parts, unchecked };
}

/** Whether two files of one seed differ within spans. */
export function touches(original: Buffer, mutant: Buffer, spans: readonly Span[]): boolean {
  return spans.some(({ from, to }) => {
    const end = Math.min(to, mutant.length);
    return from < end && original.compare(mutant, from, end, from, end) !== 0;
  });
}
