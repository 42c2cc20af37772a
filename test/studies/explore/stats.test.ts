import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTree } from '../../../src-main/engine/root/readTree.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { openFileSource } from '../../../src-main/native/fileSource.ts';
import { matchesColumn } from '../../../src-main/studies/explore/columnGlob.ts';
import { statsOf } from '../../../src-main/studies/explore/stats.ts';
import type { Stats, StatsRequest } from '../../../src-main/studies/explore/stats.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { fixture, sharedData } from '../../shared.ts';

function stats(file: string, request: StatsRequest = {}): { report: Stats; failed: boolean } {
  const source = openFileSource(file);
  try {
    return statsOf(openRootFile(source, createCodecs()), request);
  } finally {
    source.close();
  }
}

/** Made by uproot 5.7.7 (data/real/README.md): sums correctly rounded, counts exact. */
interface Reference {
  file: string;
  trees: {
    name: string;
    class: string;
    entries: number;
    branches: Record<
      string,
      {
        count?: number;
        sum?: number;
        sum_exact?: number;
        min: number | null;
        max: number | null;
        nonfinite: number;
      }
    >;
  }[];
}

const shared = sharedData();
const real = shared === null ? '' : path.join(shared, 'real');

function references(): Reference[] {
  const folder = path.join(real, 'reference');
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.root.json'));
  return names.map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as Reference);
}

/** The 72 columns that stand in notRead: members of unsplit objects, and of a split TClonesArray. */
function standsInNotRead(file: string, name: string): boolean {
  return (file === 'uproot-mc10events.root' && name.startsWith('Muon/')) || name.includes('#');
}

function near(found: number | null, expected: number): boolean {
  return found !== null && Math.abs(found - expected) <= 1e-12 * Math.abs(expected);
}

