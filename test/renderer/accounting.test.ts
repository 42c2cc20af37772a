import { describe, expect, it } from 'vitest';
import type { ResultDataset } from '../../src-shared/contracts/resultFiles.ts';
import { accountingRows, eventsText, runsText } from '../../src-renderer/app/accounting.ts';
import { fileEvents, reasonText, repeatedEvents } from '../../src-renderer/app/fileRows.ts';
import { missingLines, missingText, runResult } from '../../src-renderer/app/runResult.ts';
import { tagSummary, tagUses } from '../../src-renderer/app/tagUse.ts';

/** Narrow spaces as ordinary ones. */
const wide = (text: string | null) => text?.replaceAll('\u202f', ' ');

function dataset(more: Partial<ResultDataset>): ResultDataset {
  return { label: 'Data', kind: 'data', files: [], entries: 0, ...more };
}

const COUNTS = {
  processed: { files: 9, events: 2700 },
  failed: { files: 3, events: 300, unknown: 2 },
  skipped: { files: 0, events: 0 },
};

// Source of truth: the meaning of the fields as the contract of result.json says it.

describe('what a partial result lacks', () => {
  const failed = { reason: 'failed', dataset: 'a', files: 3, events: 300, unknown: 2 } as const;
  const datasets = { a: dataset({ label: 'Data 2022' }) };
  const resultOf = (partial: readonly object[], maxEvents?: number) =>
    runResult({ datasets, partial, provenance: { maxEvents } });

  it('is said in one line, with what is known of the events', () => {
    expect(missingText(runResult({}))).toBeNull();
    expect(missingText(resultOf([failed]))).toBe('3 files failed, at least 300 events missing');
    expect(missingText(resultOf([{ ...failed, unknown: 0 }]))).toBe('3 files failed, 300 events missing');
    expect(missingText(resultOf([{ ...failed, events: 0 }]))).toBe('3 files failed, events unknown');
    const cut = { reason: 'max-events', dataset: 'b', files: 2, events: 5000, unknown: 0 } as const;
    expect(wide(missingText(resultOf([cut, failed], 1000)))).toBe(
      'first 1000 events of each dataset, 3 files failed, at least 5 300 events missing',
    );
  });

  it('is said dataset by dataset', () => {
    const others = [
      { reason: 'cancelled', dataset: 'a', files: 1, events: 1, unknown: 0 },
      { reason: 'max-events', dataset: 'gone', files: 2, events: 5000, unknown: 0 },
    ];
    expect(missingLines(resultOf([failed, ...others], 1000)).map(wide)).toEqual([
      'Data 2022: 3 files failed, at least 300 events missing',
      'Data 2022: 1 file not reached, or not to the end, before the run was cancelled, 1 event missing',
      'gone: 2 files beyond the first 1 000 events, 5 000 events missing',
    ]);
  });
});

describe('files and events by status', () => {
  it('are counted per dataset and in all, groups left out', () => {
    const rows = accountingRows({
      a: dataset({ accounting: COUNTS }),
      both: dataset({ group: { a: 1 } }),
      b: dataset({ accounting: COUNTS }),
    });
    expect(rows.map((row) => row.dataset)).toEqual(['a', 'b', null]);
    expect(rows[2]!.counts).toEqual({
      processed: { files: 18, events: 5400 },
      failed: { files: 6, events: 600, unknown: 4 },
      skipped: { files: 0, events: 0 },
    });
    expect(accountingRows({ a: dataset({ accounting: COUNTS }) })).toHaveLength(1);
    expect(accountingRows({ a: dataset({}) })).toEqual([]);
  });

  it('say where the number of events is not known', () => {
    expect(wide(eventsText({ files: 3, events: 12_300 }))).toBe('12 300');
    expect(eventsText({ files: 3, events: 300, unknown: 2 })).toBe('≥ 300');
    expect(eventsText({ files: 3, events: 0, unknown: 3 })).toBe('?');
  });

  it('have the luminosity of what was processed, and why it is not the whole', () => {
    const [row] = accountingRows({
      a: dataset({
        accounting: COUNTS,
        luminosityRange: {
          ...{ low: 1.6, high: 4.9, requested: 7.9, text: 'between 1.6 and 4.9' },
          ...{ incompleteRuns: [5, 7], runsNotInTable: [9], runsWithoutEvents: 1, table: 'per run' },
        },
      }),
    });
    expect(row!.luminosity).toBe('between 1.6 and 4.9 of 7.9');
    expect(row!.remarks).toEqual([
      'files of runs 5, 7 are missing',
      'run 9 not in the table',
      '1 run of the table without events',
      'per run',
    ]);
    const range = { low: 5, high: 5, requested: 5, text: '5' };
    const whole = dataset({ accounting: COUNTS, luminosity: 5, luminosityRange: range });
    expect(accountingRows({ whole })[0]).toMatchObject({ luminosity: '5', remarks: [] });
    expect(runsText([1, 2, 3], 2)).toBe('runs 1, 2 and 1 more');
  });
});

describe('processing tags', () => {
  const uses = tagUses({
    pattern: '*.{run}.*{tag}.root',
    runs: [
      { run: '1', used: ['p3'], others: ['p2', 'p1'] },
      { run: '2', used: ['p3', 'p2'], others: [] },
    ],
  });

  it('are gathered over the runs, those that are read first', () => {
    expect(uses).toEqual([
      { tag: 'p3', read: ['1', '2'], leftOut: [] },
      { tag: 'p2', read: ['2'], leftOut: ['1'] },
      { tag: 'p1', read: [], leftOut: ['1'] },
    ]);
    expect(tagSummary(uses)).toBe('reads p3, p2 and leaves out p2, p1');
    const many = uses.concat(uses, uses).map((use) => ({ ...use, leftOut: [] }));
    expect(tagSummary(many)).toBe('reads 6 processing tags');
  });
});

describe('a file', () => {
  it('has its reason without its own path, and its place once', () => {
    const reason = {
      code: 'damaged',
      message: 'a.root, t/x basket 0: cut short',
      object: 't/x',
      offset: 13_137,
    };
    expect(wide(reasonText({ path: 'a.root', reason }))).toBe('t/x basket 0: cut short (byte 13 137)');
    const plain = { code: 'damaged', message: 'cut short', object: 't/x' };
    expect(reasonText({ path: 'a.root', reason: plain })).toBe('cut short (t/x)');
    expect(reasonText({ path: 'a.root', reason: null })).toBe('');
  });

  it('has events as far as they are known, and those that count elsewhere', () => {
    expect(fileEvents({ status: 'processed', entries: 0 })).toBe('0');
    expect(fileEvents({ status: 'failed', entries: 0 })).toBe('–');
    expect(fileEvents({ status: 'failed', entries: 300 })).toBe('300');
    const files = [
      { path: 'a', status: 'processed', entries: 400 },
      { path: 'b', status: 'processed', entries: 400, repeated: 12 },
    ] as const;
    const result = runResult({ datasets: { d: dataset({ files: [...files] }) } });
    expect([...repeatedEvents(result)]).toEqual([['d\nb', 12]]);
  });
});
