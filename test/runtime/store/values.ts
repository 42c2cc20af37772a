import { digest } from '../../../src-main/runtime/store/digest.ts';

/** The key of the i-th value. */
export function keyOf(i: number): string {
  return digest({ what: 'test', i });
}

/** The i-th value: like the sums of a chunk, of about `size` bytes. */
export function valueOf(i: number, size = 1000): unknown {
  const numbers = new Float64Array(Math.ceil(size / 8)).map((_, at) => Math.sin(i * 1000 + at));
  return { index: i, zero: -0, numbers, counts: new BigInt64Array([BigInt(i), -1n]), name: `chunk ${i}` };
}
