import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonRange } from '../../src-shared/figure/commonRange.ts';
import { overlaps } from '../../src-shared/figure/display.ts';
import type { Box, DisplayItem, DisplayList } from '../../src-shared/figure/display.ts';
import { layoutFigure } from '../../src-shared/figure/layout.ts';
import { markerPath } from '../../src-shared/figure/markerPath.ts';
import type { FigureSpec, Layer, PanelSpec, PointsLayer } from '../../src-shared/figure/spec.ts';
import { WORKING_POINTS, isolationFigure, sampleFigures } from './samples.ts';

/** Ink of an item on the page. */
function inkOf(item: DisplayItem): Box {
  if (item.kind === 'text') return item.box;
  if (item.kind === 'rect') return item;
  const points: [number, number][] =
    item.kind === 'line'
      ? item.points
      : (item.kind === 'marker' ? markerPath(item) : item.commands).flatMap((command): [number, number][] => {
          const [, ...numbers] = command;
          return numbers.flatMap((v, i): [number, number][] => (i % 2 === 0 ? [[v, numbers[i + 1]!]] : []));
        });
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const half = item.kind === 'line' ? item.width / 2 : 0;
  const [x, y] = [Math.min(...xs) - half, Math.min(...ys) - half];
  return { x, y, width: Math.max(...xs) + half - x, height: Math.max(...ys) + half - y };
}

/** Lines in pieces of a few units, so that slanted ones have true boxes. */
function pieces(item: DisplayItem): DisplayItem[] {
  if (item.kind !== 'line') return [item];
  return item.points.slice(1).flatMap(([x1, y1], i) => {
    const [x0, y0] = item.points[i]!;
    const n = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 6));
    return Array.from({ length: n }, (_, k): DisplayItem => {
      const at = (t: number): [number, number] => [x0 + ((x1 - x0) * t) / n, y0 + ((y1 - y0) * t) / n];
      return { ...item, points: [at(k), at(k + 1)] };
    });
  });
}

/** Texts that cover each other or drawn data, or leave the page. */
function collisions(list: DisplayList): string[] {
  const texts = list.items.filter((item) => item.kind === 'text');
  const words = (item: DisplayItem): string =>
    item.kind === 'text'
      ? `${item.part} "${item.runs.map((run) => run.text).join('')}"`
      : `${item.part} ${item.kind}`;
  const found: string[] = [];
  texts.forEach((a, i) => {
    for (const b of texts.slice(i + 1))
      if (overlaps(a.box, b.box, -0.05)) found.push(`${words(a)} on ${words(b)}`);
    const { x, y, width, height } = a.box;
    if (x < 0 || y < 0 || x + width > list.width || y + height > list.height)
      found.push(`${words(a)} leaves the page`);
  });
  const inside = list.items
    .filter((item) => item.part === 'block' || item.part === 'legend')
    .map((item) => ({ item, box: inkOf(item) }));
  const drawn = list.items.filter(
    (item) =>
      item.part === 'data' || item.part === 'reference' || item.part === 'frame' || item.part === 'tick',
  );
  for (const mark of drawn) {
    if (mark.kind === 'rect' && mark.part === 'frame') {
      for (const { item, box } of inside) {
        const across =
          overlaps(box, mark) &&
          !(
            box.x >= mark.x &&
            box.x + box.width <= mark.x + mark.width &&
            box.y >= mark.y &&
            box.y + box.height <= mark.y + mark.height
          );
        if (across) found.push(`${words(item)} crosses a frame`);
      }
      continue;
    }
    for (const piece of pieces(mark))
      for (const { item, box } of inside)
        if (overlaps(inkOf(piece), box)) found.push(`${words(item)} on ${words(mark)}`);
  }
  return [...new Set(found)];
}

const word = fc.string({
  unit: fc.constantFrom(...'abcdefgijkmnopqrstuvwxyzABCDEW0123_-'),
  minLength: 1,
  maxLength: 24,
});
const label = (most: number): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 5, arbitrary: word },
        fc.constantFrom('p_{T}', 'm_{\\mu\\mu}', '\\sqrt{s}', '\\langle\\mu\\rangle', '\\frac{a}{b}'),
      ),
      { minLength: 0, maxLength: most },
    )
    .map((words) => words.join(' '));

