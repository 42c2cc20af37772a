import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { LoadedBasket } from '../../../src-main/engine/root/basket.ts';
import { ByteCursor } from '../../../src-main/engine/root/byteCursor.ts';
import { decodeLeafOf, decodeNumbers, decodeTails } from '../../../src-main/engine/root/decodeNumbers.ts';
import { decodeTexts, decodeTextVectors } from '../../../src-main/engine/root/decodeText.ts';
import { decodeNestedVectors, decodeVectors } from '../../../src-main/engine/root/decodeVector.ts';
import { readEmbeddedBasket } from '../../../src-main/engine/root/embeddedBasket.ts';
import { entryStarts } from '../../../src-main/engine/root/entryStarts.ts';
import { GrowingMemory } from '../../../src-main/engine/root/growingMemory.ts';
import { basketMemory } from '../../../src-main/engine/root/memory.ts';
import { keyBytes } from './builtFile.ts';

/* Baskets whose values are not what their layout says: source of truth is the layout itself (TBasket, TBuffer); each has a message of its own. */

const where = { file: 'evil.root', object: 't/x basket 0', offset: 7 };

function basket(
  bytes: Buffer<ArrayBufferLike>,
  entries: number,
  starts: number[] | null = null,
  table: Buffer = Buffer.alloc(0),
): LoadedBasket {
  const content = Buffer.concat([bytes, table]);
  const all = Buffer.from(new ArrayBuffer(8 * Math.ceil(content.length / 8)), 0, content.length);
  content.copy(all);
  return {
    ...{ index: 0, first: 0, last: entries, bytes: all, border: bytes.length, size: all.length, full: true },
    ...{ keylen: 10, starts: starts === null ? null : Int32Array.from(starts), memory: basketMemory() },
    ...{ kept: true, where },
  };
}

const ints = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeInt32BE(value | 0, 4 * i));
  return bytes;
};
const shorts = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeInt16BE(value, 2 * i));
  return bytes;
};
const memory = () => new GrowingMemory();
const floats = () => ({ element: 'float32' as const, packing: null, memory: memory() });
const packed = { as: 'range' as const, factor: 255, min: 0 };

/** Byte count, version, length, content: a std::vector as it is streamed. */
function vector(length: number, content: Buffer, declared = 6 + content.length): Buffer {
  return Buffer.concat([ints(0x40000000 | declared), shorts(9), ints(length), content]);
}

function embedded(numbers: {
  nevBufSize?: number;
  entries: number;
  last: number;
  flag: number;
  rest?: Buffer;
}): ReturnType<typeof readEmbeddedBasket> {
  const { nevBufSize = 1000, entries, last, flag, rest = Buffer.alloc(0) } = numbers;
  const key = keyBytes({ className: 'TBasket', name: 'x', seek: 0 });
  const more = nevBufSize < 0 ? Buffer.of(0) : Buffer.alloc(0);
  const body = Buffer.concat([
    shorts(3),
    ints(32000, nevBufSize),
    more,
    ints(entries, last),
    Buffer.of(flag),
    rest,
  ]);
  return readEmbeddedBasket(new ByteCursor(Buffer.concat([key, body]), where));
}
const KEY = keyBytes({ className: 'TBasket', name: 'x', seek: 0 }).length;

describe('numbers', () => {
  it('refuse what is no whole number of values, entries or leaves', () => {
    expect(() => decodeNumbers(basket(Buffer.alloc(7), 2), floats())).toThrow(
      /7 bytes are no whole number of values of 4 bytes/,
    );
    const place = { count: 1, stride: 8, offset: 4 };
    expect(() => decodeLeafOf(basket(Buffer.alloc(15), 2), floats(), place)).toThrow(
      /15 bytes are not 2 entries of 8/,
    );
    expect(() =>
      decodeLeafOf(basket(Buffer.alloc(16), 2, [0, 10]), floats(), { count: 1, stride: 0, offset: 4 }),
    ).toThrow(/entry 1 is too short for its leaves/);
    expect(() =>
      decodeLeafOf(basket(Buffer.alloc(16), 2), floats(), { count: 1, stride: 0, offset: 4 }),
    ).toThrow(/without a table of where they start/);
    expect(() => decodeTails(basket(Buffer.alloc(16), 2, [0, 7]), floats(), 1)).toThrow(
      /entry 0 has 6 bytes of values, no whole number of 4/,
    );
    expect(() => decodeTails(basket(Buffer.alloc(16), 2, [0, 0]), floats(), 1)).toThrow(
      /entry 0 has -1 bytes/,
    );
    expect(() => decodeTails(basket(Buffer.alloc(16), 2), floats(), 1)).toThrow(/without a table/);
  });

  it('refuse packed values that would take more than a basket may', () => {
    const format = { element: 'float64' as const, packing: packed, memory: memory() };
    const large = { ...basket(Buffer.alloc(8), 1), border: 2 ** 28 };
    expect(() => decodeNumbers(large, format)).toThrow(/packed values is more than this reader takes/);
  });

  it('take booleans at any place and any byte but 0 as true', () => {
    const bytes = Buffer.from(new ArrayBuffer(16), 1, 9);
    bytes.set([0, 1, 2, 255, 0, 0, 1, 7, 0]);
    const odd = { ...basket(Buffer.alloc(9), 9), bytes };
    const { values } = decodeNumbers(odd, { element: 'bool', packing: null, memory: memory() });
    expect([...values]).toEqual([0, 1, 1, 1, 0, 0, 1, 1, 0]);
  });
});

