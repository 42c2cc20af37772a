import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readStoredColumns } from '../../../src-main/engine/columns/storedColumns.ts';
import { storedTrees } from '../../../src-main/engine/columns/storedTree.ts';
import { openColumns } from '../../../src-main/engine/root/columnReader.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { openFileSource } from '../../../src-main/native/fileSource.ts';
import { cacheFolder, cacheOn, copied } from '../../runtime/columns/randomColumns.ts';
import { fixture, sharedData } from '../../shared.ts';

/* Source of truth: the same columns read from the file without a cache, bit for bit, for every readable column of every tree. */

const folder = cacheFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const refuse = (): never => {
  throw new Error('the file is not to be read');
};

/** Entries cut at these shares. */
function ranges(entries: number, shares: readonly number[]): { start: number; stop: number }[] {
  const borders = [...new Set([0, ...shares.map((share) => Math.floor(share * entries)), entries])];
  return borders.slice(1).map((stop, i) => ({ start: borders[i], stop }));
}

/** Keeps every column of a tree in three ranges, and compares what comes back in five others; gives the number of columns. */
function checkTree(file: string, treePath: string): number {
  const source = openFileSource(file);
  try {
    const { cache } = cacheOn(folder);
    cache.begin();
    const content = `${path.basename(file)} content`;
    const root = openRootFile(source, createCodecs());
    const { tree } = storedTrees({ file: () => root, content, cache }).open(treePath);
    const plans = tree.columns.filter(({ notRead }) => notRead === null);
    const columns = plans.map(({ name }) => name);
    const plain = openColumns(root, plans);
    const reader = openColumns(root, plans);
    for (const range of ranges(tree.entries, [0.3, 0.8])) {
      const of = { cache, content, tree: treePath, columns, range: { ...range, verify: true } };
      const first = copied(readStoredColumns({ ...of, reader: () => reader }));
      expect(copied(plain.read(range.start, range.stop, { verify: true }))).toEqual(first);
    }
    for (const range of ranges(tree.entries, [0.1, 0.3, 0.4, 0.9])) {
      const of = { cache, content, tree: treePath, columns, range: { ...range, verify: true } };
      const again = readStoredColumns({ ...of, reader: refuse });
      expect([...again.keys()]).toEqual(columns);
      expect(copied(again)).toEqual(copied(plain.read(range.start, range.stop, { verify: false })));
    }
    return columns.length;
  } finally {
    source.close();
  }
}

/** Describes all trees of a file twice, the second time without the file. */
function checkTrees(file: string): string[] {
  const source = openFileSource(file);
  try {
    const content = `${path.basename(file)} trees`;
    const { cache } = cacheOn(folder);
    cache.begin();
    const root = openRootFile(source, createCodecs());
    const first = storedTrees({ file: () => root, content, cache });
    const later = storedTrees({ file: refuse, content, cache });
    const described = first.paths().filter((one) => {
      try {
        first.describe(one);
        return true;
      } catch {
        return false;
      }
    });
    expect(later.paths()).toEqual(first.paths());
    for (const one of described) expect(later.describe(one)).toEqual(first.describe(one));
    return described;
  } finally {
    source.close();
  }
}

function rootFiles(where: string): string[] {
  return readdirSync(where)
    .filter((name) => name.endsWith('.root') && !name.includes('rntuple'))
    .map((name) => path.join(where, name));
}

describe('every column of the fixtures', () => {
  for (const file of rootFiles(fixture('root'))) {
    it(`${path.basename(file)} comes back from the cache`, () => {
      for (const tree of checkTrees(file)) checkTree(file, tree);
    });
  }
});

const shared = sharedData();

describe.skipIf(!shared)('every column of real files', () => {
  it('comes back from the cache', () => {
    let columns = 0;
    for (const file of rootFiles(path.join(shared ?? '', 'real')))
      for (const tree of checkTrees(file)) columns += checkTree(file, tree);
    expect(columns).toBeGreaterThan(10_000);
  }, 240_000);
});
