import type { ExploredMap } from './map.ts';
import type { ExploredLines } from './model.ts';
import type { Region } from './selection.ts';
import { linesAt, linesOfCell } from './words.ts';

/** A place that the arrow keys stop at: a bin, or a cell of a map. */
export interface Stop {
  x: number;
  y: number;
  region: Region;
  /** Lines that tell what stands there. */
  lines: string[];
  /** Of the x axis in the first series, for the tables beside. */
  bin: number;
}

/** The bins of the first series that is shown. */
export function binStops(model: ExploredLines, hidden: ReadonlySet<string>): Stop[] {
  const first = model.series.find(({ group, bins }) => !hidden.has(group) && bins.length > 0);
  const [low, high] = model.panels[0].y.range;
  return (first?.bins ?? []).map(({ low: from, high: to, value }, bin) => {
    const x = (from + to) / 2;
    return {
      ...{ x, y: value ?? (low + high) / 2, bin },
      region: { x: [from, to] },
      lines: linesAt(model, hidden, x),
    };
  });
}

/** All cells of a map, those above each other following each other. */
export function cellStops(model: ExploredMap): Stop[] {
  return model.cells.map(({ low, high, yLow, yHigh }, index) => ({
    ...{ x: (low + high) / 2, y: (yLow + yHigh) / 2, bin: index },
    region: { x: [low, high], y: [yLow, yHigh] },
    lines: linesOfCell(model, index),
  }));
}

/** The stop that a key leads to; null for another key. `rows` is 1 for bins, else the cells above each other. */
export function stopAfter(key: string, at: number, count: number, rows: number): number | null {
  const step = { ArrowRight: rows, ArrowLeft: -rows, ...(rows > 1 && { ArrowUp: 1, ArrowDown: -1 }) }[key];
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (step === undefined || count === 0) return null;
  if (at < 0) return step > 0 ? 0 : count - 1;
  const to = at + step;
  return to < 0 || to >= count ? at : to;
}

/** The region that holds both. */
export function spanned(a: Region, b: Region): Region {
  const both = (p: readonly number[], q: readonly number[]): [number, number] => [
    Math.min(...p, ...q),
    Math.max(...p, ...q),
  ];
  return { x: both(a.x, b.x), ...(a.y && b.y && { y: both(a.y, b.y) }) };
}
