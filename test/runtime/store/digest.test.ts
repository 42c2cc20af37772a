import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest } from '../../../src-main/runtime/store/digest.ts';

/* Source of truth: SHA-256 of a text that was worked out by hand; structured clone as the judge of sameness. */

const plain = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.double(),
    fc.integer(),
    fc.bigInt(),
    fc.boolean(),
    fc.constantFrom(null, undefined, NaN, 0, -0),
    fc.string({ unit: 'binary' }),
    fc.float64Array({ maxLength: 4 }),
    fc.int32Array({ maxLength: 4 }),
    fc.uint8Array({ maxLength: 4 }),
  ),
  value: fc.oneof(
    { maxDepth: 3 },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 3 }), tie('value'), { maxKeys: 4 }),
    fc
      .array(fc.tuple(fc.string({ maxLength: 2 }), tie('leaf')), { maxLength: 3 })
      .map((list) => new Map(list)),
  ),
})).value;

/** A second, naive account of sameness: a text in which different data differ. */
function account(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (ArrayBuffer.isView(value)) {
    return `${value.constructor.name}<${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}>`;
  }
  if (value instanceof Map) return `Map${account([...value])}`;
  if (Array.isArray(value)) return `[${value.map(account).join()}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${account((value as Record<string, unknown>)[key])}`).join()}}`;
}

describe('digest of plain data', () => {
  it('is SHA-256 over tags, lengths and contents', () => {
    const hash = createHash('sha256')
      .update('{1:"1:')
      .update('a', 'utf16le')
      .update('[2:T"1:')
      .update('µ', 'utf16le');
    expect(digest({ a: [true, 'µ'] })).toBe(hash.digest('hex'));
  });

  it('a copy has the digest of the original, in any order of keys', () => {
    const reversed = (value: unknown): unknown => {
      if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value) || value instanceof Map)
        return value;
      if (Array.isArray(value)) return value.map(reversed);
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, one]) => [key, reversed(one)]),
      );
    };
    fc.assert(
      fc.property(plain, (value) => {
        expect(digest(structuredClone(value))).toBe(digest(value));
        expect(digest(reversed(value))).toBe(digest(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('two values have one digest exactly when they are the same', () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        expect(digest(a) === digest(b)).toBe(account(a) === account(b));
        for (const value of [a, b]) {
          const text = account(value);
          expect(seen.get(digest(value)) ?? text).toBe(text);
          seen.set(digest(value), text);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('tells apart what looks alike', () => {
    const bytes = new Uint8Array([1, 0, 0, 0]);
    const values: unknown[] = [
      ...[0, -0, 1, 1n, '1', true, 'true', null, 'null', undefined, NaN, Infinity, -Infinity, 5e-324, ''],
      ...[{}, { a: undefined }, { a: null }, { ab: 1 }, { a: 'b1' }, { ['__proto__']: 1 }],
      ...[[], [undefined], new Array(1), [null], [[]], [[], []], [[[]]], [1, 2], [12]],
      ...[
        bytes,
        new Int8Array(bytes.buffer),
        new Uint32Array(bytes.buffer),
        bytes.buffer,
        new DataView(bytes.buffer),
      ],
      ...[
        new Map(),
        new Set(),
        new Map([[1, 2]]),
        new Map([[2, 1]]),
        new Set([1, 2]),
        new Set([2, 1]),
        new Date(0),
      ],
      ...['\ud800', '\ud801', '\ufffd', 'é', 'e\u0301', new Date(NaN)],
    ];
    expect(new Set(values.map(digest)).size).toBe(values.length);
  });

  it('a view counts for its own bytes, a Buffer as the bytes it is', () => {
    const long = new Float64Array([1, 2, 3, 4]);
    expect(digest(long.subarray(1, 3))).toBe(digest(new Float64Array([2, 3])));
    expect(digest(Buffer.from([1, 2]))).toBe(digest(new Uint8Array([1, 2])));
    const shared = new Uint8Array(new SharedArrayBuffer(2));
    expect(digest(shared)).toBe(digest(new Uint8Array(2)));
  });

  it('refuses what cannot be sent to a thread, and what holds itself', () => {
    const ring: unknown[] = [];
    ring.push(ring);
    for (const value of [() => 1, Symbol('x'), /x/, new Error('x'), new WeakMap(), ring]) {
      expect(() => digest({ value })).toThrow(TypeError);
    }
  });
});
