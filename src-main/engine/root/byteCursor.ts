import type { Buffer } from 'node:buffer';
import type { Where } from '../../../src-shared/userError.ts';
import { damaged } from './damage.ts';

/** Number of bytes of a basic type, by its code in `TVirtualStreamerInfo::EReadWrite`; undefined for anything else. */
export const BASIC_WIDTH: Readonly<Record<number, number>> = {
  1: 1,
  2: 2,
  3: 4,
  4: 8,
  5: 4,
  6: 4,
  8: 8,
  9: 4,
  10: 1,
  11: 1,
  12: 2,
  13: 4,
  14: 8,
  15: 4,
  16: 8,
  17: 8,
  18: 1,
};

/**
 * Reads ROOT's big-endian primitives from a decoded object, never beyond `end`.
 * `base` is what references inside the object count in addition: the length of the key before it (TBuffer's displacement).
 */
export class ByteCursor {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly base: number;
  readonly where: Where;
  /** Class names that stand in these bytes, by position: what class tags refer to. Filled by their reader. */
  readonly classNames: Map<number, string>;
  position: number;
  end: number;

  constructor(
    bytes: Buffer,
    where: Where,
    base = 0,
    position = 0,
    end = bytes.length,
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    classNames = new Map<number, string>(),
  ) {
    this.bytes = bytes;
    this.view = view;
    this.where = where;
    this.base = base;
    this.classNames = classNames;
    this.position = position;
    this.end = end;
  }

  /** Another cursor on the same bytes. Throws `damaged` when the range lies outside. */
  at(position: number, end = this.bytes.length): ByteCursor {
    if (!(position >= 0 && position <= end && end <= this.bytes.length)) {
      throw damaged(
        this.where,
        `a reference to bytes ${position} to ${end} leaves the object (${this.bytes.length} bytes)`,
      );
    }
    return new ByteCursor(this.bytes, this.where, this.base, position, end, this.view, this.classNames);
  }

  /** Claims `length` bytes and returns where they start. Throws `damaged` when fewer are left. */
  take(length: number): number {
    const start = this.position;
    if (!(length >= 0 && length <= this.end - start)) {
      throw damaged(this.where, `needs ${length} bytes at byte ${start}, ${this.end - start} are left`);
    }
    this.position = start + length;
    return start;
  }

  /** Jumps forward to `position`, at most to `end`. */
  skipTo(position: number): void {
    this.take(position - this.position);
  }

  i1(): number {
    return this.view.getInt8(this.take(1));
  }

  u1(): number {
    return this.view.getUint8(this.take(1));
  }

  i2(): number {
    return this.view.getInt16(this.take(2));
  }

  u2(): number {
    return this.view.getUint16(this.take(2));
  }

  i4(): number {
    return this.view.getInt32(this.take(4));
  }

  u4(): number {
    return this.view.getUint32(this.take(4));
  }

  /** A 64-bit integer as a number: file positions and entry counts. Throws `damaged` beyond 2^53. */
  i8(): number {
    const at = this.take(8);
    const value = this.view.getInt32(at) * 4294967296 + this.view.getUint32(at + 4);
    if (!Number.isSafeInteger(value))
      throw damaged(this.where, `the 64-bit number at byte ${at} is impossibly large`);
    return value;
  }

  f4(): number {
    return this.view.getFloat32(this.take(4));
  }

  f8(): number {
    return this.view.getFloat64(this.take(8));
  }

  /** A TString: one length byte, or 255 and a 4-byte length. */
  string(): string {
    let length = this.u1();
    if (length === 255) length = this.u4();
    if (length === 0) return '';
    const at = this.take(length);
    return this.bytes.toString('utf8', at, at + length);
  }

  /** A zero-terminated string. */
  zeroString(): string {
    const zero = this.bytes.indexOf(0, this.position);
    if (zero < 0 || zero >= this.end)
      throw damaged(this.where, `a name at byte ${this.position} does not end`);
    const at = this.take(zero - this.position + 1);
    return this.bytes.toString('latin1', at, zero);
  }

  /** A number of the basic type `code` (see {@link BASIC_WIDTH}); 64-bit integers lose digits beyond 2^53. Throws `damaged` for other codes. */
  basic(code: number): number {
    return this.basicAt(code, this.take(BASIC_WIDTH[code] ?? 0));
  }

  /** The same at a place whose bytes {@link take} has claimed. */
  basicAt(code: number, at: number): number {
    const { view } = this;
    switch (code) {
      case 1:
      case 10:
        return view.getInt8(at);
      case 2:
        return view.getInt16(at);
      case 3:
      case 6:
        return view.getInt32(at);
      case 4:
      case 16:
        return view.getInt32(at) * 4294967296 + view.getUint32(at + 4);
      case 5:
      case 9:
        return view.getFloat32(at);
      case 8:
        return view.getFloat64(at);
      case 11:
      case 18:
        return view.getUint8(at);
      case 12:
        return view.getUint16(at);
      case 13:
      case 15:
        return view.getUint32(at);
      case 14:
      case 17:
        return view.getUint32(at) * 4294967296 + view.getUint32(at + 4);
      default:
        throw damaged(this.where, `type code ${code} at byte ${at} is not a number`);
    }
  }
}