describe('tables of entries', () => {
  it('may be missing, but not short, backwards or beyond the values', () => {
    expect(entryStarts(basket(Buffer.alloc(8), 2))).toBeNull();
    expect(entryStarts(basket(Buffer.alloc(8), 2, null, ints(2, 10, 14)))).toEqual(Int32Array.of(0, 4));
    expect(() => entryStarts(basket(Buffer.alloc(8), 2, null, ints(1, 10)))).toThrow(/1 rows for 2 entries/);
    expect(() => entryStarts(basket(Buffer.alloc(8), 2, null, ints(99, 10, 14)))).toThrow(/99 rows for 2/);
    expect(() => entryStarts(basket(Buffer.alloc(8), 2, null, ints(2, 14, 10)))).toThrow(
      /entry 1 would start at byte 0/,
    );
    expect(() => entryStarts(basket(Buffer.alloc(8), 2, [0, 9]))).toThrow(
      /entry 1 would start at byte 9 of 8/,
    );
  });
});

describe('strings', () => {
  it('end inside the values', () => {
    const texts =
      (bytes: Buffer, entries = 1) =>
      () =>
        decodeTexts(basket(bytes, entries), 0, memory());
    expect(texts(Buffer.alloc(0))).toThrow(/string at byte 0 leaves the values/);
    expect(texts(Buffer.of(255, 0, 0))).toThrow(/string at byte 0 leaves the values/);
    expect(texts(Buffer.concat([Buffer.of(255), ints(-5)]))).toThrow(
      /claims -5 characters, 0 bytes are left/,
    );
    expect(texts(Buffer.of(9, 65))).toThrow(/claims 9 characters, 1 bytes are left/);
    expect(texts(Buffer.of(1, 65, 66))).toThrow(/the entries end at byte 2, the values at 3/);
    expect(texts(Buffer.alloc(0), 1 << 22)).toThrow(/a basket of 4194304 strings is more/);
  });

  it('agree with the table of entries and their byte counts', () => {
    const two = basket(Buffer.of(1, 65, 1, 66), 2, [0, 3]);
    expect(() => decodeTexts(two, 0, memory())).toThrow(
      /entry 1 starts at byte 2, the table of entries says 3/,
    );
    const counted = Buffer.concat([ints(0x40000000 | 50), shorts(1), Buffer.of(1, 65)]);
    expect(() => decodeTexts(basket(counted, 1), 6, memory())).toThrow(
      /ends at byte 8, its byte count says 54/,
    );
  });

  it('in vectors are as many as the vector says', () => {
    const of = (bytes: Buffer) => () => decodeTextVectors(basket(bytes, 1), memory(), true);
    expect(of(vector(2, Buffer.of(1, 65)))).toThrow(/string at byte 12 leaves the values/);
    expect(of(vector(1, Buffer.of(1, 65), 99))).toThrow(/its byte count says 103/);
    expect(of(vector(1, Buffer.of(1, 65, 66)))).toThrow(/byte count says 13/);
    expect(of(vector(1 << 22, Buffer.alloc(1 << 22)))).toThrow(/strings is more than this reader takes/);
  });
});

