import type { EChartsCoreOption } from 'echarts/core';
import { themedColour } from './colours.ts';
import type { ChartColours } from './colours.ts';
import { cellColour } from './map.ts';
import type { ExploredMap } from './map.ts';
import type { ExploredAxis, ExploredBin, ExploredLines, ExploredSeries } from './model.ts';
import { DIMENSIONS, drawBand, drawCell, drawPoint } from './shapes.ts';
import type { Region } from './selection.ts';
import { linesAt, linesOfCell, richText } from './words.ts';

/** How a figure is looked at. */
export interface View {
  colours: ChartColours;
  /** Groups of the legend that are not shown. */
  hidden: ReadonlySet<string>;
  logX: boolean;
  logY: boolean;
  /** What is chosen. */
  region: Region | null;
  /** Dragging chooses a region instead of moving the figure. */
  selecting: boolean;
}

const LEFT = 66;
const RIGHT = 18;
const TOP = 12;
const BOTTOM = 46;
const GAP = 12;

/** Whether an axis can be logarithmic: everything that it shows from the start lies above 0. */
export function canBeLog({ range: [low] }: ExploredAxis): boolean {
  return low > 0;
}

function axisLook({ text, quiet, line }: ChartColours) {
  return {
    axisLine: { show: true, onZero: false, lineStyle: { color: quiet } },
    axisTick: { show: true, lineStyle: { color: quiet } },
    axisLabel: { color: text, hideOverlap: true },
    nameTextStyle: { color: text },
    splitLine: { lineStyle: { color: line } },
    nameLocation: 'middle',
  };
}

function logRange(panel: number, { series }: ExploredLines, [low, high]: [number, number]): [number, number] {
  if (low > 0) return [low, high];
  const values = series.filter((one) => one.panel === panel).flatMap(({ bins }) => bins);
  const least = Math.min(...values.flatMap(({ value }) => (value !== null && value > 0 ? [value] : [])));
  return Number.isFinite(least) ? [least / 2, Math.max(high, least)] : [0.1, 1];
}

function finite(low: number, log: boolean, value: number): number {
  return log && low <= 0 ? value / 10 : low;
}

function pointData(bins: readonly ExploredBin[], log: { x: boolean; y: boolean }): number[][] {
  return bins.flatMap(({ low, high, value, errorLow, errorHigh }) => {
    if (value === null || (log.y && value <= 0) || (log.x && low <= 0)) return [];
    const centre = log.x ? Math.sqrt(low * high) : (low + high) / 2;
    const bottom = finite(value - (errorLow ?? 0), log.y, value);
    return [[centre, value, bottom, value + (errorHigh ?? 0), low, high]];
  });
}

/** The line through the bins of a histogram, from edge to edge; gaps are null. */
function stepData(bins: readonly ExploredBin[], log: boolean): [number, number | null][] {
  const shown = (value: number | null) => (value === null || (log && value <= 0) ? null : value);
  const last = bins.at(-1);
  const starts = bins.map(({ low, value }): [number, number | null] => [low, shown(value)]);
  return last ? [...starts, [last.high, shown(last.value)]] : [];
}

function seriesOption(series: ExploredSeries, shift: number, { colours, logX, logY }: View) {
  const colour = themedColour(series.style, colours);
  const place = { xAxisIndex: series.panel, yAxisIndex: series.panel };
  const dashed = series.dashed || series.overlaid;
  const line = { color: colour, width: 1.5, type: dashed ? 'dashed' : 'solid' };
  const plain = { ...place, type: 'line', symbol: 'none', lineStyle: line, itemStyle: { color: colour } };
  if (series.kind === 'line') return { ...plain, data: series.points };
  if (series.kind === 'steps') return { ...plain, step: 'end', data: stepData(series.bins, logY) };
  const look = { colour, page: colours.page, open: series.open || series.overlaid, dashed, shift };
  return {
    ...place,
    type: 'custom',
    dimensions: [...DIMENSIONS],
    encode: { x: [0], y: [1], tooltip: [1] },
    clip: true,
    z: series.kind === 'band' ? 1 : 3,
    renderItem: series.kind === 'band' ? drawBand(colour) : drawPoint(look),
    data: pointData(series.bins, { x: logX, y: logY && series.panel === 0 }),
  };
}

/** Places of the panels, one below the other, in parts of the height that axes and gaps leave. */
function grids({ panels }: ExploredLines, height: number) {
  const room = Math.max(60, height - TOP - BOTTOM - GAP * (panels.length - 1));
  const weights = panels.reduce((sum, { weight }) => sum + weight, 0);
  let top = TOP;
  return panels.map(({ weight }) => {
    const place = { left: LEFT, right: RIGHT, top, height: (room * weight) / weights };
    top += place.height + GAP;
    return place;
  });
}

function referenceLine(reference: number | null, { quiet }: ChartColours) {
  if (reference === null) return {};
  const lineStyle = { color: quiet, type: 'dashed', width: 1 };
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      label: { show: false },
      lineStyle,
      data: [{ yAxis: reference }],
    },
  };
}

function tooltip({ raised, line, text }: ChartColours) {
  const look = { backgroundColor: raised, borderColor: line, textStyle: { color: text, fontSize: 12 } };
  return { renderMode: 'richText', confine: true, transitionDuration: 0, ...look };
}

