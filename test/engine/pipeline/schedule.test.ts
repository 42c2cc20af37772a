import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSchedule } from '../../../src-main/engine/pipeline/schedule.ts';

// Source of truth: every chunk exactly once, none further ahead of the merge front than 64 + 4 per thread; exact.

/** Plays a run with threads of given speeds (ticks per chunk); gives the order of chunks and the largest lead. */
function play(
  files: number[],
  speeds: number[],
  {
    stalledFor = 0,
    threadsOf,
    seam,
  }: {
    stalledFor?: number;
    threadsOf?: (position: number) => number;
    seam?: (position: number, chunk: number) => boolean;
  } = {},
) {
  const base = files.map((_, i) => files.slice(0, i).reduce((sum, n) => sum + n, 0));
  const done = new Set<number>();
  let front = 0;
  const opened: number[] = [];
  const schedule = createSchedule({
    threads: speeds.length,
    files: files.length,
    chunksOf(position) {
      opened.push(position);
      return files[position];
    },
    ...(threadsOf && { threadsOf }),
    ...(seam && { seam }),
    merged: () => front,
  });
  const working: ({ number: number; until: number } | null)[] = speeds.map(() => null);
  const given: number[][] = speeds.map(() => []);
  const workers = files.map(() => new Set<number>());
  let lead = 0;
  const total = files.reduce((sum, n) => sum + n, 0);
  for (let tick = 0; done.size < total && tick < 1e6; tick++) {
    for (let thread = 0; thread < speeds.length; thread++) {
      const current = working[thread];
      if (current && current.until <= tick) {
        done.add(current.number);
        while (done.has(front)) front++;
        working[thread] = null;
      }
      if (working[thread] !== null) continue;
      const piece = schedule.next(thread);
      if (!piece) continue;
      const number = base[piece.position] + piece.chunk;
      lead = Math.max(lead, number - front);
      given[thread].push(number);
      workers[piece.position].add(thread);
      const stall = number === 0 ? stalledFor : 0;
      working[thread] = { number, until: tick + speeds[thread] + stall };
    }
  }
  expect(schedule.next(0)).toBe(null);
  return { given, lead, opened, workers, done: done.size, total };
}

describe('createSchedule', () => {
  it.each([
    [[500], [1, 1]],
    [[500], [1, 50]],
    [
      [3, 1, 0, 7, 200, 0, 0, 5],
      [1, 2, 3, 4, 5],
    ],
    [new Array(400).fill(1), [1, 7]],
    [[0, 0, 0], [1]],
    [[], [1, 1]],
  ])('gives every chunk of %j once with speeds %j', (files, speeds) => {
    const { given, done, total, opened } = play(files, speeds);
    expect(done).toBe(total);
    expect(new Set(given.flat()).size).toBe(given.flat().length);
    expect(opened).toEqual(files.map((_, i) => i));
  });

  it('waits for a stalled merge front instead of running away', () => {
    const { lead, done } = play([2000], [1, 1], { stalledFor: 5000 });
    expect(done).toBe(2000);
    expect(lead).toBeLessThan(64 + 8);
    expect(lead).toBeGreaterThan(50);
    expect(play(new Array(3000).fill(1), [1, 1, 1], { stalledFor: 5000 }).lead).toBeLessThan(64 + 12);
  });

  it('gives each thread neighbours', () => {
    const { given } = play([64], [1, 1]);
    const neighbours = given.flatMap((list) => list.slice(1).map((number, i) => number - list[i] === 1));
    expect(neighbours.filter(Boolean).length).toBeGreaterThan(50);
  });

  it('lets a fast thread take what a slow one has before it', () => {
    const { given } = play([16], [1, 100]);
    expect(given[1].length).toBeLessThanOrEqual(2);
  });

  it('keeps two threads out of the same cluster, but shares a file that has only one', () => {
    const everySixth = (_: number, chunk: number): boolean => chunk % 6 === 0;
    const { given } = play([36], [1, 1], { seam: everySixth });
    const clusters = given.map((list) => new Set(list.map((chunk) => Math.floor(chunk / 6))));
    expect([...clusters[0]].filter((cluster) => clusters[1].has(cluster))).toEqual([]);
    expect(clusters.map((list) => list.size)).toEqual([3, 3]);
    const onlyFirst = (_: number, chunk: number): boolean => chunk === 0;
    expect(play([8], [1, 1], { seam: onlyFirst }).given.map((list) => list.length)).toEqual([4, 4]);
    expect(play([200], [1, 1], { seam: onlyFirst }).given[1].length).toBeGreaterThan(90);
  });

  it('gives every chunk once wherever the seams are', () => {
    const file = fc.record({
      chunks: fc.integer({ min: 0, max: 90 }),
      apart: fc.integer({ min: 1, max: 99 }),
    });
    const speeds = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 8 }), speeds, (files, speeds) => {
        const seam = (position: number, chunk: number): boolean => chunk % files[position].apart === 0;
        const played = play(
          files.map((one) => one.chunks),
          speeds,
          { seam },
        );
        expect(played.done).toBe(played.total);
        expect(new Set(played.given.flat()).size).toBe(played.given.flat().length);
        expect(played.lead).toBeLessThan(64 + 4 * speeds.length);
      }),
      { numRuns: 300, seed: 300 },
    );
  });

  it('leaves a file to the first threads where it may, and still gives every chunk once', () => {
    const chunks = fc.integer({ min: 0, max: 40 });
    const file = fc.record({ chunks, threads: fc.integer({ min: 1, max: 5 }) });
    const speeds = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 12 }), speeds, (files, speeds) => {
        const threadsOf = (position: number): number => files[position].threads;
        const played = play(
          files.map((one) => one.chunks),
          speeds,
          { threadsOf },
        );
        expect(played.done).toBe(played.total);
        expect(new Set(played.given.flat()).size).toBe(played.given.flat().length);
        played.workers.forEach((threads, position) => {
          for (const thread of threads) expect(thread).toBeLessThan(files[position].threads);
        });
      }),
      { numRuns: 300, seed: 300 },
    );
  });

  it('takes back the chunks behind a failed one', () => {
    const schedule = createSchedule({ threads: 1, files: 2, chunksOf: () => 20, merged: () => 0 });
    expect(schedule.next(0)).toEqual({ position: 0, chunk: 0 });
    expect(schedule.next(0)).toEqual({ position: 0, chunk: 1 });
    schedule.cut(0, 1);
    expect(schedule.next(0)).toEqual({ position: 1, chunk: 0 });
  });
});
