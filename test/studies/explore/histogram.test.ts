import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { openFileSource } from '../../../src-main/native/fileSource.ts';
import type { HistogramRequest, HistogramResult } from '../../../src-main/studies/explore/histogram.ts';
import { histogramOf } from '../../../src-main/studies/explore/histogram.ts';
import { chooseEdges } from '../../../src-main/studies/explore/histogramBinning.ts';
import type { HistogramTree } from '../../../src-main/studies/explore/histogramTree.ts';
import { openHistogramTree } from '../../../src-main/studies/explore/histogramTree.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { fixture, sharedData } from '../../shared.ts';

interface Reference {
  expression: string;
  where: string | null;
  bins: [number, number, number];
  weight: string | null;
  counts: number[];
  underflow: number;
  overflow: number;
  nonFinite: number;
  entries: number;
  sumWeights?: number[];
  sumWeightsSquared?: number[];
}

const codecs = createCodecs();

function open(file: string, tree?: string): HistogramTree {
  return openHistogramTree(openRootFile(openFileSource(file), codecs), tree);
}

const nano = open(fixture('expression/nano.root'));
const references = JSON.parse(readFileSync(fixture('expression/nano.json'), 'utf8')) as Reference[];

function regular([count, low, high]: [number, number, number]): HistogramRequest['bins'] & object {
  return { count, low, high };
}

