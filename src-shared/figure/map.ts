import {
  axisTitle,
  frameItem,
  horizontalAxis,
  horizontalLabels,
  titleLines,
  verticalAxis,
  verticalLabels,
  verticalSpace,
  verticalTitle,
} from './axes.ts';
import type { MeasuredAxis } from './axes.ts';
import { headerBlock, labelBlock } from './block.ts';
import { divergingColour, inkOn, sequentialColour } from './colourScale.ts';
import { textItem } from './display.ts';
import type { Box, Colour, DisplayItem } from './display.ts';
import { CAP_HEIGHT } from './metrics.ts';
import type { Drawing } from './panels.ts';
import { linearised, onPage } from './scale.ts';
import type { AxisScale } from './scale.ts';
import type { FigureSpec, MapSpec } from './spec.ts';
import { baselines } from './stack.ts';
import { STYLE } from './style.ts';
import { typeset } from './typeset.ts';

const BAR = { gap: 14, width: 20, slices: 100 };
const OUTWARD = { major: 6, minor: 3.5 };
const CELL_TEXT = { largest: 14.5, smallest: 8.5 };

interface ColourAxis {
  range: [number, number];
  colour: (value: number) => Colour;
}

function colourAxis(map: MapSpec): ColourAxis {
  const values = map.cells
    .flat()
    .filter((value): value is number => value !== null && Number.isFinite(value));
  const { centre } = map;
  let [lo, hi] = map.z.range ?? [Math.min(...values), Math.max(...values)];
  if (!(lo <= hi)) [lo, hi] = [0, 1];
  if (map.z.range === undefined && centre !== undefined) {
    const reach = Math.max(hi - centre, centre - lo);
    [lo, hi] = [centre - reach, centre + reach];
  }
  if (lo === hi) {
    const half = Math.abs(lo) * 0.05 || 0.5;
    [lo, hi] = [lo - half, hi + half];
  }
  const share = (value: number): number => (value - lo) / (hi - lo);
  if (centre === undefined) return { range: [lo, hi], colour: (value) => sequentialColour(share(value)) };
  const reach = Math.max(hi - centre, centre - lo);
  return { range: [lo, hi], colour: (value) => divergingColour((value - centre) / reach) };
}

function edgeScale(spec: MapSpec['x'], edges: readonly number[], from: number, to: number): AxisScale {
  const log = spec.scale === 'log';
  const shown = edges.filter((edge) => Number.isFinite(linearised(edge, log)));
  const automatic: [number, number] = shown.length < 2 ? [1, 10] : [shown[0]!, shown.at(-1)!];
  const [lo, hi] = spec.range ?? automatic;
  return { log, lo, hi, from, to };
}

interface Cell extends Box {
  value: number | null;
  text: string | null;
  bin: number;
  /** A bin of a histogram into which nothing fell. */
  blank: boolean;
}

/** Cells of a histogram that are smaller have no lines between them: these would hide the colours. */
const LINED = 9;

/** Visible cells on the page. */
function cellsOf(map: MapSpec, x: AxisScale, y: AxisScale): Cell[] {
  const within = (v: number, scale: AxisScale): number =>
    Math.min(Math.max(scale.from, scale.to), Math.max(Math.min(scale.from, scale.to), v));
  const rows = map.yEdges.length - 1;
  return map.xEdges.slice(0, -1).flatMap((x0, ix) =>
    map.yEdges.slice(0, -1).flatMap((y0, iy): Cell[] => {
      const [left, right] = [x0, map.xEdges[ix + 1]!].map((v) => within(onPage(x, v), x));
      const [bottom, top] = [y0, map.yEdges[iy + 1]!].map((v) => within(onPage(y, v), y));
      const value = map.cells[ix]?.[iy] ?? null;
      const text = map.texts?.[ix]?.[iy] ?? null;
      const blank = value === null && map.entries?.[ix]?.[iy] === 0;
      const box = { x: left!, y: top!, width: right! - left!, height: bottom! - top! };
      return box.width > 0 && box.height > 0 ? [{ ...box, value, text, bin: ix * rows + iy, blank }] : [];
    }),
  );
}

function drawCell(cell: Cell, colour: ColourAxis['colour']): DisplayItem[] {
  const { x, y, width, height } = cell;
  const source = { panel: 0, layer: 0, bin: cell.bin };
  const empty = cell.value === null || !Number.isFinite(cell.value);
  const fill = empty ? '#ffffff' : colour(cell.value!);
  const lined = empty || Math.min(width, height) >= LINED;
  const rect: DisplayItem = {
    kind: 'rect',
    part: 'cell',
    x,
    y,
    width,
    height,
    fill,
    stroke: lined ? '#ffffff' : fill,
    strokeWidth: lined ? 0.6 : 0.3,
    source,
  };
  if (!empty || cell.blank) return [rect];
  const points: [number, number][] = [
    [x, y + height],
    [x + width, y],
  ];
  return [rect, { kind: 'line', part: 'cell', points, colour: '#c4c4c8', width: 0.9, source }];
}

/** The size at which every text fits its cell, or null: one size for the whole map. */
function cellTextSize(cells: readonly Cell[]): number | null {
  let size: number = CELL_TEXT.largest;
  for (const cell of cells) {
    if (cell.text === null) continue;
    const { width, ascent, descent } = typeset(cell.text, 10);
    size = Math.min(size, (10 * (cell.width - 6)) / width, (10 * (cell.height - 5)) / (ascent + descent));
  }
  return size >= CELL_TEXT.smallest ? Math.floor(size * 10) / 10 : null;
}