describe('vectors', () => {
  const of = (bytes: Buffer, entries = 1, starts: number[] | null = null) =>
    decodeVectors(basket(bytes, entries, starts), 'int32', memory(), true);

  it('end inside the values and where their byte count says', () => {
    expect(() => of(Buffer.alloc(9))).toThrow(/a vector at byte 0 leaves the values \(9 bytes\)/);
    expect(() => of(vector(-1, Buffer.alloc(0)))).toThrow(/stands no vector \(length -1/);
    expect(() => of(vector(3, ints(1, 2)))).toThrow(/stands no vector \(length 3/);
    expect(() => of(Buffer.concat([ints(6), shorts(9), ints(0)]))).toThrow(/stands no vector/);
    expect(() => of(vector(1, ints(1, 2)))).toThrow(/ends at byte 14, its byte count says 18/);
    expect(() => of(Buffer.concat([vector(1, ints(1)), Buffer.of(0)]))).toThrow(
      /end at byte 14, the values at 15/,
    );
    expect(() => of(vector(1, ints(1)), 1, [4])).toThrow(/table of entries says 4/);
  });

  it.each(['int8', 'int16', 'int32', 'int64'] as const)('of %s are moved to the front', (element) => {
    const width = { int8: 1, int16: 2, int32: 4, int64: 8 }[element];
    const content = Buffer.alloc(2 * width);
    content[width - 1] = 5;
    content[2 * width - 1] = 6;
    const bytes = Buffer.concat([vector(2, content), vector(0, Buffer.alloc(0))]);
    const { values, offsets } = decodeVectors(basket(bytes, 2), element, memory(), false);
    expect([...values].map(Number)).toEqual([5, 6]);
    expect(offsets).toEqual(Int32Array.of(0, 2, 2));
  });

  it('of vectors too', () => {
    const nested = (bytes: Buffer) =>
      decodeNestedVectors(basket(bytes, 1), 'int32', { offsets: memory(), inner: memory() }, true);
    const good = nested(vector(2, ints(1, 7, 0)));
    expect([good.values[0], ...good.inner!]).toEqual([7, 0, 1, 1]);
    expect(() => nested(vector(2, ints(1, 7)))).toThrow(/list 1 of entry 0 leaves the values/);
    expect(() => nested(vector(1, ints(-1)))).toThrow(/list 0 of entry 0 has -1 values in 0 bytes/);
    expect(() => nested(vector(1, ints(5, 1)))).toThrow(/list 0 of entry 0 has 5 values in 4 bytes/);
    expect(() => nested(vector(1, ints(0, 1)))).toThrow(/ends at byte 14, its byte count says 18/);
  });
});

describe('baskets inside the tree', () => {
  const payload = Buffer.alloc(KEY + 8, 3);
  const last = payload.length;

  it('are nothing without entries or values', () => {
    expect(embedded({ entries: 0, last: 0, flag: 11 })).toBeNull();
    expect(embedded({ entries: 2, last, flag: 0 })).toBeNull();
    expect(embedded({ entries: 2, last, flag: 2 })).toBeNull();
  });

  it('hold their values, with and without offsets and displacements', () => {
    const plain = embedded({ entries: 2, last, flag: 12, rest: payload });
    expect([plain?.payload.length, plain?.starts]).toEqual([8, null]);
    expect(embedded({ nevBufSize: -1, entries: 2, last, flag: 12, rest: payload })?.entries).toBe(2);
    expect(embedded({ entries: 2, last, flag: 91, rest: payload })?.starts).toBeNull();
    const table = ints(2, KEY, KEY + 4);
    const offsets = embedded({ entries: 2, last, flag: 11, rest: Buffer.concat([table, payload]) });
    expect(offsets?.starts).toEqual(Int32Array.of(0, 4));
    const displaced = Buffer.concat([table, ints(2, 0, 0), payload]);
    expect(embedded({ entries: 2, last, flag: 31, rest: displaced })?.payload.length).toBe(8);
    expect(
      embedded({ entries: 2, last, flag: 11, rest: Buffer.concat([ints(0), payload]) })?.starts,
    ).toBeNull();
  });

  it('have possible sizes', () => {
    expect(() => embedded({ entries: 2, last: KEY - 1, flag: 12, rest: payload })).toThrow(
      /impossible sizes/,
    );
    expect(() => embedded({ entries: -2, last, flag: 12, rest: payload })).toThrow(/impossible sizes/);
    expect(() => embedded({ entries: 2, last, flag: 11, rest: ints(1, KEY) })).toThrow(
      /1 offsets for 2 entries/,
    );
    expect(() => embedded({ entries: 2, last, flag: 11, rest: ints(1 << 28) })).toThrow(
      /offsets for 2 entries/,
    );
    expect(() => embedded({ entries: 2, last: 1e9, flag: 12, rest: payload })).toThrow(
      /needs 1000000000 bytes/,
    );
  });
});

describe('numbers by type code', () => {
  it('are those of TVirtualStreamerInfo', () => {
    const bytes = Buffer.from('fedcba9876543210', 'hex');
    const c = new ByteCursor(bytes, where);
    const at = (code: number): number => {
      c.position = 0;
      return c.basic(code);
    };
    expect([1, 10, 18, 11, 2, 12].map(at)).toEqual([-2, -2, 254, 254, -292, 65244]);
    expect([3, 6, 13, 15].map(at)).toEqual([-19088744, -19088744, 4275878552, 4275878552]);
    expect([4, 16].map(at)).toEqual([-81985529216486900, -81985529216486900]);
    expect([14, 17].map(at)).toEqual([18364758544493064000, 18364758544493064000]);
    expect([5, 9].map(at)).toEqual([bytes.readFloatBE(0), bytes.readFloatBE(0)]);
    expect(at(8)).toBe(bytes.readDoubleBE(0));
    expect(() => at(77)).toThrow(/type code 77 at byte 0 is not a number/);
  });

  it('and texts end where they should', () => {
    const c = new ByteCursor(Buffer.from('abc'), where);
    expect(() => c.zeroString()).toThrow(/a name at byte 0 does not end/);
    expect([c.i1(), c.u1(), c.position]).toEqual([97, 98, 2]);
    expect(() => c.at(5)).toThrow(/leaves the object/);
    expect(new ByteCursor(Buffer.alloc(4), where).f4()).toBe(0);
    expect(new ByteCursor(Buffer.alloc(8), where).f8()).toBe(0);
    expect(() => new ByteCursor(Buffer.alloc(8, 0x7f), where).i8()).toThrow(/impossibly large/);
  });
});
