import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { openFileSource } from '../../../src-main/native/fileSource.ts';
import type { HistogramRequest, HistogramResult } from '../../../src-main/studies/explore/histogram.ts';
import { histogramOf } from '../../../src-main/studies/explore/histogram.ts';
import { chooseEdges } from '../../../src-main/studies/explore/histogramBinning.ts';
import { histogramFigure } from '../../../src-main/studies/explore/histogramFigure.ts';
import type { HistogramTree } from '../../../src-main/studies/explore/histogramTree.ts';
import { openHistogramTree, visitBatches } from '../../../src-main/studies/explore/histogramTree.ts';
import { layoutFigure } from '../../../src-shared/figure/layout.ts';
import type { MapSpec } from '../../../src-shared/figure/spec.ts';
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

/** The values of columns, read on their own without expressions. */
function columnsOf(opened: HistogramTree, ...names: string[]): number[][] {
  const all = names.map((): number[] => []);
  visitBatches(opened, names, ({ columns }) => {
    names.forEach((name, k) => {
      for (const value of columns.get(name)!.values) all[k].push(Number(value));
    });
  });
  return all;
}

/** Counts by comparing every value with every edge. */
function countedByHand(xs: number[], ys: number[], xEdges: number[], yEdges: number[]) {
  const place = (value: number, edges: number[]) => edges.filter((edge) => edge <= value).length;
  const cells = Array.from({ length: xEdges.length + 1 }, () => new Array<number>(yEdges.length + 1).fill(0));
  let nonFinite = 0;
  xs.forEach((x, row) => {
    if (Number.isFinite(x) && Number.isFinite(ys[row])) cells[place(x, xEdges)][place(ys[row], yEdges)]++;
    else nonFinite++;
  });
  const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
  const column = (at: number) => sum(cells.map((one) => one[at]));
  const sides = [
    { under: sum(cells[0]), over: sum(cells.at(-1)!) },
    { under: column(0), over: column(yEdges.length) },
  ];
  const underflow = sides[0].under + sides[1].under - cells[0][0];
  const counts = cells.slice(1, -1).flatMap((one) => one.slice(1, -1));
  const overflow = sum(cells.flat()) - sum(counts) - underflow;
  return { counts, underflow, overflow, nonFinite, entries: xs.length, outside: sides };
}