/** The series that carry the mark of a region, by panel: parts of an option. */
export function regionMarks(region: Region | null, panels: number, { accent }: ChartColours) {
  const [x, y] = [region?.x, region?.y];
  const corner = (end: 0 | 1) => ({ ...(x && { xAxis: x[end] }), ...(y && { yAxis: y[end] }) });
  return Array.from({ length: panels }, (_, panel) => ({
    id: `region ${panel}`,
    markArea: {
      ...{ silent: true, z: 10 },
      itemStyle: { color: accent, opacity: 0.16, borderColor: accent, borderWidth: 1 },
      data: region ? [[corner(0), corner(1)]] : [],
    },
  }));
}

/**
 * ECharts' option of a figure against one axis, with zoom along x in all panels at once.
 * @param height of the canvas, in pixels
 */
export function linesOption(model: ExploredLines, view: View, height: number): EChartsCoreOption {
  const { colours, hidden, logX, logY, region, selecting } = view;
  const look = axisLook(colours);
  const shown = model.series.filter(({ group }) => !hidden.has(group));
  const ids = model.groups.map(({ id }) => id);
  const shift = (group: string) => (ids.length > 1 ? 3 * (ids.indexOf(group) - (ids.length - 1) / 2) : 0);
  const all = model.panels.map((_, index) => index);
  const last = model.panels.length - 1;
  const heaviest = Math.max(...model.panels.map(({ weight }) => weight));
  const [from, to] = model.x.range;
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: grids(model, height),
    xAxis: all.map((gridIndex) => ({
      ...look,
      ...{ gridIndex, type: logX ? 'log' : 'value', min: from, max: to },
      axisLabel: { ...look.axisLabel, show: gridIndex === last, showMinLabel: true, showMaxLabel: true },
      ...(gridIndex === last && { name: model.x.title, nameGap: 26 }),
      splitLine: { show: false },
    })),
    yAxis: model.panels.map(({ y, weight }, gridIndex) => {
      const log = logY && gridIndex === 0;
      const [min, max] = log ? logRange(gridIndex, model, y.range) : y.range;
      return {
        ...look,
        ...{ gridIndex, type: log ? 'log' : 'value', min, max, name: y.title, nameGap: 46 },
        axisLabel: { ...look.axisLabel, showMinLabel: false, showMaxLabel: false },
        splitNumber: weight < 0.4 * heaviest ? 2 : 5,
      };
    }),
    dataZoom: [
      { type: 'inside', xAxisIndex: all, filterMode: 'none', moveOnMouseMove: !selecting },
      ...all.map((yAxisIndex) => ({
        ...{ type: 'inside', yAxisIndex, filterMode: 'none' },
        ...{ zoomOnMouseWheel: 'shift', moveOnMouseMove: selecting ? false : 'shift' },
      })),
    ],
    axisPointer: {
      link: [{ xAxisIndex: 'all' }],
      lineStyle: { color: colours.quiet },
      label: { show: false },
    },
    tooltip: {
      ...tooltip(colours),
      trigger: 'axis',
      formatter: (params: unknown) => {
        const [first] = params as { axisValue: number }[];
        return first ? richText(linesAt(model, hidden, Number(first.axisValue))) : '';
      },
    },
    series: [
      ...shown.map((series) => seriesOption(series, shift(series.group), view)),
      ...regionMarks(region, model.panels.length, colours).map((marked, panel) => ({
        ...marked,
        ...{ type: 'line', data: [], xAxisIndex: panel, yAxisIndex: panel },
        ...referenceLine(model.panels[panel].reference, colours),
      })),
    ],
  };
}

/** ECharts' option of a map, with zoom along both axes. */
export function mapOption(
  model: ExploredMap,
  { colours, logX, logY, region, selecting }: View,
): EChartsCoreOption {
  const look = { ...axisLook(colours), splitLine: { show: false } };
  const drawn = model.cells.flatMap((cell, index) =>
    cell.value === null ? [] : [{ cell, index, value: cell.value }],
  );
  const counted = model.cells.some(({ entries }) => entries !== undefined);
  const ground = counted ? { show: true, backgroundColor: '#ffffff', borderWidth: 0 } : {};
  const fills = drawn.map(({ value }) => cellColour(model.z, value));
  const axis = ({ title, range: [min, max] }: ExploredAxis, log: boolean, nameGap: number) => {
    return { ...look, type: log ? 'log' : 'value', min, max, name: title, nameGap };
  };
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: LEFT, right: RIGHT, top: TOP, bottom: BOTTOM, ...ground },
    xAxis: axis(model.x, logX, 26),
    yAxis: axis(model.y, logY, 46),
    dataZoom: [
      { type: 'inside', xAxisIndex: 0, filterMode: 'none', moveOnMouseMove: !selecting },
      { type: 'inside', yAxisIndex: 0, filterMode: 'none', moveOnMouseMove: !selecting },
    ],
    tooltip: {
      ...tooltip(colours),
      trigger: 'item',
      formatter: ({ dataIndex }: { dataIndex: number }) =>
        richText(linesOfCell(model, drawn[dataIndex].index)),
    },
    series: [
      {
        type: 'custom',
        encode: { x: [0, 1], y: [2, 3] },
        clip: true,
        renderItem: drawCell(fills),
        data: drawn.map(({ cell: { low, high, yLow, yHigh } }) => [low, high, yLow, yHigh]),
      },
      ...regionMarks(region, 1, { ...colours, accent: '#000000' }).map((marked) => ({
        ...marked,
        type: 'line',
        data: [],
        z: 10,
      })),
    ],
  };
}
