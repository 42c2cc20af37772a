import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openColumns } from '../../../src-main/engine/root/columnReader.ts';
import { readTree } from '../../../src-main/engine/root/readTree.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import type { RootFile } from '../../../src-main/engine/root/rootFile.ts';
import type { ColumnValues } from '../../../src-main/engine/root/tree.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { openFileSource } from '../../../src-main/native/fileSource.ts';
import { fixture } from '../../shared.ts';
import { beyondFourGigabytes, storesSparse } from '../../native/sparseFile.ts';
import { seeded } from '../../native/blocks.ts';
import { openFixture } from './openFixture.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-columns-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function copy({ values, offsets, inner, strings }: ColumnValues): unknown {
  const list = (array: ArrayLike<unknown> | null): unknown[] | null =>
    array === null ? null : Array.from(array);
  return { values: list(values), offsets: list(offsets), inner: list(inner), strings };
}

/** The same range cut out of a column read at once. */
function cut(all: ColumnValues, first: number, last: number, length: number): unknown {
  const { values, offsets, inner, strings } = all;
  const from = offsets === null ? first * length : offsets[first];
  const to = offsets === null ? last * length : offsets[last];
  const rebased = offsets === null ? null : Array.from(offsets.subarray(first, last + 1), (at) => at - from);
  if (strings !== null)
    return { values: [], offsets: rebased, inner: null, strings: strings.slice(from, to) };
  const [start, end] = inner === null ? [from, to] : [inner[from], inner[to]];
  return {
    values: Array.from(values.subarray(start, end) as ArrayLike<unknown>),
    offsets: rebased,
    inner: inner === null ? null : Array.from(inner.subarray(from, to + 1), (at) => at - inner[from]),
    strings: null,
  };
}

/** A file that counts how many blocks it decompresses. */
function counting(name: string): { file: RootFile; blocks: () => number } {
  const codecs = createCodecs();
  let blocks = 0;
  const file = openRootFile(openFileSource(fixture(`root/${name}`)), {
    decompress(block) {
      blocks++;
      codecs.decompress(block);
    },
  });
  return { file, blocks: () => blocks };
}

