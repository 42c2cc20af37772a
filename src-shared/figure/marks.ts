import { clipPolyline } from './clip.ts';
import type { Box, DisplayItem, Source } from './display.ts';
import type { PathCommand } from './drawnGlyphs.ts';
import { dashOf } from './legend.ts';
import { binsOnPage } from './points.ts';
import { colourOf, markerOf } from './palette.ts';
import { onPage } from './scale.ts';
import type { AxisScale } from './scale.ts';
import type { BandLayer, LineLayer, PanelSpec, PointsLayer, StepsLayer } from './spec.ts';

/** A panel with its scales on the page. */
export interface PanelOnPage {
  index: number;
  panel: PanelSpec;
  frame: Box;
  x: AxisScale;
  y: AxisScale;
}

const BAR_WIDTH = 1.7;
const LINE_WIDTH = 2;
const ARROW = { half: 3.4, head: 7, stem: BAR_WIDTH / 2, length: 14 };
const ORDER = { band: 0, steps: 1, line: 2, points: 3 };

function limited(value: number, a: number, b: number): number {
  return Math.min(Math.max(a, b), Math.max(Math.min(a, b), value));
}

function polyline(
  points: [number, number][],
  frame: Box,
  colour: string,
  width: number,
  source: Source,
  dash?: number[],
): DisplayItem[] {
  return clipPolyline(points, frame).map((part) => ({
    kind: 'line',
    part: 'data',
    points: part,
    colour,
    width,
    source,
    ...(dash !== undefined && { dash }),
  }));
}

/** An arrow at the frame, pointing to a value beyond it. */
function arrow(x: number, up: boolean, frame: Box, colour: string, source: Source): DisplayItem {
  const tip = up ? frame.y + 1.5 : frame.y + frame.height - 1.5;
  const at = (back: number): number => tip + (up ? back : -back);
  const { half, head, stem, length } = ARROW;
  const outline: [number, number][] = [
    [0, 0],
    [half, head],
    [stem, head],
    [stem, length],
    [-stem, length],
    [-stem, head],
    [-half, head],
  ];
  const corners = outline.map(([dx, back], i): PathCommand => [i === 0 ? 'M' : 'L', x + dx, at(back)]);
  return {
    kind: 'path',
    part: 'data',
    commands: [...corners, ['Z']],
    fill: colour,
    stroke: null,
    strokeWidth: 0,
    source,
  };
}

function drawPoints(on: PanelOnPage, layer: PointsLayer, layerIndex: number): DisplayItem[] {
  const { frame, y } = on;
  const colour = colourOf(layer.style);
  const [top, bottom] = [frame.y, frame.y + frame.height];
  return binsOnPage(on.panel, layer, on.x).flatMap((bin, i): DisplayItem[] => {
    const value = layer.y[i] ?? null;
    if (value === null || Number.isNaN(value) || !(bin.x >= frame.x && bin.x <= frame.x + frame.width))
      return [];
    const source = { panel: on.index, layer: layerIndex, bin: i };
    const at = onPage(y, value);
    const high = onPage(y, value + Math.abs(layer.errorHigh[i] ?? 0));
    const low = onPage(y, value - Math.abs(layer.errorLow[i] ?? 0));
    const bars = polyline(
      [
        [bin.x, low],
        [bin.x, high],
      ],
      frame,
      colour,
      BAR_WIDTH,
      source,
    );
    if (at < top - 0.01) return [...bars, arrow(bin.x, true, frame, colour, source)];
    if (at > bottom + 0.01) return [...bars, arrow(bin.x, false, frame, colour, source)];
    const simulated = layer.role === 'simulation';
    const level = simulated
      ? polyline(
          [
            [bin.left, at],
            [bin.right, at],
          ],
          frame,
          colour,
          BAR_WIDTH,
          source,
        )
      : [];
    const shape = markerOf(layer.marker ?? layer.style);
    const marker: DisplayItem = {
      kind: 'marker',
      part: 'data',
      shape,
      x: bin.x,
      y: at,
      size: bin.size,
      colour,
      open: simulated,
      source,
    };
    return [...level, ...bars, marker];
  });
}