describe.skipIf(shared === null)('real files against uproot: counts exact, sums to 1e-12', () => {
  it('2055 numeric columns, of which 72 stand in notRead', () => {
    let listed = 0;
    let read = 0;
    const wrong: string[] = [];
    for (const { file, trees } of references()) {
      const expected = (trees ?? []).filter((tree) => tree.class !== 'ROOT::RNTuple');
      if (expected.length === 0) continue;
      const { report, failed } = stats(path.join(real, file));
      if (failed) wrong.push(`${file}: failed`);
      for (const tree of expected) {
        const found = report.trees.find(({ name }) => name === tree.name);
        if (found?.entries !== tree.entries) wrong.push(`${file} ${tree.name}: ${found?.entries} entries`);
        for (const [name, column] of Object.entries(tree.branches)) {
          if (column.sum === undefined) continue;
          listed++;
          const ours = found?.columns[name];
          if (ours === undefined) {
            const base = name.replace(/#.*$/, '');
            const named = found?.notRead.some((one) => one.name === base) ?? false;
            if (!named || !standsInNotRead(file, name)) wrong.push(`${file} ${name}: not read`);
            continue;
          }
          read++;
          const same =
            ours.count === column.count &&
            near(ours.sum, column.sum) &&
            ours.min === column.min &&
            ours.max === column.max &&
            ours.nonFinite === column.nonfinite;
          if (!same) wrong.push(`${file} ${name}: ${JSON.stringify(ours)} for ${JSON.stringify(column)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect({ listed, read }).toEqual({ listed: 2055, read: 2055 - 72 });
  }, 120_000);

  it('columns without stored offsets equal those of the twin file that stores them', () => {
    const request = { columns: ['Jet_*'] };
    const without = stats(path.join(real, 'uproot-small-dy-nooffsets.root'), request).report.trees[0].columns;
    const twin = stats(path.join(real, 'uproot-small-dy-withoffsets.root'), request).report.trees[0].columns;
    expect(Object.keys(without)).toEqual(['Jet_jetId', 'Jet_pt']);
    expect(without).toEqual(twin);
  });

  it('all columns of every sample file come out', () => {
    const folder = path.join(shared ?? '', 'samples');
    const files = [folder, path.join(folder, 'tags')].flatMap((dir) =>
      fs.readdirSync(dir).flatMap((name) => (name.endsWith('.root') ? [path.join(dir, name)] : [])),
    );
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const { report, failed } = stats(file);
      expect(failed, file).toBe(false);
      for (const tree of report.trees) expect(tree.notRead, file).toEqual([]);
    }
  }, 120_000);
});

describe('fixtures written by ROOT 6.40', () => {
  it('counts text, gives it no sum, and keeps every digit of 64-bit sums', () => {
    const { report } = stats(fixture('root/codec_zstd.root'));
    const { event } = report.trees[0].columns;
    const exact = Array.from({ length: 400 }, (_, i) => 2n ** 53n + 3n * BigInt(i)).reduce(
      (a, b) => a + b,
      0n,
    );
    expect(event.sumExact).toBe(exact.toString());
    expect(event.sum).toBe(Number(exact));
    const text = stats(fixture('root/scalars.root'), { columns: ['text'] }).report.trees[0].columns['text'];
    expect(text).toEqual({ type: 'char*', count: 24, sum: null, min: null, max: null, nonFinite: 0 });
  });

  it('keeps NaN and infinities out of the sum and counts them', () => {
    const { x } = stats(fixture('root/nonfinite.root')).report.trees[0].columns;
    const values = (
      JSON.parse(fs.readFileSync(fixture('root/values.json'), 'utf8')) as {
        'nonfinite.root': { nonfinite: { x: { values: (number | string)[] } } };
      }
    )['nonfinite.root'].nonfinite.x.values;
    const finite = values.filter((value) => typeof value === 'number');
    expect(x.nonFinite).toBe(values.length - finite.length);
    expect(x.sum).toBeCloseTo(
      finite.reduce((a, b) => a + b, 0),
      12,
    );
    expect(x.min).toBe(Math.min(...finite) + 0);
  });

  it('names what it cannot read, with its type, without failing', () => {
    const { report, failed } = stats(fixture('root/unreadable.root'));
    expect(failed).toBe(false);
    const types = Object.fromEntries(report.trees[0].notRead.map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({ numbers: 'set<int>', p4: 'TLorentzVector' });
  });

  it('gives nulls for a tree without entries', () => {
    const { nMuon } = stats(fixture('root/empty.root'), { tree: 'Events' }).report.trees[0].columns;
    expect(nMuon).toEqual({ type: 'uint32_t', count: 0, sum: 0, min: null, max: null, nonFinite: 0 });
  });

  it('takes the highest cycle, or the one asked for', () => {
    expect(stats(fixture('root/cycles.root')).report.trees.map(({ entries }) => entries)).toEqual([12]);
    expect(stats(fixture('root/cycles.root'), { tree: 'cycles;1' }).report.trees[0].entries).toBe(4);
  });

  it('refuses trees and patterns that are not there', () => {
    const code = (request: StatsRequest): string => {
      try {
        stats(fixture('root/scalars.root'), request);
      } catch (error) {
        if (error instanceof UserError) return error.code;
        throw error;
      }
      return 'none';
    };
    expect(code({ tree: 'Events' })).toBe('no-object');
    expect(code({ columns: ['int*', 'Muon_*'] })).toBe('no-match');
  });

  it('reports a column that fails, with the others', () => {
    const bytes = fs.readFileSync(fixture('root/codec_zlib.root'));
    const { seek } = firstBasket(fixture('root/codec_zlib.root'), 'Muon_pt');
    bytes[seek + 150] ^= 0xff;
    const file = path.join(
      fs.mkdtempSync(path.join(process.env['TMPDIR'] ?? '/tmp', 'stats-')),
      'flipped.root',
    );
    fs.writeFileSync(file, bytes);
    const { report, failed } = stats(file);
    fs.rmSync(path.dirname(file), { recursive: true });
    expect(failed).toBe(true);
    const [{ notRead, columns }] = report.trees;
    expect(notRead.map(({ name }) => name)).toEqual(['Muon_pt']);
    expect(notRead[0].reason).toContain('Muon_pt basket 0');
    expect(Object.keys(columns)).toEqual(['event', 'HLT_IsoMu24', 'nMuon', 'Muon_charge', 'iso']);
  });
});

function firstBasket(file: string, column: string): { seek: number } {
  const source = openFileSource(file);
  const { columns } = readTree(openRootFile(source, createCodecs()), 'Events');
  source.close();
  const plan = columns.find(({ name }) => name === column);
  return { seek: plan?.baskets.seek[0] ?? 0 };
}

describe('patterns of columns', () => {
  it.each([
    ['Muon_*', 'Muon_pt', true],
    ['Muon_*', 'nMuon', false],
    ['*pt', 'AnalysisMuonsAuxDyn.pt', true],
    ['evt/*', 'evt/P3/P3.Px', true],
    ['Muon_?t', 'Muon_pt', true],
    ['Muon_pt', 'Muon_pt', true],
    ['Muon_pt', 'Muon_ptErr', false],
    ['*a*b', 'xxaxxb', true],
    ['', '', true],
  ])('%s on %s: %s', (pattern, name, expected) => {
    expect(matchesColumn(pattern, name)).toBe(expected);
  });

  it('takes no exponential time', () => {
    const start = performance.now();
    expect(matchesColumn('*a'.repeat(40) + 'b', 'a'.repeat(2000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(200);
  });
});