function cellTexts(cells: readonly Cell[], colour: ColourAxis['colour']): DisplayItem[] {
  const size = cellTextSize(cells);
  if (size === null) return [];
  return cells.flatMap((cell) => {
    if (cell.text === null) return [];
    const ink = cell.value === null ? '#000000' : inkOn(colour(cell.value));
    const label = typeset(cell.text, size);
    const middle = cell.y + cell.height / 2 + (CAP_HEIGHT * size) / 2;
    return [
      textItem(label, cell.x + cell.width / 2, middle, { part: 'cellText', align: 'middle', colour: ink }),
    ];
  });
}

/** Ticks outside the frame, so that the cells stay whole. */
function outsideTicks(
  axis: MeasuredAxis,
  scale: AxisScale,
  at: number,
  direction: 'x' | 'y',
  sign: 1 | -1,
): DisplayItem[] {
  const tick = (value: number, size: number): DisplayItem => {
    const along = onPage(scale, value);
    const end = at + sign * size;
    const points: [number, number][] =
      direction === 'x'
        ? [
            [along, at],
            [along, end],
          ]
        : [
            [at, along],
            [end, along],
          ];
    return { kind: 'line', part: 'tick', points, colour: '#000000', width: STYLE.axisWidth * 0.9 };
  };
  return [
    ...axis.ticks.minor.map((value) => tick(value, OUTWARD.minor)),
    ...axis.ticks.major.map(({ value }) => tick(value, OUTWARD.major)),
  ];
}

function colourBar(map: MapSpec, colours: ColourAxis, frame: Box): { items: DisplayItem[]; space: number } {
  const [lo, hi] = colours.range;
  const x = frame.x + frame.width + BAR.gap;
  const bar = { x, y: frame.y, width: BAR.width, height: frame.height };
  const scale: AxisScale = { log: false, lo, hi, from: frame.y + frame.height, to: frame.y };
  const axis = verticalAxis(scale);
  const height = frame.height / BAR.slices;
  const slices = Array.from({ length: BAR.slices }, (_, i): DisplayItem => {
    const fill = colours.colour(lo + ((i + 0.5) / BAR.slices) * (hi - lo));
    const y = frame.y + frame.height - (i + 1) * height;
    return {
      kind: 'rect',
      part: 'scale',
      x,
      y,
      width: BAR.width,
      height: height + (i > 0 ? 0.4 : 0),
      fill,
      stroke: null,
      strokeWidth: 0,
    };
  });
  const labels = verticalLabels(axis, x + BAR.width + OUTWARD.major + 5, [-Infinity, Infinity], 'start');
  const title = titleLines(axisTitle(map.z, axis.ticks.exponent), frame.height);
  const right = x + BAR.width + OUTWARD.major + 5 + axis.widest + 12 + baselines(title).height;
  return {
    items: [
      ...slices,
      frameItem(bar),
      ...outsideTicks(axis, scale, x + BAR.width, 'y', 1),
      ...labels,
      ...verticalTitle(title, frame, right),
    ],
    space: right + STYLE.page - (frame.x + frame.width),
  };
}

/** Lays out a two-dimensional map: cells with their values where there is room, a colour bar, labels above the frame. Cells without value are white with a stroke, bins of a histogram without entries plain white. */
export function layoutMap(spec: FigureSpec, map: MapSpec): Drawing {
  const width = STYLE.width[spec.size];
  const colours = colourAxis(map);
  const frame: Box = { x: 80, y: 80, width: width - 190, height: STYLE.mainHeight[spec.size].stacked };
  const header = headerBlock(spec, width - 2 * STYLE.page);
  const block = labelBlock(spec, width - frame.x - STYLE.page);
  frame.y =
    STYLE.page + [header, block].reduce((sum, { height }) => sum + (height > 0 ? height + 11 : 0), 0) + 4;
  const y = edgeScale(map.y, map.yEdges, frame.y + frame.height, frame.y);
  const vertical = verticalAxis(y);
  const title = titleLines(axisTitle(map.y, vertical.ticks.exponent), frame.height);
  const space = verticalSpace(vertical.widest, title) + OUTWARD.major - 3;
  frame.x = Math.ceil(STYLE.page + space);
  frame.width = width - frame.x - Math.ceil(colourBar(map, colours, { ...frame, width: 0 }).space);
  const x = edgeScale(map.x, map.xEdges, frame.x, frame.x + frame.width);
  const horizontal = horizontalAxis(x);
  const below = horizontalLabels(horizontal, axisTitle(map.x, horizontal.ticks.exponent), frame);
  const cells = cellsOf(map, x, y);
  const items: DisplayItem[] = [
    ...cells.flatMap((cell) => drawCell(cell, colours.colour)),
    ...cellTexts(cells, colours.colour),
    ...outsideTicks(horizontal, x, frame.y + frame.height, 'x', 1),
    ...outsideTicks(vertical, y, frame.x, 'y', -1),
    frameItem(frame),
    ...verticalLabels(vertical, frame.x - OUTWARD.major - 5, [-Infinity, Infinity]),
    ...verticalTitle(title, frame, frame.x - verticalSpace(vertical.widest, []) - OUTWARD.major - 10),
    ...below.items,
    ...colourBar(map, colours, frame).items,
  ];
  let top: number = STYLE.page;
  for (const stack of [header, block]) {
    if (stack.height === 0) continue;
    items.push(...stack.at(stack === header ? STYLE.page : frame.x, top));
    top += stack.height + 11;
  }
  return {
    width,
    height: Math.ceil(frame.y + frame.height + below.height + STYLE.page),
    items,
    panels: [
      {
        frame,
        x: { range: [x.lo, x.hi], scale: x.log ? 'log' : 'linear' },
        y: { range: [y.lo, y.hi], scale: y.log ? 'log' : 'linear' },
      },
    ],
  };
}
