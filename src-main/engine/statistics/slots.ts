import { axisEdges, NON_FINITE, slotsOf, type AxisValues, type HistogramAxis } from './axis.ts';

/** Equal bins to rounding: the guess from one multiplication is then at most one bin off. */
function isUniform(edges: Float64Array): boolean {
  const bins = edges.length - 1;
  const width = (edges[bins]! - edges[0]!) / bins;
  if (!Number.isFinite(width)) return false;
  return edges.every((edge, i) => Math.abs(edge - (edges[0]! + i * width)) < width / 4);
}

function binarySearch(edges: Float64Array, x: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The slot of every value on numeric edges. The result is always that of comparing with the edge values: for equal bins a
 * floating-point guess is put right against the edges.
 */
function locateAll(edges: Float64Array, values: ArrayLike<number>, visit: Int32Array, stride: number): void {
  const bins = edges.length - 1;
  const low = edges[0]!;
  const high = edges[bins]!;
  const uniform = isUniform(edges);
  const scale = bins / (high - low);
  for (let row = 0; row < visit.length; row++) {
    const x = values[row]!;
    const before = visit[row]!;
    if (before === NON_FINITE) continue;
    let slot: number;
    if (x >= low && x < high && x < Infinity && x > -Infinity) {
      if (uniform) {
        slot = ((x - low) * scale + 1) | 0;
        while (x < edges[slot - 1]!) slot--;
        while (x >= edges[slot]!) slot++;
      } else {
        slot = binarySearch(edges, x);
      }
    } else if (x < low && x > -Infinity) {
      slot = 0;
    } else if (x >= high && x < Infinity) {
      slot = bins + 1;
    } else {
      visit[row] = NON_FINITE;
      continue;
    }
    visit[row] = before + slot * stride;
  }
}

function locateCategories(
  categories: readonly (string | number)[],
  values: AxisValues,
  visit: Int32Array,
  stride: number,
): void {
  const slots = new Map(categories.map((category, i) => [category, i]));
  const other = categories.length;
  for (let row = 0; row < visit.length; row++) {
    const value = values[row]!;
    if (visit[row] === NON_FINITE) continue;
    if (typeof value === 'number' && !Number.isFinite(value)) visit[row] = NON_FINITE;
    else visit[row]! += (slots.get(value) ?? other) * stride;
  }
}

/**
 * The position in the storage of every row: one array of values per axis, all at least `rows` long. Slots count underflow 0,
 * bins from 1, overflow last (category: bins from 0), the last axis fastest. A row with a NaN or infinite value on any axis
 * gets {@link NON_FINITE}. Work out the slots once when several histograms share axes and rows; `into` is reused when long
 * enough.
 */
export function slotsOfRows(
  axes: readonly HistogramAxis[],
  columns: readonly AxisValues[],
  rows: number,
  into?: Int32Array,
): Int32Array {
  if (columns.length !== axes.length || columns.some((column) => column.length < rows)) {
    throw new RangeError(`${axes.length} axes need as many columns of ${rows} rows`);
  }
  const slots = into && into.length >= rows ? into.subarray(0, rows).fill(0) : new Int32Array(rows);
  let stride = 1;
  for (let a = axes.length - 1; a >= 0; a--) {
    const axis = axes[a]!;
    if (axis.kind === 'category') locateCategories(axis.categories, columns[a]!, slots, stride);
    else {
      locateAll(Float64Array.from(axisEdges(axis)), columns[a] as ArrayLike<number>, slots, stride);
    }
    stride *= slotsOf(axis);
  }
  return slots;
}
