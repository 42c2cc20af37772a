import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listDatasets } from '../../src-renderer/app/sidebar/listDatasets.ts';
import type { Outcome, PageState } from '../../src-renderer/app/state.ts';
import { parseStudy } from '../../src-shared/study/document.ts';

// Source of truth: the datasets that the YAML reader of the study finds in the same text.

type Shown = Pick<PageState, 'outcome' | 'run'>;
const NOTHING: Shown = { outcome: null, run: null };
const SAMPLE = path.resolve(import.meta.dirname, '../../assets/sample/isolation-pileup.muscope.yaml');

function ended(statuses: Record<string, ('processed' | 'failed' | 'skipped')[]>): Shown {
  const files = Object.entries(statuses).flatMap(([dataset, all]) =>
    all.map((status, index) => ({ dataset, path: `${index}.root`, status, entries: 1 })),
  );
  return { outcome: { files, result: { datasets: {} } } as unknown as Outcome, run: null };
}

const TEXT = `datasets:
  one:
    label: One   # a remark
    files: [a.root]
  "two words": {files: b.root}
  three:
    label: "Three: 3"
    variations:
      label: not this one
workingPoints:
  four: preset
`;

describe('the datasets in the list', () => {
  it('are those of the sample, by name and label', () => {
    const text = readFileSync(SAMPLE, 'utf8');
    const expected = parseStudy(text).study.datasets.map(({ name, label }) => ({
      name,
      label,
    }));
    expect(expected).toHaveLength(3);
    expect(listDatasets(text, NOTHING).map(({ name, label }) => ({ name, label }))).toEqual(expected);
  });

  it('are read from text with quotes and remarks, and end where the datasets end', () => {
    expect(listDatasets(TEXT, NOTHING).map(({ name, label }) => [name, label])).toEqual([
      ['one', 'One'],
      ['two words', 'two words'],
      ['three', 'Three: 3'],
    ]);
  });

  it('are none in a text without any, or while it is typed', () => {
    for (const text of ['', 'datasets:', 'datasets: {}\n', 'muscope: 1\n  datasets:\n    a:\n'])
      expect(listDatasets(text, NOTHING)).toEqual([]);
  });

  it('say what became of their files', () => {
    const shown = ended({
      one: ['processed', 'skipped'],
      'two words': ['failed', 'processed'],
      three: ['failed'],
    });
    expect(listDatasets(TEXT, shown).map(({ state, files, failed }) => [state, files, failed])).toEqual([
      ['processed', 2, 0],
      ['partial', 2, 1],
      ['failed', 1, 1],
    ]);
  });

  it('wait while a run goes on that was not read yet', () => {
    const run = { run: 'r', title: '', state: 'running', progress: null, error: null } as const;
    expect(listDatasets(TEXT, { outcome: null, run }).map(({ state }) => state)).toEqual(
      Array(3).fill('waiting'),
    );
    expect(listDatasets(TEXT, NOTHING)[0]!.state).toBe('unread');
  });
});
