import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LuminosityTable } from '../../../src-main/engine/columns/luminosityTable.ts';
import { runsOf } from '../../../src-main/engine/columns/luminosityTable.ts';
import {
  countRuns,
  luminosityText,
  mergeRuns,
  processedLuminosity,
} from '../../../src-main/studies/efficiency/luminosity.ts';
import type { RunCounts } from '../../../src-main/studies/efficiency/luminosity.ts';

const perRun: LuminosityTable = {
  format: '',
  runs: new Map([
    [1, 2],
    [2, 3],
    [3, 5],
  ]),
  sections: null,
};
const sections = new Map([
  [
    1,
    new Map([
      [1, 0.5],
      [2, 1.5],
    ]),
  ],
  [
    2,
    new Map([
      [7, 1],
      [8, 1],
      [9, 1],
    ]),
  ],
  [3, new Map([[1, 5]])],
]);
const perSection: LuminosityTable = { format: '', runs: runsOf(sections), sections };
const counts = (entries: [number, number[] | null][]): RunCounts =>
  new Map(entries.map(([run, own]) => [run, { events: 10, sections: own }]));

// Source of truth: sums worked out by hand; exact.
describe('luminosity of what was processed', () => {
  it('counts whole runs when no file is missing, and runs without events never', () => {
    const found = processedLuminosity(
      perRun,
      counts([
        [1, null],
        [2, null],
        [9, null],
      ]),
      [],
      undefined,
    );
    expect(found).toMatchObject({
      value: 5,
      requested: 10,
      withoutEvents: 1,
      notInTable: [9],
      incomplete: [],
    });
  });

  it('lies in a range when a file of a run is missing', () => {
    const found = processedLuminosity(
      perRun,
      counts([
        [1, null],
        [2, null],
      ]),
      [{ run: 2 }],
      undefined,
    );
    expect(found).toMatchObject({ value: null, low: 2, high: 5, incomplete: [2] });
  });

  it('is open for all runs when a missing file tells no run', () => {
    const found = processedLuminosity(perRun, counts([[1, null]]), [{ run: null }], undefined);
    expect(found).toMatchObject({ value: null, low: 0, high: 10, incomplete: [1] });
  });

  it('is known from the sections that were seen', () => {
    const found = processedLuminosity(
      perSection,
      counts([
        [1, [1, 2]],
        [2, [7, 9]],
      ]),
      [{ run: 2 }],
      undefined,
    );
    expect(found).toMatchObject({ value: 4, low: 4, high: 4, incomplete: [] });
  });

  it('counts the sections of the mask only', () => {
    const mask = { format: 'golden-json' as const, runs: new Map([[2, Float64Array.of(8, 9)]]) };
    expect(processedLuminosity(perSection, counts([[2, [8]]]), [], mask)).toMatchObject({
      value: 2,
      requested: 2,
    });
    expect(processedLuminosity(perRun, counts([[2, [8]]]), [], mask)).toMatchObject({
      value: 3,
      requested: 3,
    });
  });

  it('in words', () => {
    expect(luminosityText({ low: 31.4, high: 31.4 })).toBe('31.4');
    expect(luminosityText({ low: 0, high: 31.4 })).toBe('at most 31.4');
    expect(luminosityText({ low: 12.06, high: 31.4 })).toBe('between 12.06 and 31.4');
  });
});

// Source of truth: a plain set per run.
describe('runs of events', () => {
  const event = fc.record({
    run: fc.integer({ min: 1, max: 4 }),
    section: fc.integer({ min: 1, max: 6 }),
    taken: fc.boolean(),
  });

  it('are counted the same in one piece and in many', () => {
    fc.assert(
      fc.property(fc.array(fc.array(event, { maxLength: 20 }), { maxLength: 6 }), (chunks) => {
        const merged: RunCounts = new Map();
        for (const chunk of chunks) {
          const part = countRuns(
            chunk.map(({ run }) => run),
            chunk.map(({ section }) => section),
            Uint8Array.from(chunk, ({ taken }) => Number(taken)),
          );
          mergeRuns(merged, part);
        }
        const all = chunks.flat().filter(({ taken }) => taken);
        for (const run of [1, 2, 3, 4]) {
          const own = all.filter((one) => one.run === run);
          const expected = [...new Set(own.map(({ section }) => section))].sort((a, b) => a - b);
          expect(merged.get(run)).toEqual(
            own.length === 0 ? undefined : { events: own.length, sections: expected },
          );
        }
      }),
    );
  });
});