describe('two expressions', () => {
  const plane = (opened: HistogramTree, request: HistogramRequest) => histogramOf(opened, request).histogram;
  const expected = (result: HistogramResult, xs: number[], ys: number[]) =>
    countedByHand(xs, ys, result.axes[0].edges, result.axes[1].edges);

  it('of muons count what columns that are read on their own count', () => {
    const [pt, eta] = columnsOf(nano, 'Muon_pt', 'Muon_eta');
    const request = { expression: 'mu.pt', y: 'Muon_eta' };
    const bins = { bins: regular([7, 10, 45]), yBins: regular([6, -1.5, 1.5]) };
    const given = plane(nano, { ...request, ...bins });
    expect(given).toMatchObject(expected(given, pt, eta));
    expect(given.outside!.every(({ under, over }) => under + over > 0)).toBe(true);
    const chosen = plane(nano, request);
    expect(chosen).toMatchObject(expected(chosen, pt, eta));
    expect(chosen.axes[0]).toEqual(plane(nano, { expression: 'mu.pt' }).axes[0]);
    expect(chosen.axes[1]).toEqual(plane(nano, { expression: 'Muon_eta' }).axes[0]);
  });

  it('put values on edges into the bin above, those on the last edge above all', () => {
    const [charge, tight] = columnsOf(nano, 'Muon_charge', 'Muon_tightId');
    const request = { expression: 'Muon_charge', y: 'Muon_tightId' };
    const result = plane(nano, { ...request, bins: regular([2, -1, 1]), yBins: regular([2, 0, 2]) });
    expect(result).toMatchObject(expected(result, charge, tight));
    expect(result.outside![0].over).toBe(charge.filter((value) => value === 1).length);
  });

  it('leave out rows of which one has no finite value, and say how many', () => {
    const [pt, eta] = columnsOf(nano, 'Muon_pt', 'Muon_eta');
    const xs = pt.map((value) => (value > 30 ? NaN : value));
    const ys = eta.map((value) => (value > 1 ? Infinity : value < -1 ? -Infinity : value));
    const result = plane(nano, {
      expression: 'Muon_pt > 30 ? sqrt(-1) : Muon_pt',
      y: 'Muon_eta > 1 ? 1 / 0 : Muon_eta < -1 ? -1 / 0 : Muon_eta',
      ...{ bins: regular([5, 0, 50]), yBins: regular([5, -2, 2]) },
    });
    expect(result).toMatchObject(expected(result, xs, ys));
    expect(result.nonFinite).toBeGreaterThan(0);
  });

  it('take cut, filters of both and weights as one does; moments are those of the rows in bins', () => {
    const [pt, eta, charge] = columnsOf(nano, 'Muon_pt', 'Muon_eta', 'Muon_charge');
    const rows = pt.map((_, k) => k).filter((k) => charge[k] > 0 && pt[k] > 15 && eta[k] < 2);
    const [xs, ys] = [rows.map((k) => pt[k]), rows.map((k) => eta[k])];
    const result = plane(nano, {
      expression: 'Muon_pt[Muon_pt > 15]',
      ...{ y: 'Muon_eta[Muon_eta < 2]', where: 'Muon_charge > 0', weight: 'Muon_pt / 10' },
      ...{ bins: regular([4, 15, 55]), yBins: regular([3, -2, 2]) },
    });
    expect(result).toMatchObject(expected(result, xs, ys));
    const inside = rows.filter((k) => pt[k] < 55 && eta[k] >= -2);
    const mean = (value: (k: number) => number) =>
      inside.reduce((sum, k) => sum + pt[k] * value(k), 0) / inside.reduce((sum, k) => sum + pt[k], 0);
    const [x, y] = [mean((k) => pt[k]), mean((k) => eta[k])];
    const [dx, dy] = [mean((k) => (pt[k] - x) ** 2), mean((k) => (eta[k] - y) ** 2)].map(Math.sqrt);
    const { mean: means, deviation, correlation } = result.statistics!;
    [...means, ...deviation].forEach((value, k) => expect(value).toBeCloseTo([x, y, dx, dy][k], 9));
    expect(correlation).toBeCloseTo(mean((k) => (pt[k] - x) * (eta[k] - y)) / dx / dy, 9);
    const total = result.sumWeights!.reduce((sum, value) => sum + value, 0);
    expect(total).toBeCloseTo(
      inside.reduce((sum, k) => sum + pt[k] / 10, 0),
      9,
    );
  });

  it('of events are events', () => {
    const [vertices, muons] = columnsOf(nano, 'PV_npvs', 'nMuon');
    const result = plane(nano, { expression: 'PV_npvs', y: 'nMuon' });
    expect(result).toMatchObject(expected(result, vertices, muons));
  });

  it('that are not of the same rows are refused, with both', () => {
    const error = refusal({ expression: 'Muon_pt', y: 'PV_npvs' });
    expect(error).toMatchObject({ code: 'expression', where: { object: 'y', span: [0, 7] } });
    expect(error.message).toContain(
      '`Muon_pt` has one value per element of Muon, `PV_npvs` one value per event',
    );
    expect(refusal({ expression: 'PV_npvs', y: 'pt' }).message).toContain(
      '`pt` one value per element of Muon',
    );
    expect(refusal({ expression: 'Muon_pt', y: 'TrigObj_id' }).message).toMatch(/of Muon.*of TrigObj/);
    expect(refusal({ expression: 'Muon_pt', y: 'Muon_ett' })).toMatchObject({ where: { object: 'y' } });
  });

  it('with more bins than are filled, or seen, are refused', () => {
    const many = { bins: regular([2000, 0, 1]), yBins: regular([2000, 0, 1]) };
    expect(refusal({ expression: 'Muon_pt', y: 'Muon_eta', ...many }).code).toBe('too-large');
    const result = plane(nano, {
      ...{ expression: 'Muon_pt', y: 'Muon_eta' },
      ...{ bins: regular([300, 0, 100]), yBins: regular([200, -2, 2]) },
    });
    expect(() => histogramFigure(result, 'nano.root')).toThrow(/300 times 200 bins/);
  });
});

describe('the figure of two expressions', () => {
  const { histogram } = histogramOf(nano, {
    ...{ expression: 'Muon_pt', y: 'Muon_eta', where: 'Muon_charge > 0' },
    ...{ bins: regular([10, 10, 30]), yBins: regular([4, -2, 2]) },
  });
  const spec = histogramFigure(histogram, 'nano.root');

  it('has the counts as cells and the scale from 0; what lies outside is told by axis', () => {
    expect(spec.map!.entries!.flat()).toEqual(histogram.counts);
    expect(spec.map!.cells.flat()).toEqual(histogram.counts.map((count) => count || null));
    expect(spec.map!.z).toEqual({ label: 'Entries', range: [0, Math.max(...histogram.counts)] });
    const [x, y] = histogram.outside!;
    expect(spec.text.join('\n')).toContain(`Muon_pt: ${x.under} below, ${x.over} above`);
    expect(spec.text.join('\n')).toContain(`Muon_eta: ${y.under} below, ${y.over} above`);
  });

  it('draws bins without entries plain white; without counts a gap is struck through', () => {
    const cells = spec.map!.cells.map((column) => [...column]);
    cells[2][1] = null;
    const entries = cells.map((column) => column.map((value) => value ?? 0));
    const strokes = (map: MapSpec) =>
      layoutFigure({ ...spec, map }).items.filter(({ kind, part }) => kind === 'line' && part === 'cell')
        .length;
    const gaps = cells.flat().filter((value) => value === null).length;
    expect(gaps).toBeGreaterThan(0);
    expect(strokes({ ...spec.map!, cells, entries })).toBe(0);
    const { entries: counted, ...efficiency } = spec.map!;
    expect(counted).toBeDefined();
    expect(strokes({ ...efficiency, cells })).toBe(gaps);
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
