import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openColumns } from '../../../src-main/engine/root/columnReader.ts';
import { findKey } from '../../../src-main/engine/root/directory.ts';
import { ReaderMemory } from '../../../src-main/engine/root/memory.ts';
import { readTree } from '../../../src-main/engine/root/readTree.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { memorySource, openFileSource } from '../../../src-main/native/fileSource.ts';
import { fixture, sharedData } from '../../shared.ts';
import { openFixture } from './openFixture.ts';

describe('readTree', () => {
  it('refuses what is not a tree, and names what there is', () => {
    expect(() => readTree(openFixture('histograms.root'), 'h1d')).toThrow(/is a TH1D, not a tree/);
    expect(() => readTree(openFixture('scalars.root'), 'Events')).toThrow(/has no object "Events"/);
  });

  it('gives only the columns asked for, those below a branch and leaves of one by their own names', () => {
    const names = (file: string, tree: string, want: (name: string) => boolean): string[] =>
      readTree(openFixture(file), tree, want).columns.map(({ name }) => name);
    expect(names('split_class.root', 'split', (name) => name === 'event/run')).toEqual(['event/run']);
    expect(names('leaflist.root', 'leaflist', (name) => name === 'row.n')).toEqual(['row.n']);
    expect(names('leaflist.root', 'leaflist', (name) => name === 'odd')).toEqual(['odd.n', 'odd.x']);
    expect(names('codec_zlib.root', 'Events', (name) => name === 'Muon_pt')).toEqual(['Muon_pt']);
    expect(names('codec_zlib.root', 'Events', () => false)).toEqual([]);
  });

  it('a branch that the file does not describe costs itself alone', () => {
    const bytes = fs.readFileSync(fixture('root/codec_none.root'));
    const file = openRootFile(memorySource('patched.root', bytes), createCodecs());
    const name = bytes.indexOf('\x07Muon_pt', findKey(file, 'Events').seek, 'latin1');
    const version = name - 10 - 6 - 2;
    expect(bytes.readInt16BE(version)).toBe(13);
    bytes.writeInt16BE(99, version);
    const { columns } = readTree(file, 'Events');
    const reasons = columns.map((column) => [column.name, column.notRead?.replace(/^.*: /, '') ?? null]);
    expect(reasons.filter(([, reason]) => reason !== null)).toEqual([
      ['Muon_pt', expect.stringMatching(/does not describe version 99 of class TBranch/)],
    ]);
  });

  const shared = sharedData();
  it.skipIf(shared === null)('plans 1658 branches in 100 ms, two of them in 60 (best of five)', () => {
    const name = path.join(shared ?? '', 'real/NanoAOD_UL17_v9like_DYJetsToLL_skim100.root');
    const best = (want?: (branch: string) => boolean): number => {
      const times = Array.from({ length: 5 }, () => {
        const file = openRootFile(openFileSource(name), createCodecs());
        const start = performance.now();
        readTree(file, 'Events', want);
        const time = performance.now() - start;
        file.source.close();
        return time;
      });
      return Math.min(...times);
    };
    expect(best((branch) => branch === 'Muon_pt' || branch === 'Muon_eta')).toBeLessThan(60);
    expect(best()).toBeLessThan(100);
  });
});

describe('readers that share memory', () => {
  it('give the same values as readers of their own, read in turn', () => {
    const memory = new ReaderMemory();
    const files = ['codec_zlib.root', 'codec_none.root', 'crashed.root'].map((name) => openFixture(name));
    const plans = files.map((file) => readTree(file, 'Events').columns);
    const sharing = files.map((file, i) => openColumns(file, plans[i], memory));
    const alone = files.map((file, i) => openColumns(file, plans[i]));
    for (let first = 0; first < 200; first += 40) {
      for (const [i, reader] of sharing.entries()) {
        const found = reader.read(first, first + 40, { verify: first % 80 === 0 });
        const expected = alone[i].read(first, first + 40, { verify: true });
        for (const [column, values] of expected) {
          expect(found.get(column)?.values, column).toEqual(values.values);
          expect(found.get(column)?.offsets, column).toEqual(values.offsets);
        }
      }
    }
  });
});
