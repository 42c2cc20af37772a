import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemReturn } from 'echarts';

/** Where the values stand in the data of a series: centre and ends of the bin, value and ends of the errors. */
export const DIMENSIONS = ['centre', 'value', 'low', 'high', 'from', 'to'] as const;

/** How a series is drawn. */
export interface Look {
  colour: string;
  /** Colour inside of an open marker. */
  page: string;
  open: boolean;
  dashed: boolean;
  /** Shift of points that share bins, in pixels. */
  shift: number;
}

type Draw = (params: unknown, api: CustomSeriesRenderItemAPI) => CustomSeriesRenderItemReturn;

function number(api: CustomSeriesRenderItemAPI, dimension: number): number {
  return Number(api.value(dimension));
}

/** A point with its bin's width and asymmetric errors. */
export function drawPoint({ colour, page, open, dashed, shift }: Look): Draw {
  const style = { stroke: colour, fill: 'none', lineWidth: 1.3, ...(dashed && { lineDash: [4, 3] }) };
  const line = (x1: number, y1: number, x2: number, y2: number) => {
    return { type: 'line' as const, shape: { x1, y1, x2, y2 }, style };
  };
  return (_params, api) => {
    const [centre, value, low, high, from, to] = DIMENSIONS.map((_, i) => number(api, i));
    const [cx, y] = api.coord([centre, value]);
    const x = cx + shift;
    const top = api.coord([centre, high])[1];
    const bottom = api.coord([centre, low])[1];
    const [left] = api.coord([from, value]);
    const [right] = api.coord([to, value]);
    return {
      type: 'group',
      children: [
        line(left, y, right, y),
        line(x, top, x, bottom),
        line(x - 3, top, x + 3, top),
        line(x - 3, bottom, x + 3, bottom),
        {
          type: 'circle',
          shape: { cx: x, cy: y, r: 3.4 },
          style: { stroke: colour, lineWidth: 1.4, fill: open ? page : colour },
        },
      ],
    } as CustomSeriesRenderItemReturn;
  };
}

/** A bin of a band. */
export function drawBand(colour: string): Draw {
  return (_params, api) => {
    const [left, top] = api.coord([number(api, 4), number(api, 3)]);
    const [right, bottom] = api.coord([number(api, 5), number(api, 2)]);
    return {
      type: 'rect',
      shape: { x: left, y: top, width: right - left, height: bottom - top },
      style: { fill: colour, opacity: 0.14 },
    };
  };
}

/** A cell of a map; its data are the four edges, and its colour by position. */
export function drawCell(colours: readonly string[]): Draw {
  return (params, api) => {
    const { dataIndex } = params as { dataIndex: number };
    const [left, top] = api.coord([number(api, 0), number(api, 3)]);
    const [right, bottom] = api.coord([number(api, 1), number(api, 2)]);
    return {
      type: 'rect',
      shape: { x: left, y: top, width: right - left, height: bottom - top },
      style: { fill: colours[dataIndex] },
    };
  };
}
