import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventKeys } from '../../../src-main/engine/events/eventKeys.ts';
import type { EventNumbers } from '../../../src-main/engine/events/eventNumbers.ts';
import { eventRanges, joinRanges, MOST_RANGES, ROW } from '../../../src-main/engine/events/eventRanges.ts';
import { comparisonRounds, createRepeatFinder } from '../../../src-main/engine/events/repeatedEvents.ts';
import { entriesOutside } from '../../../src-main/engine/events/entrySet.ts';
import { sharedRanges } from '../../../src-main/engine/events/sharedRanges.ts';

/* Source of truth: a plain Set of texts `sample run section event`, file by file. Entries are compared one by one. */

interface PlainEvent {
  sample: number;
  run: number;
  section: number;
  event: bigint;
}
type PlainFile = PlainEvent[];

function numbersOf(events: readonly PlainEvent[], columns: Columns): EventNumbers {
  return {
    entries: events.length,
    sample: columns.sample ? Int32Array.from(events, ({ sample }) => sample) : null,
    run: columns.run ? Uint32Array.from(events, ({ run }) => run) : null,
    section: columns.section ? Uint32Array.from(events, ({ section }) => section) : null,
    event: columns.wide
      ? BigUint64Array.from(events, ({ event }) => event)
      : Int32Array.from(events, ({ event }) => Number(event)),
  };
}

interface Columns {
  sample: boolean;
  run: boolean;
  section: boolean;
  wide: boolean;
}
const ALL: Columns = { sample: true, run: true, section: true, wide: true };

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}

/** Entries left out per file, as the engine finds them. */
function found(files: PlainFile[], columns: Columns, chunk: number, perRound: number): number[][] {
  const ranged = files.map((events, index) => ({
    index,
    group: groupOf(index),
    ranges: chunks(events, chunk)
      .map((some) => eventRanges(numbersOf(some, columns)))
      .reduce(joinRanges, new Float64Array(0)),
  }));
  for (const { ranges } of ranged) expect(ranges.length / ROW).toBeLessThanOrEqual(MOST_RANGES);
  const finder = createRepeatFinder(
    comparisonRounds(sharedRanges(ranged), perRound),
    (file) => files[file].length,
  );
  for (let round = finder.next(); round !== null; round = finder.next()) {
    for (const [index, events] of files.entries()) {
      const ranges = round.files[index];
      if (ranges === undefined) continue;
      for (const [c, some] of chunks(events, chunk).entries())
        finder.add(index, c * chunk, eventKeys(numbersOf(some, columns), ranges, round));
    }
  }
  const repeated = finder.repeated();
  return files.map((events, index) => {
    const one = repeated.get(index);
    if (!one) return [];
    const outside = entriesOutside(one.entries, 0, events.length);
    const left = events.flatMap((_, entry) => (outside[entry] === 0 ? [entry] : []));
    expect(one.count).toBe(left.length);
    return left;
  });
}

/** Every third file is of another simulated sample. */
function groupOf(index: number): string {
  return index % 3 === 2 ? 'other' : '';
}

function expected(files: PlainFile[], columns: Columns): number[][] {
  const seen = new Set<string>();
  return files.map((events, index) =>
    events.flatMap(({ sample, run, section, event }, entry) => {
      const key = [
        groupOf(index),
        columns.sample && sample,
        columns.run && run,
        columns.section && section,
        event,
      ].join(' ');
      if (seen.has(key)) return [entry];
      seen.add(key);
      return [];
    }),
  );
}

const plainEvent = (most: bigint) =>
  fc.record({
    sample: fc.integer({ min: 0, max: 1 }),
    run: fc.integer({ min: 1, max: 3 }),
    section: fc.integer({ min: 1, max: 4 }),
    event: fc.bigInt({ min: 0n, max: most }),
  });

describe('events that stand in several files', () => {
  it.each([
    ['few numbers, many repeats', 40n],
    ['numbers of 31 bits', 2n ** 31n - 1n],
    ['numbers of 64 bits', 2n ** 64n - 1n],
  ])('are those that a plain set finds: %s', (_, most) => {
    fc.assert(
      fc.property(
        fc.array(fc.array(plainEvent(most), { maxLength: 120 }), { maxLength: 6 }),
        fc.record({ sample: fc.boolean(), run: fc.boolean(), section: fc.boolean() }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 5, max: 400 }),
        fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.nat(100), fc.nat(60)), { maxLength: 3 }),
        (files, lanes, chunk, perRound, copies) => {
          const columns = { ...lanes, wide: most > 2n ** 31n };
          for (const [to, from, at, length] of copies)
            files[to]?.push(...(files[from] ?? []).slice(at, at + length).reverse());
          expect(found(files, columns, chunk, perRound)).toEqual(expected(files, columns));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('neighbouring and alternating files without a common event are cleared by their ranges alone', () => {
    const events = (first: number, length: number): PlainFile =>
      Array.from({ length }, (_, i) => ({ sample: 0, run: 1, section: 1, event: BigInt(first + i) }));
    const neighbours = Array.from({ length: 50 }, (_, i) => events(1000 * i, 1000));
    const blocks = [0, 1].map((f) =>
      Array.from({ length: 20 }, (_, i) => events(1000 * (2 * i + f), 1000)).flat(),
    );
    for (const files of [neighbours, blocks]) {
      const ranged = files.map((file, index) => ({
        index,
        group: '',
        ranges: eventRanges(numbersOf(file, ALL)),
      }));
      expect(sharedRanges(ranged)).toEqual([]);
    }
  });

  it('only the common stretch of two files is compared', () => {
    const file = (first: number): PlainFile =>
      Array.from({ length: 1000 }, (_, i) => ({
        sample: 0,
        run: 1,
        section: 1,
        event: BigInt(first + i + (i >= 900 ? 5000 : 0)),
      }));
    const files = [file(0), file(5900)];
    const ranged = files.map((one, index) => ({
      index,
      group: '',
      ranges: eventRanges(numbersOf(one, ALL)),
    }));
    expect(sharedRanges(ranged).map(({ events }) => events)).toEqual([1000]);
    expect(found(files, ALL, 64, 1e6)).toEqual(expected(files, ALL));
  });

  it('files of different samples share no event', () => {
    const ranges = eventRanges(numbersOf([{ sample: 0, run: 1, section: 1, event: 5n }], ALL));
    const files = ['601190', '601191'].map((group, index) => ({ index, group, ranges }));
    expect(sharedRanges(files)).toEqual([]);
    expect(sharedRanges(files.map((file) => ({ ...file, group: '' })))[0].rows).toHaveLength(2);
  });

  it('numbers that differ in the last of 64 bits are not the same', () => {
    const one = (event: bigint): PlainFile => [{ sample: 0, run: 1, section: 1, event }];
    const files = [one(2n ** 63n), one(2n ** 63n + 1n), [], one(2n ** 63n)];
    expect(found(files, ALL, 10, 100)).toEqual([[], [], [], [0]]);
  });
});
