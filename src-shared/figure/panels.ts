import {
  frameItem,
  horizontalAxis,
  horizontalLabels,
  insideTicks,
  verticalAxis,
  verticalIntervals,
  verticalLabels,
  verticalSpace,
  verticalTitle,
  axisTitle,
  titleLines,
} from './axes.ts';
import { cleanFigure } from './clean.ts';
import { headerBlock, labelBlock } from './block.ts';
import type { Box, DisplayItem, PanelGeometry } from './display.ts';
import { legendLayers, legendStack } from './legend.ts';
import { drawLayers } from './marks.ts';
import { obstaclesOf } from './obstacles.ts';
import { placeLabels } from './placement.ts';
import type { Placement } from './placement.ts';
import { panelInterval, rangeOf, roundedInterval, xRange } from './range.ts';
import { linearised } from './scale.ts';
import type { AxisScale } from './scale.ts';
import type { AxisSpec, FigureSpec, PanelSpec } from './spec.ts';
import type { Stack } from './stack.ts';
import { STYLE } from './style.ts';

/** A laid-out drawing: items, its size and the geometry of its panels. */
export interface Drawing {
  width: number;
  height: number;
  items: DisplayItem[];
  panels: PanelGeometry[];
}

const MARGIN = { main: 0.07, other: 0.14 };
const HEADER_GAP = 11;
const DEFAULT_AXIS: AxisSpec = { label: '' };

interface Frames {
  frames: Box[];
  header: number;
}

function framesOf(
  spec: FigureSpec,
  panels: readonly PanelSpec[],
  left: number,
  right: number,
  header: number,
): Frames {
  const heights = STYLE.mainHeight[spec.size];
  const main = panels.length > 1 ? heights.stacked : heights.alone;
  const frames: Box[] = [];
  const width = STYLE.width[spec.size] - left - right;
  let y = header;
  for (const panel of panels) {
    const height = Math.round((main * panel.weight) / panels[0]!.weight);
    frames.push({ x: left, y, width, height });
    y += height + STYLE.panelGap;
  }
  return { frames, header };
}

function scaleX(spec: FigureSpec, panels: readonly PanelSpec[], frame: Box): AxisScale {
  const axis = spec.x ?? DEFAULT_AXIS;
  const [lo, hi] = xRange(axis, panels);
  return { log: axis.scale === 'log', lo, hi, from: frame.x, to: frame.x + frame.width };
}

function scaleY(panel: PanelSpec, [lo, hi]: [number, number], frame: Box): AxisScale {
  return { log: panel.y.scale === 'log', lo, hi, from: frame.y + frame.height, to: frame.y };
}

/** Label block in two widths and legend in one to four columns, for a frame. */
function labelsFor(
  spec: FigureSpec,
  panels: readonly PanelSpec[],
  frame: Box,
): { labels: Stack[]; legends: Stack[] } {
  const inner = frame.width - 2 * STYLE.inset;
  const labels = [labelBlock(spec, inner), labelBlock(spec, inner * 0.6)];
  const layers = legendLayers(panels);
  const legends = [1, 2, 3, 4].flatMap((columns) => {
    const narrow = columns === 1 ? [inner * 0.46] : [];
    return [inner, ...narrow].flatMap((width) => legendStack(layers, columns, width) ?? []);
  });
  return { labels: labels[0]!.width === labels[1]!.width ? [labels[0]!] : labels, legends };
}

function placement(spec: FigureSpec, frame: Box, x: AxisScale, base?: [number, number]): Placement {
  const panels = spec.panels ?? [];
  const panel = panels[0]!;
  const log = panel.y.scale === 'log';
  const given = panel.y.range;
  const values = given ?? base;
  const interval: [number, number] =
    values === undefined
      ? panelInterval(panel, MARGIN.main)
      : [linearised(values[0], log), linearised(values[1], log)];
  return placeLabels({
    frame,
    obstacles: obstaclesOf(panel, x),
    interval,
    fixed: given !== undefined,
    round: (value) => roundedInterval(value, log, verticalIntervals(frame.height)),
    ...labelsFor(spec, panels, frame),
  });
}

function intervalOf(panel: PanelSpec, frame: Box): [number, number] {
  const log = panel.y.scale === 'log';
  if (panel.y.range !== undefined)
    return [linearised(panel.y.range[0], log), linearised(panel.y.range[1], log)];
  return roundedInterval(panelInterval(panel, MARGIN.other), log, verticalIntervals(frame.height));
}

/** Label block and legend under each other above the frame, for figures whose data leave no room. */
function aboveFrame(spec: FigureSpec, panels: readonly PanelSpec[], width: number): Stack {
  const label = labelBlock(spec, width);
  const layers = legendLayers(panels);
  const fitting = [4, 3, 2, 1]
    .map((columns) => legendStack(layers, columns, width))
    .filter((stack) => stack !== null);
  const legend = fitting.sort((a, b) => Number(a.cut) - Number(b.cut) || a.height - b.height)[0];
  const gap = label.height > 0 && legend !== undefined && legend.height > 0 ? 9 : 0;
  return {
    width,
    height: label.height + gap + (legend?.height ?? 0),
    cut: label.cut || (legend?.cut ?? false),
    size: Math.min(label.size, legend?.size ?? Infinity),
    at: (x, y) => [...label.at(x, y), ...(legend?.at(x, y + label.height + gap) ?? [])],
  };
}