function drawSteps(on: PanelOnPage, layer: StepsLayer, layerIndex: number): DisplayItem[] {
  const { frame, x, y } = on;
  const floor = !y.log && y.lo <= 0 && y.hi > 0 ? onPage(y, 0) : null;
  const runs: [number, number][][] = [];
  let open = false;
  layer.y.forEach((value, i) => {
    if (value === null || Number.isNaN(value)) {
      open = false;
      return;
    }
    const [left, right] = [onPage(x, layer.edges[i]!), onPage(x, layer.edges[i + 1]!)];
    const at = onPage(y, value);
    if (!open) runs.push(floor === null ? [] : [[left, floor]]);
    runs.at(-1)!.push([left, at], [right, at]);
    open = true;
  });
  return runs.flatMap((points) => {
    const closed: [number, number][] = floor === null ? points : [...points, [points.at(-1)![0], floor]];
    const source = { panel: on.index, layer: layerIndex, bin: 0 };
    return polyline(closed, frame, colourOf(layer.style), LINE_WIDTH, source, dashOf(layer));
  });
}

function drawLine(on: PanelOnPage, layer: LineLayer, layerIndex: number): DisplayItem[] {
  const points = layer.x.map((value, i): [number, number] => [
    onPage(on.x, value),
    onPage(on.y, layer.y[i] ?? NaN),
  ]);
  const source = { panel: on.index, layer: layerIndex, bin: 0 };
  return polyline(points, on.frame, colourOf(layer.style), LINE_WIDTH, source, dashOf(layer));
}

function drawBand(on: PanelOnPage, layer: BandLayer, layerIndex: number): DisplayItem[] {
  const { frame, x, y } = on;
  return layer.low.flatMap((low, i): DisplayItem[] => {
    const high = layer.high[i] ?? null;
    if (low === null || high === null || Number.isNaN(low + high)) return [];
    const across = (value: number): number => limited(onPage(x, value), frame.x, frame.x + frame.width);
    const down = (value: number): number => limited(onPage(y, value), frame.y, frame.y + frame.height);
    const [left, right, top, bottom] = [
      across(layer.edges[i]!),
      across(layer.edges[i + 1]!),
      down(high),
      down(low),
    ];
    if (!(right > left) || !(bottom > top)) return [];
    return [
      {
        kind: 'rect',
        part: 'data',
        x: left,
        y: top,
        width: right - left,
        height: bottom - top,
        fill: colourOf(layer.style),
        stroke: null,
        strokeWidth: 0,
        opacity: 0.3,
        source: { panel: on.index, layer: layerIndex, bin: i },
      },
    ];
  });
}

/** Draws a panel's reference line and layers, clipped at its frame: bands lowest, then steps, lines, simulated points and data. */
export function drawLayers(on: PanelOnPage): DisplayItem[] {
  const { panel, frame, y } = on;
  const layers = panel.layers.map((layer, index) => ({ layer, index }));
  const level = ({ layer }: (typeof layers)[number]): number =>
    ORDER[layer.kind] + (layer.kind === 'points' && layer.role === 'data' ? 1 : 0);
  const items: DisplayItem[] = [];
  const at = panel.reference === undefined ? NaN : onPage(y, panel.reference);
  if (at >= frame.y && at <= frame.y + frame.height)
    items.push({
      kind: 'line',
      part: 'reference',
      points: [
        [frame.x, at],
        [frame.x + frame.width, at],
      ],
      colour: '#656364',
      width: 1.1,
      dash: [5, 4],
    });
  for (const { layer, index } of layers.sort((a, b) => level(a) - level(b) || b.index - a.index)) {
    if (layer.kind === 'points') items.push(...drawPoints(on, layer, index));
    else if (layer.kind === 'steps') items.push(...drawSteps(on, layer, index));
    else if (layer.kind === 'line') items.push(...drawLine(on, layer, index));
    else items.push(...drawBand(on, layer, index));
  }
  return items;
}
