import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openColumns } from '../../../src-main/engine/root/columnReader.ts';
import type { ColumnPlan } from '../../../src-main/engine/root/columnPlan.ts';
import { listKeys } from '../../../src-main/engine/root/directory.ts';
import { readTree } from '../../../src-main/engine/root/readTree.ts';
import type { RootFile } from '../../../src-main/engine/root/rootFile.ts';
import type { ColumnValues } from '../../../src-main/engine/root/tree.ts';
import { fixture } from '../../shared.ts';
import { openFixture } from './openFixture.ts';

/** What ROOT 6.40 itself reads from the files beside it (test/fixtures/make/root_values.py): exact, bit for bit. */
interface Expected {
  counts: number[] | null;
  inner?: number[];
  length?: number;
  values: (number | string)[];
}
const values = JSON.parse(fs.readFileSync(fixture('root/values.json'), 'utf8')) as Record<
  string,
  Record<string, Record<string, Expected>>
>;

/** beyond_4gb.root is made from sparse.json; its test stands in fileSource and seeks. */
const present = Object.entries(values).filter(([file]) => fs.existsSync(fixture(`root/${file}`)));

function plain(found: ColumnValues): (number | string)[] {
  if (found.strings !== null) return found.strings;
  return Array.from(found.values as ArrayLike<number | bigint>, (value) =>
    typeof value === 'bigint' || !Number.isFinite(value) ? String(value) : value,
  );
}

function counts(offsets: Int32Array | null): number[] | null {
  return offsets === null ? null : Array.from(offsets.subarray(1), (end, i) => end - offsets[i]);
}

function readAll(file: RootFile, plan: ColumnPlan, step: number, verify: boolean): Expected {
  const reader = openColumns(file, [plan]);
  const all: Required<Omit<Expected, 'length'>> = { counts: [], inner: [], values: [] };
  for (let first = 0; first < plan.entries; first += step) {
    const found = reader.readColumn(plan.name, first, Math.min(first + step, plan.entries), { verify });
    all.counts?.push(...(counts(found.offsets) ?? []));
    all.inner.push(...(counts(found.inner) ?? []));
    all.values.push(...plain(found));
  }
  return all;
}

describe.each(present)('%s', (name, trees) => {
  it.each(Object.entries(trees))('%s: every column as ROOT reads it', (path, columns) => {
    const file = openFixture(name);
    const tree = readTree(file, path);
    const plans = new Map(tree.columns.map((plan) => [plan.name, plan]));
    for (const [column, expected] of Object.entries(columns)) {
      const plan = plans.get(column);
      expect(plan?.notRead, column).toBe(null);
      if (plan === undefined) continue;
      if (expected.length !== undefined) expect(plan.length, column).toBe(expected.length);
      for (const [step, verify] of [
        [plan.entries, true],
        [plan.entries, false],
        [7, true],
        [7, false],
      ] as const) {
        const found = readAll(file, plan, Math.max(1, step), verify);
        const numbers = expected.values.map((value) => (Object.is(value, -0) ? 0 : value));
        expect(
          found.values.map((value) => (Object.is(value, -0) ? 0 : value)),
          column,
        ).toEqual(numbers);
        if (expected.counts !== null) expect(found.counts, column).toEqual(expected.counts);
        if (expected.inner !== undefined) expect(found.inner, column).toEqual(expected.inner);
      }
    }
  });
});

/** Keys, trees and types as ROOT lists them. */
const objects = JSON.parse(fs.readFileSync(fixture('root/objects.json'), 'utf8')) as Record<
  string,
  {
    keys: [path: string, cycle: number, className: string, title: string][];
    trees: Record<
      string,
      { class: string; title: string; entries: number; clusters: number[]; branches: Record<string, string> }
    >;
  }
>;

describe('objects', () => {
  const files = Object.entries(objects).filter(
    ([name]) => name.endsWith('.root') && fs.existsSync(fixture(`root/${name}`)),
  );

  it.each(files)('%s: keys and trees as ROOT lists them', (name, expected) => {
    const file = openFixture(name);
    const found = listKeys(file).map(({ path, cycle, className, title }) => [path, cycle, className, title]);
    expect(found.toSorted()).toEqual(expected.keys.toSorted());
    for (const [path, about] of Object.entries(expected.trees)) {
      const tree = readTree(file, path);
      expect({ class: tree.class, title: tree.title, entries: tree.entries }).toEqual({
        class: about.class,
        title: about.title,
        entries: about.entries,
      });
      if (name !== 'embedded.root' && about.clusters.length > 2)
        expect(tree.clusters).toEqual(about.clusters);
    }
  });
});
