import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHistogram } from '../../../src-main/engine/root/histogram.ts';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { openFileSource } from '../../../src-main/native/fileSource.ts';
import { fixture, sharedData } from '../../shared.ts';
import { openFixture } from './openFixture.ts';

/** As ROOT 6.40 reads them back (test/fixtures/make/root_values.py). Exact, edges to the last bit but one. */
interface Expected {
  class: string;
  title: string;
  entries: number;
  axes: { title: string; edges: number[] }[];
  contents: number[];
  sumw2: number[];
  binEntries?: number[];
  sums?: number[];
}
const { histograms } = (
  JSON.parse(fs.readFileSync(fixture('root/objects.json'), 'utf8')) as {
    'histograms.root': { histograms: Record<string, Expected> };
  }
)['histograms.root'];

describe('histograms', () => {
  it.each(Object.entries(histograms))('%s', (name, expected) => {
    const found = readHistogram(openFixture('histograms.root'), name);
    expect({ name: found.name, title: found.title, class: found.class, entries: found.entries }).toEqual({
      name,
      title: expected.title,
      class: expected.class,
      entries: expected.entries,
    });
    expect(found.axes.map(({ title }) => title)).toEqual(expected.axes.map(({ title }) => title));
    found.axes.forEach(({ edges }, i) => {
      expect(edges.length).toBe(expected.axes[i].edges.length);
      edges.forEach((edge, k) => expect(edge).toBeCloseTo(expected.axes[i].edges[k], 14));
    });
    expect(Array.from(found.contents)).toEqual(expected.sums ?? expected.contents);
    expect(Array.from(found.sumw2 ?? [])).toEqual(expected.sumw2);
    if (expected.binEntries !== undefined) {
      expect(Array.from(found.binEntries ?? [])).toEqual(expected.binEntries);
      const means = found.contents.map((sum, i) => sum / (found.binEntries?.[i] ?? 0));
      means.forEach((mean, i) => expect(mean).toBeCloseTo(expected.contents[i], 14));
    }
  });

  it('refuses what is not a histogram', () => {
    expect(() => readHistogram(openFixture('scalars.root'), 'scalars')).toThrow(
      /is a TTree, not a histogram/,
    );
    expect(() => readHistogram(openFixture('histograms.root'), 'h9')).toThrow(/has no object "h9"/);
  });
});

const shared = sharedData();

/** Sums over the bins inside the axes, from uproot (data/real/reference). */
describe.skipIf(shared === null)('histograms of real files against uproot', () => {
  it.each(['TnP_Jpsi_MuOnia2011_resonance', 'pileup_data_Run2018', 'pileup_mc_Run2018_UL'])('%s', (name) => {
    const real = path.join(shared ?? '', 'real');
    const reference = JSON.parse(fs.readFileSync(path.join(real, `reference/${name}.root.json`), 'utf8')) as {
      histograms: Record<
        string,
        { class: string; shape: number[]; sum: number; sumw2: number; entries: number }
      >;
    };
    const file = openRootFile(openFileSource(path.join(real, `${name}.root`)), createCodecs());
    for (const [key, expected] of Object.entries(reference.histograms)) {
      const found = readHistogram(file, key);
      const inside = found.contents.slice(1, -1);
      expect(found.class).toBe(expected.class);
      expect(inside.length).toBe(expected.shape[0]);
      expect(inside.reduce((a, b) => a + b, 0) / expected.sum).toBeCloseTo(1, 12);
      expect(found.entries).toBe(expected.entries);
    }
    file.source.close();
  });
});