function pointsLayer(bins: number): fc.Arbitrary<PointsLayer> {
  const value = fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: 0.6, max: 1, noNaN: true }) },
    fc.constant(null),
  );
  const error = fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: 0.001, max: 0.05, noNaN: true }) },
    fc.double({ min: 0.1, max: 0.9, noNaN: true }),
  );
  return fc.record({
    kind: fc.constant('points' as const),
    label: label(9),
    edges: fc.constant(Array.from({ length: bins + 1 }, (_, i) => 10 + (i * 60) / bins)),
    y: fc.array(value, { minLength: bins, maxLength: bins }),
    errorLow: fc.array(error, { minLength: bins, maxLength: bins }),
    errorHigh: fc.array(error, { minLength: bins, maxLength: bins }),
    style: fc.nat(9),
    role: fc.constantFrom('data' as const, 'simulation' as const),
  });
}

const figures: fc.Arbitrary<FigureSpec> = fc.integer({ min: 1, max: 25 }).chain((bins) => {
  const layers = fc.array(pointsLayer(bins), { minLength: 0, maxLength: 7 });
  const panel = (weight: number, reference?: number): fc.Arbitrary<PanelSpec> =>
    fc
      .record({ y: fc.record({ label: label(8) }), layers, weight: fc.constant(weight) })
      .map((p) => (reference === undefined ? p : { ...p, reference }));
  return fc.record({
    name: fc.constant('random'),
    title: label(3),
    style: fc.constantFrom('ATLAS' as const, 'CMS' as const, 'plain' as const),
    status: fc.oneof(fc.constant('Work in progress'), fc.constant(null), label(6)),
    experiment: fc.boolean(),
    energy: label(5),
    text: fc.array(label(14), { maxLength: 4 }),
    size: fc.constantFrom('single' as const, 'double' as const),
    x: fc.record({ label: label(16), unit: label(2) }),
    panels: fc.oneof(
      fc.tuple(panel(3)),
      fc.tuple(panel(3), panel(1, 1)),
      fc.tuple(panel(3), panel(1, 1), panel(1, 0)),
    ),
  });
});

describe('nothing overlaps (measured boxes of the display list)', () => {
  it.each(sampleFigures().map((spec) => [spec.name, spec] as const))('in %s', (_, spec) => {
    expect(collisions(layoutFigure(spec))).toEqual([]);
  });

  it('at any label length, number of layers, errors and gaps', () => {
    fc.assert(
      fc.property(figures, (spec) => {
        expect(collisions(layoutFigure(spec))).toEqual([]);
      }),
      { numRuns: 150, seed: 20 },
    );
  });

  it('where the y range is given and leaves no room', () => {
    fc.assert(
      fc.property(figures, fc.double({ min: 0.3, max: 0.9, noNaN: true }), (spec, low) => {
        const panels = spec.panels!.map((panel) => ({
          ...panel,
          y: { ...panel.y, range: [low, 1] as [number, number] },
        }));
        expect(collisions(layoutFigure({ ...spec, panels }))).toEqual([]);
      }),
      { numRuns: 60, seed: 21 },
    );
  });
});

