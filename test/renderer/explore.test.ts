import { describe, expect, it } from 'vitest';
import type { FigureSpec, PointsLayer } from '../../src-shared/figure/spec.ts';
import { themedColour } from '../../src-renderer/figure/explore/colours.ts';
import { exploredMap } from '../../src-renderer/figure/explore/map.ts';
import { exploredLines } from '../../src-renderer/figure/explore/model.ts';
import type { ExploredLines } from '../../src-renderer/figure/explore/model.ts';
import { canBeLog, linesOption, mapOption, regionMarks } from '../../src-renderer/figure/explore/option.ts';
import { onAxes, selectedCells, selectedLines } from '../../src-renderer/figure/explore/selection.ts';
import { binStops, cellStops, spanned, stopAfter } from '../../src-renderer/figure/explore/stops.ts';
import { linesAt, richText, valueText } from '../../src-renderer/figure/explore/words.ts';

// Source of truth: by hand, from the figures below.

const NONE: ReadonlySet<string> = new Set();
const COLOURS = {
  ...{ page: '#ffffff', raised: '#ffffff', text: '#171c26', quiet: '#55617a' },
  ...{ line: '#dde2ea', accent: '#2456c8' },
};

function points(
  label: string,
  style: number,
  y: (number | null)[],
  more: Partial<PointsLayer> = {},
): PointsLayer {
  const error = y.map((value) => (value === null ? null : 0.01));
  return {
    ...{ kind: 'points', label, style, role: 'data', edges: [10, 20, 40], y },
    ...{ errorLow: error, errorHigh: error.map((one) => one && 2 * one) },
    ...more,
  };
}

const FIGURE: FigureSpec = {
  ...{ name: 'eff', title: 'Tight', style: 'ATLAS', status: null, text: [], size: 'single' },
  x: { label: 'p_{T}', unit: 'GeV', range: [10, 40] },
  panels: [
    {
      y: { label: 'Efficiency' },
      layers: [
        points('Data', 0, [0.9, 0.95], { counts: { passed: [90, 190], total: [100, 200] } }),
        points('Sim', 1, [0.92, null], { role: 'simulation', counts: { passed: [46, 0], total: [50, 0] } }),
        { kind: 'band', label: null, style: 0, edges: [10, 20, 40], low: [0.88, 0.93], high: [0.92, 0.97] },
      ],
      weight: 3,
    },
    { y: { label: 'Data / sim.' }, layers: [points('', 0, [0.98, null])], weight: 1, reference: 1 },
  ],
};
const MAP: FigureSpec = {
  ...{ name: 'map', title: 'Map', style: 'plain', status: null, text: [], size: 'single' },
  map: {
    x: { label: 'x' },
    y: { label: 'y' },
    z: { label: 'Efficiency' },
    xEdges: [0, 1, 2],
    yEdges: [0, 10, 20, 30],
    cells: [
      [0.1, 0.2, 0.3],
      [0.4, null, 0.6],
    ],
    counts: {
      passed: [
        [1, 2, 3],
        [4, 0, 6],
      ],
      total: [
        [10, 10, 10],
        [10, 0, 10],
      ],
    },
  },
};

function lines(spec = FIGURE): ExploredLines {
  return exploredLines(spec)!;
}

const view = { colours: COLOURS, hidden: NONE, logX: false, logY: false, region: null, selecting: false };

interface Option {
  xAxis: { type: string; min: number; name?: string }[];
  yAxis: { type: string; min: number; max: number; name: string }[];
  grid: { top: number; height: number }[];
  series: { id?: string; type: string; data: number[][]; markLine?: unknown; xAxisIndex: number }[];
  tooltip: { renderMode: string; formatter(params: unknown): string };
  dataZoom: { moveOnMouseMove?: unknown }[];
}

const option = (changes: Partial<typeof view> = {}, spec = FIGURE) =>
  linesOption(lines(spec), { ...view, ...changes }, 400) as unknown as Option;

