import { divergingColour, sequentialColour } from '../../../src-shared/figure/colourScale.ts';
import { plainText } from '../../../src-shared/figure/describe.ts';
import type { FigureSpec } from '../../../src-shared/figure/spec.ts';
import { axisTitle } from './model.ts';
import type { ExploredAxis, ExploredBin } from './model.ts';

/** A cell of a map: its bin of the x axis and of the y axis. */
export interface ExploredCell extends ExploredBin {
  ix: number;
  iy: number;
  yLow: number;
  yHigh: number;
  /** Raw count of a histogram's bin. */
  entries?: number;
}

/** A figure against two axes, as the exploring view shows it. */
export interface ExploredMap {
  kind: 'map';
  name: string;
  title: string;
  x: ExploredAxis;
  y: ExploredAxis;
  z: { title: string; range: [number, number]; centre: number | null };
  rows: number;
  /** The bin of the x axis is the slow one; cells without a value are there, too. */
  cells: ExploredCell[];
}

/** A map as data for the exploring view; null for a figure that is none. */
export function exploredMap({ name, title, map }: FigureSpec): ExploredMap | null {
  if (!map) return null;
  const { xEdges, yEdges, errors, counts, entries } = map;
  const cells = map.cells.flatMap((column, ix) =>
    column.map((value, iy): ExploredCell => {
      const counted = counts && { passed: counts.passed[ix][iy], total: counts.total[ix][iy] };
      return {
        ...{ ix, iy, low: xEdges[ix], high: xEdges[ix + 1], yLow: yEdges[iy], yHigh: yEdges[iy + 1], value },
        ...{ errorLow: errors?.low[ix][iy] ?? null, errorHigh: errors?.high[ix][iy] ?? null },
        ...counted,
        ...(entries && { entries: entries[ix][iy] }),
      };
    }),
  );
  const values = cells.flatMap(({ value }) => (value === null ? [] : [value]));
  const found: [number, number] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
  const axis = (spec: typeof map.x, edges: readonly number[]): ExploredAxis => {
    const ends: [number, number] = [edges[0], edges[edges.length - 1]];
    return { title: axisTitle(spec), range: spec.range ?? ends, log: spec.scale === 'log' };
  };
  return {
    kind: 'map',
    name,
    title: plainText(title),
    x: axis(map.x, xEdges),
    y: axis(map.y, yEdges),
    z: { title: axisTitle(map.z), range: map.z.range ?? found, centre: map.centre ?? null },
    rows: yEdges.length - 1,
    cells,
  };
}

/** The colour of a value on the map's scale. */
export function cellColour({ range: [low, high], centre }: ExploredMap['z'], value: number): string {
  if (centre !== null) {
    const reach = Math.max(high - centre, centre - low) || 1;
    return divergingColour((value - centre) / reach);
  }
  return sequentialColour(high > low ? (value - low) / (high - low) : 0.5);
}