describe('what is drawn', () => {
  const spec = isolationFigure('PflowTight_VarRad');
  const marks = (list: DisplayList, layer: number): DisplayItem[] =>
    list.items.filter((item) => item.source?.panel === 0 && item.source.layer === layer);

  it('keeps all data inside the frames', () => {
    for (const sample of sampleFigures()) {
      const list = layoutFigure(sample);
      for (const item of list.items.filter(({ part, kind }) => part === 'data' && kind === 'line')) {
        const { frame } = list.panels[item.source!.panel]!;
        for (const [x, y] of (item as DisplayItem & { kind: 'line' }).points) {
          expect(x >= frame.x - 0.01 && x <= frame.x + frame.width + 0.01).toBe(true);
          expect(y >= frame.y - 0.01 && y <= frame.y + frame.height + 0.01).toBe(true);
        }
      }
    }
  });

  it('draws a marker for each bin with a value, an arrow for one beyond the range, nothing for a gap', () => {
    const base = spec.panels![0]!;
    const edges = [0, 1, 2, 3];
    const layer: PointsLayer = {
      kind: 'points',
      label: 'a',
      edges,
      y: [0.5, null, 3],
      errorLow: [0.1, null, 0.1],
      errorHigh: [0.1, null, 0.1],
      style: 0,
      role: 'data',
    };
    const list = layoutFigure({
      ...spec,
      panels: [{ ...base, y: { label: 'y', range: [0, 1] }, layers: [layer] }],
    });
    const at = (bin: number): string[] =>
      marks(list, 0)
        .filter((item) => item.source!.bin === bin)
        .map((item) => item.kind);
    expect(at(0)).toEqual(['line', 'marker']);
    expect(at(1)).toEqual([]);
    expect(at(2)).toEqual(['path']);
  });

  it('shifts data layers apart, leaves simulation at the centre, and puts values where the scale says', () => {
    const list = layoutFigure(spec);
    const { frame, x, y } = list.panels[0]!;
    const marker = (layer: number): DisplayItem & { kind: 'marker' } =>
      marks(list, layer).find((item) => item.kind === 'marker' && item.source!.bin === 8) as DisplayItem & {
        kind: 'marker';
      };
    const centre = frame.x + ((44 - x.range[0]) / (x.range[1] - x.range[0])) * frame.width;
    expect(marker(0).x).toBeLessThan(centre - 1);
    expect(marker(1).x).toBeGreaterThan(centre + 1);
    expect(marker(2).x).toBeCloseTo(centre, 9);
    expect(marker(2).open).toBe(true);
    const value = (spec.panels![0]!.layers[2] as PointsLayer).y[8]!;
    const expected = frame.y + ((y.range[1] - value) / (y.range[1] - y.range[0])) * frame.height;
    expect(marker(2).y).toBeCloseTo(expected, 9);
  });

  it('names an experiment only where asked for, and never beside private work', () => {
    const text = (more: Partial<FigureSpec>): string =>
      layoutFigure({ ...spec, ...more })
        .items.map((item) => (item.kind === 'text' ? item.runs.map((run) => run.text).join('') : ''))
        .join('|');
    expect(text({})).not.toMatch(/ATLAS/);
    expect(text({ experiment: true, status: 'Internal' })).toMatch(/ATLAS Internal/);
    expect(text({ experiment: true, status: 'Private work', style: 'CMS' })).not.toMatch(/\|CMS/);
    expect(text({ experiment: true, status: 'Preliminary', style: 'CMS' })).toMatch(/CMSPreliminary/);
    expect(text({ experiment: true, status: null })).not.toMatch(/ATLAS/);
  });

  it('refuses a figure without content with a message that names it', () => {
    expect(() => layoutFigure({ ...spec, panels: [] })).toThrow(/isolation-PflowTight_VarRad/);
  });
});

describe('common ranges of a set', () => {
  const set = WORKING_POINTS.map(isolationFigure);

  it('are the same in every figure, hold every precise point, and leave room for the labels', () => {
    const common = commonRange(set);
    for (const i of [0, 1]) {
      const ranges = common.map((spec) => spec.panels![i]!.y.range!);
      expect(new Set(ranges.map((range) => range.join())).size).toBe(1);
    }
    const [lo, hi] = common[0]!.panels![0]!.y.range!;
    for (const spec of set)
      for (const layer of spec.panels![0]!.layers as (Layer & PointsLayer)[])
        layer.y.forEach((y, i) => {
          if (y !== null && layer.errorLow[i]! + layer.errorHigh[i]! < 0.01)
            expect(y > lo && y < hi).toBe(true);
        });
    for (const spec of common) {
      const list = layoutFigure(spec);
      expect(collisions(list)).toEqual([]);
      expect(
        list.items
          .filter((item) => item.part === 'legend')
          .every((item) => inkOf(item).y > list.panels[0]!.frame.y),
      ).toBe(true);
    }
  });

  it('leave other quantities, given ranges and lone figures alone', () => {
    const other = sampleFigures().find((spec) => spec.name === 'pile-up-profile')!;
    const common = commonRange([...set, other]);
    expect(common.at(-1)!.panels![0]!.y.range).toBeUndefined();
    const [only] = commonRange([set[0]!]);
    expect(only).toEqual(set[0]);
  });
});