describe('a figure as the option of ECharts', () => {
  it('has its panels one below the other with one x axis', () => {
    const { grid, xAxis, yAxis } = option();
    expect(grid).toHaveLength(2);
    expect(grid[0].height / grid[1].height).toBeCloseTo(3, 10);
    expect(grid[1].top).toBeGreaterThan(grid[0].top + grid[0].height);
    expect(xAxis.map(({ name }) => name)).toEqual([undefined, 'p_T [GeV]']);
    expect(yAxis.map(({ name }) => name)).toEqual(['Efficiency', 'Data / sim.']);
  });

  it('has every value with asymmetric errors and its bin; gaps are left out', () => {
    const { series } = option();
    expect(series.map(({ data }) => data.length)).toEqual([2, 1, 2, 1, 0, 0]);
    const [centre, value, low, high, from, to] = series[0].data[1];
    expect([centre, value, from, to]).toEqual([30, 0.95, 20, 40]);
    expect([low, high]).toEqual([expect.closeTo(0.94, 12), expect.closeTo(0.97, 12)]);
    expect(series.at(-1)?.markLine).toMatchObject({ data: [{ yAxis: 1 }] });
  });

  it('leaves out what is switched off, its ratio and band too', () => {
    const { series } = option({ hidden: new Set(['0']) });
    expect(series.map(({ data }) => data.length)).toEqual([1, 0, 0]);
  });

  it('on logarithmic axes shows what lies above 0 only', () => {
    const spec = structuredClone(FIGURE);
    spec.panels![0].layers = [points('Data', 0, [-1, 100])];
    const { series, xAxis, yAxis } = option({ logX: true, logY: true }, spec);
    expect(series[0].data.map(([, value]) => value)).toEqual([100]);
    expect(series[0].data[0][0]).toBeCloseTo(Math.sqrt(20 * 40), 12);
    expect([xAxis[0].type, yAxis[0].type, yAxis[1].type]).toEqual(['log', 'log', 'value']);
    expect(yAxis[0].min).toBeGreaterThan(0);
    expect(canBeLog({ title: '', range: [0, 1], log: false })).toBe(false);
  });

  it('tells counts, efficiency, errors and scale factor as text, in which nothing is a style', () => {
    const { tooltip } = option();
    expect(tooltip.renderMode).toBe('richText');
    expect(tooltip.formatter([{ axisValue: 15 }]).split('\n')).toEqual([
      'p_T [GeV]: 10 – 20',
      'Data: 0.900 +0.020 −0.010 (90 of 100)',
      'Sim: 0.920 +0.020 −0.010 (46 of 50)',
      'Data: band, 0.900 ± 0.020',
      'Data: Data / sim., 0.980 +0.020 −0.010',
    ]);
    expect(tooltip.formatter([])).toBe('');
    expect(richText(['{a|<b>bold</b>}'])).toBe('{\u2060a|<b>bold</b>}');
  });

  it('drags a region instead of the figure while one is chosen', () => {
    expect(option().dataZoom[0].moveOnMouseMove).toBe(true);
    expect(option({ selecting: true }).dataZoom.map(({ moveOnMouseMove }) => moveOnMouseMove)).toEqual([
      false,
      false,
      false,
    ]);
    expect(regionMarks({ x: [1, 2] }, 2, COLOURS)[1].markArea.data).toEqual([[{ xAxis: 1 }, { xAxis: 2 }]]);
  });

  it('of a map has its cells with a value', () => {
    const { series } = mapOption(exploredMap(MAP)!, view) as unknown as Option;
    expect(series[0].data).toHaveLength(5);
    expect(series[0].data[4]).toEqual([1, 2, 20, 30]);
  });

  it('shows the same figure of another run, dashed and by its name', () => {
    const model = exploredLines(FIGURE, [{ run: 'r-1', title: 'run 1', spec: FIGURE }])!;
    expect(model.groups.map(({ label }) => label)).toEqual(['Data', 'Sim', 'Data, run 1', 'Sim, run 1']);
    expect(model.series.filter(({ overlaid }) => overlaid)).toHaveLength(4);
    expect(linesAt(model, new Set(['0', '1', 'r-1 0']), 15)).toEqual([
      'p_T [GeV]: 10 – 20',
      'Sim, run 1: 0.920 +0.020 −0.010 (46 of 50)',
    ]);
  });
});

