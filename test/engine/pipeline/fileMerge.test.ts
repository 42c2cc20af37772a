import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFileMerge } from '../../../src-main/engine/pipeline/fileMerge.ts';
import type { Reason } from '../../../src-main/engine/pipeline/study.ts';

// Source of truth: a loop over the chunks in their order that stops at the first failing one; exact.

const reasonOf = (chunk: number): Reason => ({ code: 'damaged', message: `chunk ${chunk}` });

describe('createFileMerge', () => {
  it('gives the same sum and the same failure whatever order chunks come in', () => {
    const orders = fc.uniqueArray(fc.nat(29), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(orders, fc.uniqueArray(fc.nat(29), { maxLength: 4 }), (order, bad) => {
        const merge = createFileMerge(order.length, [] as number[], (into, from) =>
          (into as number[]).push(from as number),
        );
        const first = Math.min(order.length, ...bad);
        for (const chunk of order) {
          const known = first === 30 || merge.failure?.message === `chunk ${first}`;
          expect(merge.complete()).toBe(merge.merged === first && known);
          if (bad.includes(chunk)) merge.fail(chunk, reasonOf(chunk));
          else merge.add(chunk, chunk);
        }
        expect(merge.complete()).toBe(true);
        expect(merge.sum).toEqual(Array.from({ length: first }, (_, chunk) => chunk));
        expect(merge.failure).toEqual(first < 30 ? reasonOf(first) : null);
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  it('keeps the failure of the first failing chunk, of two of one chunk the first said', () => {
    const merge = createFileMerge(5, [], () => undefined);
    merge.fail(3, reasonOf(3));
    merge.fail(4, reasonOf(4));
    merge.fail(3, { code: 'internal', message: 'again' });
    expect(merge.failure).toEqual(reasonOf(3));
    merge.fail(1, reasonOf(1));
    expect(merge.failure).toEqual(reasonOf(1));
    expect([merge.complete(), merge.merged]).toEqual([false, 0]);
    merge.add(0, 'a');
    expect([merge.complete(), merge.merged]).toEqual([true, 1]);
  });
});
