import { axisEdges, NON_FINITE, slotsOf, type AxisValues, type HistogramAxis } from './axis.ts';

/** Cells of the table that replaces the search on unequal bins. */
const CELLS = 2048;

/** A first guess at the slot of x from (x - edges[0]) scale, at most a few slots off. */
interface SlotGuess {
  scale: number;
  /** Slot of the lower end of each of equal cells; null where cells are the bins. */
  table: Uint32Array | null;
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

function slotGuess(edges: Float64Array): SlotGuess | null {
  const bins = edges.length - 1;
  const range = edges[bins]! - edges[0]!;
  const width = range / bins;
  if (!Number.isFinite(range) || !Number.isFinite(CELLS / range)) return null;
  if (edges.every((edge, i) => Math.abs(edge - (edges[0]! + i * width)) < width / 4)) {
    return { scale: bins / range, table: null };
  }
  const cell = range / CELLS;
  const table = Uint32Array.from({ length: CELLS + 1 }, (_, i) =>
    Math.min(bins, binarySearch(edges, edges[0]! + i * cell)),
  );
  const crowded = table.some((slot, i) => i > 0 && slot - table[i - 1]! > 6);
  return crowded ? null : { scale: CELLS / range, table };
}

interface Prepared {
  edges: Float64Array;
  guess: SlotGuess | null;
}

/** What was worked out for an axis object; axes are not changed once they are used. */
const preparedAxes = new WeakMap<HistogramAxis, Prepared>();

function prepared(axis: HistogramAxis): Prepared {
  let known = preparedAxes.get(axis);
  if (!known) {
    const edges = Float64Array.from(axisEdges(axis));
    known = { edges, guess: slotGuess(edges) };
    preparedAxes.set(axis, known);
  }
  return known;
}

/**
 * Adds the slot of every value on numeric edges, times `stride`. The result is always that of comparing with the edge
 * values: a floating-point guess is put right against the edges.
 */
function locateAll(
  { edges, guess }: Prepared,
  values: ArrayLike<number>,
  slots: Int32Array,
  stride: number,
): void {
  const bins = edges.length - 1;
  const low = edges[0]!;
  const high = edges[bins]!;
  const scale = guess ? guess.scale : 0;
  const table = guess ? guess.table : null;
  for (let row = 0; row < slots.length; row++) {
    const x = values[row]!;
    const before = slots[row]!;
    if (before === NON_FINITE) continue;
    let slot: number;
    if (x >= low && x < high && x > -Infinity) {
      if (scale === 0) slot = binarySearch(edges, x);
      else {
        const cell = ((x - low) * scale) | 0;
        slot = table === null ? cell + 1 : table[cell]!;
        while (x < edges[slot - 1]!) slot--;
        while (x >= edges[slot]!) slot++;
      }
    } else if (x < low && x > -Infinity) {
      slot = 0;
    } else if (x >= high && x < Infinity) {
      slot = bins + 1;
    } else {
      slots[row] = NON_FINITE;
      continue;
    }
    slots[row] = before + slot * stride;
  }
}

function locateCategories(
  categories: readonly (string | number)[],
  values: AxisValues,
  slots: Int32Array,
  stride: number,
): void {
  const known = new Map(categories.map((category, i) => [category, i]));
  const other = categories.length;
  for (let row = 0; row < slots.length; row++) {
    const value = values[row]!;
    if (slots[row] === NON_FINITE) continue;
    if (typeof value === 'number' && !Number.isFinite(value)) slots[row] = NON_FINITE;
    else slots[row]! += (known.get(value) ?? other) * stride;
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
      locateAll(prepared(axis), columns[a] as ArrayLike<number>, slots, stride);
    }
    stride *= slotsOf(axis);
  }
  return slots;
}