describe('a region', () => {
  it('holds the bins whose centre lies inside', () => {
    const found = selectedLines(lines(), NONE, { x: [14, 31] });
    expect(found).toMatchObject([
      { label: 'Data', bins: 2, passed: 280, total: 300, sum: null },
      { label: 'Sim', bins: 2, withValue: 1, passed: 46, total: 50 },
    ]);
    expect(selectedLines(lines(), new Set(['1']), { x: [29, 16] })).toMatchObject([
      { bins: 0, passed: null },
    ]);
  });

  it('of a histogram holds its sum', () => {
    const spec = structuredClone(FIGURE);
    spec.panels = [
      {
        y: { label: 'Entries' },
        layers: [{ kind: 'steps', label: '', edges: [0, 1, 2, 3], y: [5, null, 7], style: 0 }],
        weight: 1,
      },
    ];
    expect(selectedLines(lines(spec), NONE, { x: [0, 3] })).toMatchObject([
      { bins: 3, sum: 12, total: null },
    ]);
  });

  it('ends where the axes end', () => {
    expect(onAxes({ x: [0, 25], y: [0, 1] }, lines())).toEqual({ x: [10, 25] });
    expect(onAxes({ x: [1, 9], y: [-5, 15] }, exploredMap(MAP)!)).toEqual({ x: [1, 2], y: [0, 15] });
  });

  it('of a map holds cells of both axes', () => {
    const region = { x: [0.9, 2] as [number, number], y: [0, 16] as [number, number] };
    expect(selectedCells(exploredMap(MAP)!, region)).toMatchObject([
      { bins: 2, withValue: 1, passed: 4, total: 10 },
    ]);
  });
});

describe('the arrow keys', () => {
  it('go from bin to bin and stay at the ends', () => {
    const stops = binStops(lines(), NONE);
    expect(stops.map(({ x, y }) => [x, y])).toEqual([
      [15, 0.9],
      [30, 0.95],
    ]);
    expect(stops[0].lines[1]).toBe('Data: 0.900 +0.020 −0.010 (90 of 100)');
    expect(stopAfter('ArrowRight', -1, 2, 1)).toBe(0);
    expect(stopAfter('ArrowRight', 1, 2, 1)).toBe(1);
    expect(stopAfter('ArrowUp', 0, 2, 1)).toBeNull();
    expect(spanned(stops[0].region, stops[1].region)).toEqual({ x: [10, 40] });
  });

  it('go along both axes of a map', () => {
    const stops = cellStops(exploredMap(MAP)!);
    expect(stopAfter('ArrowRight', 1, stops.length, 3)).toBe(4);
    expect(stopAfter('ArrowUp', 1, stops.length, 3)).toBe(2);
    expect(stops[4].lines).toEqual(['x: 1 – 2', 'y: 10 – 20', 'Efficiency: no value (0 of 0)']);
  });
});

describe('words and colours', () => {
  it('say values as tables do', () => {
    const bin = { low: 0, high: 1, value: 1234.5, errorLow: null, errorHigh: null };
    expect(valueText(bin)).toBe('1235');
    expect(valueText({ ...bin, value: 0.5, errorLow: 0.012, errorHigh: 0.012 })).toBe('0.500 ± 0.012');
  });

  it('stand out from a dark page', () => {
    const dark = { page: '#1b1f27', text: '#e7e9ee' };
    expect(themedColour(0, dark)).toBe('#e7e9ee');
    expect(themedColour(2, dark)).toBe('#5790fc');
    expect(themedColour(6, dark)).not.toBe('#7a21dd');
    expect(themedColour(6, COLOURS)).toBe('#7a21dd');
  });
});