interface Solution {
  frames: Box[];
  scales: AxisScale[];
  x: AxisScale;
  placed: Placement;
  above: Stack[];
  left: number;
}

/** Frames and scales for a left margin; `left` of the result is the margin that the labels need. */
function solve(spec: FigureSpec, left: number, right: number, base?: [number, number]): Solution {
  const panels = spec.panels ?? [];
  const width = STYLE.width[spec.size];
  const header = headerBlock(spec, width - left - right);
  const above = header.height > 0 ? [header] : [];
  const top = (stacks: readonly Stack[]): number =>
    STYLE.page +
    stacks.reduce((sum, stack) => sum + stack.height + HEADER_GAP, 0) +
    (stacks.length > 0 ? 0 : 5);
  let { frames } = framesOf(spec, panels, left, right, top(above));
  const x = scaleX(spec, panels, frames[0]!);
  const placed = placement(spec, frames[0]!, x, base);
  if (placed.items === null) {
    const stack = aboveFrame(spec, panels, width - left - right);
    if (stack.height > 0) above.push(stack);
    frames = framesOf(spec, panels, left, right, top(above)).frames;
  }
  const scales = panels.map((panel, i) => {
    const interval = i === 0 ? placed.interval : intervalOf(panel, frames[i]!);
    return scaleY(panel, rangeOf(interval, panel.y.scale === 'log'), frames[i]!);
  });
  const needs = panels.map((panel, i) => {
    const axis = verticalAxis(scales[i]!);
    return verticalSpace(
      widest(scales),
      titleLines(axisTitle(panel.y, axis.ticks.exponent), frames[i]!.height),
    );
  });
  return { frames, scales, x, placed, above, left: Math.ceil(STYLE.page + Math.max(...needs)) };
}

function widest(scales: readonly AxisScale[]): number {
  return Math.max(...scales.map((scale) => verticalAxis(scale).widest));
}

/** The range of the first panel's y axis with head-room for labels, and of the others, as values. `base`: a range that the first one must hold. */
export function panelRanges(spec: FigureSpec, base?: [number, number]): [number, number][] {
  return settled(cleanFigure(spec), base).scales.map(({ lo, hi }) => [lo, hi]);
}

/** Repeats {@link solve} until the left margin is the one that the labels need. */
function settled(spec: FigureSpec, base?: [number, number]): Solution {
  let left = 90;
  let right = 18;
  for (let pass = 0; ; pass++) {
    const solution = solve(spec, left, right, base);
    const last = horizontalAxis(solution.x).labels.at(-1);
    const over = last === undefined ? 0 : last.at + last.label.width / 2 - solution.x.to;
    const wanted = Math.max(18, Math.ceil(STYLE.page + over));
    if (
      (solution.left === left && wanted === right) ||
      (pass > 3 && solution.left <= left && wanted <= right)
    )
      return { ...solution, left };
    left = pass > 3 ? Math.max(left, solution.left) : solution.left;
    right = Math.max(right, wanted);
  }
}

function verticalLimits(frames: readonly Box[], i: number): [number, number] {
  const half = STYLE.panelGap / 2;
  const frame = frames[i]!;
  return [
    i === 0 ? -Infinity : frame.y - half + 0.2,
    i === frames.length - 1 ? Infinity : frame.y + frame.height + half - 0.2,
  ];
}

/** Lays out stacked panels with a shared x axis. */
export function layoutPanels(spec: FigureSpec): Drawing {
  const panels = spec.panels ?? [];
  const { frames, scales, x, placed, above, left } = settled(spec);
  const horizontal = horizontalAxis(x);
  const labelWidth = widest(scales);
  const items: DisplayItem[] = [];
  panels.forEach((panel, i) => {
    const [frame, y] = [frames[i]!, scales[i]!];
    const axis = verticalAxis(y);
    const title = titleLines(axisTitle(panel.y, axis.ticks.exponent), frame.height);
    items.push(
      ...drawLayers({ index: i, panel, frame, x, y }),
      ...insideTicks(horizontal, x, frame, 'x'),
      ...insideTicks(axis, y, frame, 'y'),
      frameItem(frame),
      ...verticalLabels(axis, frame.x - 8, verticalLimits(frames, i)),
      ...verticalTitle(title, frame, frame.x - verticalSpace(labelWidth, []) - 13),
    );
  });
  const bottom = frames.at(-1)!;
  const below = horizontalLabels(
    horizontal,
    axisTitle(spec.x ?? DEFAULT_AXIS, horizontal.ticks.exponent),
    bottom,
  );
  items.push(...below.items, ...(placed.items ?? []));
  let y: number = STYLE.page;
  for (const stack of above) {
    items.push(...stack.at(left, y));
    y += stack.height + HEADER_GAP;
  }
  const geometry = frames.map((frame, i): PanelGeometry => ({
    frame,
    x: described(x),
    y: described(scales[i]!),
  }));
  return {
    width: STYLE.width[spec.size],
    height: Math.ceil(bottom.y + bottom.height + below.height + STYLE.page),
    items,
    panels: geometry,
  };
}

function described({ lo, hi, log }: AxisScale): PanelGeometry['x'] {
  return { range: [lo, hi], scale: log ? 'log' : 'linear' };
}