describe('reading ranges of entries', () => {
  it.each([
    ['codec_zstd.root', 'Events'],
    ['codec_none.root', 'Events'],
    ['embedded.root', 'partly'],
    ['nested.root', 'nested'],
    ['strings.root', 'strings'],
    ['scalars.root', 'scalars'],
    ['leaflist.root', 'leaflist'],
    ['packed.root', 'leaves'],
    ['offsets.root', 'offsets'],
    ['split_class.root', 'split'],
  ])('%s: any range is the same part of the whole (200 seeded ranges)', (name, path) => {
    const random = seeded(5);
    const file = openFixture(name);
    const tree = readTree(file, path);
    const plans = tree.columns.filter(({ notRead }) => notRead === null);
    const whole = openColumns(file, plans).read(0, tree.entries, { verify: true });
    const reader = openColumns(file, plans);
    for (let i = 0; i < 200; i++) {
      const [a, b] = [Math.floor(random() * (tree.entries + 1)), Math.floor(random() * (tree.entries + 1))];
      const [first, last] = [Math.min(a, b), Math.max(a, b)];
      const plan = plans[Math.floor(random() * plans.length)];
      const found = copy(reader.readColumn(plan.name, first, last, { verify: random() < 0.5 }));
      expect(found, plan.name).toEqual(cut(whole.get(plan.name) as ColumnValues, first, last, plan.length));
    }
  });

  it('does not decompress a basket twice when reading on', () => {
    const { file, blocks } = counting('codec_zlib.root');
    const tree = readTree(file, 'Events', (name) => name === 'event');
    const before = blocks();
    const reader = openColumns(file, tree.columns);
    for (let first = 0; first < tree.entries; first += 11) {
      reader.read(first, Math.min(tree.entries, first + 11), { verify: true });
    }
    expect(blocks() - before).toBeLessThanOrEqual(tree.columns[0].baskets.seek.length);
  });

  it('finds counters that were not asked for, and shares one plan of them', () => {
    const file = openFixture('codec_zlib.root');
    const { columns } = readTree(file, 'Events', (name) => name.startsWith('Muon_'));
    expect(columns.map(({ name, counter }) => `${name}[${counter}]`)).toEqual([
      'Muon_pt[nMuon]',
      'Muon_charge[nMuon]',
    ]);
    expect(columns[0].counterPlan).toBe(columns[1].counterPlan);
    const found = openColumns(file, structuredClone(columns)).read(0, 400, { verify: true });
    expect(found.get('Muon_pt')?.values.length).toBe(619);
  });

  it('gives empty arrays of the right kind for no entries', () => {
    const file = openFixture('empty.root');
    const { columns } = readTree(file, 'Events');
    const found = openColumns(file, columns).read(0, 0, { verify: true });
    expect(copy(found.get('Muon_pt') as ColumnValues)).toEqual({
      values: [],
      offsets: [0],
      inner: null,
      strings: null,
    });
    expect(found.get('event')?.values).toBeInstanceOf(BigUint64Array);
  });

  it('names what cannot be read when it is asked for all the same', () => {
    const file = openFixture('unreadable.root');
    const reader = openColumns(file, readTree(file, 'unreadable').columns);
    expect(() => reader.readColumn('numbers', 0, 1, { verify: true })).toThrow(
      /unreadable\/numbers.*set<int>/,
    );
    expect(() => reader.readColumn('absent', 0, 1, { verify: true })).toThrow(/was not opened/);
    expect(() => reader.readColumn('x', 0, 99, { verify: true })).toThrow(RangeError);
  });
});

describe('large files', () => {
  it('reads baskets of several blocks, and of more than the memory that is kept', () => {
    const file = openFixture('large_basket.root');
    const tree = readTree(file, 'large');
    const many = Array.from({ length: 6 }, (_, i) => ({ ...tree.columns[0], name: `copy${i}` }));
    const reader = openColumns(file, many);
    const sums = many.map(() => 0);
    const step = 1_100_000;
    const whole = openColumns(file, [tree.columns[0]]);
    for (let first = 0; first < tree.entries; first += step) {
      const last = Math.min(tree.entries, first + step);
      const expected = whole.read(first, last, { verify: false }).get(tree.columns[0].name)?.values;
      for (const [i, { name }] of many.entries()) {
        const { values } = reader.readColumn(name, first, last, { verify: false });
        expect(Buffer.compare(bytesOf(values), bytesOf(expected as Float64Array))).toBe(0);
        sums[i] += values.length;
      }
    }
    expect(sums).toEqual(many.map(() => tree.entries));
  });

  it.skipIf(!storesSparse(folder))('reads a tree behind 5 GB: 64-bit header, keys and baskets', () => {
    const location = beyondFourGigabytes(folder);
    const file = openRootFile(openFileSource(location), createCodecs());
    const tree = readTree(file, 'Events');
    const values = JSON.parse(fs.readFileSync(fixture('root/values.json'), 'utf8')) as Record<
      string,
      Record<string, Record<string, { values: (number | string)[] }>>
    >;
    const expected = values['beyond_4gb.root']['Events'];
    const found = openColumns(file, tree.columns).read(0, tree.entries, { verify: true });
    for (const [name, column] of Object.entries(expected)) {
      const plain = Array.from(found.get(name)?.values as ArrayLike<number | bigint>, (value) =>
        typeof value === 'bigint' ? value.toString() : value,
      );
      expect(plain, name).toEqual(column.values);
    }
    expect(Math.max(...tree.columns[0].baskets.seek)).toBeGreaterThan(2 ** 32);
    file.source.close();
  });
});

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
