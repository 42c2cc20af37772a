import type { ExploredMap } from './map.ts';
import type { ExploredBin, ExploredLines } from './model.ts';

/** A region that was chosen: an interval of the x axis, and one of the y axis in maps. */
export interface Region {
  x: [number, number];
  y?: [number, number];
}

/** What a region holds of one series. */
export interface Selected {
  label: string;
  /** Bins inside, and those of them that have a value. */
  bins: number;
  withValue: number;
  /** Summed raw counts of an efficiency. */
  passed: number | null;
  total: number | null;
  /** Sum of the values of a histogram. */
  sum: number | null;
}

function within(range: [number, number], [least, most]: readonly [number, number]): [number, number] {
  const put = (value: number) => Math.min(most, Math.max(least, value));
  return [put(range[0]), put(range[1])];
}

/** The part of a region that lies on the axes of the figure. */
export function onAxes({ x, y }: Region, model: ExploredLines | ExploredMap): Region {
  return {
    x: within(x, model.x.range),
    ...(y && model.kind === 'map' && { y: within(y, model.y.range) }),
  };
}

function inside(low: number, high: number, [from, to]: readonly [number, number]): boolean {
  const centre = (low + high) / 2;
  return centre >= Math.min(from, to) && centre <= Math.max(from, to);
}

function summed(label: string, bins: readonly ExploredBin[], histogram: boolean): Selected {
  const counted = bins.length > 0 && bins.every(({ total }) => total !== undefined);
  const sum = (of: (bin: ExploredBin) => number | null | undefined) =>
    bins.reduce((all, bin) => all + (of(bin) ?? 0), 0);
  return {
    label,
    bins: bins.length,
    withValue: bins.filter(({ value }) => value !== null).length,
    passed: counted ? sum(({ passed }) => passed) : null,
    total: counted ? sum(({ total }) => total) : null,
    sum: histogram ? sum(({ value }) => value) : null,
  };
}

/** The bins whose centre lies in a region, by series of the first panel that are shown; bands and lines are left out. */
export function selectedLines(
  { series, groups }: ExploredLines,
  hidden: ReadonlySet<string>,
  region: Region,
): Selected[] {
  const labels = new Map(groups.map(({ id, label }) => [id, label]));
  return series
    .filter(({ panel, kind, group }) => {
      return panel === 0 && (kind === 'points' || kind === 'steps') && !hidden.has(group);
    })
    .map(({ group, kind, bins }) => {
      const held = bins.filter(({ low, high }) => inside(low, high, region.x));
      return summed(labels.get(group) ?? '', held, kind === 'steps');
    });
}

/** The cells whose centre lies in a region. */
export function selectedCells({ cells, z }: ExploredMap, region: Region): Selected[] {
  const held = cells.filter(({ low, high, yLow, yHigh }) => {
    return inside(low, high, region.x) && (!region.y || inside(yLow, yHigh, region.y));
  });
  const counted = held.some(({ total }) => total !== undefined);
  return [summed(z.title, held, !counted)];
}