function refusal(request: HistogramRequest): UserError {
  try {
    histogramOf(nano, request);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('not refused');
}

describe('canonical lines on a file of NanoAOD layout written by ROOT', () => {
  it.each(references)('$expression where $where: integers of numpy', (reference) => {
    const { expression, where, bins, weight } = reference;
    const { histogram } = histogramOf(nano, {
      expression,
      bins: regular(bins),
      ...(where !== null && { where }),
      ...(weight !== null && { weight }),
    });
    expect(histogram).toMatchObject({
      expression,
      where,
      counts: reference.counts,
      underflow: reference.underflow,
      overflow: reference.overflow,
      nonFinite: reference.nonFinite,
      entries: reference.entries,
    });
    expect(histogram.axes[0].edges).toHaveLength(bins[0] + 1);
    for (const name of ['sumWeights', 'sumWeightsSquared'] as const) {
      const wanted = reference[name];
      if (wanted) histogram[name]!.forEach((sum, k) => expect(sum).toBeCloseTo(wanted[k], 9));
      else expect(histogram).not.toHaveProperty(name);
    }
  });

  it('gives exactly the keys of the contract', () => {
    const plain = histogramOf(nano, { expression: 'mu.pt', bins: regular([2, 0, 100]) }).histogram;
    expect(Object.keys(plain)).toEqual(
      'expression where axes counts underflow overflow nonFinite entries'.split(' '),
    );
    expect(plain.axes).toEqual([{ variable: 'mu.pt', unit: 'GeV', edges: [0, 50, 100] }]);
  });

  it('chooses bins that hold the values when none are given', () => {
    const result = (expression: string): HistogramResult => histogramOf(nano, { expression }).histogram;
    const vertices = result('PV_npvs');
    expect(vertices.underflow + vertices.overflow).toBe(0);
    expect(vertices.axes[0].edges[1] - vertices.axes[0].edges[0]).toBe(1);
    const eta = result('Muon_eta');
    expect(eta.underflow + eta.overflow + eta.nonFinite).toBe(0);
    expect(eta.axes[0].edges).toContain(0);
    const momentum = result('mu.pt');
    expect(momentum.overflow).toBeLessThan(0.01 * momentum.entries);
  });
});

describe('requests that cannot be met', () => {
  it('a muon-level where on an event-level expression names any and count', () => {
    const error = refusal({ expression: 'PV_npvs', where: 'Muon_pt > 20' });
    expect(error.message).toMatch(/one value for each element of Muon, not one per event/);
    expect(error.hint).toMatch(/any.*count/);
    expect(error.where).toMatchObject({ object: 'where', span: [0, 12] });
    expect(refusal({ expression: 'PV_npvs', where: 'pt > 20' }).hint).toMatch(/mu\.pt inside any/);
  });

  it('two collections, unknown names, no tree of that name', () => {
    expect(refusal({ expression: 'Muon_pt', where: 'TrigObj_id == 13' }).message).toMatch(/TrigObj.*Muon/);
    expect(refusal({ expression: 'Muon_ptt' })).toMatchObject({
      code: 'unknown-name',
      where: { object: 'expression' },
    });
    expect(() => open(fixture('expression/nano.root'), 'Runs')).toThrow(UserError);
  });
});

describe('trigger decisions that no expression names', () => {
  const given = (texts: string[]): HistogramTree =>
    openHistogramTree(
      openRootFile(openFileSource(fixture('expression/nano.root')), codecs),
      undefined,
      texts,
    );
  const decisions = ({ tree }: HistogramTree): string[] =>
    tree.columns.map(({ name }) => name).filter((name) => name.startsWith('HLT_'));

  it('are left out, those that one names are not', () => {
    expect(decisions(given(['Muon_pt']))).toEqual([]);
    expect(decisions(given(['Muon_pt', 'HLT_IsoMu24 && PV_npvs > 2']))).toEqual(['HLT_IsoMu24']);
  });

  it.each([
    { expression: 'Muon_pt', where: 'HLT_IsoMu24' },
    { expression: 'leading(mu, pt).eta', weight: 'genWeight' },
    { expression: 'HLT_IsoMu24' },
  ])('$expression where $where: the same histogram as with all branches', (request) => {
    const { expression, where = '', weight = '' } = request;
    expect(histogramOf(given([expression, where, weight]), request)).toEqual(histogramOf(nano, request));
  });

  it('are proposed for a wrong name all the same', () => {
    const request = { expression: 'HLT_IsoMu42' };
    const error = refusal(request);
    expect(error.hint).toContain('HLT_IsoMu24');
    expect(() => histogramOf(given([request.expression]), request)).toThrow(
      expect.objectContaining({ message: error.message, hint: error.hint }),
    );
  });

  it('outside NanoAOD nothing is left out', () => {
    const file = openRootFile(openFileSource(fixture('root/codec_zlib.root')), codecs);
    const opened = openHistogramTree(file, undefined, ['Muon_pt']);
    expect(opened.binding.schema).not.toBe('nanoaod');
    expect(decisions(opened)).toEqual(['HLT_IsoMu24']);
  });
});

describe('binning without --bins', () => {
  it.each<[number[], number[]]>([
    [[], [0, 1]],
    [
      [NaN, Infinity],
      [0, 1],
    ],
    [
      [0, 1, 1],
      [0, 1, 2],
    ],
    [
      [-1, 3],
      [-1, 0, 1, 2, 3, 4],
    ],
  ])('%j: edges %j', (values, edges) => {
    expect(chooseEdges(Float64Array.from(values))).toEqual(edges);
  });

  it('has round edges around all values, about 50 of them', () => {
    for (const [low, high] of [
      [0.01, 0.43],
      [-3.14, 3.14],
      [12.3, 9877],
      [1e-7, 3e-7],
      [-5e9, 2.5e9],
      [7.25, 7.25],
    ]) {
      const edges = chooseEdges(Float64Array.of(low, (low + high) / 2, high));
      expect(edges[0] <= low && edges.at(-1)! > high).toBe(true);
      expect(edges.length).toBeGreaterThan(15);
      expect(edges.length).toBeLessThan(110);
      for (const edge of edges) expect(Number(edge.toPrecision(10))).toBe(edge);
    }
  });

  it('leaves a few far values to under- and overflow', () => {
    const values = Float64Array.from({ length: 5000 }, (_, k) => (k === 17 ? -999 : k / 5000));
    const edges = chooseEdges(values);
    expect(edges[0]).toBeGreaterThan(-1);
    expect(edges.at(-1)).toBeGreaterThan(0.99);
  });
});

interface RealTree {
  name: string;
  class: string;
  dimuon?: Record<'hist_60_120' | 'hist_2p8_3p4', RealHistogram> & {
    opposite_charge?: Record<'hist_60_120' | 'hist_2p8_3p4', RealHistogram>;
  };
}

interface RealHistogram {
  counts: number[];
  underflow: number;
  overflow: number;
  entries: number;
}

function dimuonOf(name: string): { expression: string; pair: string; opposite: string } {
  if (name.includes('Zmumu')) {
    const squared = ['E', 'px', 'py', 'pz'].map((part) => `(${part}1 + ${part}2) ** 2`).join(' - ');
    return { expression: `sqrt(${squared})`, pair: 'true', opposite: 'Q1 * Q2 < 0' };
  }
  if (name.includes('HZZ')) {
    const muon = (k: number): string => `sorted(Muon, hypot(Px, Py))[${k}]`;
    const squared = ['E', 'Px', 'Py', 'Pz'].map((part) => `(${muon(0)}.${part} + ${muon(1)}.${part}) ** 2`);
    const opposite = `${muon(0)}.Charge * ${muon(1)}.Charge < 0`;
    return { expression: `sqrt(${squared.join(' - ')})`, pair: 'count(Muon) >= 2', opposite };
  }
  return {
    expression: 'mass(sorted(mu, pt)[0], sorted(mu, pt)[1], 0.10566)',
    pair: 'count(mu) >= 2',
    opposite: 'sorted(mu, pt)[0].charge * sorted(mu, pt)[1].charge < 0',
  };
}

const shared = sharedData();

describe('dimuon histograms of the real files (references made with uproot 5.7, awkward 2.14, numpy 2.4)', () => {
  it.skipIf(shared === null)('agree in every bin, NanoAOD v5 to v15, PHYSLITE and flat', () => {
    const real = path.join(shared!, 'real');
    let compared = 0;
    for (const name of readdirSync(path.join(real, 'reference')).filter((file) =>
      file.endsWith('.root.json'),
    )) {
      const { trees } = JSON.parse(readFileSync(path.join(real, 'reference', name), 'utf8')) as {
        trees: RealTree[];
      };
      const tree = trees.find(({ dimuon, class: kind }) => dimuon && kind === 'TTree');
      if (!tree) continue;
      const opened = open(path.join(real, name.slice(0, -5)), tree.name);
      const { expression, pair, opposite } = dimuonOf(name);
      for (const [part, low, high] of [
        ['hist_60_120', 60, 120],
        ['hist_2p8_3p4', 2.8, 3.4],
      ] as const)
        for (const [wanted, where] of [
          [tree.dimuon![part], pair],
          [tree.dimuon!.opposite_charge?.[part], `${pair} && ${opposite}`],
        ] as const) {
          if (!wanted) continue;
          const { histogram } = histogramOf(opened, { expression, where, bins: { count: 60, low, high } });
          const { counts, underflow, overflow, entries } = wanted;
          expect(histogram, `${name} ${part} ${where}`).toMatchObject({
            counts,
            underflow,
            overflow,
            entries,
          });
          compared++;
        }
    }
    expect(compared).toBeGreaterThan(90);
  });
});
